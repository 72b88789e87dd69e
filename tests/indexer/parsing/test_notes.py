from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from indexer.model import NoteKind, Span
from indexer.parsing.notes import digits, glued_marks, printed_marks, without_marks
from indexer.parsing.profiles import Profile

Read = Callable[..., Any]


@pytest.mark.parametrize(
    ("label", "plain"), [("¹²", "12"), ("⁰", "0"), ("42", "42"), ("*", "*"), ("a", "a")]
)
def test_superscript_digits_become_digits(label: str, plain: str) -> None:
    assert digits(label) == plain


def marks(profile: Profile, text: str) -> list[tuple[str, str, str, str]]:
    """Kind, label, group and own place of each mark."""
    return [
        (m.kind.value, m.label, text[m.group.start : m.group.end], text[m.span.start : m.span.end])
        for m in printed_marks(text, Span(0, len(text)), profile)
    ]


PRINTED = [
    ("care^[20] is", "care is", [("20", "^[20]", 4)]),
    ("care^{[22],[23]} is", "care is", [("22", "[22]", 4), ("23", "[23]", 4)]),
    ("care^{[248],[249].[250]}", "care", [(n, f"[{n}]", 4) for n in ("248", "249", "250")]),
    ("care ^[201] ^[202] is", "care is", [("201", "^[201]", 4), ("202", "^[202]", 4)]),
    ("care^{[59] , [60]}", "care", [(n, f"[{n}]", 4) for n in ("59", "60")]),
    ("care [270],[271]", "care", [(n, f"[{n}]", 4) for n in ("270", "271")]),
    ("care.\n^[64] More", "care. More", [("64", "^[64]", 5)]),
    ("care [see below] x[1]", "care [see below] x[1]", []),
]


@pytest.mark.parametrize(("text", "words", "found"), PRINTED, ids=[case[0] for case in PRINTED])
def test_every_printed_form_of_an_endnote_marker_is_known_once(
    text: str, words: str, found: list[tuple[str, str, int]], read: Read
) -> None:
    reading = read("guidance", f"1. {text}\n")
    unit = reading["para_1"]
    assert unit.text == words
    assert found == [
        (m.label, reading.text[m.span.start : m.span.end], m.offset) for m in unit.markers
    ]
    assert {m.target for m in unit.markers} == {f"x:note_{label}" for label, _, _ in found}


@pytest.mark.parametrize(
    ("name", "text", "label", "mark"),
    [
        ("guide", "(Article 5.1⁵) says", "5", "⁵"),
        ("guidance", "workers¹² under", "12", "¹²"),
        ("paper", "9.1* Platform", "*", "*"),
    ],
)
def test_footnote_markers_are_known_by_their_print(
    name: str, text: str, label: str, mark: str, profiles: Mapping[str, Profile]
) -> None:
    assert marks(profiles[name], text) == [("footnote", label, mark, mark)]


def test_a_mark_outside_the_span_is_not_found(profiles: Mapping[str, Profile]) -> None:
    assert list(printed_marks("a^[1] b^[2]", Span(0, 2), profiles["guidance"])) == []


@pytest.mark.parametrize(
    ("name", "line", "bare"),
    [
        ("guidance", "Aims^[1] of tea²", "Aims of tea"),
        ("brief", "the call of duty.12", "the call of duty."),
        ("brief", "in 2023", "in 2023"),
        ("letter", "Aims² [1]", "Aims² [1]"),
    ],
)
def test_a_line_can_be_had_without_its_marks(
    name: str, line: str, bare: str, profiles: Mapping[str, Profile]
) -> None:
    assert without_marks(line, profiles[name]) == bare


def glued(text: str, *labels: str) -> list[tuple[str, int]]:
    """Label and place of the marks of footnotes that stand at the end of a text."""
    notes = [(label, len(text) + at) for at, label in enumerate(labels)]
    found = glued_marks(text, notes, [Span(0, len(text))])
    assert {mark.kind for mark in found} <= {NoteKind.FOOTNOTE}
    assert all(mark.group == mark.span for mark in found)
    return [(mark.label, mark.span.start) for mark in found]


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("from leaf to cup.1 It is", 17),
        ("the workforce1 is", 13),
        ("the workforce,1 and", 14),
        ("the workforce (all)1 is", 19),
        ("UHC20301 members of UHC2030 and", 7),
    ],
)
def test_digits_glued_to_a_word_are_the_mark_of_a_printed_footnote(text: str, at: int) -> None:
    assert glued(text, "1") == [("1", at)]


def test_a_mark_stands_behind_the_mark_before_it() -> None:
    assert glued("tea2 and leaf1 and cup2", "1", "2") == [("1", 13), ("2", 22)]
    assert glued("leaf1 and tea2 and cup2", "1", "2") == [("1", 4)]


@pytest.mark.parametrize("text", ["tea without a mark", "in 2021 and 5.1 and 3:1", "tea1 and cup1"])
def test_a_footnote_without_one_place_for_its_mark_has_none_and_is_never_guessed(text: str) -> None:
    assert glued(text, "1") == []


def test_a_note_that_nothing_points_to_and_a_pointer_to_nothing_are_both_kept(read: Read) -> None:
    found = read("guidance", "1. Tea² is hot.^[7]\n\n¹ A leaf.\n")
    assert [(n.id, n.kind, n.state, n.text) for n in found.notes] == [
        ("x:fn_1", "footnote", "text-present", "A leaf."),
        ("x:fn_2", "footnote", "text-absent", None),
        ("x:note_7", "endnote", "text-absent", None),
    ]
    assert found["fn_1"].parent is None
