"""The JSON shapes that the command line, the HTTP service and the exports share.

They are the interfaces of docs/decisions/0002-identity.md and the README; a field that stands
here stays.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from indexer.ident import instrument_iri, unit_iri
from indexer.model import Element, Instrument, Note, Source, Unit

Json = dict[str, Any]
SCORE_DIGITS = 6
"""Decimals of a score: a search computes no more, and a 32-bit float as it stands shows more."""


def score_view(score: float) -> float:
    """Return a score as it is told: without the digits that only its binary form has."""
    return round(score, SCORE_DIGITS)


def unit_view(
    unit: Unit, instrument: Instrument, notes: Mapping[str, Note], base: str, cite_as: str
) -> Json:
    """Return the JSON of a unit; offsets count code points, see the README."""
    return {
        "id": unit.id,
        "iri": unit_iri(base, instrument, unit.eid),
        "instrument": unit.instrument,
        "kind": unit.kind,
        "printed_label": unit.printed_label,
        "ordinal": unit.ordinal,
        "parent": unit.parent,
        "section": unit.section,
        "heading": unit.heading,
        "element": unit.element,
        "text": unit.text,
        "heading_only": not unit.own_text,
        "attribution": unit.attribution,
        "notes": [
            {
                "kind": marker.kind.value,
                "label": marker.label,
                "offset": marker.offset,
                "state": notes[marker.target].state.value,
                "id": marker.target,
            }
            for marker in unit.markers
        ],
        "source": {
            "file": unit.file,
            "start": unit.start,
            "end": unit.end,
            "parts": [[span.start, span.end] for span in unit.spans],
        },
        "cite_as": cite_as,
    }


def note_view(note: Note, instrument: Instrument, carriers: list[str], base: str) -> Json:
    """Return the JSON of a note that is not a unit: an endnote, or a marker without its note."""
    return {
        "id": note.id,
        "iri": unit_iri(base, instrument, note.id.partition(":")[2]),
        "instrument": instrument.id,
        "kind": note.kind.value,
        "label": note.label,
        "state": note.state.value,
        "text": note.text,
        "carried_by": carriers,
    }


def instrument_view(
    instrument: Instrument, base: str, editions: list[Json], units: int, cite_as: str
) -> Json:
    """Return the JSON of an instrument; `editions` is empty where its text is not in the build."""
    return {
        "id": instrument.id,
        "iri": instrument_iri(base, instrument),
        "title": instrument.title,
        "short_title": instrument.short_title,
        "body": list(instrument.body),
        "kind": instrument.kind,
        "bindingness": instrument.bindingness,
        "law": instrument.is_law,
        "year": instrument.year,
        "number": instrument.number,
        "status": instrument.status,
        "editions": editions,
        "units": units,
        "cite_as": cite_as,
    }


def edition_view(record: Json, source: Source) -> Json:
    """Return the JSON of an edition, with what its own pages state."""
    return {
        "edition": record["edition"],
        "current": record["current"],
        "language": record["language"],
        "file": source.file,
        "sha256": source.sha256,
        "received": source.received,
        "title": source.title,
        "publisher": source.publisher,
        "date": source.date,
        "date_earliest": source.date_earliest,
        "date_latest": source.date_latest,
        "status": source.status,
        "origin": source.origin,
        "rights": source.rights,
    }


def element_view(element: Element, area: str, counts: Mapping[str, int]) -> Json:
    """Return the JSON of a framework element, with its units counted by kind."""
    return {
        "number": element.number,
        "label": element.label,
        "area": {"id": element.area, "label": area},
        "section": element.section,
        "units": dict(sorted(counts.items())),
    }
