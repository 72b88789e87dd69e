"""The graph on disk: deterministic bytes, a store that nothing writes to, formats without loss."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pyoxigraph
import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store
from rdflib import Graph

from indexer.errors import InputError, NotFoundError
from indexer.graph import quads
from indexer.graph.rdflib_io import by_graph, union
from indexer.graph.store import (
    FORMATS,
    dump_nquads,
    export,
    graph_named,
    open_store,
    write_store,
)
from indexer.graph.text import nquads
from ontology import context
from tests.indexer.graph import graph_fixtures as tiny


def tiny_quads() -> list[Quad]:
    return list(
        quads(tiny.corpus(), tiny.run(), tiny.BASE, cite_as=tiny.cite_as, texts=tiny.texts())
    )


DUMP = nquads(tiny_quads())


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    folder = tmp_path_factory.mktemp("build") / "store"
    write_store(DUMP, folder)
    return open_store(folder)


def quad(value: Literal) -> Quad:
    node = NamedNode("https://example.org/x")
    return Quad(node, node, value, node)


def test_the_dump_is_sorted_and_has_each_quad_once() -> None:
    shuffled = tiny_quads() * 2
    random.Random(7).shuffle(shuffled)
    assert nquads(shuffled) == DUMP
    lines = DUMP.split(b"\n")
    assert lines.pop() == b""
    assert lines == sorted(set(lines))


@pytest.mark.parametrize(
    ("value", "line"),
    [
        (Literal('a\tb\n"c"\\d'), rb'"a\tb\n\"c\"\\d"'),
        (Literal("3.10"), b'"3.10"'),
        (Literal("naïve — ¹", language="en"), '"naïve — ¹"@en'.encode()),
        (Literal("\x01\x7f\u2028"), '"\\u0001\\u007F\u2028"'.encode()),
    ],
)
def test_literals_are_written_canonically(value: Literal, line: bytes) -> None:
    x = b"<https://example.org/x>"
    assert nquads([quad(value)]) == b" ".join([x, x, line, x, b".\n"])


def test_the_store_gives_back_what_was_loaded(store: Store) -> None:
    assert dump_nquads(store) == DUMP
    assert len(store) == DUMP.count(b"\n")


def test_write_store_tells_the_number_of_quads(tmp_path: Path) -> None:
    assert write_store(DUMP, tmp_path / "store") == DUMP.count(b"\n")


def test_an_open_store_refuses_to_be_written(store: Store) -> None:
    with pytest.raises(RuntimeError):
        store.add(quad(Literal("x")))
    with pytest.raises(RuntimeError):
        store.update("DELETE WHERE { GRAPH ?g { ?s ?p ?o } }")
    assert dump_nquads(store) == DUMP


def test_opening_and_reading_writes_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    write_store(DUMP, folder)
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    first, second = open_store(folder), open_store(folder)
    assert dump_nquads(first) == dump_nquads(second) == DUMP
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == before


def test_a_store_is_not_written_over_another(tmp_path: Path) -> None:
    write_store(DUMP, tmp_path / "store")
    with pytest.raises(InputError, match="is not empty"):
        write_store(DUMP, tmp_path / "store")


def test_a_dump_that_is_not_nquads_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="not N-Quads"):
        write_store(b"<a> <b> .\n", tmp_path / "store")


def test_a_missing_store_is_an_error_and_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no graph to read"):
        open_store(tmp_path / "none")
    assert not (tmp_path / "none").exists()


def test_graphs_go_by_short_name_or_iri(store: Store) -> None:
    iri = tiny.BASE + "graph/registry"
    assert graph_named(store, "registry") == graph_named(store, iri) == NamedNode(iri)
    with pytest.raises(NotFoundError, match="no graph 'links'") as raised:
        graph_named(store, "links")
    assert raised.value.nearest == ("citations", "corpus", "curated", "registry", "suggestions")


def test_the_sizes_of_the_graphs_add_up(store: Store) -> None:
    names = ("citations", "corpus", "curated", "registry", "suggestions")
    sizes = {name: len(dump_nquads(store, name).splitlines()) for name in names}
    assert sum(sizes.values()) == len(store)
    assert sizes["citations"] == sizes["curated"] == sizes["suggestions"] == 4


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("graph", [None, "registry"])
def test_an_export_gives_the_same_bytes_twice(store: Store, form: str, graph: str | None) -> None:
    fresh = Store()
    fresh.bulk_load(DUMP, format=RdfFormat.N_QUADS)
    assert export(store, form, graph) == export(fresh, form, graph) != b""


@pytest.mark.parametrize(("form", "rdf"), [("trig", RdfFormat.TRIG), ("jsonld", RdfFormat.JSON_LD)])
@pytest.mark.parametrize("graph", [None, "corpus"])
def test_formats_with_graphs_lose_nothing(
    store: Store, form: str, rdf: RdfFormat, graph: str | None
) -> None:
    again = nquads(pyoxigraph.parse(export(store, form, graph), format=rdf))
    assert again == dump_nquads(store, graph)


def test_turtle_is_the_union_of_the_graphs(store: Store) -> None:
    triples = Graph().parse(data=export(store, "turtle"), format="turtle")
    assert set(triples) == set(union(DUMP))


def test_jsonld_carries_its_context(store: Store) -> None:
    document = json.loads(export(store, "jsonld"))
    assert document["@context"] == context()["@context"]
    assert len(document["@graph"]) == 5


def test_jsonld_uses_the_short_names_of_the_context(store: Store) -> None:
    document = json.loads(export(store, "jsonld", "corpus"))
    (graph,) = document["@graph"]
    point = next(n for n in graph["@graph"] if n.get("identifier") == "tiny:para_26__point_a")
    assert point["text"] == "keep workers safe and well;"
    assert point["printed_label"] == "a"
    assert point["ordinal"] == 1


def test_an_unknown_format_is_an_error(store: Store) -> None:
    with pytest.raises(InputError, match="no format 'n3'"):
        export(store, "n3")


def test_rdflib_graphs_have_the_triples_of_the_dump() -> None:
    graphs = by_graph(DUMP)
    assert sum(map(len, graphs.values())) == DUMP.count(b"\n")
    assert set().union(*graphs.values()) == set(union(DUMP))


def test_a_dump_with_a_blank_node_is_refused() -> None:
    line = b"_:a <https://example.org/p> <https://example.org/o> <https://example.org/g> .\n"
    with pytest.raises(TypeError, match="neither an IRI nor a literal"):
        union(line)
