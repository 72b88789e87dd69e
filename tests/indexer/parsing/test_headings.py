from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Read = Callable[..., Any]
GROUPS = """# Tea Convention

## PART I. SCOPE

### Article 1

Tea is free.

## CHAPTER I. LEAVES

### Article 2

Leaves are green.

#### A. Picking

### Article 3

Pick by hand.

## CHAPTER II. WATER

### Article 4

Water boils.

## PART II. FINAL PROVISIONS

### Article 5

The end.
"""


def parents(found: Any) -> dict[str, str | None]:
    return {u.eid: u.parent and u.parent.removeprefix("x:") for u in found.units}


def test_decimal_sections_nest_by_their_dots_and_keep_flat_names(read: Read) -> None:
    found = read("guidance", "1 Tea\n\n1.1 Leaves\n\n1.1.1 Green\n\n1. Pick.\n\n2 Water\n")
    assert parents(found) == {
        "sec_1": None,
        "sec_1-1": "sec_1",
        "sec_1-1-1": "sec_1-1",
        "para_1": "sec_1-1-1",
        "sec_2": None,
    }
    assert found["para_1"].section == "1.1.1"


def test_parts_chapters_and_subgroups_nest_as_they_come(read: Read) -> None:
    found = read("treaty", GROUPS, paged=False)
    assert parents(found) == {
        "part_I": None,
        "art_1": "part_I",
        "part_I__chap_I": "part_I",
        "art_2": "part_I__chap_I",
        "part_I__chap_I__sec_A": "part_I__chap_I",
        "art_3": "part_I__chap_I__sec_A",
        "part_I__chap_II": "part_I",
        "art_4": "part_I__chap_II",
        "part_II": None,
        "art_5": "part_II",
    }
    assert not found["part_I"].own_text
    assert found["part_I"].text == found["part_I"].heading == "PART I. SCOPE"


def test_chapters_may_hold_parts(read: Read) -> None:
    text = "## CHAPTER I. TEA\n\n## PART I. LEAVES\n\n## PART II. WATER\n\n## CHAPTER II. CUPS\n"
    assert parents(read("treaty", text, paged=False)) == {
        "chap_I": None,
        "chap_I__part_I": "chap_I",
        "chap_I__part_II": "chap_I",
        "chap_II": None,
    }


def test_numbers_of_an_annex_start_again_below_it(read: Read) -> None:
    text = "### Article 1\n\nTea.\n\n## ANNEX I. Kettles\n\n### Article 1\n\nIron.\n\n## Appendix\n"
    found = read("treaty", text, paged=False)
    assert found.eids == ["art_1", "annex_I", "annex_I__art_1", "annex_nn_1"]
    assert found["annex_I__art_1"].parent == "x:annex_I"


@pytest.mark.parametrize(
    ("line", "left"),
    [("## PART II. MORE", True), ("## PART I. MODEL", False), ("## PART IV. MODEL", False)],
)
def test_a_part_that_counts_on_from_the_main_text_leaves_a_schedule(
    line: str, left: bool, read: Read
) -> None:
    text = f"## PART I. TEA\n\n### Article 1\n\nTea.\n\n## SCHEDULE\n\nCups.\n\n{line}\n"
    last = read("treaty", text, paged=False).units[-1]
    assert last.eid.startswith("annex") is not left


def test_an_article_that_counts_on_leaves_the_annex(read: Read) -> None:
    text = (
        "### Article 1\n\nTea.\n\n### Article 2\n\nCups.\n\n## ANNEX\n\n### Article 1\n\nIron.\n\n"
        "### Article 3\n\nSpoons.\n"
    )
    found = read("treaty", text, paged=False)
    assert found.eids == ["art_1", "art_2", "annex_nn_1", "annex_nn_1__art_1", "art_3"]
    assert found["art_3"].parent is None


def test_the_preamble_ends_with_the_first_article(read: Read) -> None:
    text = "Preamble\n\nRecalling the leaf;\n\nArticle 1 – Aims\n\nThe aim is tea.\n"
    found = read("treaty", text)
    assert found.outline == [
        ("sec_nn_1", "section", "Preamble"),
        ("pream_nn_1", "preambular-paragraph", "Recalling the leaf;"),
        ("art_1", "article", "The aim is tea."),
    ]
    assert parents(found) == {"sec_nn_1": None, "pream_nn_1": "sec_nn_1", "art_1": None}
    assert found["art_1"].heading == "Aims"


def test_a_numbered_box_takes_its_title_from_the_next_line(read: Read) -> None:
    found = read("guide", "BOX N° 2\n\nKettles of the world\n\nThey differ.\n")
    assert found.outline == [
        ("box_2", "box", "Kettles of the world"),
        ("box_2__para_nn_1", "paragraph", "They differ."),
    ]
    assert found["box_2"].printed_label == "2"
    assert found.text[found["box_2"].start :].startswith("BOX N° 2")


def test_an_unnumbered_box_has_its_title_on_its_line(read: Read) -> None:
    found = read(
        "guidance", "1 Tea\n\n1. Tea is hot.\n\nTea makers\n\nThose who make it.\n\n2. Cups."
    )
    assert found.eids == ["sec_1", "para_1", "box_nn_1", "box_nn_1__para_nn_1", "para_2"]
    assert found["box_nn_1"].parent == "x:sec_1"
    assert found["para_2"].parent == "x:sec_1"


def test_a_subheading_changes_what_items_mean_and_is_no_unit(read: Read) -> None:
    text = "1. One:\n- a. Do.\n\nPolicy actions to follow\n- a. Act.\n\n2. Two:\n- a. Do.\n"
    found = read("guidance", text)
    assert found.eids == [
        "para_1",
        "para_1__point_a",
        "para_1__action_a",
        "para_2",
        "para_2__point_a",
    ]
    assert found["para_1__action_a"].kind == "policy-action"
    assert found.furniture == [("subheading", "Policy actions to follow")]


def test_a_heading_of_references_changes_what_paragraphs_are(read: Read) -> None:
    text = "References and resources\n\nLeaf, B. Leaves\nhttps://leaves.example\n\nCup, C. Cups\n"
    found = read("letter", text)
    assert [(u.kind, u.text) for u in found.units[1:]] == [
        ("reference", "Leaf, B. Leaves https://leaves.example"),
        ("reference", "Cup, C. Cups"),
    ]
