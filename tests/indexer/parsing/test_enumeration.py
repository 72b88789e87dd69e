from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.parsing.enumeration import Place, Reading, place, readings, roman_value

NUMERALS = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"))
LETTER, ROMAN, DIGIT = "lower letter", "lower roman", "digit"


def roman(value: int) -> str:
    for size, sign in (*NUMERALS, (4, "iv"), (1, "i")):
        if value >= size and (size, sign) != (5, "v"):
            return sign + roman(value - size)
        if (size, sign) == (5, "v") and value >= 5:
            return "v" + roman(value - 5)
    return ""


@given(st.integers(1, 399))
def test_every_roman_numeral_has_its_value(value: int) -> None:
    assert roman_value(roman(value)) == value
    assert roman_value(roman(value).upper()) == value


@pytest.mark.parametrize("label", ["", "iiii", "vv", "ic", "a", "1", "xivi", "d", "m"])
def test_what_is_no_roman_numeral_has_no_value(label: str) -> None:
    assert roman_value(label) is None


@pytest.mark.parametrize(
    ("label", "found"),
    [
        ("a", [(LETTER, 1)]),
        ("i", [(LETTER, 9), (ROMAN, 1)]),
        ("I", [("upper letter", 9), ("upper roman", 1)]),
        ("ii", [(ROMAN, 2)]),
        ("aa", [("lower double", 1)]),
        ("12", [(DIGIT, 12)]),
        ("4bis", [(DIGIT, 4)]),
        ("*", [("other", 1)]),
        ("abc", [("other", 1)]),
    ],
)
def test_a_label_is_read_in_every_way_it_can_be(label: str, found: list[tuple[str, int]]) -> None:
    assert readings(label) == tuple(Reading(style, value) for style, value in found)


@pytest.mark.parametrize(
    ("label", "lists", "following", "depth", "read"),
    [
        ("a", [], None, 0, (LETTER, 1)),
        ("b", [(LETTER, 1)], None, 0, (LETTER, 2)),
        ("i", [(LETTER, 8)], "j", 0, (LETTER, 9)),
        ("i", [(LETTER, 8)], "ii", 1, (ROMAN, 1)),
        ("i", [(LETTER, 8)], None, 0, (LETTER, 9)),
        ("i", [(LETTER, 1)], "ii", 1, (ROMAN, 1)),
        ("ii", [(LETTER, 1), (ROMAN, 1)], "b", 1, (ROMAN, 2)),
        ("b", [(LETTER, 1), (ROMAN, 2)], None, 0, (LETTER, 2)),
        ("v", [(LETTER, 2), (ROMAN, 4)], "c", 1, (ROMAN, 5)),
        ("1", [(LETTER, 2)], "2", 1, (DIGIT, 1)),
    ],
)
def test_the_order_of_labels_decides_where_one_belongs(
    label: str,
    lists: list[tuple[str, int]],
    following: str | None,
    depth: int,
    read: tuple[str, int],
) -> None:
    assert place(label, [Reading(*r) for r in lists], following) == Place(depth, Reading(*read))


@pytest.mark.parametrize(
    ("label", "lists", "depth"),
    [
        ("a", [(LETTER, 2)], 0),
        ("b", [(LETTER, 2)], 0),
        ("d", [(LETTER, 1)], 0),
        ("d", [(DIGIT, 1), (LETTER, 1)], 1),
        ("2", [(DIGIT, 7), (LETTER, 3)], 0),
    ],
)
def test_a_label_printed_twice_or_out_of_order_stays_in_its_list(
    label: str, lists: list[tuple[str, int]], depth: int
) -> None:
    assert place(label, [Reading(*r) for r in lists]).depth == depth


def test_a_list_that_does_not_begin_at_one_is_still_a_list() -> None:
    assert place("c", [(Reading(DIGIT, 1))]) == Place(1, Reading(LETTER, 3))


@st.composite
def nested(draw: st.DrawFn) -> list[tuple[str, int, int]]:
    """Labels of a lettered list with roman lists in it: label, depth and value of each."""
    found = []
    for value in range(1, draw(st.integers(1, 18)) + 1):
        found.append((chr(ord("a") + value - 1), 0, value))
        inner = draw(st.sampled_from([0, 0, 2, 3, 6]))
        found += [(roman(number), 1, number) for number in range(1, inner + 1)]
    return found


@given(nested())
def test_nested_lists_come_out_as_they_were_made(labels: list[tuple[str, int, int]]) -> None:
    lists: list[Reading] = []
    for at, (label, depth, value) in enumerate(labels):
        following = labels[at + 1][0] if at + 1 < len(labels) else None
        found = place(label, lists, following)
        assert (found.depth, found.reading.value) == (depth, value), labels[: at + 1]
        lists = [*lists[: found.depth], found.reading]


@given(
    st.text(max_size=4),
    st.lists(
        st.builds(Reading, st.sampled_from([LETTER, ROMAN, DIGIT]), st.integers(1, 9)), max_size=3
    ),
)
def test_every_label_has_a_place_at_or_below_the_open_lists(
    label: str, lists: list[Reading]
) -> None:
    found = place(label, lists)
    assert 0 <= found.depth <= len(lists)
    assert found.reading in readings(label)
