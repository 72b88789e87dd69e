"""What backs a unit and what a provision backs: rows, evidence, filters, empty families."""

from __future__ import annotations

from typing import Any

import pytest

from indexer.answers.matched import shared_words
from indexer.errors import NotFoundError, QueryError
from indexer.read import Index, LinkOptions, links_csv
from tests.indexer.linked_corpus import SUGGESTIONS

ALL = LinkOptions()
POINT = "compact:para_2__point_b"


def ends(rows: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(row["unit"], row["target"]) for row in rows]


def test_the_three_families_stand_apart_with_their_evidence(linked: Index) -> None:
    answer = linked.backing_json(POINT, ALL)
    assert answer["unit"]["id"] == POINT
    assert ends(answer["citations"]) == [(POINT, "T001"), (POINT, "T001:art_2")]
    first = answer["citations"][0]
    assert (first["quote"], first["via"], first["note"]) == (
        "Safe Work Treaty, 2001",
        "footnote",
        "compact:fn_1",
    )
    assert ends(answer["curated"]) == [(POINT, "T001:art_2__para_1"), (POINT, "T001:art_2")]
    assert [row["predicate"] for row in answer["curated"]] == ["backedBy", "relatedProvision"]
    assert [row["author"] for row in answer["curated"]] == ["test editors"] * 2
    assert [row["probability"] for row in answer["suggested"]] == [0.75, 0.25]
    assert answer["totals"] == {"citations": 2, "curated": 2, "suggested": 2}
    assert "neither WHO nor ILO" in answer["about"]["curated"]


def test_every_quote_is_sliced_from_the_words_of_its_place(linked: Index) -> None:
    rows = linked.backing_json("compact", ALL)["citations"]
    assert rows
    for row in rows:
        start, end = row["offset"]
        assert linked.units[row["place"]].text[start:end] == row["quote"]


def test_a_target_comes_with_citation_bindingness_and_our_subject(linked: Index) -> None:
    row = linked.backing_json(POINT, ALL)["curated"][0]
    assert row["cite_as"] == "Safe Work Treaty, 2001, Article 2(1)"
    assert row["iri"] == "https://example.org/cg/ilo/convention/2001/t001/art_2__para_1"
    assert (row["bindingness"], row["status"], row["body"]) == (
        "binding-when-ratified",
        "in-force",
        ["ILO"],
    )
    assert row["text"] is None
    assert row["subject"] == "Workers may leave a dangerous place"
    assert row["subject_basis"] == "knowledge"


def test_the_words_that_both_sides_share_are_shown(linked: Index) -> None:
    matched = linked.backing_json(POINT, ALL)["curated"][0]["matched"]
    assert [spot["quote"] for spot in matched["unit"]] == ["workers", "leave", "dangerous", "place"]
    assert [spot["quote"] for spot in matched["target"]] == [
        "Workers",
        "leave",
        "dangerous",
        "place",
    ]
    assert matched["in"] == "subject"
    for spot in matched["unit"]:
        assert linked.units[POINT].text[spot["start"] : spot["end"]] == spot["quote"]


def test_shared_words_are_found_by_stem_and_without_stop_words() -> None:
    assert shared_words("The nurses' rights", "A right of the nurse") == (
        [
            {"start": 4, "end": 10, "quote": "nurses"},
            {"start": 12, "end": 18, "quote": "rights"},
        ],
        [
            {"start": 2, "end": 7, "quote": "right"},
            {"start": 15, "end": 20, "quote": "nurse"},
        ],
    )


@pytest.mark.parametrize(
    ("asked", "units"),
    [
        ("compact:para_2", 3),
        ("compact:sec_5-1", 5),
        ("element:1", 5),
        ("1", 5),
        ("compact", 8),
    ],
)
def test_what_is_above_answers_for_what_is_below(linked: Index, asked: str, units: int) -> None:
    answer = linked.backing_json(asked, ALL)
    assert len(answer["units"]) == units
    below = [linked.backing_json(name, ALL) for name in answer["units"] if name != asked]
    for family in ("citations", "curated", "suggested"):
        parts = {pair for name in answer["units"] for pair in ends(_own(linked, name, family))}
        assert set(ends(answer[family])) == parts
    assert "compact:fn_1" not in answer["units"]
    assert below


