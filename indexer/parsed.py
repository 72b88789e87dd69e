"""Files parsed once: what the parser made of a text is remembered from one build to the next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from indexer.model import Note, Piece, Span, Unit
from indexer.parsing.parse import Document, parse_document
from indexer.parsing.profiles import Profile
from indexer.records import note_record, record_note, record_unit, unit_record
from indexer.remembered import Remembered


@dataclass(frozen=True, slots=True)
class Printed:
    """What one file has of one instrument."""

    instrument: str
    units: tuple[Unit, ...]
    notes: tuple[Note, ...]


def parsed(
    document: Document,
    profiles: Mapping[str, Profile],
    elements: Mapping[str, Mapping[str, int]],
    remembered: Remembered,
    stated: object,
) -> tuple[tuple[Printed, ...], tuple[Piece, ...]]:
    """Parse a file whole (see `parse_document`), or return what was made of it before.

    `stated` tells by its `repr` what states the profiles, such as the hashes of their files.
    Returns the instruments of the file and its tiles. Raises InputError where it does not tile.
    """
    decides = (document, sorted(elements.items()), stated)
    made = remembered.one("parsed", decides, lambda: _record(document, profiles, elements))
    found = tuple(
        Printed(name, tuple(map(record_unit, units)), tuple(map(record_note, notes)))
        for name, units, notes in made["instruments"]
    )
    return found, tuple(map(_piece, made["pieces"]))


def _record(
    document: Document,
    profiles: Mapping[str, Profile],
    elements: Mapping[str, Mapping[str, int]],
) -> dict[str, Any]:
    """Return as plain values what the parser makes of a file."""
    found = parse_document(document, profiles, elements)
    return {
        "instruments": [
            (name, list(map(unit_record, own.units)), list(map(note_record, own.notes)))
            for name, own in found.instruments.items()
        ],
        "pieces": [(p.span.start, p.span.end, p.role, p.owner) for p in found.pieces],
    }


def _piece(values: Sequence[Any]) -> Piece:
    start, end, role, owner = values
    return Piece(Span(start, end), role, owner)
