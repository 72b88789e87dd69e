from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.corpus_io import Facts
from indexer.errors import InputError
from indexer.model import Corpus, Piece, Span
from indexer.parsing.clean import to_source
from indexer.parsing.tiling import check_tiling

TEXT = "Tea is hot.\n\nCups are not.\nSpoons are.\n"


def pieces(*spans: tuple[int, int]) -> list[Piece]:
    return [Piece(Span(*span), "unit", "x:para_1") for span in spans]


def test_tiles_that_cover_all_are_counted() -> None:
    assert check_tiling("x.txt", TEXT, pieces((0, 11), (13, 26), (27, 38))) == 30
    assert check_tiling("x.txt", TEXT, pieces((0, len(TEXT)))) == 30
    assert check_tiling("x.txt", " \n\t", []) == 0


def test_white_space_may_lie_in_two_tiles_or_none() -> None:
    assert check_tiling("x.txt", "a b", pieces((0, 2), (1, 3))) == 2
    assert check_tiling("x.txt", "a b", pieces((0, 1), (2, 3))) == 2


@pytest.mark.parametrize(
    ("spans", "line", "left"),
    [
        ([(13, 26), (27, 38)], 1, "Tea is hot."),
        ([(0, 11), (27, 38)], 3, "Cups are not."),
        ([(0, 11), (13, 18), (27, 38)], 3, "are not."),
        ([(0, 11), (13, 26)], 4, "Spoons are."),
        ([], 1, "Tea is hot."),
    ],
)
def test_a_hole_is_told_with_file_line_and_text(
    spans: list[tuple[int, int]], line: int, left: str
) -> None:
    with pytest.raises(InputError) as caught:
        check_tiling("x.txt", TEXT, pieces(*spans))
    assert caught.value.message == f"x.txt, line {line}: the text {left!r} is left over."
    assert caught.value.mend is not None


def test_an_overlap_is_told_with_file_line_and_text() -> None:
    with pytest.raises(InputError) as caught:
        check_tiling("x.txt", TEXT, pieces((0, 38), (13, 26)))
    assert caught.value.message == "x.txt, line 3: the text 'Cups are not.' is taken twice."


def test_a_long_text_is_shown_by_its_beginning() -> None:
    with pytest.raises(InputError, match=re.escape(f"'{'a' * 60}…'")):
        check_tiling("x.txt", "a" * 100, [])


@st.composite
def tiled(draw: st.DrawFn) -> tuple[str, list[Piece]]:
    """A text and tiles that cover all of it, in any order."""
    text = draw(st.text(alphabet="ab \n", min_size=1, max_size=40))
    cuts = sorted({0, len(text), *draw(st.sets(st.integers(0, len(text)), max_size=5))})
    return text, draw(st.permutations(pieces(*pairwise(cuts))))


def visible(text: str, span: Span) -> bool:
    return bool(text[span.start : span.end].strip())


@given(tiled())
def test_whole_tilings_pass(case: tuple[str, list[Piece]]) -> None:
    text, tiles = case
    assert check_tiling("x", text, tiles) == sum(not char.isspace() for char in text)


@given(tiled(), st.data())
def test_a_tile_taken_away_or_doubled_fails_at_its_line(
    case: tuple[str, list[Piece]], data: st.DataObject
) -> None:
    text, tiles = case
    seen = [tile for tile in tiles if visible(text, tile.span)]
    if not seen:
        return
    damaged = data.draw(st.sampled_from(seen))
    words = text[damaged.span.start : damaged.span.end]
    first = damaged.span.start + len(words) - len(words.lstrip())
    line = text.count("\n", 0, first) + 1
    with pytest.raises(InputError, match=f"x, line {line}: .* is left over"):
        check_tiling("x", text, [tile for tile in tiles if tile is not damaged])
    with pytest.raises(InputError, match=f"x, line {line}: .* is taken twice"):
        check_tiling("x", text, [*tiles, damaged])


Read = tuple[Corpus, Facts, dict[str, str]]


def test_the_shipped_texts_tile_by_a_count_of_their_own(parsed: Read) -> None:
    corpus, _, texts = parsed
    for source in corpus.sources:
        text = texts[source.file]
        taken = [0] * len(text)
        for piece in corpus.pieces[source.file]:
            for at in range(piece.span.start, piece.span.end):
                taken[at] += 1
        wrong = [at for at, char in enumerate(text) if not char.isspace() and taken[at] != 1]
        assert [(source.file, text[at : at + 20]) for at in wrong] == []


def test_every_clean_code_point_of_a_shipped_unit_is_in_its_file(parsed: Read) -> None:
    corpus, _, texts = parsed
    for unit in (unit for edition in corpus.editions for unit in edition.units):
        source = texts[unit.file]
        for at, char in enumerate(unit.text if unit.own_text else ""):
            place = to_source(unit.offsets, at)
            assert source[place] == char or char == " ", unit.id
            assert any(s.start <= place < s.end for s in unit.spans), unit.id


def test_every_marker_of_a_shipped_unit_prints_its_label(parsed: Read) -> None:
    corpus, _, texts = parsed
    superscript = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
    for unit in (unit for edition in corpus.editions for unit in edition.units):
        for marker in unit.markers:
            printed = texts[unit.file][marker.span.start : marker.span.end]
            assert printed.translate(superscript).strip("^{[]}") == marker.label, unit.id
            assert 0 <= marker.offset <= len(unit.text)
            assert any(s.start <= marker.span.start < marker.span.end <= s.end for s in unit.spans)
