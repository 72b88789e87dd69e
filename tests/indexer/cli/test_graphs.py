"""`sparql` and `export`."""

import csv
import io
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse

import ontology
from indexer.exchange import exported
from indexer.read import Index
from tests.indexer.cli.command import Commands

ASK = b"ASK { ?unit cg:text ?text }"
SELECT = """SELECT ?text { ?unit cg:text ?text FILTER CONTAINS(?text, "uniforms") }"""
UNIFORMS = "Employers pay for uniforms. They pay for transport too."


def test_a_query_from_standard_input(run: Commands) -> None:
    ran = run.on("sparql", "-", stdin=SELECT.encode())
    assert (ran.code, ran.err) == (0, "")
    assert [row["text"]["value"] for row in ran.json["results"]["bindings"]] == [UNIFORMS]


def test_a_query_with_a_byte_order_mark(run: Commands) -> None:
    assert run.on("sparql", "-", stdin=b"\xef\xbb\xbf" + ASK).json["boolean"] is True


def test_a_query_from_a_file(run: Commands, tmp_path: Path) -> None:
    (tmp_path / "query.rq").write_text(SELECT)
    ran = run.on("sparql", tmp_path / "query.rq", "--format", "csv")
    assert list(csv.reader(io.StringIO(ran.text))) == [["text"], [UNIFORMS]]


@pytest.mark.parametrize(
    ("form", "begins"),
    [("json", b"{"), ("xml", b"<?xml"), ("csv", b"text"), ("tsv", b"?text")],
)
def test_the_formats_of_a_table(run: Commands, form: str, begins: bytes) -> None:
    ran = run.on("sparql", "-", "--format", form, stdin=SELECT.encode())
    assert ran.code == 0
    assert ran.out.startswith(begins)
    assert b"uniforms" in ran.out


def test_a_graph_is_turtle_where_nothing_is_asked_for(run: Commands) -> None:
    ran = run.on("sparql", "-", stdin=b"CONSTRUCT { ?s cg:text ?t } WHERE { ?s cg:text ?t }")
    assert ran.code == 0
    found = {quad.triple for quad in parse(ran.out, format=RdfFormat.TURTLE)}
    assert UNIFORMS in {triple.object.value for triple in found}


@pytest.mark.parametrize(
    ("query", "said"),
    [
        (b"SELEKT", "not SPARQL at line 1"),
        (b"DROP ALL", "read-only"),
        (b"SELECT * { SERVICE <http://localhost/> { ?s ?p ?o } }", "SERVICE is not offered"),
        (b"ASK { ?s ?p\n '\xff' }", "Standard input, line 2: byte 0xff is not UTF-8"),
    ],
)
def test_a_wrong_query_is_exit_code_2(run: Commands, query: bytes, said: str) -> None:
    ran = run.on("sparql", "-", stdin=query)
    assert (ran.code, ran.out) == (2, b"")
    assert said in ran.err
    assert "Traceback" not in ran.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "There is no query."),
        (("none.rq",), "none.rq cannot be read: No such file or directory.\nName a file with a"),
        (("-", "--format", "docx"), "'docx'"),
    ],
)
def test_wrong_use_is_exit_code_2(run: Commands, arguments: tuple[str, ...], said: str) -> None:
    ran = run.on("sparql", *arguments, stdin=ASK)
    assert (ran.code, ran.out) == (2, b"")
    assert said in ran.err


def test_the_examples_are_listed(run: Commands) -> None:
    listed = run("sparql", "--examples", "--json").json
    assert listed.keys() == ontology.example_queries().keys()
    assert len(listed) >= 10
    shown = run("sparql", "--examples").text
    assert all(name in shown for name in listed)


@pytest.mark.parametrize("name", sorted(ontology.example_queries()))
def test_an_example_is_shown_and_run(run: Commands, name: str) -> None:
    query = ontology.example_queries()[name].text
    assert run("sparql", "--example", name, "--show").text.strip() == query.strip()
    ran = run.on("sparql", "--example", name)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out


def test_an_unknown_example_is_exit_code_1_with_the_nearest(run: Commands) -> None:
    name = next(iter(ontology.example_queries()))
    ran = run.on("sparql", "--example", name.upper())
    assert (ran.code, ran.out) == (1, b"")
    assert name in ran.err


@pytest.mark.parametrize("form", ["nquads", "trig", "turtle", "jsonld", "csv", "jsonl"])
def test_export_to_a_file_and_to_standard_output(
    run: Commands, tiny: Index, tmp_path: Path, form: str
) -> None:
    expected = exported(tiny, form)
    assert run.on("export", "-", "--format", form).out == expected
    ran = run.on("export", tmp_path / "out", "--format", form)
    assert (ran.code, ran.out) == (0, b"")
    assert f"{len(expected)} bytes" in ran.err
    assert (tmp_path / "out").read_bytes() == expected


def test_export_of_one_graph(run: Commands, tiny: Index) -> None:
    ran = run.on("export", "-", "--graph", "registry")
    assert ran.out == exported(tiny, "nquads", "registry")


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("-", "--format", "docx"), 2, "nquads, trig, turtle, jsonld, csv, jsonl"),
        (("-", "--graph", "none"), 1, "The graphs are"),
        (("-", "--format", "csv", "--graph", "corpus"), 2, "Leave out --graph"),
        (("none/file.nq",), 2, "cannot be written"),
    ],
)
def test_a_wrong_export_is_told(
    run: Commands, arguments: tuple[str, ...], code: int, said: str
) -> None:
    ran = run.on("export", *arguments)
    assert (ran.code, ran.out) == (code, b"")
    assert said in ran.err
