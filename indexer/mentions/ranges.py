"""Steps and paths of provisions, and what lies between two of them.

A path is what a reference spells out, from the outside in: `art 7`, `(2)`, `(c)`. A bracket has
no type of its own; indexer.mentions.eids gives it one.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

WIDEST = 80
"""More provisions than a range in a citation ever spans; a wider one means its two ends."""

_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_IS_ROMAN = re.compile(r"x{0,3}(?:ix|iv|v?i{0,3})")


class Step(NamedTuple):
    """One step of a path: its type, empty for a bracket, and its label."""

    type: str
    label: str

    @property
    def sort(self) -> str:
        """Return `number`, `letter` or `roman`; a single i, v or x counts as a letter."""
        if self.label[:1].isdecimal():
            return "number"
        return "roman" if len(self.label) > 1 and is_roman(self.label) else "letter"

    def like(self, other: Step) -> bool:
        """Say whether both are labelled in the same manner, so that they may be siblings."""
        if "roman" in (self.sort, other.sort):
            return is_roman(self.label) and is_roman(other.label)
        return self.sort == other.sort


Path = tuple[Step, ...]


def is_roman(label: str) -> bool:
    """Say whether a label is a roman number below forty."""
    return bool(label) and _IS_ROMAN.fullmatch(label.lower()) is not None


def to_roman(number: int) -> str:
    """Return a number below forty in lower-case roman digits."""
    out = ""
    for value, letters in _ROMAN:
        while number >= value:
            out, number = out + letters, number - value
    return out


def _from_roman(label: str) -> int:
    return next(n for n in range(1, 40) if to_roman(n) == label.lower())


def _labels(first: Step, last: Step) -> list[str] | None:
    a, b = first.label, last.label
    if a.isdecimal() and b.isdecimal() and len(a) < 6 and len(b) < 6:
        return [str(n) for n in range(int(a), min(int(b), int(a) + WIDEST) + 1)] or None
    if len(a) > 1 or len(b) > 1 or first.type in ("part", "chap", "annex", "art"):
        if is_roman(a) and is_roman(b):
            labels = [to_roman(n) for n in range(_from_roman(a), _from_roman(b) + 1)]
            return [label.upper() for label in labels] if a.isupper() else labels
        return None
    if a.isalpha() and b.isalpha() and a.isascii() and b.isascii():
        return [chr(n) for n in range(ord(a), ord(b) + 1)]
    return None


@lru_cache(maxsize=4096)
def between(first: Path, last: Path) -> tuple[Path, ...]:
    """Return the paths from the first to the last, both taken in.

    Where they do not count on from each other, or too far, the two ends are all that is sure.
    """
    if len(last) < len(first):
        last = first[: len(first) - len(last)] + last
    return counted(first, last) or (first, last)


def counted(first: Path, last: Path) -> tuple[Path, ...]:
    """Return the paths from the first to the last; none where they do not count on, or too far."""
    labels = None
    if len(first) == len(last) and first[:-1] == last[:-1]:
        labels = _labels(first[-1], last[-1])
    if not labels or labels[-1] != last[-1].label or len(labels) > WIDEST:
        return ()
    return tuple((*first[:-1], first[-1]._replace(label=label)) for label in labels)
