"""The graph on disk: canonical N-Quads, a persistent read-only store, and the exchange formats.

The dump is sorted and has no blank nodes, so that the same graph gives the same bytes
(https://www.w3.org/TR/rdf-canon/#canonical-quads). The store's own files hold times and random
names and are never the same twice: compare builds by their dump.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from pyoxigraph import NamedNode, Quad, RdfFormat, Store

from indexer.errors import InputError, NotFoundError
from indexer.graph.grown import Earlier, grow
from indexer.graph.rdflib_io import jsonld
from indexer.graph.text import nquads, serialized

FORMATS: Final = ("nquads", "trig", "turtle", "jsonld")
"""The formats of `export`. Turtle has no named graphs: it gives the union of those asked for."""


def write_store(dump: bytes | Path, folder: Path, earlier: Earlier | None = None) -> int:
    """Load N-Quads into a new persistent store in `folder`; return its size in quads.

    `dump` are the quads, or the file that has them, sorted where the store of an `earlier` build
    is to be gone on from.

    Raises InputError where the folder holds something already, or the dump is not N-Quads.
    """
    if folder.exists() and any(folder.iterdir()):
        raise InputError(f"{folder} is not empty.", mend="Give a folder that does not exist yet.")
    if earlier is not None and isinstance(dump, Path):
        size = grow(earlier, dump, folder)
        if size is not None:
            return size
    store = Store(str(folder))
    try:
        if isinstance(dump, Path):
            store.bulk_load(path=str(dump), format=RdfFormat.N_QUADS)
        else:
            store.bulk_load(dump, format=RdfFormat.N_QUADS)
    except SyntaxError as error:
        raise InputError(f"The dump is not N-Quads: {error}") from error
    store.optimize()
    store.flush()
    return len(store)


def open_store(folder: Path) -> Store:
    """Open a store for reading only; nothing below `folder` is written.

    Raises InputError where there is none, or it cannot be read.
    """
    try:
        return Store.read_only(str(folder))
    except OSError as error:
        raise InputError(
            f"There is no graph to read in {folder}: {error}", mend="Build the index first."
        ) from error


def dump_nquads(store: Store, graph: str | None = None) -> bytes:
    """Return the store, or one named graph of it, as canonical N-Quads (see `nquads`)."""
    return nquads(_quads(store, graph))


def export(store: Store, form: str, graph: str | None = None) -> bytes:
    """Return the store, or one named graph of it, in one of `FORMATS`; deterministic bytes.

    `graph` is a graph's short name (`corpus`) or its IRI. Raises NotFoundError for a graph and
    InputError for a format that is not there.
    """
    if form == "nquads":
        return dump_nquads(store, graph)
    if form == "jsonld":
        return jsonld(dump_nquads(store, graph))
    ordered = sorted(_quads(store, graph), key=_by_graph)
    if form == "trig":
        return serialized(ordered, RdfFormat.TRIG)
    if form == "turtle":
        triples = dict.fromkeys(quad.triple for quad in sorted(ordered, key=_by_subject))
        return serialized(triples, RdfFormat.TURTLE)
    raise InputError(f"There is no format {form!r}.", mend=f"Use one of {', '.join(FORMATS)}.")


def graph_named(store: Store, name: str) -> NamedNode:
    """Return the named graph of that IRI or short name (the last part of its IRI).

    Raises NotFoundError, with the names there are.
    """
    graphs = {g.value: g for g in store.named_graphs() if isinstance(g, NamedNode)}
    short = {iri.rpartition("/")[2]: graph for iri, graph in graphs.items()}
    found = graphs.get(name) or short.get(name)
    if found is None:
        raise NotFoundError(
            f"There is no graph {name!r}.",
            mend=f"The graphs are {', '.join(sorted(short))}.",
            nearest=tuple(sorted(short)),
        )
    return found


def _quads(store: Store, graph: str | None) -> Iterable[Quad]:
    name = None if graph is None else graph_named(store, graph)
    return store.quads_for_pattern(None, None, None, name)


def _by_graph(quad: Quad) -> tuple[str, tuple[str, str, str]]:
    return str(quad.graph_name), _by_subject(quad)


def _by_subject(quad: Quad) -> tuple[str, str, str]:
    return str(quad.subject), str(quad.predicate), str(quad.object)
