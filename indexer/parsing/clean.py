"""From a raw slice of a source to clean text, with a map back to every code point.

Clean text has one space for any run of white space, no markers, no emphasis asterisks, no soft
hyphens; a hyphen at a line's end is kept and joined. Nothing else is changed: no normal form is
applied, because it would turn a superscript note number into a digit of the text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from indexer.model import Span

SOFT_HYPHEN = "\u00ad"
_EMPHASIS = re.compile(r"(\*{1,2})(?=[^\s*])(.+?)(?<=[^\s*])\1", re.DOTALL)
_BROKEN_WORD = re.compile(r"[^\W\d_]-\s*$")
_LINE_END = re.compile(r"-[^\S\n]*\n\s*(?=\w)")

Offsets = tuple[tuple[int, int], ...]


def emphasis(text: str, span: Span) -> Iterator[Span]:
    """Yield the asterisks that only set words in italics or bold within `span`."""
    for match in _EMPHASIS.finditer(text, span.start, span.end):
        width = len(match[1])
        yield Span(match.start(), match.start() + width)
        yield Span(match.end() - width, match.end())


def _joins_line(text: str, at: int, end: int) -> int:
    """Return where the text goes on after a hyphen at a line's end, or 0."""
    if not text[at - 1 : at].isalnum():
        return 0
    match = _LINE_END.match(text, at, end + 1)
    return match.end() if match else 0


def _characters(text: str, spans: Sequence[Span], drop: set[int]) -> Iterator[tuple[str, int]]:
    """Yield each code point that belongs to the clean text, white space as it stands."""
    for index, span in enumerate(spans):
        if index and not _BROKEN_WORD.search(text[spans[index - 1].start : spans[index - 1].end]):
            yield " ", span.start
        at = span.start
        while at < span.end:
            joined = _joins_line(text, at, span.end) if text[at] == "-" else 0
            if at not in drop and text[at] != SOFT_HYPHEN:
                yield text[at], at
            at = joined or at + 1


def clean(
    text: str, spans: Sequence[Span], drop: Iterable[Span] = ()
) -> tuple[str, Offsets, dict[int, int]]:
    """Clean the given spans of `text`, leaving out `drop`.

    Returns the clean text; its breakpoints (clean offset, file offset), from each of which both
    run in step; and for the start of each dropped span the clean offset at which it stood.
    """
    dropped = list(drop)
    gaps = {at for span in dropped for at in range(span.start, span.end)}
    out: list[str] = []
    points: list[tuple[int, int]] = []
    places: list[int] = []
    pending: int | None = None
    for char, at in _characters(text, spans, gaps):
        if char.isspace():
            pending = at if pending is None and out else pending
            continue
        if pending is not None:
            _emit(out, points, " ", pending)
            pending = None
        _emit(out, points, char, at)
        places.append(at)
    return "".join(out), tuple(points), _stands(dropped, places, out)


def _emit(out: list[str], points: list[tuple[int, int]], char: str, at: int) -> None:
    if not points or at - len(out) != points[-1][1] - points[-1][0]:
        points.append((len(out), at))
    out.append(char)


def _stands(dropped: Sequence[Span], places: Sequence[int], out: Sequence[str]) -> dict[int, int]:
    """Clean offset just behind the last visible code point before each dropped span."""
    clean_offsets = [i for i, char in enumerate(out) if char != " "]
    result: dict[int, int] = {}
    for span in dropped:
        before = bisect_right(places, span.start)
        result[span.start] = clean_offsets[before - 1] + 1 if before else 0
    return result


def to_source(offsets: Offsets, at: int) -> int:
    """Return the file offset of the clean code point `at`."""
    index = bisect_right(offsets, (at, 1 << 60)) - 1
    clean_start, source_start = offsets[max(index, 0)]
    return source_start + at - clean_start


def to_source_span(offsets: Offsets, start: int, end: int) -> Span:
    """Return the file range that covers the clean range [start, end), which is not empty."""
    return Span(to_source(offsets, start), to_source(offsets, end - 1) + 1)
