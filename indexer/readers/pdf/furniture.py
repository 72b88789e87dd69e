"""Furniture of pages: running heads and feet, page numbers. What repeats at one height is no text.

Digits are masked before lines are compared, so that a page number is the same on every page.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from indexer.readers.pdf.values import Line, Page

_ZONE = 0.125
_SHARE = 0.3
"""On this share of the pages at least, since left and right pages have heads of their own."""
_STEP = 3.0
_NUMBER = re.compile(r"\d+|(?<![^\W\d_])[ivxlcIVXLC]+(?![^\W\d_])")
_EDGED = re.compile(r"^\d{1,4}\t|\t\d{1,4}$|^\d{1,4} [|–—-] |[|–—-] \d{1,4}$")
_BARE = re.compile(r"^[–—\-\[(| ]*(?:(?:[Pp]age|p\.) )?(?:\d{1,4}|[ivxlc]{1,6})[–—\-\])| ]*$")


def _mask(text: str) -> str:
    return " ".join(_NUMBER.sub("#", text).lower().split())


def _edge_lines(page: Page) -> list[Line]:
    """The lines in the upper and lower margin of a page."""
    low, high = _ZONE * page.height, (1 - _ZONE) * page.height
    return [line for line in page.lines if line.base < low or line.top > high]


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
    text, and a bare number or a short line with a number at its edge."""
    found: set[int] = set()
    for page in pages:
        left = sorted((x for x in page.lines if id(x) not in known), key=lambda line: line.base)
        edge = {id(line) for line in _edge_lines(page)}
        for outer, inner in ((left[:1], left[1:2]), (left[-1:], left[-2:-1])):
            if outer and id(outer[0]) in edge and _apart(outer[0], inner, body):
                found.add(id(outer[0]))
    heads = [line for page in pages for line in page.lines if id(line) in found]
    least = max(2, _SHARE * len(pages))
    bare = {id(x) for x in heads if _BARE.match(x.text)}
    heights: defaultdict[int, int] = defaultdict(int)
    for line in heads:
        heights[round(line.base / _STEP)] += 1
    level = {id(x) for x in heads if heights[round(x.base / _STEP)] >= least and len(pages) > 3}
    return bare | level


def _apart(line: Line, inner: Sequence[Line], body: float) -> bool:
    if inner and abs(inner[0].base - line.base) < 1.7 * body:
        return False
    if _BARE.match(line.text):
        return True
    return len(line.text) < 100 and bool(_EDGED.search(line.text))
