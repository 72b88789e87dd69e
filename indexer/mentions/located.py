"""A mention as a unit of a corpus has it: by its own words, or through a note it points to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from indexer.model import Mention


@dataclass(frozen=True, slots=True)
class Located:
    """A mention, how a unit comes by it, and where its words stand."""

    mention: Mention
    via: str
    """`text`, `footnote` or `endnote`."""
    place: str
    """Identifier of the unit or note in whose clean text the offsets count."""


def as_values(located: Located) -> list[Any]:
    """Return a mention as plain values, from which `of_values` makes it again."""
    own = located.mention
    fields = (own.start, own.end, own.quote, own.kind, own.status, own.targets, own.rule)
    return [located.via, located.place, *fields]


def of_values(values: Sequence[Any]) -> Located:
    """Return the mention of plain values."""
    via, place, start, end, quote, kind, status, targets, rule = values
    return Located(Mention(start, end, quote, kind, status, tuple(targets), rule), via, place)
