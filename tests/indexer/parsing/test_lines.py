from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.model import Span
from indexer.parsing.lines import Line, line_number, split_lines


def whole(text: str) -> tuple[Line, ...]:
    return split_lines(text, [Span(0, len(text))])


def test_blank_lines_part_blocks_and_are_dropped() -> None:
    lines = whole("one\ntwo\n\n \t\nthree\n")
    assert [(line.text, line.number, line.block) for line in lines] == [
        ("one", 1, 1),
        ("two", 2, 1),
        ("three", 5, 2),
    ]


@pytest.mark.parametrize(
    ("text", "span"),
    [("one", (0, 3)), ("  one \n", (2, 5)), ("\none", (1, 4)), ("\tone\r\n", (1, 4))],
)
def test_a_span_leaves_out_white_space_at_either_end(text: str, span: tuple[int, int]) -> None:
    (line,) = whole(text)
    assert (line.span.start, line.span.end) == span


def test_a_line_that_ends_as_windows_ends_it_has_no_carriage_return() -> None:
    assert [line.text for line in whole("one\r\n\r\ntwo\r\n")] == ["one", "two"]
    assert [line.block for line in whole("one\r\n\r\ntwo\r\n")] == [1, 2]


def test_a_new_range_begins_a_new_block_and_keeps_the_numbers_of_the_file() -> None:
    text = "one\ntwo\nthree\nfour\n"
    lines = split_lines(text, [Span(0, 8), Span(14, 19)])
    assert [(line.text, line.number, line.block, line.start) for line in lines] == [
        ("one", 1, 1, 0),
        ("two", 2, 1, 4),
        ("four", 4, 2, 14),
    ]


def test_a_range_may_begin_within_a_line() -> None:
    (line,) = split_lines("skip this", [Span(5, 9)])
    assert (line.text, line.start, line.number) == ("this", 5, 1)


def test_nothing_is_no_line() -> None:
    assert whole("") == whole(" \n\n\t\n") == split_lines("text", []) == ()


@given(st.text(alphabet="ab \n\t\r"))
def test_every_visible_code_point_is_in_one_line_at_its_place(text: str) -> None:
    seen = [0] * len(text)
    for line in whole(text):
        assert text.startswith(line.text, line.start)
        assert line.number == line_number(text, line.start)
        for at in range(line.span.start, line.span.end):
            seen[at] += 1
    visible = [at for at, char in enumerate(text) if not char.isspace()]
    assert all(seen[at] == 1 for at in visible)
    assert max(seen, default=0) <= 1


@pytest.mark.parametrize(("offset", "number"), [(0, 1), (1, 1), (2, 2), (3, 3)])
def test_line_numbers_count_from_one(offset: int, number: int) -> None:
    assert line_number("a\n\nb", offset) == number
