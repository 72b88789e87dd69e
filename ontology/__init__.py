"""The vocabulary as data: own terms, shapes, JSON-LD context and example queries.

The files lie beside this module and are found with importlib.resources, so that they are there in
an installed wheel as in a checkout. Names for use in code are in `ontology.terms`.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from rdflib import Graph

__all__ = ["ExampleQuery", "context", "example_queries", "ontology_graph", "shapes_graph"]


class ExampleQuery(NamedTuple):
    """A commented query from `queries/`: its title, who asks and what it shows, and its text."""

    title: str
    comment: str
    text: str


def ontology_graph() -> Graph:
    """Return clausegraph.ttl, the project's own terms, as a new graph."""
    return Graph().parse(data=_read("clausegraph.ttl"), format="turtle")


def shapes_graph() -> Graph:
    """Return shapes.ttl, what every node must carry (SHACL), as a new graph."""
    return Graph().parse(data=_read("shapes.ttl"), format="turtle")


def context() -> dict[str, Any]:
    """Return the JSON-LD context, a document of the form `{"@context": {…}}`."""
    document: dict[str, Any] = json.loads(_read("context.jsonld"))
    return document


@cache
def example_queries() -> dict[str, ExampleQuery]:
    """Return the example queries by name (the file's, without `.rq`), in alphabetical order."""
    folder = files(__name__).joinpath("queries")
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".rq"))
    texts = ((name.removesuffix(".rq"), _read(f"queries/{name}")) for name in names)
    return {name: _query(text) for name, text in texts}


def _query(text: str) -> ExampleQuery:
    lines = text.splitlines()
    head = [line.lstrip("# ") for line in lines[: _comment_lines(lines)]]
    return ExampleQuery(head[0], " ".join(head[1:]), text)


def _comment_lines(lines: list[str]) -> int:
    return next((i for i, line in enumerate(lines) if not line.startswith("#")), len(lines))


def _read(path: str) -> str:
    return files(__name__).joinpath(path).read_text(encoding="utf-8")
