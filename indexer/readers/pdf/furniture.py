"""Furniture of pages: running heads and feet, page numbers. What repeats at one height is no text.

Digits are masked before lines are compared, so that a page number is the same on every page. A line
is told by its page and its place on it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from indexer.readers.pdf.superscripts import is_mark
from indexer.readers.pdf.values import Line, Page

_ZONE = 0.125
_FAR = 2.0
_MOST, _LONGEST = 0.6, 100
_SHARE = 0.3
"""On this share of the pages at least, since left and right pages have heads of their own."""
_STEP = 3.0
_NUMBER = re.compile(r"\d+|(?<![^\W\d_])[ivxlcIVXLC]+(?![^\W\d_])")
_EDGED = re.compile(r"^\d{1,4}\t|\t\d{1,4}$|^\d{1,4} [|–—-] |[|–—-] \d{1,4}$")
_FIRST, _LAST = re.compile(r"^(\d{1,4})\s"), re.compile(r"\s(\d{1,4})$")
_BARE = re.compile(r"^[–—\-\[(| ]*(?:(?:[Pp]age|p\.) )?(?:\d{1,4}|[ivxlc]{1,6})[–—\-\])| ]*$")

_Place = tuple[int, int]
"""A page, by its number, and the place of a line on it."""


def _mask(text: str) -> str:
    return " ".join(_NUMBER.sub("#", text).lower().split())


def _edge(page: Page) -> list[int]:
    """The lines in the upper and lower margin of a page, and its outermost, where they stand apart
    from the others."""
    low, high = _ZONE * page.height, (1 - _ZONE) * page.height
    lines = page.lines
    found = [at for at, line in enumerate(lines) if line.base < low or line.top > high]
    ordered = sorted(range(len(lines)), key=lambda at: lines[at].base)
    for outer, inner in ((ordered[:1], ordered[1:2]), (ordered[-1:], ordered[-2:-1])):
        if inner and abs(lines[inner[0]].base - lines[outer[0]].base) > _FAR * lines[outer[0]].size:
            found += [at for at in outer if at not in found]
    return [at for at in found if not _is_note(lines[at])]


def _is_note(line: Line) -> bool:
    """Whether a line begins as a footnote does: such lines may be the same on several pages."""
    return len(line.runs) > 1 and is_mark(line, 0)


def running_lines(pages: Sequence[Page], body: float) -> set[_Place]:
    """Return the places of the lines that are furniture; `body` is the text's size."""
    places: defaultdict[tuple[str, int], list[_Place]] = defaultdict(list)
    for page in pages:
        for at in _edge(page):
            line = page.lines[at]
            height = line.base if line.base < page.height / 2 else page.height - line.base + 1e5
            places[_mask(line.text), round(height / _STEP)].append((page.number, at))
    found: set[_Place] = set()
    least = max(2, _SHARE * len(pages))
    for (mask, height), own in places.items():
        near = [x for step in (-1, 0, 1) for x in places.get((mask, height + step), ())]
        if len({number for number, _ in near}) >= least:
            found.update(own)
    return found | _isolated(pages, found, body)


def _isolated(pages: Sequence[Page], known: set[_Place], body: float) -> set[_Place]:
    """Heads that change from chapter to chapter, and lone page numbers: outermost, apart from the
    text, and a bare number, a short line with a number at its edge, or at one height on most pages.
    """
    found: list[tuple[_Place, Line]] = []
    for page in pages:
        lines = page.lines
        own = (at for at in range(len(lines)) if (page.number, at) not in known)
        left = sorted(own, key=lambda at: lines[at].base)
        edge = set(_edge(page))
        for outer, inner in ((left[:1], left[1:2]), (left[-1:], left[-2:-1])):
            line = lines[outer[0]] if outer and outer[0] in edge else None
            if line is not None and _apart(line, [lines[at] for at in inner], body):
                found.append(((page.number, outer[0]), line))
    heights = Counter(round(line.base / _STEP) for _, line in found)
    ahead = Counter(step for _, line in found for step in _steps(line))
    least = max(2, _SHARE * len(pages))
    return {
        place
        for place, line in found
        if _is_head(line, heights, len(pages), body)
        or any(ahead[step] >= least for step in _steps(line))
    }


def _steps(line: Line) -> set[tuple[int, int]]:
    """How far the numbers at the edges of a line are ahead of its page, with its height: the same
    on all pages, if they are those of pages."""
    height = round(line.base / _STEP)
    numbers = [match for pattern in (_FIRST, _LAST) for match in pattern.findall(line.text)]
    return {(height, int(number) - line.page) for number in numbers}


def _is_head(line: Line, heights: Mapping[int, int], pages: int, body: float) -> bool:
    if _BARE.match(line.text):
        return True
    level = heights[round(line.base / _STEP)]
    if pages <= 3 or len(line.text) > _LONGEST:
        return False
    if _EDGED.search(line.text):
        return level >= max(2, _SHARE * pages)
    return level >= _MOST * pages and line.size <= 1.05 * body and not line.bold


def _apart(line: Line, inner: Sequence[Line], body: float) -> bool:
    return not inner or abs(inner[0].base - line.base) >= 1.7 * body
