"""From runs to lines: what shares a baseline within a column is a line.

Larger runs make the lines; a smaller run that touches
a line and stands above or below its baseline belongs to it, wherever in the stream it comes.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from indexer.readers.pdf.runs import SPACE
from indexer.readers.pdf.superscripts import labels_of
from indexer.readers.pdf.values import Line, Run

_SCRIPT = 0.72
_RISEN, _LABEL = 0.1, 2.0
"""A raised label of a note may stand this many sizes before the words, which are stretched."""
_ATTACH = 0.7
"""How near, in sizes of the line, a raised run must stand to one of the line's."""


@dataclass(slots=True)
class _Row:
    base: float
    size: float
    column: int
    runs: list[Run] = field(default_factory=list)

    def overlaps(self, run: Run) -> bool:
        wide = 0.3 * min(run.size, self.size)
        return any(run.x0 < other.x1 - wide and other.x0 < run.x1 - wide for other in self.runs)

    def touches(self, run: Run) -> bool:
        near = _ATTACH * self.size
        first = min(other.x0 for other in self.runs)
        if run.base < self.base - _RISEN * self.size and 0 <= first - run.x1 <= _LABEL * self.size:
            return True
        return any(
            -near <= run.x0 - other.x1 <= near or -near <= other.x0 - run.x1 <= near
            for other in self.runs
        )


def lines_of(page: int, runs: Sequence[Run], columns: Sequence[int]) -> list[Line]:
    """Return the lines of a page; `columns` says for each run in which column it stands."""
    rows: defaultdict[int, list[_Row]] = defaultdict(list)
    for run, column in sorted(
        zip(runs, columns, strict=True), key=lambda pair: (-round(pair[0].size), pair[0].order)
    ):
        row = _home(run, column, rows)
        if row is None:
            row = _Row(run.base, run.size, column)
            rows[int(run.base // 8)].append(row)
        row.runs.append(run)
    made = [_line(page, row) for some in rows.values() for row in some]
    usual = usual_size(runs)
    return sorted((_raised_alone(line, usual) for line in made), key=lambda x: x.order)


def _raised_alone(line: Line, usual: float) -> Line:
    """A line of nothing but markers, which a line's end has parted from their words: it is given
    the size and the baseline of the text."""
    only = all(labels_of(run.text) or run.text in ",;." for run in line.runs)
    if not only or line.size > _SCRIPT * usual or line.text[:1] not in "[(0123456789":
        return line
    return line._replace(size=usual, base=line.base + 0.33 * usual)


def usual_size(runs: Iterable[Run]) -> float:
    """Return the size in which most characters are printed; 0 for no runs."""
    sizes: Counter[float] = Counter()
    for run in runs:
        sizes[round(run.size, 1)] += len(run.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _near(run: Run, rows: defaultdict[int, list[_Row]], reach: float) -> Iterable[_Row]:
    for key in range(int((run.base - reach) // 8), int((run.base + reach) // 8) + 1):
        if key in rows:
            yield from rows[key]


def _home(run: Run, column: int, rows: defaultdict[int, list[_Row]]) -> _Row | None:
    """The row that a run belongs to: one on its baseline, else one that it is raised from."""
    best: _Row | None = None
    for row in _near(run, rows, 16.0):
        if row.column != column:
            continue
        away = row.base - run.base
        level = abs(away) <= 0.22 * min(run.size, row.size)
        if level and not row.overlaps(run):
            return row
        script = run.size <= 0.82 * row.size and -0.35 * row.size <= away <= 0.85 * row.size
        if script and row.touches(run) and not row.overlaps(run):
            best = row
    return best


def _line(page: int, row: _Row) -> Line:
    runs = sorted(row.runs, key=lambda run: run.x0)
    spaced = small_capitals([_with_space(runs, index) for index in range(len(runs))])
    sizes: Counter[float] = Counter()
    for run in runs:
        sizes[round(run.size, 1)] += len(run.text)
    letters = {s: n for s, n in sizes.items() if n >= 4}
    size = max(letters) if letters and len(letters) < 3 else sizes.most_common(1)[0][0]
    base = max((run for run in runs), key=lambda run: (run.size, len(run.text))).base
    return Line(page, tuple(spaced), base, size, min(run.order for run in runs), row.column)


def small_capitals(runs: Sequence[Run]) -> list[Run]:
    """Return the runs of a line with its small capitals as small letters: smaller runs of nothing
    but capitals on the same baseline, if one goes on with a word that a large capital begins."""
    small = {
        round(run.size, 1)
        for before, run in pairwise(runs)
        if not run.spaced and before.text[-1:].isupper() and _is_smaller(run, before)
    }
    if not small:
        return list(runs)
    return [
        run._replace(text=run.text.lower()) if round(run.size, 1) in small and run.text.isupper()
        else run
        for run in runs
    ]  # fmt: skip


def _is_smaller(run: Run, before: Run) -> bool:
    level = abs(run.base - before.base) <= 0.03 * before.size
    return level and run.text.isupper() and 0.6 < run.size / before.size < 0.9


def _with_space(runs: Sequence[Run], index: int) -> Run:
    """Correct whether a space parts a run from its neighbour on the left, by the place of both."""
    run = runs[index]
    if index == 0:
        return run
    room = run.x0 - runs[index - 1].x1
    size = min(run.size, runs[index - 1].size)
    if run.spaced or room <= (SPACE + 0.04) * max(size, 0.8 * runs[index - 1].size):
        return run
    return run._replace(spaced=True)
