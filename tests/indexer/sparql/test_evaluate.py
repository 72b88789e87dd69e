"""Queries: what they may do, over which graphs, and in which formats they are answered."""

from __future__ import annotations

import csv
import json
import time
from collections import deque
from contextlib import suppress
from io import StringIO

import pytest
from pyoxigraph import Literal, NamedNode, Quad, QueryBoolean, Store

from indexer.errors import QueryError
from indexer.sparql.evaluate import answer, select
from indexer.sparql.guard import MAX_NESTING, check
from indexer.sparql.model import GRAPH_FORMATS, RESULT_FORMATS, Table
from tests.indexer.sparql.listener import listening

EX = "https://example.org/"


def make_store() -> Store:
    store = Store()
    for name in ("one", "two"):
        subject, predicate = NamedNode(EX + "s"), NamedNode(EX + "p")
        store.add(Quad(subject, predicate, Literal(name), NamedNode(EX + name)))
    return store


STORE = make_store()


def run_unguarded(query: str) -> None:
    """Give a query straight to the engine and take all of its answer, whatever comes of it."""
    with suppress(OSError, RuntimeError, SyntaxError):
        results = STORE.query(query)
        if not isinstance(results, QueryBoolean):
            deque(results, maxlen=0)


CALLING = [
    "ASK { SERVICE <URL> { ?s ?p ?o } }",
    "ASK { service silent <URL> { ?s ?p ?o } }",
    "ASK { SeRvIcE<URL>{} }",
    "ASK { SERVICE#comment\n<URL>{} }",
    "PREFIX ex: <URL> ASK { SERVICE ex:a {} }",
    "PREFIX ex: <URL> ASK { SERVICEex:a {} }",
    "PREFIX ex: <URL> ASK { SERVICESILENTex:a {} }",
    "PREFIXex:<URL>ASK{SERVICEex:a{}}",
    "PREFIX : <URL> ASK { SERVICE:a {} }",
    "PREFIX : <URL> PREFIX SERVICE: <URL> ASK { SERVICE:a {} }",
    "BASE <URL> ASK { SERVICE <a> {} }",
    "ASK { {}SERVICE<URL>{} }",
    "ASK { OPTIONAL { SERVICE <URL> {} } }",
    "ASK { FILTER EXISTS { SERVICE <URL> {} } }",
    "ASK { FILTER(1<2)SERVICE#>\n<URL>{} }",
    "ASK { VALUES (?a ?b) {(1 2)} FILTER(?a<?b)SERVICE#>\n<URL>{} }",
    "ASK { VALUES (?a ?b) {(1 2)} FILTER(?a<#>'''\n?b)SERVICE<URL>{}#'''\n}",
]
"""Each makes the engine call the address."""


@pytest.mark.parametrize("query", CALLING)
def test_the_guard_stops_what_would_make_the_engine_call(query: str) -> None:
    with listening() as listener:
        text = query.replace("URL", listener.url)
        run_unguarded(text)
        deadline = time.monotonic() + 2
        while not listener.calls and time.monotonic() < deadline:
            time.sleep(0.01)
        assert listener.calls == 1, "the engine called before: else the test proves nothing"
        with pytest.raises(QueryError, match="SERVICE is not offered"):
            answer(STORE, text)
        time.sleep(0.05)
        assert listener.calls == 1


