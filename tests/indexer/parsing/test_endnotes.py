"""Lists of endnotes in guidance: their texts, their tiles, and what they leave alone."""

from __future__ import annotations

import pytest

from tests.indexer.parsing.conftest import Read

BODY = "1 Tea\n\n1. Tea^[1] is a drink^{[2],[3]} for all.\n\n"
LISTS = [
    "Endnotes\n\n[1] Convention on tea, Art. 2.\n\n[2] Ibid.\n\n[3] Cups, 1999.\n",
    "Notes\n\n1. Convention on tea, Art. 2.\n2. Ibid.\n3. Cups,\n1999.\n",
    "References:\n\n[1] Convention on tea,\nArt. 2.\n[2] Ibid.\n[3] Cups, 1999.\n",
]


@pytest.mark.parametrize("text", LISTS)
def test_a_list_gives_its_notes_their_texts_and_no_units(text: str, read: Read) -> None:
    found = read("guidance", BODY + text)
    assert found.eids == ["sec_1", "para_1"]
    assert [(n.id, n.state, n.text) for n in found.notes] == [
        ("x:note_1", "text-present", "Convention on tea, Art. 2."),
        ("x:note_2", "text-present", "Ibid."),
        ("x:note_3", "text-present", "Cups, 1999."),
    ]
    owners = {piece.owner for piece in found.pieces if piece.role == "note"}
    assert owners == {"x:note_1", "x:note_2", "x:note_3"}


def test_a_note_that_the_list_lacks_stays_absent_and_one_without_a_marker_is_furniture(
    read: Read,
) -> None:
    found = read("guidance", BODY + "Endnotes\n\n[1] One.\n\n[2] Two.\n\n[4] Four.\n")
    assert [(n.label, n.text) for n in found.notes] == [("1", "One."), ("2", "Two."), ("3", None)]
    assert [words for role, words in found.furniture if role == "endnotes"] == [
        "Endnotes",
        "[4] ",
        "Four.",
    ]


def test_numbers_that_do_not_rise_and_marks_inside_belong_to_the_note(read: Read) -> None:
    text = "Endnotes\n\n[1] One,\n187), Arts. 2–5, see [2].\n\n[2] Two,\n1 of them.\n\n[3] Three.\n"
    found = read("guidance", BODY + text)
    assert [n.text for n in found.notes] == [
        "One, 187), Arts. 2–5, see [2].",
        "Two, 1 of them.",
        "Three.",
    ]


def test_a_section_of_that_name_without_a_list_stays_a_section(read: Read) -> None:
    found = read("guidance", "7 References\n\n1. Tea is a drink.\n\n8 Cups\n\n2. Cups are round.\n")
    assert found.eids == ["sec_7", "para_1", "sec_8", "para_2"]