def _own(linked: Index, name: str, family: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = linked.backing_json(name, ALL)[family]
    return [row for row in rows if row["unit"] == name]


def test_endnotes_are_told_with_their_state(linked: Index) -> None:
    answer = linked.backing_json("compact:para_2__point_a", ALL)
    assert [(note["label"], note["state"], note["targets"]) for note in answer["endnotes"]] == [
        ("2", "text-absent", []),
        ("3", "text-absent", []),
    ]
    told = "The source prints endnote markers 2 and 3 without their list, so what they cite is not"
    assert answer["remarks"]["citations"].startswith(told)
    one = linked.backing_json("compact:para_1", ALL)["remarks"]["endnotes"]
    assert one.startswith("The source prints endnote marker 1 without the list of endnotes, so")


def test_a_footnote_that_cites_is_resolved(linked: Index) -> None:
    (note,) = linked.backing_json(POINT, ALL)["footnotes"]
    assert (note["state"], note["targets"]) == ("resolved", ["T001", "T001:art_2"])


def test_an_empty_family_says_why(linked: Index, tiny: Index) -> None:
    remarks = linked.backing_json("compact:para_3", ALL)["remarks"]
    assert remarks["citations"] == "Nothing in the text was recognised as citing another."
    assert "does not mean that nothing backs it" in remarks["curated"]
    assert "suggested" not in remarks
    filtered = linked.backing_json(POINT, LinkOptions(bodies=("WHO",)))["remarks"]
    assert filtered["curated"] == "2 rows do not pass the filters."
    assert tiny.backing_json("compact", ALL)["remarks"]["suggested"] == (
        "This build has no suggestions."
    )
    without = linked.backing_json("T001:art_1", ALL)["remarks"]["curated"]
    assert without.startswith("The text of T001 is not in this build")


@pytest.mark.parametrize(
    ("options", "counts"),
    [
        (LinkOptions(families=("curated",)), (0, 2, 0)),
        (LinkOptions(families=("citations", "suggested")), (2, 0, 2)),
        (LinkOptions(bodies=("ILO",)), (2, 2, 2)),
        (LinkOptions(bodies=("WHO",)), (0, 0, 0)),
        (LinkOptions(bindingness=("binding-when-ratified",)), (2, 2, 2)),
        (LinkOptions(bindingness=("non-binding",)), (0, 0, 0)),
        (LinkOptions(min_probability=0.5), (2, 2, 1)),
        (LinkOptions(min_probability=1.0), (2, 2, 0)),
        (LinkOptions(k=1), (2, 2, 1)),
    ],
)
def test_filters(linked: Index, options: LinkOptions, counts: tuple[int, ...]) -> None:
    answer = linked.backing_json(POINT, options)
    assert tuple(len(answer[f]) for f in ("citations", "curated", "suggested")) == counts
    assert tuple(answer["totals"].values()) == counts
    assert set(answer["remarks"]) - {"endnotes"} == {
        f
        for f, count in answer["totals"].items()
        if not count and (not options.families or f in options.families)
    }


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (LinkOptions(families=("curate",)), "no family 'curate'"),
        (LinkOptions(bodies=("XYZ",)), "no body 'XYZ'"),
        (LinkOptions(bindingness=("soft",)), "no bindingness 'soft'"),
        (LinkOptions(min_probability=1.5), "least probability is 1.5"),
    ],
)
def test_a_filter_that_names_nothing_is_told(
    linked: Index, options: LinkOptions, words: str
) -> None:
    for ask in (linked.backing_json, linked.backs_json):
        with pytest.raises(QueryError, match=words):
            ask(POINT, options)


def test_what_is_not_there_is_told_with_the_nearest(linked: Index) -> None:
    with pytest.raises(NotFoundError) as caught:
        linked.backing_json("T001:art_22", ALL)
    assert "T001:art_2" in caught.value.nearest
    with pytest.raises(NotFoundError, match="no element 7"):
        linked.backing_json("element:7", ALL)


@pytest.mark.parametrize(
    ("asked", "counts"),
    [
        ("T001:art_2", (2, 2, 1)),
        ("T001:art_2__para_1", (0, 1, 0)),
        ("T001:art_1", (0, 1, 2)),
        ("T001", (5, 3, 3)),
        ("compact:para_3", (0, 0, 0)),
    ],
)
def test_an_article_answers_for_what_is_below_it(
    linked: Index, asked: str, counts: tuple[int, ...]
) -> None:
    assert tuple(linked.backs_json(asked, ALL)["totals"].values()) == counts


def test_a_row_of_backs_describes_the_unit(linked: Index) -> None:
    (row, *_) = linked.backs_json("T001:art_2__para_1", ALL)["curated"]
    assert (row["unit"], row["target"]) == (POINT, "T001:art_2__para_1")
    assert row["cite_as"] == "Rules for safe work, para. 2(b)"
    assert row["text"] == "let workers leave a dangerous place."
    assert row["bindingness"] == "non-binding"


def test_backs_points_to_citations_of_the_whole_instrument(linked: Index) -> None:
    remark = linked.backs_json("T001:art_1", ALL)["remarks"]["citations"]
    assert remark.endswith("3 units cite the instrument as a whole: ask for T001.")


def test_both_directions_state_the_same_links(linked: Index) -> None:
    there, back = linked.backing_json("compact", ALL), linked.backs_json("T001", ALL)
    for family in ("curated", "suggested"):
        assert sorted(ends(there[family])) == sorted(ends(back[family]))
    assert len(there["suggested"]) == len(SUGGESTIONS)


def test_links_as_csv(linked: Index) -> None:
    lines = links_csv(linked.backing_json(POINT, ALL)).decode().split("\r\n")
    assert lines[0].startswith("family,unit,target,cite_as,bindingness")
    assert [line.split(",")[0] for line in lines[1:-1]] == (
        ["citations"] * 2 + ["curated"] * 2 + ["suggested"] * 2
    )
