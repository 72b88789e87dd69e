"""A text cut where something begins or ends in it: words that matched, and markers of notes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some words of a text, whether they are marked, and the markers that stand behind them."""

    words: str
    marked: bool = False
    notes: tuple[Json, ...] = ()


def stretches(
    text: str, spots: Iterable[Json] = (), notes: Sequence[Json] = ()
) -> tuple[Stretch, ...]:
    """Return a text in stretches, one after the other.

    `spots` have `start` and `end`, `notes` have `offset`, all in code points of the text.
    """
    spans = [(own["start"], own["end"]) for own in spots]
    edges = {0, len(text), *(edge for span in spans for edge in span)}
    edges |= {note["offset"] for note in notes}
    cuts = sorted(edge for edge in edges if 0 <= edge <= len(text))
    first = tuple(note for note in notes if note["offset"] == 0)
    found = [Stretch("", False, first)] if first else []
    for start, end in pairwise(cuts):
        marked = any(low <= start and end <= high for low, high in spans)
        behind = tuple(note for note in notes if note["offset"] == end)
        found.append(Stretch(text[start:end], marked, behind))
    return tuple(found)
