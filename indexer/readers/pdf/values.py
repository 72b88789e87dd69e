"""What the steps of the reader hand to each other: runs, lines, tables, pages.

Coordinates are points from the upper left corner of the page; a baseline is one too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple


class Run(NamedTuple):
    """Characters of one style that follow each other on one baseline, or a single one of them."""

    text: str
    """With single spaces inside; none at either end."""
    x0: float
    x1: float
    top: float
    bottom: float
    base: float
    size: float
    bold: bool
    italic: bool
    order: int
    """Place in the content stream of the page."""
    spaced: bool = False
    """Whether the print has a space before the run, as the stream says or its place."""
    first_word: float = 0.0
    """Width of the first word."""
    shift: float = 0.0
    """How far an initial over several lines sets the run in."""


Glyph = Run
"""One printed character: a run that is not put together yet."""


class Line(NamedTuple):
    """One printed line, or the part of it that one column holds."""

    page: int
    runs: tuple[Run, ...]
    """From left to right, raised ones among them."""
    base: float
    size: float
    """Size of most of its characters."""
    order: int
    column: int = 0
    """0 for a line across the page, else 1, 2 … from the left."""

    @property
    def x0(self) -> float:
        """Left edge."""
        return self.runs[0].x0

    @property
    def edge(self) -> float:
        """Left edge, had no initial set the line in."""
        return self.runs[0].x0 - self.runs[0].shift

    @property
    def x1(self) -> float:
        """Right edge."""
        return max(run.x1 for run in self.runs)

    @property
    def top(self) -> float:
        """Upper edge."""
        return min(run.top for run in self.runs)

    @property
    def bottom(self) -> float:
        """Lower edge."""
        return max(run.bottom for run in self.runs)

    @property
    def text(self) -> str:
        """The characters as printed, a tab for a wide gap, markers not told apart."""
        return "".join(f"{gap(self.runs, i)}{run.text}" for i, run in enumerate(self.runs))

    @property
    def bold(self) -> bool:
        """Whether everything in the line is bold but its markers."""
        return all(run.bold for run in self.runs if not raised(run, self))


WIDE = 1.6
"""From this gap on, in sizes of the line, two runs are parted by a tab."""
_SMALL, _RISE, _HIGH = 0.82, 0.12, 0.85


def gap(runs: Sequence[Run], index: int) -> str:
    """Return what parts a run from the one before it: nothing, a space, or a tab."""
    if index == 0:
        return ""
    if _room(runs, index) > WIDE * max(runs[index].size, runs[index - 1].size):
        return " " if _stretched(runs) else "\t"
    return " " if runs[index].spaced else ""


def _room(runs: Sequence[Run], index: int) -> float:
    return runs[index].x0 - runs[index - 1].x1


def _stretched(runs: Sequence[Run]) -> bool:
    """Whether the gaps of a line are all as wide, since it was stretched to the measure."""
    wide = [_room(runs, i) for i in range(1, len(runs)) if _room(runs, i) > runs[i].size]
    return len(wide) > 1 and max(wide) <= 1.25 * min(wide)


def raised(run: Run, line: Line) -> bool:
    """Whether a run is a superscript of its line: smaller, and above its baseline."""
    rise = line.base - run.base
    return run.size <= _SMALL * line.size and _RISE * line.size <= rise <= _HIGH * line.size


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table, taken out of the flow."""

    rows: tuple[tuple[range, ...], ...]
    """Each cell as the places of its lines, from above, among the lines in tables of the page."""
    top: float
    order: int


@dataclass(frozen=True, slots=True)
class Page:
    """What one page prints."""

    number: int
    width: float
    height: float
    lines: tuple[Line, ...]
    """The lines that stand in no table."""
    cells: tuple[Line, ...]
    """The lines that stand in one."""
    tables: tuple[Table, ...]
    rules: tuple[tuple[float, float, float], ...]
    """Short horizontal rules, as x0, x1 and height: they part footnotes from the text."""
    images: int
    pictured: bool
    """Whether an image covers most of the page, as in a scan."""
    characters: int
    unreadable: int
    """Characters for which the file gives no letter."""
    dropped: int
    """Characters that are left out, since they stand askew or outside of the page."""
    turn: int = 0
    """By how many degrees the page was turned clockwise for reading."""
