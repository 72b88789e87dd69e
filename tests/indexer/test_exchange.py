"""What is taken away from a build: every format, the same bytes each time."""

import csv
import io
import json
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse

from indexer.errors import InputError, NotFoundError
from indexer.exchange import UNIT_FORMATS, exported
from indexer.graph.store import FORMATS
from indexer.read import Index, open_index
from tests.indexer.tiny_corpus import build_tiny, write_corpus

ALL = (*FORMATS, *UNIT_FORMATS)


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """The tiny corpus, built once more in another folder."""
    folder = tmp_path_factory.mktemp("other")
    build_tiny(write_corpus(folder / "corpus"), folder / "index")
    return open_index(folder / "index")


@pytest.mark.parametrize("form", ALL)
def test_the_same_build_gives_the_same_bytes(tiny: Index, other: Index, form: str) -> None:
    first = exported(tiny, form)
    assert first == exported(tiny, form) == exported(other, form)


def test_the_real_dump_is_the_file_of_the_build(real_index: Index) -> None:
    assert exported(real_index, "nquads") == (real_index.folder / "graph.nq").read_bytes()


@pytest.mark.parametrize(
    ("form", "rdf"),
    [("nquads", RdfFormat.N_QUADS), ("trig", RdfFormat.TRIG), ("jsonld", RdfFormat.JSON_LD)],
)
def test_datasets_hold_every_quad(tiny: Index, form: str, rdf: RdfFormat) -> None:
    assert set(parse(exported(tiny, form), format=rdf)) == set(tiny.store)


def test_turtle_holds_every_triple(tiny: Index) -> None:
    found = {quad.triple for quad in parse(exported(tiny, "turtle"), format=RdfFormat.TURTLE)}
    assert found == {quad.triple for quad in tiny.store}


def test_one_graph_alone(tiny: Index) -> None:
    dump = exported(tiny, "nquads", "registry")
    graphs = {str(quad.graph_name) for quad in parse(dump, format=RdfFormat.N_QUADS)}
    assert graphs == {f"<{tiny.base}graph/registry>"}


def test_jsonl_is_the_json_of_the_units(tiny: Index) -> None:
    lines = exported(tiny, "jsonl").decode().split("\n")
    assert lines.pop() == ""
    assert [json.loads(line) for line in lines] == [
        tiny.unit_json(unit) for unit in tiny.units.values()
    ]


def test_csv_has_a_row_for_each_unit(real_index: Index) -> None:
    rows = list(csv.DictReader(io.StringIO(exported(real_index, "csv").decode(), newline="")))
    assert len(rows) == len(real_index.units)
    views = [real_index.unit_json(unit) for unit in real_index.units.values()]
    for row, view in zip(rows, views, strict=True):
        assert row == {key: "" if view[key] is None else str(view[key]) for key in row}
    assert {"id", "iri", "text", "cite_as"} <= rows[0].keys()


def test_an_unknown_format_is_told_with_those_there_are(tiny: Index) -> None:
    with pytest.raises(InputError) as raised:
        exported(tiny, "docx")
    assert raised.value.mend == f"Use one of {', '.join(ALL)}."


def test_an_unknown_graph_is_told_with_those_there_are(tiny: Index) -> None:
    with pytest.raises(NotFoundError) as raised:
        exported(tiny, "turtle", "none")
    assert "registry" in raised.value.nearest


@pytest.mark.parametrize("form", UNIT_FORMATS)
def test_units_have_no_graph(tiny: Index, form: str) -> None:
    with pytest.raises(InputError, match="not a graph"):
        exported(tiny, form, "corpus")


def test_exporting_writes_nothing(tiny_copy: Path) -> None:
    index = open_index(tiny_copy)
    before = {path: path.stat().st_mtime_ns for path in tiny_copy.rglob("*")}
    for form in ALL:
        exported(index, form)
    assert {path: path.stat().st_mtime_ns for path in tiny_copy.rglob("*")} == before
