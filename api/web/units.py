"""The page of a unit: its words and notes, how to cite it, what backs it, and what is around it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from api.web.links import OPTIONS, incoming, outgoing
from api.web.marked import stretches
from indexer.errors import ClausegraphError
from indexer.ident import edition_iri
from indexer.model import Unit
from indexer.read import Index, SearchOptions
from indexer.resources.page import short_name

Json = dict[str, Any]
FILES: Final = ("bibtex", "ris", "csl-json")


def unit_values(index: Index, identifier: str) -> Json:
    """Return what the page of a unit of the current edition says, for `unit.html`."""
    unit, view = index.units[identifier], index.unit_json(index.units[identifier])
    notes = list({own["id"]: _note(index, own) for own in view["notes"]}.values())
    before, after = _neighbours(index, unit)
    backing = index.backing_json(identifier, OPTIONS)
    return {
        "unit": view,
        "source": index.sources[unit.file],
        "trail": trail(index, unit),
        "pieces": stretches(unit.text, notes=_pointing(view["notes"])),
        "notes": notes,
        "absent": sum(1 for own in notes if own["state"] == "text-absent"),
        "cited_as": citations(index, identifier),
        "files": FILES,
        "families": (
            *outgoing(index, backing),
            *incoming(index, index.backs_json(identifier, OPTIONS)),
        ),
        "unresolved": backing["unresolved"],
        "parts_below": [index.units[own] for own in index.children.get(identifier, ())],
        "before": before,
        "after": after,
        "editions": editions(index, unit.instrument, unit.eid),
        "name_of": short_name,
    }


def _note(index: Index, marker: Json) -> Json:
    note = index.notes[marker["id"]]
    return {**marker, "text": note.text}


def _pointing(notes: Sequence[Json]) -> list[Json]:
    """The markers, each with the address of its note on the page."""
    return [{**own, "href": f"#{own['kind']}-{own['label']}"} for own in notes]


def trail(index: Index, unit: Unit) -> list[tuple[str, str]]:
    """Return the way down to a unit: the identifier and the name of all above it."""
    found: list[tuple[str, str]] = []
    parent = unit.parent
    while parent is not None:
        own = index.units[parent]
        found.append((own.id, short_name(own)))
        parent = own.parent
    top = (unit.instrument, index.instruments[unit.instrument].short_title)
    return [top, *reversed(found)]


def citations(index: Index, identifier: str) -> list[Json]:
    """Return the citation of a thing in each style."""
    return [index.cite_json(identifier, style) for style in index.styles["style"]]


def _neighbours(index: Index, unit: Unit) -> tuple[Unit | None, Unit | None]:
    """Return the units before and after one, beside it; after the last of some, what follows."""
    before = _beside(index, unit, -1)
    own, after = unit, _beside(index, unit, 1)
    while after is None and own.parent is not None:
        own = index.units[own.parent]
        after = _beside(index, own, 1)
    return before, after


def _beside(index: Index, unit: Unit, step: int) -> Unit | None:
    """Return the unit so many steps from one among those below the same."""
    if unit.id in index.withdrawn:
        return None
    names = index.children[unit.parent] if unit.parent else _at_the_top(index, unit.instrument)
    at = names.index(unit.id) + step
    return index.units[names[at]] if 0 <= at < len(names) else None


def _at_the_top(index: Index, instrument: str) -> list[str]:
    names = index.browsed(SearchOptions(instruments=(instrument,)))
    return [name for name in names if index.units[name].parent is None]


def editions(index: Index, instrument: str, eid: str = "") -> list[Json]:
    """Return the editions of an instrument, each with the path of the same unit where it has it."""
    return [_edition(index, row, eid) for row in index.editions if row["instrument"] == instrument]


def _edition(index: Index, row: Any, eid: str) -> Json:
    own = index.instruments[row["instrument"]]
    path = edition_iri("", own, row["language"], row["edition"])
    name = f"{own.id}@{row['edition']}" + (f":{eid}" if eid else "")
    there = not eid or _has(index, f"{own.id}:{eid}", str(row["edition"]))
    return {
        "id": name,
        "name": row["edition"],
        "language": row["language"],
        "current": row["current"],
        "source": index.sources[row["file"]],
        "path": (f"{path}/{eid}" if eid else path) if there else None,
    }


def _has(index: Index, identifier: str, edition: str) -> bool:
    instrument, _, eid = identifier.partition(":")
    try:
        index.in_edition(f"{instrument}@{edition}:{eid}")
    except ClausegraphError:
        return False
    return True