DOUBTFUL = [
    "ASK { ?s ?p ?o SERVICE ?g { ?a ?b ?c } }",
    "ASK { VALUES ?x {<URL>} SERVICE?x{ ?a ?b ?c } }",
    "ASK { BIND(<URL> AS ?x) SERVICE ?x { ?a ?b ?c } }",
    "ASK { ?s ?p ex:a.SERVICE <URL> {} }",
    "ASK { ?s ?p ex:a..SERVICE <URL> {} }",
    "ASK { ?s ?p ex:a:.SERVICE <URL> {} }",
    "ASK { ?s ?p ex:a%41.SERVICE <URL> {} }",
    "ASK { ?s ?p ex:a\\-.SERVICE <URL> {} }",
    "ASK { ?s ?p ex:a.SERVICEex:a{} }",
    "ASK { ?s ?p _:a.SERVICE <URL> {} }",
    "ASK { ?s ?p _:a.SERVICEex:a{} }",
    "ASK { ?s ?p true.SERVICE <URL> {} }",
    "ASK { ?s ?p true.SERVICEex:a {} }",
    "ASK { ?s ?p true.SERVICE:a {} }",
    "ASK { ?s ?p trueSERVICEex:a {} }",
    "ASK { ?s ?p 1.SERVICE <URL> {} }",
    "ASK { ?s ?p 1e5SERVICE <URL> {} }",
    "ASK { ?s ?p ?oSERVICE <URL> {} }",
    "ASK { ?s ?p 'a'SERVICE<URL>{} }",
    "ASK { ?s ?p 'a'@enSERVICE <URL> {} }",
    "ASK { ?s ?p 'a'@en--ltrSERVICE <URL> {} }",
    "ASK { ?s ?p 'a\\' SERVICE <URL> {} #' }",
    "ASK { ?s ?p 'a\\\nSERVICE <URL> {} ' }",
    'ASK { VALUES ?x {"""a"} SERVICE <URL> {} VALUES ?y {"b"""} }',
    'ASK { ?s ?p """"SERVICE <URL> {} """ }',
    "ASK { ?s ?p <a b> SERVICE <URL> {} }",
    'ASK { ?s ?p <a"b> SERVICE <URL> {} #" }',
    "ASK { ?s ?p <http://x/\\u003E> SERVICE <URL> {} }",
    "ASK { \\u0053ERVICE <URL> {} }",
    "ASK { FILTER(?a<?b)?s?p?o.SERVICE#>\n<URL>{} }",
    "ASK { FILTER(?a<ex:b)SERVICE#>\n<URL>{} }",
    "ASK { FILTER(?a<(1))SERVICE#>\n<URL>{} }",
    "ASK { FILTER(?a<'b')SERVICE#>\n<URL>{} }",
    "ASK { FILTER(?a<-1)SERVICEex:a#>\n{} }",
    "ASK { ?s ?p <<(<a:a><a:b>?c)>>SERVICE#>\n<URL>{} }",
    "ASK { LATERAL { SERVICE <URL> {} } }",
    "ASK { éSERVICE <URL> {} }",
    "ASK { SERVICE\u00a0<URL>{} }",
    "ASK { ?s ?p ?o } SERVICE <URL> {}",
    "SELECT * FROM <URL> { ?s ?p ?o }",
    "SELECT * FROM NAMED <URL> { GRAPH ?g { ?s ?p ?o } }",
    "SELECT * FROM NAMED <URL> { GRAPH <URL> { ?s ?p ?o } }",
    "DESCRIBE <URL>",
    "CONSTRUCT FROM <URL> WHERE { ?s ?p ?o }",
    "LOAD <URL>",
    "LOAD SILENT <URL> INTO GRAPH <URL>",
    "ASK {} ; LOAD <URL>",
]
"""Each might, with another reading of the grammar."""


@pytest.mark.parametrize("query", DOUBTFUL)
def test_no_query_makes_the_engine_call(query: str) -> None:
    with listening() as listener:
        prologue = f"PREFIX ex: <{listener.url}> PREFIX : <{listener.url}> "
        with suppress(QueryError):
            answer(STORE, prologue + query.replace("URL", listener.url))
        time.sleep(0.02)
        assert listener.calls == 0


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?s ?p 'SERVICE <http://x> {}' }",
        'SELECT * { ?s ?p """two lines\nSERVICE <http://x> {} """ }',
        "SELECT * { ?s ?p ?service }",
        "SELECT * { ?s ?p $SERVICE }",
        "SELECT * { ?s <http://example.org/SERVICE> ?o }",
        "SELECT * { ?s <http://example.org/a.service> <http://example.org/#service> }",
        "SELECT * { ?s <urn:service> <urn:x:service:y> }",
        "BASE <http://example.org/> SELECT * { ?s <service> </a/service> }",
        "PREFIX service: <http://example.org/> SELECT * { ?s service:a service:SERVICE }",
        "PREFIX ex: <http://example.org/> SELECT * { ?s ex:SERVICE ex:a.service }",
        "PREFIX ex: <http://example.org/> SELECT * { ?s ex:service/ex:load ?o }",
        "SELECT * { ?s ?p ?o } # SERVICE <http://x>",
        "SELECT * # INSERT, LOAD\n{ ?s ?p 'DROP ALL' }",
        "SELECT ?insert { ?insert ?with ?load FILTER(?insert<?with && ?load>1) }",
        "PREFIX add: <http://example.org/> SELECT * { ?s add:copy add:move }",
        "SELECT * { ?s ?p 'service'@en FILTER(LANG(?s) < 'service') }",
        "SELECT * { ?s ?p ?o FILTER(?o < 1 || ?o > 2) }",
        "BASE <http://example.org/> SELECT * { ?s <p> ?o FILTER(?o<5) }",
    ],
)
def test_the_words_are_free_where_they_are_no_keywords(query: str) -> None:
    assert select(Store(), query).rows == ()


