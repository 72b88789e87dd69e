"""The arrows of imports: corpus → nothing; ontology → rdflib; indexer → both; api → the read side.

Every import statement of the four packages is read from the syntax tree, also those inside of
functions and those for types only, and held to the rules below. Heavy libraries have one place.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.imported import MODELS, imported_by

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("corpus", "ontology", "indexer", "api")
MAY_IMPORT = {
    "corpus": frozenset[str](),
    "ontology": frozenset({"rdflib"}),
    "indexer": frozenset({"corpus", "ontology"}),
    "api": frozenset({"ontology", "indexer"}),
}
"""Which of our packages each may import; corpus and ontology are held to this list whole."""
READ_SIDE = frozenset(
    {"citeas", "errors", "ident", "model", "nearest", "read", "resources", "settings", "sparql"}
    | {"views"}
)
"""The modules of indexer that api may import; resources says what an IRI names, and only reads."""
PARSING_MAY_IMPORT = frozenset({"errors", "ident", "model", "parsing"})
"""The modules of indexer that indexer.parsing may import."""
ONE_PLACE = {
    "mcp": ("api.mcp.server", False),
    "prometheus_client": ("api.metrics", False),
    "torch": ("indexer.retrieval.embed", True),
    "sentence_transformers": ("indexer.retrieval.embed", True),
    "faiss": ("indexer.retrieval.engine", False),
    "pdfminer": ("indexer.readers.pdf.library", False),
    "pdfplumber": ("indexer.readers.pdf.library", False),
}
"""The one module for each heavy library, and whether it may import it only inside a function."""


@dataclass(frozen=True)
class Import:
    """One import of one module: by whom, of what, where, and whether inside a function."""

    importer: str
    target: str
    line: int
    deferred: bool

    @property
    def package(self) -> str:
        return self.importer.partition(".")[0]

    @property
    def top(self) -> str:
        return self.target.partition(".")[0]

    @property
    def below_indexer(self) -> str:
        """The module of indexer that is imported; empty for another package."""
        return self.target.split(".")[1] if self.target.startswith("indexer.") else ""


def imports_of(importer: str, code: str) -> Iterator[Import]:
    """Every import of a module's source; `from indexer import read` is one of indexer.read."""

    def walk(node: ast.AST, deferred: bool) -> Iterator[Import]:
        for target in targets(node):
            yield Import(importer, target, getattr(node, "lineno", 0), deferred)
        inside = deferred or isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        for child in ast.iter_child_nodes(node):
            yield from walk(child, inside)

    yield from walk(ast.parse(code), False)


