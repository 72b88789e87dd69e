"""Columns: a gutter that no line crosses, with text on either side of it.

The gutter is looked for in the middle of the text, band by band, so that a title across the page
does not hide it. What stands on one side only for a few short lines is no column.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from indexer.readers.pdf.values import Line, Run

_STEP = 3.0
_ROWS = 5
_PROSE = 0.24
"""Least median width of the lines of a column, as a share of the width of the text."""


def columns_of(runs: Sequence[Run]) -> list[int]:
    """Return for each run 0 for a line across the page, 1 for the left column, 2 for the right."""
    stretches = _stretches(runs)
    if len(stretches) < 2 * _ROWS:
        return [0] * len(runs)
    left, right = min(s[0] for s in stretches), max(s[1] for s in stretches)
    best: tuple[float, float, float] | None = None
    most = 0
    at = left + 0.35 * (right - left)
    while at <= left + 0.65 * (right - left):
        band = _band(stretches, at, (right - left) * _PROSE)
        if band is not None and band[2] > most:
            most, best = band[2], (at, band[0], band[1])
        at += _STEP
    if best is None:
        return [0] * len(runs)
    gutter, top, bottom = best
    return [
        (1 if run.x1 <= gutter + 1 else 2 if run.x0 >= gutter - 1 else 0)
        if top <= run.base <= bottom
        else 0
        for run in runs
    ]


_Stretch = tuple[float, float, float]


def _stretches(runs: Sequence[Run]) -> list[_Stretch]:
    """Runs that follow each other without a wide gap, as x0, x1 and baseline."""
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


def _band(
    stretches: Sequence[_Stretch], at: float, prose: float
) -> tuple[float, float, int] | None:
    """The tallest band of the page that no stretch crosses at `at`: top, bottom, lines in it."""
    best: tuple[float, float, int] | None = None
    band: list[_Stretch] = []
    for stretch in [*sorted(stretches, key=lambda s: s[2]), None]:
        if stretch is not None and not stretch[0] < at - 2 < at + 2 < stretch[1]:
            band.append(stretch)
            continue
        if _is_columns(band, at, prose) and (best is None or len(band) > best[2]):
            best = (band[0][2] - 1, band[-1][2] + 1, len(band))
        band = []
    return best


def _is_columns(band: Sequence[_Stretch], at: float, prose: float) -> bool:
    sides = [[s for s in band if s[1] <= at + 2], [s for s in band if s[0] >= at - 2]]
    for side in sides:
        widths = sorted(s[1] - s[0] for s in side)
        if len(widths) < _ROWS or widths[len(widths) // 2] < prose:
            return False
    return True


def in_order(lines: Sequence[Line]) -> list[Line]:
    """Return the lines of a page in reading order.

    The stream's order stands where it reads downwards in each column and does not leap between
    columns; else the lines are put in order by their place.
    """
    stream = sorted(lines, key=lambda line: line.order)
    return stream if _reads_on(stream) else _by_place(lines)


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


def _by_place(lines: Sequence[Line]) -> list[Line]:
    ordered: list[Line] = []
    band: list[Line] = []
    for line in sorted(lines, key=lambda x: (x.base, x.x0)):
        if line.column == 0:
            ordered += [*sorted(band, key=lambda x: (x.column, x.base, x.x0)), line]
            band = []
        else:
            band.append(line)
    return [*ordered, *sorted(band, key=lambda x: (x.column, x.base, x.x0))]