@pytest.mark.parametrize(
    "update",
    [
        "INSERT DATA { <a:a> <a:b> <a:c> }",
        "DELETE WHERE { ?s ?p ?o }",
        "PREFIX ex: <http://x/> WITH ex:g DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
        "BASE <http://x/> # a comment\n drop all",
        "CLEAR GRAPH <a:g>",
        "CREATE GRAPH <a:g>",
        "COPY <a:g> TO <a:h>",
        "MOVE <a:g> TO <a:h>",
        "ADD <a:g> TO <a:h>",
        "LOAD <http://example.org/>",
        "SELECT * { ?s ?p ?o } ; DROP ALL",
    ],
)
def test_an_update_is_refused_by_name(update: str) -> None:
    with pytest.raises(
        QueryError,
        match=r"^(INSERT|DELETE|WITH|DROP|CLEAR|CREATE|COPY|MOVE|ADD|LOAD) "
        r"is not offered: the graph is read-only",
    ) as raised:
        answer(make_store(), update)
    assert raised.value.mend == "Use SELECT, ASK, CONSTRUCT or DESCRIBE."


def test_a_refused_service_is_placed() -> None:
    with pytest.raises(QueryError, match=r"SERVICE is not offered \(line 3\)"):
        answer(STORE, "ASK\n{\n SERVICE <http://x> {} }")


@pytest.mark.parametrize(
    ("opening", "closing"), [("{", "}"), ("(", ")"), ("[", "]"), ("FILTER(1<((#>\n", "")]
)
def test_deep_nesting_is_refused_before_it_can_crash_the_parser(opening: str, closing: str) -> None:
    query = "ASK { " + opening * 5000 + closing * 5000 + " }"
    with pytest.raises(QueryError, match=f"nests brackets more than {MAX_NESTING} deep"):
        answer(STORE, query)


def test_ordinary_nesting_and_brackets_in_iris_pass() -> None:
    groups = MAX_NESTING - 2
    assert answer(STORE, "ASK " + "{" * groups + "}" * groups).body
    check("ASK { VALUES ?x { " + "<http://example.org/a_(b)> " * 500 + "} }")


@pytest.mark.parametrize(
    "part",
    ["<#a>", "'", "\\'", "a.", "é.", ":#", '"""', "<'> ", "<a", "?a<?b ", "ex:a. ", "((", "@a-"],
)
def test_the_guard_takes_time_in_proportion_to_the_length(part: str) -> None:
    def seconds(length: int) -> float:
        query = "ASK { " + part * (length // len(part))
        begin = time.process_time()
        with suppress(QueryError):
            check(query)
        return time.process_time() - begin

    seconds(10_000)
    assert seconds(80_000) < 30 * max(seconds(10_000), 0.003)


def test_without_from_the_default_graph_is_the_union() -> None:
    assert select(STORE, "SELECT ?o { ?s ?p ?o } ORDER BY ?o").rows == (("one",), ("two",))


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        (f"SELECT ?o FROM <{EX}two> {{ ?s ?p ?o }}", (("two",),)),
        (f"SELECT*FROM<{EX}two>{{ ?s ?p ?o }}", ((EX + "s", EX + "p", "two"),)),
        (f"SELECT ?o FROM NAMED <{EX}two> {{ GRAPH ?g {{ ?s ?p ?o }} }}", (("two",),)),
        (f"SELECT ?o FROM NAMED <{EX}two> {{ ?s ?p ?o }}", ()),
        (f"SELECT ?o FROM <{EX}none> {{ ?s ?p ?o }}", ()),
        (f"SELECT ?o {{ GRAPH <{EX}one> {{ ?s ?p ?o }} }}", (("one",),)),
        ("SELECT ?o { ?s ?p ?o FILTER(?o = 'from') }", ()),
    ],
)
def test_a_query_chooses_its_graphs(query: str, rows: tuple[tuple[str, ...], ...]) -> None:
    table = select(STORE, query)
    assert {tuple(sorted(map(str, row))) for row in table.rows} == {
        tuple(sorted(row)) for row in rows
    }


