"""The pages of an instrument, whole with its contents, of a provision, and of an element."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, Final

from api.web.links import OPTIONS, incoming, outgoing
from api.web.marked import Stretch, stretches
from api.web.units import FILES, citations, editions, parents_with_text
from api.web.words import language
from indexer.model import Provision, Unit
from indexer.read import Index
from indexer.resources.page import short_name

Json = dict[str, Any]
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


def instrument_values(index: Index, identifier: str) -> Json:
    """Return what the page of an instrument says, for `instrument.html`."""
    instrument = index.instruments[identifier]
    printed = editions(index, identifier)
    current = next((own for own in printed if own["current"]), None)
    units = index.units_of(identifier, current["name"]) if current else {}
    reading = [_read(index, own) for own in units.values()]
    return {
        "instrument": instrument,
        "cited_as": citations(index, identifier),
        "files": FILES,
        "editions": printed,
        "language": language(current["language"]) if current else "en",
        "reading": reading,
        "contents": _contents(reading) if reading else _provisions(index, identifier),
        "families": incoming(index, index.backs_json(identifier, OPTIONS)),
    }


def _read(index: Index, unit: Unit) -> Read:
    heads, deep = 0, len(list(parents_with_text(index, unit)))
    parent = unit.parent
    while parent is not None:
        heads += not index.units[parent].own_text
        parent = index.units[parent].parent
    notes = [
        {"kind": own.kind.value, "label": own.label, "offset": own.offset, "id": own.target}
        for own in unit.markers
    ]
    pieces = stretches(unit.text, notes=notes) if unit.own_text else ()
    return Read(unit, not unit.own_text, min(_TOP + heads, 6), min(deep, _DEEPEST), pieces)


def _contents(reading: Iterable[Read]) -> list[Branch]:
    """Return the headings of a text as a tree; its top units where it has none."""
    rows = list(reading)
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


def _provisions(index: Index, instrument: str) -> list[Branch]:
    """Return the registered provisions of an instrument as a tree, in the order of the registry."""
    tree: list[Branch] = []
    known: dict[str, Branch] = {}
    base = index.instruments[instrument].path
    for own in index.provisions.values():
        if own.instrument == instrument:
            branch = Branch(_place(index, own), f"{base}/{own.eid}", own.subject)
            known[own.eid] = branch
            above = known.get(own.eid.rpartition("__")[0])
            (tree if above is None else above.below).append(branch)
    return tree


def _place(index: Index, provision: Provision) -> str:
    """Return the citation of a provision without its instrument's, such as `Article 13(1)`."""
    whole = index.citation_of(provision.instrument)
    return index.citation_of(provision.id).removeprefix(whole).strip(" ,") or provision.eid


def provision_values(index: Index, identifier: str) -> Json:
    """Return what the page of a registered provision says, for `provision.html`."""
    provision = index.provisions[identifier]
    instrument = index.instruments[provision.instrument]
    order = [own for own in index.provisions if own.startswith(f"{instrument.id}:")]
    at = order.index(identifier)
    above = identifier.rpartition("__")[0]
    trail = [(instrument.id, instrument.short_title)]
    if above in index.provisions:
        trail.append((above, _place(index, index.provisions[above])))
    return {
        "provision": provision,
        "instrument": instrument,
        "cite_as": index.citation_of(identifier),
        "trail": trail,
        "cited_as": citations(index, identifier),
        "files": FILES,
        "families": incoming(index, index.backs_json(identifier, OPTIONS)),
        "before": order[at - 1] if at else None,
        "after": order[at + 1] if at + 1 < len(order) else None,
    }


def element_values(index: Index, identifier: str) -> Json:
    """Return what the page of an element of the framework says, for `element.html`."""
    element = index.element(int(identifier.partition(":")[2]))
    units = [own for own in index.units.values() if own.element == element.number]
    kinds = list(dict.fromkeys(own.kind for own in units))
    ordered = sorted(units, key=lambda own: kinds.index(own.kind))
    return {
        "element": element,
        "elements": list(index.elements.values()),
        "area": index.areas[element.area].label,
        "clauses": [(kind, list(own)) for kind, own in groupby(ordered, lambda u: u.kind)],
        "families": outgoing(index, index.backing_json(identifier, OPTIONS)),
    }
