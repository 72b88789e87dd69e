"""Furniture of pages: running heads and feet, page numbers. What repeats at one height is no text.

Digits are masked before lines are compared, so that a page number is the same on every page.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from indexer.readers.pdf.values import Line, Page

_ZONE = 0.125
_FAR = 2.0
_MOST, _LONGEST = 0.6, 100
_SHARE = 0.3
"""On this share of the pages at least, since left and right pages have heads of their own."""
_STEP = 3.0
_NUMBER = re.compile(r"\d+|(?<![^\W\d_])[ivxlcIVXLC]+(?![^\W\d_])")
_EDGED = re.compile(r"^\d{1,4}\t|\t\d{1,4}$|^\d{1,4} [|–—-] |[|–—-] \d{1,4}$")
_BARE = re.compile(r"^[–—\-\[(| ]*(?:(?:[Pp]age|p\.) )?(?:\d{1,4}|[ivxlc]{1,6})[–—\-\])| ]*$")


def _mask(text: str) -> str:
    return " ".join(_NUMBER.sub("#", text).lower().split())


def _edge_lines(page: Page) -> list[Line]:
    """The lines in the upper and lower margin of a page, and its outermost, where they stand apart
    from the others."""
    low, high = _ZONE * page.height, (1 - _ZONE) * page.height
    found = [line for line in page.lines if line.base < low or line.top > high]
    ordered = sorted(page.lines, key=lambda line: line.base)
    for outer, inner in ((ordered[:1], ordered[1:2]), (ordered[-1:], ordered[-2:-1])):
        if inner and abs(inner[0].base - outer[0].base) > _FAR * outer[0].size:
            found += [line for line in outer if line not in found]
    return found


def running_lines(pages: Sequence[Page], body: float) -> set[int]:
    """Return the identities (`id`) of the lines that are furniture; `body` is the text's size."""
    places: defaultdict[tuple[str, int], list[Line]] = defaultdict(list)
    for page in pages:
        for line in _edge_lines(page):
            height = line.base if line.base < page.height / 2 else page.height - line.base + 1e5
            places[_mask(line.text), round(height / _STEP)].append(line)
    found: set[int] = set()
    least = max(2, _SHARE * len(pages))
    for (mask, height), lines in places.items():
        near = [x for step in (-1, 0, 1) for x in places.get((mask, height + step), ())]
        if len({line.page for line in near}) >= least:
            found |= {id(line) for line in lines}
    return found | _isolated(pages, found, body)


def _isolated(pages: Sequence[Page], known: set[int], body: float) -> set[int]:
    """Heads that change from chapter to chapter, and lone page numbers: outermost, apart from the
    text, and a bare number, a short line with a number at its edge, or at one height on most pages.
    """
    found: list[Line] = []
    for page in pages:
        left = sorted((x for x in page.lines if id(x) not in known), key=lambda line: line.base)
        edge = {id(line) for line in _edge_lines(page)}
        for outer, inner in ((left[:1], left[1:2]), (left[-1:], left[-2:-1])):
            if outer and id(outer[0]) in edge and _apart(outer[0], inner, body):
                found.append(outer[0])
    heights: defaultdict[int, int] = defaultdict(int)
    for line in found:
        heights[round(line.base / _STEP)] += 1
    return {id(line) for line in found if _is_head(line, heights, len(pages), body)}


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
