"""What every reader hands on: plain text in the conventions of the corpus, and what proves it.

The text follows what indexer.parsing reads: a heading on a line of its own, paragraphs parted by
blank lines, labels as printed, endnote markers `^[20]` or `^{[22],[23]}`, footnote markers as
superscript digits and each footnote as a block that begins with them, words in italics between
asterisks, a tab for a wide gap within a line. Offsets count code points of the text.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import overload


@dataclass(frozen=True, slots=True)
class Box:
    """One stretch of the text and where it stands in print: a line, or a part of one.

    Coordinates are points (1/72 inch) from the upper left corner of the page.
    """

    start: int
    end: int
    page: int
    """Counted from 1."""
    x0: float
    top: float
    x1: float
    bottom: float


class Boxes(Sequence[Box]):
    """Boxes, ascending by `start`, in little room: a long file has one for every printed line."""

    __slots__ = ("_places", "_sides")

    def __init__(self, boxes: Iterable[Box] = ()) -> None:
        self._places = array("L")
        self._sides = array("d")
        for box in boxes:
            self.append(box)

    def append(self, box: Box) -> None:
        """Put a box behind the others."""
        self._places.extend((box.start, box.end, box.page))
        self._sides.extend((box.x0, box.top, box.x1, box.bottom))

    def cut(self, end: int) -> None:
        """Let go of what stands from `end` on, a code point of the text."""
        while self._places and self._places[-3] >= end:
            del self._places[-3:], self._sides[-4:]
        if self._places:
            self._places[-2] = min(self._places[-2], end)

    def __len__(self) -> int:
        return len(self._places) // 3

    @overload
    def __getitem__(self, at: int) -> Box: ...

    @overload
    def __getitem__(self, at: slice) -> list[Box]: ...

    def __getitem__(self, at: int | slice) -> Box | list[Box]:
        if isinstance(at, slice):
            return [self[index] for index in range(*at.indices(len(self)))]
        index = at if at >= 0 else at + len(self)
        if not 0 <= index < len(self):
            raise IndexError(at)
        return Box(
            *self._places[3 * index : 3 * index + 3], *self._sides[4 * index : 4 * index + 4]
        )


@dataclass(frozen=True, slots=True)
class Mend:
    """One place where the text differs from the print, and what the print has there."""

    start: int
    end: int
    was: str
    kind: str
    """`soft-hyphen`, `hard-hyphen`, `page-break`, `ligature`, `note-range`, `note-label` …"""
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that a reader of the text must know: what is the matter, and how to mend it."""

    what: str
    mend: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One file as plain text."""

    text: str
    kind: str
    """`pdf`, `docx`, `html`, `markdown` or `text`."""
    boxes: Sequence[Box] = ()
    """Ascending by `start`, without overlap; empty where the format has no pages."""
    mends: tuple[Mend, ...] = ()
    """Ascending by `start`."""
    notices: tuple[Notice, ...] = ()
    pages: int | None = None
    title: str | None = None
    """The title that the file states of itself, where it does."""
    language: str | None = None
    """The language that the file states of itself, as a BCP 47 tag."""

    def boxes_of(self, start: int, end: int) -> Iterator[Box]:
        """Yield the boxes that a range of the text touches, in order."""
        for box in self.boxes:
            if box.start < end and start < box.end:
                yield box
