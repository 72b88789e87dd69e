"""What others may build on: the names of each package, the verbs and the routes.

Paths stand without the names of their parameters.

A name that is gained or lost here is a change of the interface, and goes into CHANGELOG.md.
"""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from unittest.mock import Mock

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from api import create_app
from indexer.cli.verbs import app
from indexer.read import Index

ROOT = Path(__file__).resolve().parents[1]
NAMES = {
    "corpus": {"root"},
    "ontology": {"ExampleQuery", "context", "example_queries", "ontology_graph", "shapes_graph"},
    "indexer": set(),
    "indexer.graph": {"RunFacts", "lines", "quads"},
    "indexer.cli": {"main"},
    "api": {"create_app"},
}
VERBS = {
    "add",
    "backing",
    "backs",
    "build",
    "check",
    "cite",
    "coverage",
    "diff",
    "evaluate",
    "export",
    "extract",
    "links",
    "list",
    "mcp",
    "remove",
    "search",
    "serve",
    "show",
    "sparql",
    "trace",
}
ROUTES = {
    ("GET", "/"),
    ("GET", "/dump.jsonl.gz"),
    ("GET", "/dump.jsonl.gz.sha256"),
    ("GET", "/dump.nq.gz"),
    ("GET", "/dump.nq.gz.sha256"),
    ("GET", "/{}"),
    ("GET", "/healthz"),
    ("GET", "/readyz"),
    ("GET", "/metrics"),
    ("GET", "/v1/elements"),
    ("GET", "/v1/elements.csv"),
    ("GET", "/v1/elements/{}"),
    ("GET", "/v1/instruments"),
    ("GET", "/v1/instruments.csv"),
    ("GET", "/v1/instruments/{}"),
    ("GET", "/v1/resolve"),
    ("GET", "/v1/resolve.csv"),
    ("GET", "/v1/search"),
    ("GET", "/v1/search.csv"),
    ("GET", "/v1/coverage"),
    ("GET", "/v1/coverage.csv"),
    ("GET", "/v1/units"),
    ("GET", "/v1/units.csv"),
    ("GET", "/v1/units/{}"),
    ("GET", "/v1/units/{}/backing"),
    ("GET", "/v1/units/{}/backing.csv"),
    ("GET", "/v1/units/{}/backs"),
    ("GET", "/v1/units/{}/backs.csv"),
    ("GET", "/v1/units/{}/cite"),
    ("POST", "/v1/extract"),
    ("POST", "/v1/trace"),
    ("GET", "/.well-known/void"),
    ("GET", "/sparql"),
    ("POST", "/sparql"),
}


def own_names(module: ModuleType) -> set[str]:
    """The public names that a package's own file binds, imports and modules aside."""
    tree = ast.parse(Path(module.__file__ or "").read_text(encoding="utf-8"))
    return {name for node in tree.body for name in bound(node) if not name.startswith("_")}


def bound(node: ast.stmt) -> Iterator[str]:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        yield node.name
    if isinstance(node, ast.Assign):
        yield from (target.id for target in node.targets if isinstance(target, ast.Name))


@pytest.mark.parametrize("package", NAMES)
def test_a_package_exports_its_public_names(package: str) -> None:
    module = importlib.import_module(package)
    assert set(getattr(module, "__all__", ())) == NAMES[package]
    assert all(hasattr(module, name) for name in NAMES[package])


@pytest.mark.parametrize("package", ["corpus", "ontology", "indexer", "indexer.graph"])
def test_what_a_package_defines_in_public_it_exports(package: str) -> None:
    assert own_names(importlib.import_module(package)) <= NAMES[package]


def test_a_name_that_a_package_lacks_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'creat_app'"):
        _ = importlib.import_module("api").creat_app


def test_the_command_line_has_its_verbs() -> None:
    commands = getattr(get_command(app), "commands", {})
    assert set(commands) == VERBS
    assert all(command.help for command in commands.values())


def test_every_verb_tells_its_use() -> None:
    shown = CliRunner().invoke(app, ["--help"])
    assert shown.exit_code == 0
    assert all(verb in shown.output for verb in VERBS)


def test_http_has_its_routes() -> None:
    service = create_app(Mock(spec=Index))
    found = {
        (method.upper(), re.sub(r"\{\w+\}", "{}", path))
        for path, methods in service.openapi()["paths"].items()
        for method in methods
    }
    assert found == ROUTES
    assert "/openapi.json" in {getattr(route, "path", None) for route in service.routes}
