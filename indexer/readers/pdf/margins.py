"""Numbers of lines in the margin, as drafts print them: dropped, unless they are labels of a list.

Labels look the same: many, rising, with one right edge. But those of notes are raised or stand
close to their words, and they come on the pages of a list only, where earlier pages have none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from indexer.readers.pdf.values import Run

_LEAST = 12
_LEVEL, _ROOM = 0.12, 0.6
_EARLY, _SHARE = 3, 0.3


@dataclass(slots=True)
class LineNumbers:
    """How many pages have been read, and how many of them have numbered lines."""

    pages: int = 0
    numbered: int = 0

    def without(self, runs: list[Run]) -> list[Run]:
        """Return the runs of the next page without the numbers of its lines."""
        self.pages += 1
        own = _numbers(runs)
        if not own or not (self.pages <= _EARLY or self.numbered >= _SHARE * (self.pages - 1)):
            return runs
        self.numbered += 1
        gone = {id(run) for run in own}
        return [run for run in runs if id(run) not in gone]


def _numbers(runs: Sequence[Run]) -> list[Run]:
    """The numbers in the margin of a page; none where they may be something else."""
    numbers = [run for run in runs if run.text.isdigit() and len(run.text) <= 4]
    if len(numbers) < _LEAST:
        return []
    edge, count = Counter(round(run.x1 / 3) for run in numbers).most_common(1)[0]
    own = sorted((r for r in numbers if abs(round(r.x1 / 3) - edge) <= 1), key=lambda run: run.base)
    values = [int(run.text) for run in own]
    rising = sum(b > a for a, b in pairwise(values))
    others = [run for run in runs if not run.text.isdigit()]
    if count < _LEAST or rising < 0.9 * (len(values) - 1) or not others:
        return []
    left = sum(run.x0 > own[0].x1 for run in others) > 0.9 * len(others)
    right = sum(run.x1 < own[0].x0 for run in others) > 0.9 * len(others)
    return own if (left or right) and _apart(own, others) else []


def _apart(numbers: Sequence[Run], others: Sequence[Run]) -> bool:
    """Whether most numbers stand on the baseline of a line, at some distance from its words."""
    good = 0
    for number in numbers:
        beside = [run for run in others if abs(run.base - number.base) <= run.size]
        level = any(abs(run.base - number.base) <= _LEVEL * run.size for run in beside)
        room = min(
            (max(run.x0 - number.x1, number.x0 - run.x1) / run.size for run in beside),
            default=0.0,
        )
        good += level and room >= _ROOM
    return good >= 0.8 * len(numbers)
