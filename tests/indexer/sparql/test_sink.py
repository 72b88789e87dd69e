"""Rows counted in what is written: exactly, however the pieces are cut."""

from __future__ import annotations

import io

import pytest
from pyoxigraph import Store

from indexer.sparql.evaluate import write
from indexer.sparql.model import RESULT_FORMATS, Request
from indexer.sparql.sink import LimitError, Limits, counter

TRICKY = r"""'},{' '[{' 'a"},{"b' 'a\\' '\\"},{\\"' 'line\nend\r\n' '"' ',"",' '<result>' '\t' """
QUERIES = {
    "nothing": ("SELECT ?a { FILTER(false) }", 0),
    "one": ("SELECT * { VALUES ?a { 1 } }", 1),
    "no variables": ("SELECT * {}", 1),
    "unbound": ("SELECT ?z { VALUES ?a { 1 2 3 } }", 3),
    "mixed": ("SELECT ?z ?a { VALUES ?a { 1 UNDEF 3 UNDEF } }", 4),
    "tricky": (f"SELECT ?a ?b {{ VALUES ?a {{ {TRICKY} }} VALUES ?b {{ {TRICKY} UNDEF }} }}", 110),
    "triple": ("SELECT * { VALUES ?a { <<( <a:a> <a:b> '},{' )>> 2 } }", 2),
    "ask": ("ASK {}", 0),
}


@pytest.mark.parametrize("form", RESULT_FORMATS)
@pytest.mark.parametrize("name", QUERIES)
def test_rows_are_counted(name: str, form: str) -> None:
    query, rows = QUERIES[name]
    output = io.BytesIO()
    outcome = write(Store(), Request(query, form), output)
    assert (outcome.rows, outcome.size) == (rows, len(output.getvalue()))


@pytest.mark.parametrize("form", RESULT_FORMATS)
@pytest.mark.parametrize("step", [1, 2, 3, 5, 7, 64])
def test_pieces_may_be_cut_anywhere(step: int, form: str) -> None:
    query, rows = QUERIES["tricky"]
    output = io.BytesIO()
    write(Store(), Request(query, form), output)
    count, data = counter(form), output.getvalue()
    counted = [count(data[at : at + step]) for at in range(0, len(data), step)]
    assert counted[-1] == rows
    assert counted == sorted(counted)


@pytest.mark.parametrize("form", RESULT_FORMATS)
def test_too_many_rows_stop_the_query(form: str) -> None:
    query = "SELECT * { VALUES ?a { 1 2 3 } }"
    write(Store(), Request(query, form), io.BytesIO(), limits=Limits(rows=3))
    with pytest.raises(LimitError, match="more than 2 rows") as raised:
        write(Store(), Request(query, form), io.BytesIO(), limits=Limits(rows=2))
    assert raised.value.limit == "rows"


def test_too_many_triples_stop_the_query() -> None:
    query = "CONSTRUCT { <a:s> <a:p> ?a } { VALUES ?a { 1 2 3 } }"
    assert write(Store(), Request(query), io.BytesIO(), limits=Limits(rows=3)).rows == 3
    with pytest.raises(LimitError, match="more than 2 rows"):
        write(Store(), Request(query), io.BytesIO(), limits=Limits(rows=2))


@pytest.mark.parametrize("query", ["SELECT * { VALUES ?a { 1 2 3 } }", "DESCRIBE <a:b>", "ASK {}"])
def test_too_many_bytes_stop_the_query(query: str) -> None:
    with pytest.raises(LimitError, match="more than 3 bytes") as raised:
        write(Store(), Request(query, "json", "rdfxml"), io.BytesIO(), limits=Limits(size=3))
    assert raised.value.limit == "bytes"


def test_too_large_an_answer_ends_long_before_it_is_made() -> None:
    numbers = "VALUES ?%s { 0 1 2 3 4 5 6 7 8 9 }"
    query = f"SELECT * {{ {' '.join(numbers % name for name in 'abcdefghijkl')} }}"
    output = io.BytesIO()
    with pytest.raises(LimitError):
        write(Store(), Request(query, "csv"), output, limits=Limits(size=100_000))
    assert len(output.getvalue()) <= 100_000
