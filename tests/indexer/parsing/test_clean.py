from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.model import Span
from indexer.parsing.clean import SOFT_HYPHEN, clean, emphasis, to_source, to_source_span


def cleaned(text: str, *drop: tuple[int, int]) -> str:
    return clean(text, [Span(0, len(text))], [Span(*span) for span in drop])[0]


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("one  two\tthree", "one two three"),
        ("  one\n\n two \n", "one two"),
        ("inter-\nprofessional", "inter-professional"),
        ("inter- \n  professional", "inter-professional"),
        ("2010-\n2015", "2010-2015"),
        ("one -\ntwo", "one - two"),
        ("health -\nand care", "health - and care"),
        ("long-term", "long-term"),
        (f"work{SOFT_HYPHEN}force", "workforce"),
        ("non\u00a0breaking", "non breaking"),
        ("5.1⁵ and UHC2030", "5.1⁵ and UHC2030"),
        ("ﬁnance ½", "ﬁnance ½"),
        ("", ""),
        (" \n ", ""),
    ],
)
def test_white_space_and_line_ends(raw: str, words: str) -> None:
    assert cleaned(raw) == words


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("*Human rights*, both", "Human rights, both"),
        ("**Preventing harm:** encompassing", "Preventing harm: encompassing"),
        ("*over\ntwo lines*", "over two lines"),
        ("9.1* Platform and *Plan*", "9.1* Platform and Plan"),
        ("2 * 3 * 4", "2 * 3 * 4"),
        ("a lone * star", "a lone * star"),
        ("* Note", "* Note"),
    ],
)
def test_only_asterisks_that_set_words_apart_are_emphasis(raw: str, words: str) -> None:
    span = Span(0, len(raw))
    assert clean(raw, [span], list(emphasis(raw, span)))[0] == words


def test_spans_are_joined_by_a_space_unless_a_word_was_broken() -> None:
    text = "beyond the call\n-- page --\nof duty inter-\n-- page --\nnational"
    spans = [Span(0, 15), Span(27, 41), Span(53, 61)]
    assert clean(text, spans)[0] == "beyond the call of duty inter-national"


@pytest.mark.parametrize(
    ("raw", "group", "offset"),
    [
        ("care.^[20] More", (5, 10), 5),
        ("care. ^[20] More", (6, 11), 5),
        ("care.\n^[20] More", (6, 11), 5),
        ("^[20] More", (0, 5), 0),
        ("care  and^[20]", (9, 14), 8),
    ],
)
def test_a_marker_stands_behind_the_last_visible_code_point(
    raw: str, group: tuple[int, int], offset: int
) -> None:
    words, _, stands = clean(raw, [Span(0, len(raw))], [Span(*group)])
    assert stands == {group[0]: offset}
    assert "[" not in words


def test_markers_parted_by_space_only_stand_at_one_place() -> None:
    raw = "care ^[1] ^[2] goes on"
    words, _, stands = clean(raw, [Span(0, len(raw))], [Span(5, 9), Span(10, 14)])
    assert words == "care goes on"
    assert stands == {5: 4, 10: 4}


SOURCES = st.text(alphabet="ab-* \n\t\u00a0\u00ad².,é𝛼", max_size=60)


@st.composite
def pieces(draw: st.DrawFn) -> tuple[str, list[Span], list[Span]]:
    """A source, ascending spans of it, and ascending spans within those to be left out."""
    text = draw(SOURCES)
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=6)))
    spans = [Span(a, b) for a, b in pairwise(cuts)][::2]
    drop = []
    for span in spans:
        inner = sorted(draw(st.sets(st.integers(span.start, span.end), max_size=4)))
        drop += [Span(a, b) for a, b in pairwise(inner)][::2]
    return text, spans, drop


@given(pieces())
def test_every_clean_code_point_maps_to_the_same_one_of_the_source(
    case: tuple[str, list[Span], list[Span]],
) -> None:
    text, spans, drop = case
    words, offsets, _ = clean(text, spans, drop)
    dropped = {at for span in drop for at in range(span.start, span.end)}
    places = [to_source(offsets, at) for at in range(len(words))]
    assert places == sorted(places)
    for at, place in enumerate(places):
        if words[at] != " ":
            assert text[place] == words[at]
            assert place not in dropped
        assert any(span.start <= place < span.end for span in spans)
    assert words == " ".join(words.split())


@given(pieces())
def test_no_visible_code_point_is_lost(case: tuple[str, list[Span], list[Span]]) -> None:
    text, spans, drop = case
    words, offsets, _ = clean(text, spans, drop)
    dropped = {at for span in drop for at in range(span.start, span.end)}
    kept = [
        at
        for span in spans
        for at in range(span.start, span.end)
        if at not in dropped and not text[at].isspace() and text[at] != SOFT_HYPHEN
    ]
    assert [to_source(offsets, i) for i, char in enumerate(words) if char != " "] == kept


@given(pieces())
def test_a_dropped_span_stands_between_what_is_before_and_behind_it(
    case: tuple[str, list[Span], list[Span]],
) -> None:
    text, spans, drop = case
    words, offsets, stands = clean(text, spans, drop)
    assert set(stands) == {span.start for span in drop}
    for start, offset in stands.items():
        assert 0 <= offset <= len(words)
        assert all(to_source(offsets, at) < start for at in range(offset))
        rest = [at for at in range(offset, len(words)) if words[at] != " "]
        assert all(to_source(offsets, at) >= start for at in rest)


@given(pieces())
def test_breakpoints_ascend_and_are_as_few_as_can_be(
    case: tuple[str, list[Span], list[Span]],
) -> None:
    _, offsets, _ = clean(*case)
    assert [at for at, _ in offsets] == sorted({at for at, _ in offsets})
    assert all(b[1] - b[0] != a[1] - a[0] for a, b in pairwise(offsets))


def test_a_clean_range_maps_to_the_range_that_covers_it() -> None:
    raw = "one  two^[1] three"
    words, offsets, _ = clean(raw, [Span(0, len(raw))], [Span(8, 12)])
    start = words.index("two three")
    span = to_source_span(offsets, start, len(words))
    assert raw[span.start : span.end] == "two^[1] three"
    assert to_source_span(offsets, 0, 3) == Span(0, 3)
