"""A text as its page gives it to be read: headings and words in order, and a table of contents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from api.web.marked import Stretch, stretches
from indexer.model import Unit
from indexer.resources.page import short_name

_DEEPEST: Final = 2
_TOP: Final = 3
"""The level of the first headings of a text."""


@dataclass
class Branch:
    """A line of a table of contents with those below it."""

    name: str
    href: str
    remark: str = ""
    below: list[Branch] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Read:
    """A unit in the text of its instrument: a heading of a level, or words of a depth."""

    unit: Unit
    head: bool
    level: int
    depth: int
    pieces: tuple[Stretch, ...]


def read_through(units: Iterable[Unit]) -> list[Read]:
    """Return the units of a text, in its order."""
    known = {own.id: own for own in units}
    return [_read(own, known) for own in known.values()]


def _read(unit: Unit, known: Mapping[str, Unit]) -> Read:
    above = list(_above(unit, known))
    heads = sum(not own.own_text for own in above)
    notes = [
        {"kind": own.kind.value, "label": own.label, "offset": own.offset, "id": own.target}
        for own in unit.markers
    ]
    pieces = stretches(unit.text, notes=notes) if unit.own_text else ()
    depth = min(len(above) - heads, _DEEPEST)
    return Read(unit, not unit.own_text, min(_TOP + heads, 6), depth, pieces)


def _above(unit: Unit, known: Mapping[str, Unit]) -> Iterator[Unit]:
    """Yield the units above one, the nearest first."""
    while unit.parent is not None:
        unit = known[unit.parent]
        yield unit


def contents(rows: Sequence[Read]) -> list[Branch]:
    """Return the headings of a text as a tree; its top units where it has none."""
    heads = {own.unit.id: Branch(_head(own.unit), f"#{own.unit.eid}") for own in rows if own.head}
    if not heads:
        top = (own.unit for own in rows if own.unit.parent is None)
        return [Branch(short_name(own), f"#{own.eid}", _short(own.text)) for own in top]
    tree: list[Branch] = []
    for own in rows:
        if own.head:
            above = heads.get(own.unit.parent or "")
            (tree if above is None else above.below).append(heads[own.unit.id])
    return tree


def _head(unit: Unit) -> str:
    return f"{unit.printed_label} {unit.text}" if unit.printed_label else unit.text


def _short(text: str, most: int = 80) -> str:
    return text if len(text) <= most else f"{text[:most].rpartition(' ')[0]} …"
