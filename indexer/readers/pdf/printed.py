"""What one page prints, straight from the library's layout of it: characters, rules, images.

The library's dictionaries of characters cost more time than all other steps together, so its own
objects are taken; their heights are turned to count from the upper edge of the page.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from indexer.readers.pdf.library import LTChar, LTContainer, LTCurve, LTImage, LTLine, LTRect

if TYPE_CHECKING:
    from indexer.readers.pdf.library import PrintedPage

_MANY = 400
_THIN = 2.0
"""A box lower than this, in points, is a rule."""


@dataclass(frozen=True, slots=True)
class Print:
    """Everything on a page that the reader looks at, in stream order."""

    width: float
    height: float
    characters: tuple[LTChar, ...]
    rules: tuple[tuple[float, float, float], ...]
    """Horizontal rules as x0, x1 and height from above."""
    walls: tuple[tuple[float, float, float], ...]
    """Upright rules, and the sides of boxes, as place from the left, upper and lower end; none
    where there are so many that they make up a drawing."""
    edges: int
    """How many edges lines and boxes have, about."""
    images: int
    covered: float
    """The share of the page that its largest image takes."""


def print_of(page: PrintedPage) -> Print:
    """Return what a page prints. Raises whatever the library does for a broken page."""
    characters: list[LTChar] = []
    rules: list[tuple[float, float, float]] = []
    walls: set[tuple[float, float, float]] = set()
    edges = images = 0
    covered = 0.0
    width, height = float(page.width), float(page.height)
    for item in _items(page.layout):
        if isinstance(item, LTChar):
            characters.append(item)
        elif isinstance(item, LTImage):
            images += 1
            covered = max(covered, item.width * item.height / (width * height))
        elif isinstance(item, LTCurve):
            edges += 1 if isinstance(item, LTLine) else 4 if isinstance(item, LTRect) else 0
            if item.height < _THIN:
                rules.append((item.x0, item.x1, height - item.y1))
            elif len(walls) <= _MANY:
                sides = {round(item.x0, 1), round(item.x1, 1)}
                walls |= {(x, height - item.y1, height - item.y0) for x in sides}
    upright = tuple(sorted(walls)) if len(walls) <= _MANY else ()
    return Print(width, height, tuple(characters), tuple(rules), upright, edges, images, covered)


def _items(layout: Any) -> Iterator[Any]:
    for item in layout:
        if isinstance(item, LTContainer):
            yield from _items(item)
        else:
            yield item
