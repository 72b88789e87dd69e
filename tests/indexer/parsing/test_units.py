from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest

from indexer.model import NoteKind, NoteState, Piece

Read = Callable[..., Any]

TEXT = """1 Tea

1.1 Leaves²

1. *Tea*¹ is hot.^[1] It is
made of leaves.

¹ A drink.

² Of the tree.

2. Members should make efforts to:
- a. pour ^{[2],[3]} and drink:
  - i. slowly;
- see below
"""


def words(found: Any, piece: Piece) -> str:
    return str(found.text[piece.span.start : piece.span.end])


def test_units_name_section_heading_and_element(read: Read) -> None:
    found = read("guidance", TEXT, elements={"1.1": 4})
    assert {u.eid: (u.section, u.heading, u.element) for u in found.units} == {
        "sec_1": ("1", "Tea", None),
        "sec_1-1": ("1.1", "Leaves", 4),
        "fn_2": ("1.1", "Leaves", 4),
        "para_1": ("1.1", "Leaves", 4),
        "fn_1": ("1.1", "Leaves", 4),
        "para_2": ("1.1", "Leaves", 4),
        "para_2__point_a": ("1.1", "Leaves", 4),
        "para_2__point_a__item_i": ("1.1", "Leaves", 4),
        "para_2__point_a__item_i__item_nn_1": ("1.1", "Leaves", 4),
    }


def test_units_stand_in_the_order_of_their_file_with_markers_and_label_inside(read: Read) -> None:
    found = read("guidance", TEXT)
    assert [u.start for u in found.units] == sorted(u.start for u in found.units)
    unit = found["para_2__point_a"]
    assert found.text[unit.start : unit.end] == "- a. pour ^{[2],[3]} and drink:"
    assert unit.text == "pour and drink:"
    assert [(m.label, m.offset) for m in unit.markers] == [("2", 4), ("3", 4)]


def test_items_below_recommending_words_are_recommendations(read: Read) -> None:
    found = read("guidance", TEXT)
    assert found["para_2__point_a"].kind == "recommendation"
    assert found["para_2__point_a__item_i"].kind == "point"
    other = read("guidance", "1. Tea has parts:\n- a. leaves;\n")
    assert other["para_1__point_a"].kind == "point"


def test_a_footnote_stands_below_the_unit_that_first_points_to_it(read: Read) -> None:
    found = read("guidance", TEXT)
    assert (found["fn_1"].parent, found["fn_2"].parent) == ("x:para_1", "x:sec_1-1")
    assert found["fn_1"].printed_label == "1"
    assert found["para_1"].markers[0].target == "x:fn_1"


def test_a_heading_anchors_its_marker(read: Read) -> None:
    unit = read("guidance", TEXT)["sec_1-1"]
    assert (unit.text, unit.own_text) == ("Leaves", False)
    assert [(m.label, m.offset) for m in unit.markers] == [("2", 6)]


def test_notes_know_the_state_of_their_text(read: Read) -> None:
    notes = {note.id: note for note in read("guidance", TEXT).notes}
    assert set(notes) == {"x:fn_1", "x:fn_2", "x:note_1", "x:note_2", "x:note_3"}
    assert notes["x:fn_1"].state is NoteState.TEXT_PRESENT
    assert notes["x:fn_1"].text == "A drink."
    assert notes["x:note_2"].state is NoteState.TEXT_ABSENT
    assert notes["x:note_2"].text is None
    assert notes["x:note_2"].kind is NoteKind.ENDNOTE


def test_a_note_pointed_to_twice_is_one_note(read: Read) -> None:
    found = read("guidance", "1. Tea^[1] and cups.^[1]\n")
    assert [note.id for note in found.notes] == ["x:note_1"]
    assert [m.offset for m in found["para_1"].markers] == [3, 13]


def test_tiles_say_what_each_place_is(read: Read) -> None:
    found = read("guidance", TEXT)
    shown = [(p.role, p.owner and p.owner[2:], words(found, p)) for p in found.pieces][:9]
    assert shown == [
        ("heading", "sec_1", "1 "),
        ("heading", "sec_1", "Tea"),
        ("heading", "sec_1-1", "1.1 "),
        ("heading", "sec_1-1", "Leaves"),
        ("marker", "sec_1-1", "²"),
        ("unit", "para_1", "1. "),
        ("unit", "para_1", "*Tea*"),
        ("marker", "para_1", "¹"),
        ("unit", "para_1", " is hot."),
    ]
    assert {p.role for p in found.pieces if p.owner == "x:fn_1"} == {"note"}


def test_tiles_stand_in_order_and_do_not_overlap(read: Read) -> None:
    pieces = read("guidance", TEXT).pieces
    assert all(a.span.end <= b.span.start for a, b in pairwise(pieces))


@pytest.mark.parametrize(
    ("text", "eids"),
    [
        ("- x;\n- y;\n", ["item_nn_1", "item_nn_2"]),
        ("- a. x;\n- b. y;\n- a. z;\n", ["point_a", "point_b", "point_a_2"]),
    ],
)
def test_identifiers_are_minted_in_document_order(text: str, eids: list[str], read: Read) -> None:
    found = read("guidance", f"31. Tea:\n{text}")
    assert found.eids == ["para_31", *(f"para_31__{eid}" for eid in eids)]
    assert [u.ordinal for u in found.units] == [1, *range(1, len(eids) + 1)]


def test_an_article_with_a_title_and_a_text_has_both(read: Read) -> None:
    found = read("treaty", "### Article 1. The leaf\n\nTea is a leaf.\n", paged=False)
    unit = found["art_1"]
    assert (unit.heading, unit.text, unit.own_text) == ("The leaf", "Tea is a leaf.", True)
    assert [p.role for p in found.pieces] == ["heading", "heading", "unit"]


def test_emphasis_is_no_part_of_the_words(read: Read) -> None:
    found = read("guidance", TEXT)
    assert found["para_1"].text == "Tea is hot. It is made of leaves."
    assert [(m.label, m.offset) for m in found["para_1"].markers] == [("1", 3), ("1", 11)]
