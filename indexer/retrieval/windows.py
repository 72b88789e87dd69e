"""Where a text may be cut: into sentences, so that a hit can name the words that matched, and into
overlapping windows, so that no text is longer than the model can read.

Everything here is pure. Offsets count Unicode code points in the text given; ranges are half-open.
General sentence splitters break legal prose at "No. 155", "Art. 13" and "para. 3" and know nothing
of lists held together by semicolons; the rules below are few and made for it. The abbreviations
stand in language.toml.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise

SEMICOLON_FROM = 240
"""A sentence longer than this (code points) is also cut at its semicolons."""
SHORTEST = 25
"""A cut that would leave a piece shorter than this (code points) is not made."""

_STOP = re.compile(r"[.!?]+[\"'”’»)\]]*(?=\s+[\"'“‘«(\[]*[^\W_])|;(?=\s)")
_NEXT_WORD = re.compile(r"\s+[\"'“‘«]*(\S)")
_LAST_WORD = re.compile(r"[^\s(\[“\"‘']*$")
_ROMAN = re.compile(r"\s+[IVXLC]+\b")


@dataclass(frozen=True, slots=True, order=True)
class Window:
    """A half-open range [start, end) of code points in a text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Abbreviations:
    always: frozenset[str]
    before_number: frozenset[str]


@cache
def _abbreviations() -> _Abbreviations:
    table = tomllib.loads(
        (files("indexer.retrieval") / "language.toml").read_text(encoding="utf-8")
    )
    lists = table["abbreviations"]
    return _Abbreviations(frozenset(lists["always"]), frozenset(lists["before_number"]))


def sentences(text: str) -> tuple[Window, ...]:
    """Cut `text` into sentences, in order, without the white space between them.

    A long sentence is also cut at its semicolons. Every code point that is not white space lies in
    exactly one of the ranges.
    """
    cuts: list[int] = []
    for stop in _STOP.finditer(text):
        if stop.group() != ";" and _ends_sentence(text, stop):
            cuts.append(stop.end())
    found = [piece for piece in _ranges(text, cuts) if piece.start < piece.end]
    return tuple(part for piece in _merged(found) for part in _at_semicolons(text, piece))


def windows(
    text: str, pieces: Sequence[tuple[int, int]], limit: int, overlap: int
) -> tuple[Window, ...]:
    """Cut a text into overlapping windows of at most `limit` word pieces.

    `pieces` are the ranges of the model's word pieces in `text`, in order. A window ends with a
    sentence where one ends in its second half, else with a word; the next one starts up to
    `overlap` pieces earlier, again at a sentence or a word. A text that fits is one window.
    """
    if limit < 2 or not 0 <= overlap <= limit // 2:
        raise ValueError(f"limit {limit} and overlap {overlap} leave no room to move on")
    if len(pieces) <= limit:
        return (Window(0, len(text)),)
    sentence_starts = _first_pieces(pieces, [s.start for s in sentences(text)])
    word_starts = _first_pieces(pieces, [m.start() for m in re.finditer(r"\S+", text)])
    found: list[Window] = []
    start = 0
    while len(pieces) - start > limit:
        end = _window_end(start, limit, sentence_starts, word_starts)
        found.append(Window(pieces[start][0], pieces[end - 1][1]))
        start = _next_start(start, end, overlap, sentence_starts, word_starts)
    found.append(Window(pieces[start][0], len(text)))
    return (Window(0, found[0].end), *found[1:])


def _ends_sentence(text: str, stop: re.Match[str]) -> bool:
    """Whether the full stop, question or exclamation mark at `stop` ends a sentence."""
    following = _NEXT_WORD.match(text, stop.end())
    if following is None or following.group(1).islower():
        return False
    if not stop.group().startswith("."):
        return True
    word = _LAST_WORD.search(text[: stop.start()])
    before = word.group().casefold() if word else ""
    if before in _abbreviations().always or (len(before) == 1 and before.isalpha()):
        return False
    if before in _abbreviations().before_number:
        numbered = not following.group(1).isalpha() or _ROMAN.match(text, stop.end())
        return not numbered
    return True


def _ranges(text: str, cuts: Sequence[int]) -> list[Window]:
    """The ranges between `cuts`, each without the white space at its ends."""
    edges = [0, *cuts, len(text)]
    ranges = []
    for start, end in pairwise(edges):
        body = text[start:end]
        left = start + len(body) - len(body.lstrip())
        ranges.append(Window(left, max(left, start + len(body.rstrip()))))
    return ranges


def _merged(pieces: Sequence[Window]) -> list[Window]:
    """Join a piece too short to stand alone, such as a bare number, to the one after it."""
    merged: list[Window] = []
    for piece in pieces:
        if merged and merged[-1].end - merged[-1].start < SHORTEST:
            merged[-1] = Window(merged[-1].start, piece.end)
        else:
            merged.append(piece)
    if len(merged) > 1 and merged[-1].end - merged[-1].start < SHORTEST:
        last = merged.pop()
        merged[-1] = Window(merged[-1].start, last.end)
    return merged


def _at_semicolons(text: str, piece: Window) -> list[Window]:
    """Cut one long sentence at its semicolons; a short one stays whole."""
    if piece.end - piece.start <= SEMICOLON_FROM:
        return [piece]
    body = text[piece.start : piece.end]
    cuts = [stop.end() for stop in _STOP.finditer(body) if stop.group() == ";"]
    parts = _merged([part for part in _ranges(body, cuts) if part.start < part.end])
    return [Window(piece.start + part.start, piece.start + part.end) for part in parts]


def _first_pieces(pieces: Sequence[tuple[int, int]], starts: Sequence[int]) -> list[int]:
    """Index of the first word piece at or after each offset in `starts`, ascending."""
    found: list[int] = []
    index = 0
    for start in starts:
        while index < len(pieces) and pieces[index][0] < start:
            index += 1
        if index < len(pieces) and (not found or found[-1] != index):
            found.append(index)
    return found


def _window_end(start: int, limit: int, sentence: Sequence[int], word: Sequence[int]) -> int:
    """Index after the last piece of the window that begins at piece `start`."""
    for boundaries, least in ((sentence, start + limit // 2), (word, start + limit // 2)):
        fitting = [index for index in boundaries if least < index <= start + limit]
        if fitting:
            return fitting[-1]
    return start + limit


def _next_start(
    start: int, end: int, overlap: int, sentence: Sequence[int], word: Sequence[int]
) -> int:
    """Index of the first piece of the window after the one that covers [start, end)."""
    earliest = max(end - overlap, start + 1)
    for boundaries in (sentence, word):
        fitting = [index for index in boundaries if earliest <= index <= end]
        if fitting:
            return fitting[0]
    return end
