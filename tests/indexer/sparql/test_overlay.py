"""RDF of a user's own beside a build: read in every format, refused with its place, kept apart."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import BlankNode, RdfFormat, parse

from indexer.errors import InputError
from indexer.read import Index
from indexer.sparql.graphs import ForkedGraph
from indexer.sparql.overlay import overlay_quads
from tests.indexer.sparql.listener import listening

BASE = "https://w3id.org/clausegraph/"
TRIPLE = "<a:s> <a:p> <a:o> ."
XML = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:a="a:">
<rdf:Description rdf:about="a:s"><a:p rdf:resource="a:o"/></rdf:Description></rdf:RDF>"""
JSON = '{"@id": "a:s", "a:p": {"@id": "a:o"}}'


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("own.ttl", TRIPLE),
        ("own.nt", TRIPLE),
        ("own.nq", TRIPLE),
        ("own.trig", TRIPLE),
        ("own.TTL", TRIPLE),
        ("own.rdf", XML),
        ("own.owl", XML),
        ("own.xml", XML),
        ("own.jsonld", JSON),
        ("own.json", JSON),
    ],
)
def test_every_format_is_read_into_a_graph_of_the_files_own(
    tmp_path: Path, name: str, text: str
) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    (quad,) = overlay_quads([tmp_path / name], BASE)
    assert (quad.subject.value, quad.predicate.value) == ("a:s", "a:p")
    assert quad.graph_name.value == f"{BASE}graph/overlay/own"


def test_named_graphs_are_kept(tmp_path: Path) -> None:
    file = tmp_path / "my mappings (1).trig"
    file.write_text(f"<a:g> {{ {TRIPLE} }} {TRIPLE}", encoding="utf-8")
    names = {quad.graph_name.value for quad in overlay_quads([file], BASE)}
    assert names == {"a:g", f"{BASE}graph/overlay/my-mappings-1"}


def test_blank_nodes_of_two_files_stay_apart(tmp_path: Path) -> None:
    files = [tmp_path / "one.ttl", tmp_path / "two.ttl"]
    for file in files:
        file.write_text("_:x <a:p> <a:o> .", encoding="utf-8")
    quads = overlay_quads(files, BASE)
    assert all(isinstance(quad.subject, BlankNode) for quad in quads)
    assert len({quad.subject for quad in quads}) == 2


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("bad.ttl", f"{TRIPLE}\n<a:s> <a:p> oops .\n", r"bad\.ttl, line 2 is not Turtle"),
        ("bad.nq", f"{TRIPLE}\n{TRIPLE}\nno", r"bad\.nq, line 3 is not N-Quads"),
        ("bad.rdf", "<rdf>", r"bad\.rdf.* is not RDF/XML"),
        ("bad.jsonld", "{", r"bad\.jsonld.* is not JSON-LD"),
        ("bad.ttl", "<a> <b> <c> .", r"bad\.ttl, line 1"),
        ("bad.docx", "", "no extension of a format"),
        ("bad", "", "no extension of a format"),
        ("bad.trig", f"<{BASE}graph/curated> {{ {TRIPLE} }}", "which is the build's"),
    ],
)
def test_what_cannot_be_served_is_told_with_file_and_line(
    tmp_path: Path, name: str, text: str, said: str
) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=said) as raised:
        overlay_quads([tmp_path / name], BASE)
    assert raised.value.mend


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.ttl cannot be read"):
        overlay_quads([tmp_path / "none.ttl"], BASE)


def test_a_context_elsewhere_is_not_fetched(tmp_path: Path) -> None:
    with listening() as listener:
        text = f'{{"@context": "{listener.url}", "@id": "a:s", "name": "x"}}'
        (tmp_path / "own.jsonld").write_text(text, encoding="utf-8")
        with pytest.raises(InputError, match="is not JSON-LD"):
            overlay_quads([tmp_path / "own.jsonld"], BASE)
        assert listener.calls == 0


def test_a_graph_is_served_with_its_overlays_and_the_build_stays_as_it_is(
    linked: Index, tmp_path: Path
) -> None:
    (tmp_path / "own.ttl").write_text(TRIPLE, encoding="utf-8")
    before = len(linked.store)
    graph = ForkedGraph(linked.folder, [tmp_path / "own.ttl"], 0)
    assert graph.in_memory
    assert len(graph.store()) == before + 1
    assert len(ForkedGraph(linked.folder, [], 10**6).store()) == before
    on_disk = ForkedGraph(linked.folder, [], 0)
    assert not on_disk.in_memory
    assert len(on_disk.store()) == before


def test_a_graph_that_cannot_be_read_is_told(linked: Index, tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text(
        (linked.folder / "manifest.json").read_text(encoding="utf-8"), encoding="utf-8"
    )
    with pytest.raises(InputError, match=r"graph\.nq cannot be read"):
        ForkedGraph(tmp_path, [], 10**6)


def test_what_is_served_is_written_as_the_build_writes_it(linked: Index) -> None:
    """The engine rewrites numbers; what must keep its form is a string, and all comes back."""
    written = set(parse(path=str(linked.folder / "graph.nq"), format=RdfFormat.N_QUADS))
    served = set(ForkedGraph(linked.folder, [], 10**6).store())
    assert served == written
    by_name = {"printedLabel", "identifier", "id_local", "number", "hasContent", "citeAs"}
    kept = [quad.object for quad in written if named(quad.predicate.value) in by_name]
    assert kept
    assert {own.datatype.value.rpartition("#")[2] for own in kept} <= {"string", "langString"}


def named(iri: str) -> str:
    return iri.replace("#", "/").rpartition("/")[2]
