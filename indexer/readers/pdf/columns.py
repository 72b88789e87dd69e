"""Columns: gutters that no line crosses, with text on either side of them, and the order of lines.

A gutter is looked for band by band, so that a title or a box across the page does not hide it; each
side of one may hold another. What stands on one side only for a few short lines is no column. A
gutter that an earlier page has is believed for fewer lines.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from indexer.readers.pdf.values import Line, Run

_STEP = 3.0
_ROWS, _FEWER = 5, 2
_PROSE = 0.2
"""Least median width of the lines of a column, as a share of the width of the text."""
_RANGE = (0.2, 0.8)
_SLACK = 2.0
"""How far, in points, a line may reach into a gutter."""
_NEAR = 12.0
_DEEPEST = 3

_Stretch = tuple[float, float, float]
"""Left and right edge and baseline of runs that nothing parts."""


@dataclass(slots=True)
class Gutters:
    """The gutters of the pages read so far, as places from the left."""

    known: list[float] = field(default_factory=list)

    def rows(self, at: float) -> int:
        """Return how many lines must stand on each side of a gutter."""
        return _FEWER if self._knows(at) else _ROWS

    def learn(self, at: float) -> None:
        """Take note of a gutter."""
        if not self._knows(at):
            self.known.append(at)

    def _knows(self, at: float) -> bool:
        return any(abs(at - other) <= _NEAR for other in self.known)


def columns_of(runs: Sequence[Run], gutters: Gutters | None = None) -> list[int]:
    """Return for each run 0 for a line across the page, else its column: 1, 2 … from the left.

    `gutters` has what is known of the pages before, and learns from this one.
    """
    seen = gutters if gutters is not None else Gutters()
    stretches = _stretches(runs)
    if len(stretches) < 2 * _FEWER:
        return [0] * len(runs)
    width = max(s[1] for s in stretches) - min(s[0] for s in stretches)
    bands = _split(stretches, width, seen, _DEEPEST)
    return [_column(run, bands) for run in runs]


@dataclass(frozen=True, slots=True)
class _Band:
    """A part of the page that gutters cut, from top to bottom."""

    top: float
    bottom: float
    gutters: tuple[float, ...]


def _column(run: Run, bands: Sequence[_Band]) -> int:
    for band in bands:
        if band.top <= run.base <= band.bottom:
            crossed = any(run.x0 < g - _SLACK < g + _SLACK < run.x1 for g in band.gutters)
            middle = (run.x0 + run.x1) / 2
            return 0 if crossed else 1 + sum(middle > g for g in band.gutters)
    return 0


def _split(stretches: Sequence[_Stretch], width: float, seen: Gutters, depth: int) -> list[_Band]:
    """Return the bands of columns in a part of the page."""
    if not depth or len(stretches) < 2 * _FEWER:
        return []
    best: list[tuple[float, list[_Stretch]]] = []
    left, right = min(s[0] for s in stretches), max(s[1] for s in stretches)
    at = left + _RANGE[0] * (right - left)
    while at <= left + _RANGE[1] * (right - left):
        found = _bands(stretches, at, _PROSE * width, seen.rows(at))
        if sum(map(len, found)) > sum(len(band) for _, band in best):
            best = [(at, band) for band in found]
        at += _STEP
    return [_band(at, band, width, seen, depth) for at, band in best]


def _band(
    at: float, stretches: Sequence[_Stretch], width: float, seen: Gutters, depth: int
) -> _Band:
    """A band with its gutter in the middle of what is free, and with the gutters of both sides."""
    sides = _sides(stretches, at)
    middle = (max(s[1] for s in sides[0]) + min(s[0] for s in sides[1])) / 2
    if all(len(side) >= _ROWS for side in sides):
        seen.learn(middle)
    within = [_split(side, width, seen, depth - 1) for side in sides]
    gutters = [middle]
    for gutter in (g for side in within for band in side for g in band.gutters):
        if all(abs(gutter - other) > _NEAR for other in gutters):
            gutters.append(gutter)
    bases = [s[2] for s in stretches]
    return _Band(min(bases) - 1, max(bases) + 1, tuple(sorted(gutters)))


def _stretches(runs: Sequence[Run]) -> list[_Stretch]:
    """Runs that follow each other without a wide gap."""
    found: list[list[float]] = []
    for run in runs:
        last = found[-1] if found else None
        joins = (
            last is not None
            and abs(last[2] - run.base) < 0.6 * run.size
            and -0.5 * run.size <= run.x0 - last[1] <= 0.8 * run.size
        )
        if joins and last is not None:
            last[1] = max(last[1], run.x1)
        else:
            found.append([run.x0, run.x1, run.base])
    return [(x0, x1, base) for x0, x1, base in found]


def _bands(
    stretches: Sequence[_Stretch], at: float, prose: float, rows: int
) -> list[list[_Stretch]]:
    """The bands of the page that no stretch crosses at `at`, and that it parts into columns."""
    bands: list[list[_Stretch]] = [[]]
    for stretch in sorted(stretches, key=lambda s: s[2]):
        if stretch[0] < at - _SLACK < at + _SLACK < stretch[1]:
            bands.append([])
        else:
            bands[-1].append(stretch)
    sure = [band for band in bands if _is_columns(band, at, prose, rows)]
    if not sure:
        return []
    lefts = [min(s[0] for s in side) for side in _sides(sure[0], at)]
    return [band for band in bands if band in sure or _also(band, at, prose, lefts)]


def _sides(band: Sequence[_Stretch], at: float) -> tuple[list[_Stretch], list[_Stretch]]:
    left = [s for s in band if s[1] <= at + _SLACK]
    return left, [s for s in band if s[0] >= at - _SLACK and s[1] > at + _SLACK]


def _is_columns(band: Sequence[_Stretch], at: float, prose: float, rows: int) -> bool:
    return all(
        len(side) >= rows and median(s[1] - s[0] for s in side) >= prose
        for side in _sides(band, at)
    )


def _also(band: Sequence[_Stretch], at: float, prose: float, lefts: Sequence[float]) -> bool:
    """Whether a low band beside a sure one has its columns too: few lines, at the same edges."""
    for side, left in zip(_sides(band, at), lefts, strict=True):
        level = sum(abs(s[0] - left) <= _NEAR for s in side)
        if not side or 2 * level < len(side) or max(s[1] - s[0] for s in side) < prose:
            return False
    return True


def in_order(lines: Sequence[Line]) -> list[int]:
    """Return the places of the lines of a page in reading order.

    The stream's order stands where it reads downwards in each column and does not leap between
    columns; else the lines are put in order by their place.
    """
    stream = sorted(range(len(lines)), key=lambda at: lines[at].order)
    return stream if _reads_on([lines[at] for at in stream]) else _by_place(lines)


def _reads_on(lines: Sequence[Line]) -> bool:
    leaps = 0
    for above, line in pairwise(lines):
        if line.column == above.column:
            if line.base < above.base - 0.5 * line.size:
                return False
        elif line.column < above.column and line.column and line.base > above.base - 2:
            leaps += 1
        elif not line.column and line.base < above.base - 2:
            return False
    return leaps <= 1


def _by_place(lines: Sequence[Line]) -> list[int]:
    """Bands of columns from above, each column by column, and the lines across between them."""
    band = 0
    bands = [0] * len(lines)
    for at in sorted(range(len(lines)), key=lambda at: (lines[at].base, lines[at].x0)):
        across = not lines[at].column
        bands[at] = band + across
        band += 2 * across

    def place(at: int) -> tuple[int, int, float, float]:
        line = lines[at]
        return bands[at], line.column, line.base, line.x0

    return sorted(range(len(lines)), key=place)
