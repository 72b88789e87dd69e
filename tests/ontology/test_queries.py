"""The example queries on the real build: each gives exactly the rows that a reader would expect.

The expected rows in queries/*.tsv were checked against the texts. A cell `*` stands for whatever
changes from build to build, and one that ends in `…` for any longer text that begins so. A row of
`…` alone stands for any rows: what a model finds least sure is not the same on every machine.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

import pytest

from indexer.read import Index
from indexer.sparql.evaluate import select
from indexer.sparql.model import Table
from ontology import example_queries
from tests.named_graphs import graph_sizes

EXPECTED = Path(__file__).parent / "queries"


def expected(name: str) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    text = (EXPECTED / f"{name}.tsv").read_text(encoding="utf-8")
    head, *rows = csv.reader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    return tuple(head), [tuple(row) for row in rows]


def fits(cell: str, value: str | None) -> bool:
    if cell == "*":
        return bool(value)
    if cell.endswith("…"):
        return value is not None and value.startswith(cell[:-1])
    return cell == (value or "")


GAP = ("…",)
Cells = tuple[str | None, ...]


def wrong(rows: Sequence[tuple[str, ...]], table: Table) -> list[tuple[object, object]]:
    """The expected rows that the answer does not give in their place, and what it gives there."""
    left: list[Cells] = list(table.rows)
    found: list[tuple[object, object]] = []
    skipping = False
    for row in rows:
        if row == GAP:
            skipping = True
            continue
        place = next((n for n, got in enumerate(left) if all(map(fits, row, got))), None)
        if place is None or (place and not skipping):
            found.append((row, left[0] if left else None))
            place = 0
        left, skipping = left[place + 1 :], False
    return found if skipping or not left else [*found, *((None, got) for got in left)]


@pytest.mark.parametrize("name", example_queries())
def test_an_example_query_gives_its_rows(name: str, real_index: Index) -> None:
    head, rows = expected(name)
    table = select(real_index.store, example_queries()[name].text, real_index.meaning)
    assert table.variables == head
    assert wrong(rows, table) == []


def test_every_expectation_belongs_to_a_query() -> None:
    assert {path.stem for path in EXPECTED.glob("*.tsv")} == set(example_queries())


def test_the_registry_query_counts_every_registered_instrument(real_index: Index) -> None:
    query = example_queries()["registered-instruments-by-bindingness"]
    counts = [row[2] for row in select(real_index.store, query.text).rows]
    assert sum(int(count or 0) for count in counts) == len(real_index.instruments)


def test_the_graph_query_counts_every_triple(real_index: Index) -> None:
    rows = select(real_index.store, example_queries()["triples-by-graph"].text).rows
    counted = {str(row[0]): int(row[2] or 0) for row in rows}
    assert counted == graph_sizes(real_index.store)


def test_the_unit_query_counts_every_unit(real_index: Index) -> None:
    rows = select(real_index.store, example_queries()["units-by-kind"].text).rows
    assert sum(int(row[2] or 0) for row in rows) == len(real_index.units)


def test_a_row_that_differs_is_found() -> None:
    table = Table(("a", "b"), (("x", "long text"), ("y", None)))
    assert wrong([("x", "long…"), ("*", "")], table) == []
    assert len(wrong([("x", "short…"), ("*", "*")], table)) == 2
    assert wrong([("x", "long…")], table) == [(None, ("y", None))]
    assert len(wrong([("x", "long…"), ("y", ""), ("z", "")], table)) == 1


def test_a_gap_stands_for_any_rows() -> None:
    table = Table(("a",), (("1",), ("2",), ("3",), ("4",)))
    assert wrong([("1",), GAP, ("4",)], table) == []
    assert wrong([GAP, ("2",), GAP], table) == []
    assert wrong([GAP, ("2",)], table) == [(None, ("3",)), (None, ("4",))]
    assert wrong([GAP, ("5",), GAP], table) == [(("5",), ("1",))]
