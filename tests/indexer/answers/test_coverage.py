"""Coverage: cells by family, filters, gaps, CSV."""

from __future__ import annotations

import csv
import io

import pytest

from indexer.errors import NotFoundError
from indexer.read import Index, LinkOptions, coverage_csv

ALL = LinkOptions()


def test_a_cell_counts_pairs_and_leads_to_the_units(linked: Index) -> None:
    first, second = linked.coverage_json(ALL)["items"]
    assert (first["element"], first["instrument"]) == (1, "T001")
    assert first["counts"] == {"citations": 3, "curated": 3, "suggested": 1}
    assert first["units"] == [
        "compact:para_1",
        "compact:para_2__point_b",
        "compact:para_2__point_a",
    ]
    assert (second["element"], second["counts"]["suggested"]) == (2, 1)
    assert (first["bindingness"], first["body"], first["status"]) == (
        "binding-when-ratified",
        ["ILO"],
        "in-force",
    )


@pytest.mark.parametrize(
    ("options", "elements", "cells"),
    [
        (LinkOptions(families=("curated",)), (), [1]),
        (LinkOptions(min_probability=0.8), (), [1]),
        (LinkOptions(min_probability=0.0, families=("suggested",)), (), [1, 2]),
        (LinkOptions(bodies=("WHO",)), (), []),
        (LinkOptions(bindingness=("non-binding",)), (), []),
        (ALL, (2,), [2]),
    ],
)
def test_filters(
    linked: Index, options: LinkOptions, elements: tuple[int, ...], cells: list[int]
) -> None:
    answer = linked.coverage_json(options, elements)
    assert [item["element"] for item in answer["items"]] == cells
    assert answer["total"] == len(cells)


def test_gaps_are_told_by_citations_and_editors_alone(linked: Index, tiny: Index) -> None:
    gaps = linked.coverage_json(ALL)["gaps"]
    assert gaps["units_without_binding"] == []
    assert gaps["elements_without_in_force"] == [{"element": 2, "label": "Uniforms"}]
    gaps = tiny.coverage_json(ALL)["gaps"]
    assert [gap["unit"] for gap in gaps["units_without_binding"]] == [
        "compact:para_2__point_a",
        "compact:para_2__point_b",
    ]
    assert [gap["element"] for gap in gaps["elements_without_in_force"]] == [1, 2]


def test_an_element_that_is_not_there_is_told(linked: Index) -> None:
    with pytest.raises(NotFoundError, match="no element 9"):
        linked.coverage_json(ALL, (9,))


def test_coverage_as_csv(linked: Index) -> None:
    answer = linked.coverage_json(ALL)
    rows = list(csv.DictReader(io.StringIO(coverage_csv(answer).decode(), newline="")))
    assert [row["citations"] for row in rows] == ["3", "0"]
    assert rows[0]["units"].split() == answer["items"][0]["units"]