def targets(node: ast.AST) -> list[str]:
    """The modules that one node imports, by statement or by import_module with a constant."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        if node.module in PACKAGES:
            return [f"{node.module}.{alias.name}" for alias in node.names]
        return [node.module or "."]
    if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
        name = (
            node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        )
        if name in ("import_module", "__import__"):
            return [str(node.args[0].value)]
    return []


def breach(found: Import) -> str | None:
    """What is wrong with an import, or None."""
    own, top = found.package, found.top
    if top in PACKAGES and top != own and top not in MAY_IMPORT[own]:
        return f"{own} must not import {top}"
    foreign = top not in PACKAGES and top not in sys.stdlib_module_names
    if own in ("corpus", "ontology") and foreign and top not in MAY_IMPORT[own]:
        return f"{own} must not import {top}"
    if own == "api" and top == "indexer" and found.below_indexer not in READ_SIDE:
        return f"api must not import {found.target}: it is not on the read side"
    parsing = found.importer.startswith("indexer.parsing") and top in PACKAGES
    if parsing and found.below_indexer not in PARSING_MAY_IMPORT:
        return f"indexer.parsing must not import {found.target}"
    if top in ONE_PLACE:
        return misplaced(found, *ONE_PLACE[top])
    return None


def misplaced(found: Import, home: str, deferred: bool) -> str | None:
    if found.importer != home:
        return f"only {home} may import {found.top}"
    if deferred and not found.deferred:
        return f"{home} may import {found.top} only inside a function"
    return None


def modules() -> Iterator[tuple[str, Path]]:
    """The dotted name and the file of every module of the four packages."""
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts), path


def test_no_import_runs_against_the_arrows() -> None:
    found = [i for name, path in modules() for i in imports_of(name, path.read_text("utf-8"))]
    assert len(found) > 300
    breaches = [f"{i.importer}:{i.line}: {why}" for i in found if (why := breach(i))]
    assert breaches == []


def test_each_heavy_library_is_imported_in_its_place() -> None:
    found = {
        (i.top, i.importer)
        for name, path in modules()
        for i in imports_of(name, path.read_text("utf-8"))
        if i.top in ONE_PLACE
    }
    assert found == {(library, home) for library, (home, _) in ONE_PLACE.items()}


PLANTED = [
    ("corpus", "import indexer", "corpus must not import indexer"),
    ("corpus", "import numpy", "corpus must not import numpy"),
    ("ontology.terms", "from corpus import root", "ontology must not import corpus"),
    ("ontology", "def f():\n    import pyoxigraph", "ontology must not import pyoxigraph"),
    ("indexer.read", "from api.app import create_app", "indexer must not import api"),
    ("indexer.read", "if TYPE_CHECKING:\n    import api", "indexer must not import api"),
    ("indexer.read", "import_module('api.app')", "indexer must not import api"),
    ("api.app", "from indexer.build import build", "api must not import indexer.build"),
    ("api.app", "from indexer import store", "api must not import indexer.store"),
    ("api.app", "import indexer", "api must not import indexer"),
    ("api.app", "from corpus import root", "api must not import corpus"),
    ("indexer.parsing.units", "from indexer.read import x", "must not import indexer.read"),
    ("indexer.parsing.units", "from indexer import read", "must not import indexer.read"),
    ("indexer.parsing.units", "import corpus", "indexer.parsing must not import corpus"),
    ("indexer.build", "def f():\n    import torch", "only indexer.retrieval.embed may"),
    ("indexer.retrieval.embed", "import torch.nn", "may import torch only inside a function"),
    ("indexer.read", "from faiss import read_index", "only indexer.retrieval.engine may"),
    ("indexer.read", "import_module('sentence_transformers')", "only indexer.retrieval.embed"),
]


@pytest.mark.parametrize(("importer", "code", "why"), PLANTED, ids=[p[1] for p in PLANTED])
def test_a_planted_breach_is_found(importer: str, code: str, why: str) -> None:
    (found,) = imports_of(importer, code)
    assert why in (breach(found) or "")


@pytest.mark.parametrize(
    ("importer", "code"),
    [
        ("corpus", "from importlib.resources import files"),
        ("ontology.terms", "from rdflib import RDF"),
        ("ontology.terms", "from ontology import context"),
        ("indexer.build", "import numpy\nfrom ontology.terms import CG\nimport corpus"),
        ("indexer.retrieval.embed", "def f():\n    import torch"),
        ("indexer.retrieval.engine", "import faiss"),
        ("indexer.parsing.units", "from indexer.model import Unit"),
        ("indexer.parsing.fold", "from indexer.parsing import headings"),
        ("api.app", "from indexer.read import Index\nfrom api.state import Service"),
    ],
)
def test_what_the_arrows_allow_is_no_breach(importer: str, code: str) -> None:
    found = list(imports_of(importer, code))
    assert found
    assert [breach(i) for i in found] == [None] * len(found)


@pytest.mark.parametrize(
    "module", ["indexer.read", "indexer.cli.verbs", "api.app", "indexer.corpus_io"]
)
def test_the_model_is_not_loaded_by_an_import(module: str) -> None:
    assert imported_by(f"import {module}", MODELS) == set()