@pytest.mark.parametrize(
    ("default", "named", "expected"),
    [
        (["one"], [], ({"one"}, set())),
        ([], ["two"], (set(), {"two"})),
        (["one", "two"], ["one"], ({"one", "two"}, {"one"})),
        (["none"], ["none"], (set(), set())),
    ],
)
def test_graphs_given_beside_the_query_replace_its_own(
    default: list[str], named: list[str], expected: tuple[set[str], set[str]]
) -> None:
    def values(pattern: str) -> set[str]:
        query = f"SELECT ?o FROM <{EX}two> FROM NAMED <{EX}one> {{ {pattern} }}"
        body = answer(
            STORE,
            query,
            default_graphs=[EX + name for name in default],
            named_graphs=[EX + name for name in named],
        ).body
        return {row["o"]["value"] for row in json.loads(body)["results"]["bindings"]}

    assert (values("?s ?p ?o"), values("GRAPH ?g { ?s ?p ?o }")) == expected


@pytest.mark.parametrize("form", RESULT_FORMATS)
def test_select_and_ask_are_answered_in_each_format(form: str) -> None:
    rows = answer(STORE, "SELECT ?o { ?s ?p ?o } ORDER BY ?o", form)
    assert not rows.is_graph
    assert rows.media_type == RESULT_FORMATS[form].media_type
    assert b"one" in rows.body
    assert b"true" in answer(STORE, "ASK { ?s ?p ?o }", form).body


def test_csv_has_a_head_and_a_line_for_each_row() -> None:
    body = answer(STORE, "SELECT ?o ?s { ?s ?p ?o } ORDER BY ?o", "csv").body.decode()
    assert list(csv.reader(StringIO(body))) == [["o", "s"], ["one", EX + "s"], ["two", EX + "s"]]


@pytest.mark.parametrize("form", GRAPH_FORMATS)
def test_construct_and_describe_are_answered_in_each_format(form: str) -> None:
    for query in ("CONSTRUCT WHERE { ?s ?p ?o }", f"DESCRIBE <{EX}s>"):
        graph = answer(STORE, query, form)
        assert graph.is_graph
        assert graph.media_type == GRAPH_FORMATS[form].media_type
        assert b"two" in graph.body


def test_the_first_format_is_the_default() -> None:
    assert answer(STORE, "ASK {}").media_type == "application/sparql-results+json"
    assert answer(STORE, "CONSTRUCT WHERE { ?s ?p ?o }").media_type == "text/turtle"


def test_a_graph_may_have_a_format_of_its_own() -> None:
    for query, media in (
        ("ASK {}", "text/csv; charset=utf-8"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "application/n-triples"),
    ):
        assert answer(STORE, query, "csv", graph_form="ntriples").media_type == media


def test_a_format_that_does_not_fit_the_query_is_an_error() -> None:
    with pytest.raises(QueryError, match="'turtle' does not give"):
        answer(STORE, "ASK {}", "turtle")
    with pytest.raises(QueryError, match="'csv' does not give"):
        answer(STORE, "CONSTRUCT WHERE { ?s ?p ?o }", "csv")


def test_the_prefixes_of_the_project_need_no_declaration() -> None:
    assert select(STORE, "SELECT ?u { ?u a cg:Unit ; eli:is_part_of ?i }").rows == ()


def test_a_table_keeps_order_and_gaps() -> None:
    query = "SELECT ?b ?a { VALUES (?a ?b) { (1 UNDEF) ('x'@en <a:b>) } } ORDER BY ?b"
    assert select(STORE, query) == Table(("b", "a"), ((None, "1"), ("a:b", "x")))


def test_only_select_gives_a_table() -> None:
    with pytest.raises(QueryError, match="Only SELECT"):
        select(STORE, "ASK {}")
