"""Initials: a large first letter that stands over several lines, put before the word it begins.

The lines beside it keep their places, and know how far it sets them in.
"""

from __future__ import annotations

from collections.abc import Sequence

from indexer.readers.pdf.values import Run

_LARGE = 1.8
_LONGEST = 3
_CAPITAL = 0.66
"""Height of a capital as a share of the size."""
_QUOTES = "“”\"'‘«"


def with_initials(runs: Sequence[Run], usual: float) -> list[Run]:
    """Return the runs of a page in which each initial begins its word; `usual` is the size of the
    text."""
    found = list(runs)
    for initial in [run for run in runs if _may_be(run, usual)]:
        beside = [at for at, run in enumerate(found) if _stands_beside(run, initial, usual)]
        if not beside:
            continue
        first = min(beside, key=lambda at: found[at].base)
        if not _level(found[first], initial):
            continue
        for at in beside:
            found[at] = found[at]._replace(shift=found[at].x0 - initial.x0)
        found[first] = _joined(initial, found[first])
        found = [run for run in found if run is not initial]
    return found


def _may_be(run: Run, usual: float) -> bool:
    letters = run.text.strip(_QUOTES)
    return (
        run.size >= _LARGE * usual
        and len(run.text) <= _LONGEST
        and letters.isalpha()
        and letters.isupper()
    )


def _stands_beside(run: Run, initial: Run, usual: float) -> bool:
    top = initial.base - initial.size
    return (
        run is not initial
        and run.size < initial.size / 1.5
        and top < run.base <= initial.base + 0.3 * run.size
        and -0.25 * usual <= run.x0 - initial.x1 <= usual
    )


def _level(run: Run, initial: Run) -> bool:
    """Whether the first line beside an initial reaches as high as it does."""
    away = (run.base - _CAPITAL * run.size) - (initial.base - _CAPITAL * initial.size)
    return abs(away) <= run.size


def _joined(initial: Run, run: Run) -> Run:
    parted = " " if run.spaced and initial.text.strip(_QUOTES) in ("A", "I", "O") else ""
    return run._replace(
        text=f"{initial.text}{parted}{run.text}",
        x0=initial.x0,
        top=min(initial.top, run.top),
        order=min(initial.order, run.order),
        first_word=run.first_word + run.x0 - initial.x0,
        spaced=initial.spaced,
        shift=0.0,
    )
