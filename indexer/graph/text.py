"""Quads as text: canonical N-Quads, each quad once, sorted by code point, one a line."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final

import pyoxigraph
from pyoxigraph import Quad, RdfFormat, Triple

from indexer.graph.names import Names
from ontology.terms import PREFIXES

_TOGETHER: Final = 50_000
"""Quads that are written as text at a time."""


def in_graph(graph: str, triples: Iterable[Triple], names: Names) -> Iterator[Quad]:
    """Yield triples as quads of a graph, by its short name."""
    name = names.graph(graph)
    return (Quad(t.subject, t.predicate, t.object, name) for t in triples)


def lines_in(graph: str, triples: Iterable[Triple], names: Names) -> Iterator[bytes]:
    """Yield triples as lines of N-Quads of a graph, by its short name, in their order.

    The name of the graph is written once and put behind each triple: half of the time of making
    quads of them.
    """
    rest, end = iter(triples), f"{names.graph(graph)} .\n".encode()
    while some := list(islice(rest, _TOGETHER)):
        for line in serialized(some, RdfFormat.N_TRIPLES).splitlines(keepends=True):
            yield line[:-2] + end


def nquads(quads: Iterable[Quad]) -> bytes:
    """Return quads as canonical N-Quads: each once, sorted by code point, one a line."""
    lines = set(serialized(quads, RdfFormat.N_QUADS).split(b"\n"))
    return b"".join(line + b"\n" for line in sorted(lines - {b""}))


def lines_of(quads: Iterable[Quad]) -> Iterator[bytes]:
    """Yield quads as lines of N-Quads, in their order, however many."""
    rest = iter(quads)
    while some := list(islice(rest, _TOGETHER)):
        yield from serialized(some, RdfFormat.N_QUADS).splitlines(keepends=True)


def serialized(items: Iterable[Quad] | Iterable[Triple], form: RdfFormat) -> bytes:
    """Return quads or triples in a format, with the prefixes of the project."""
    output = io.BytesIO()
    pyoxigraph.serialize(items, output, format=form, prefixes=PREFIXES)
    return output.getvalue()
