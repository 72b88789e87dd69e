"""Pages whose text is set sideways or upside down: turned for reading, their boxes turned back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from indexer.readers.document import Box, Boxes
from indexer.readers.pdf.values import Page

if TYPE_CHECKING:
    from indexer.readers.pdf.library import LTChar

_MOST = 0.6
_FLAT = 0.1


def turn_of(characters: Sequence[LTChar]) -> int:
    """Return by how many degrees a page must be turned clockwise, so that most of it is upright."""
    seen = Counter(_turn(char) for char in characters if not char.get_text().isspace())
    if not seen:
        return 0
    turn, count = seen.most_common(1)[0]
    return turn if turn is not None and count > _MOST * sum(seen.values()) else 0


def _turn(char: LTChar) -> int | None:
    """The turn that makes a character upright; None for one that stands askew."""
    a, b, _, d, *_ = char.matrix
    if abs(b) <= _FLAT * abs(a):
        return 180 if a < 0 and d < 0 else 0
    if abs(a) <= _FLAT * abs(b):
        return 90 if b > 0 else 270
    return None


def as_shown(boxes: Boxes, pages: Iterable[Page]) -> Boxes:
    """Return boxes of pages that were turned for reading in the coordinates of what is shown."""
    turned = {page.number: page for page in pages if page.turn}
    if not turned:
        return boxes
    return Boxes(_back(box, turned.get(box.page)) for box in boxes)


def _back(box: Box, page: Page | None) -> Box:
    if page is None:
        return box
    if page.turn == 90:
        sides = box.top, page.width - box.x1, box.bottom, page.width - box.x0
    elif page.turn == 270:
        sides = page.height - box.bottom, box.x0, page.height - box.top, box.x1
    else:
        sides = (
            page.width - box.x1, page.height - box.bottom,
            page.width - box.x0, page.height - box.top,
        )  # fmt: skip
    x0, top, x1, bottom = (round(side, 2) for side in sides)
    return replace(box, x0=x0, top=top, x1=x1, bottom=bottom)
