"""Units, notes and tiles as JSON records: how a build keeps them, and back again unchanged."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

from indexer.model import (
    Instrument,
    Marker,
    Note,
    NoteKind,
    NoteState,
    Piece,
    Provision,
    Source,
    Span,
    Unit,
)

Record = dict[str, Any]
Keys = Mapping[str, Callable[[Record], Iterable[str]]]
"""The names of what records are looked up by, with the values that one record has."""


def _span(span: Span) -> list[int]:
    return [span.start, span.end]


def unit_record(unit: Unit) -> Record:
    """Return a unit as a record."""
    fields = {name: getattr(unit, name) for name in Unit.__dataclass_fields__}
    fields["markers"] = [
        [m.kind.value, m.label, m.offset, _span(m.span), m.target] for m in unit.markers
    ]
    fields["spans"] = [_span(span) for span in unit.spans]
    return fields


def record_unit(record: Mapping[str, Any]) -> Unit:
    """Return the unit of a record."""
    markers = tuple(
        Marker(NoteKind(kind), label, offset, Span(*span), target)
        for kind, label, offset, span, target in record["markers"]
    )
    spans = tuple(Span(*span) for span in record["spans"])
    offsets = tuple((clean, source) for clean, source in record["offsets"])
    return Unit(**{**record, "markers": markers, "spans": spans, "offsets": offsets})


_STATED: Final = frozenset({"cite_as", "edition", "withdrawn"})


def record_stated_unit(record: Mapping[str, Any]) -> Unit:
    """Return the unit of a record that says more of it: its citation, and where it stands."""
    return record_unit({name: value for name, value in record.items() if name not in _STATED})


def note_record(note: Note) -> Record:
    """Return a note as a record."""
    return {
        "id": note.id,
        "kind": note.kind.value,
        "label": note.label,
        "state": note.state.value,
        "text": note.text,
    }


def record_note(record: Mapping[str, Any]) -> Note:
    """Return the note of a record."""
    kind, state = NoteKind(record["kind"]), NoteState(record["state"])
    return Note(record["id"], kind, record["label"], state, record["text"])


def piece_record(file: str, piece: Piece) -> Record:
    """Return a tile of a file as a record."""
    return {"file": file, "span": _span(piece.span), "role": piece.role, "owner": piece.owner}


def record_piece(record: Mapping[str, Any]) -> tuple[str, Piece]:
    """Return the file and the tile of a record."""
    return record["file"], Piece(Span(*record["span"]), record["role"], record["owner"])


def plain_record(value: Instrument | Source | Provision) -> Record:
    """Return a value of plain fields as a record."""
    return {name: getattr(value, name) for name in type(value).__dataclass_fields__}


def record_instrument(record: Mapping[str, Any]) -> Instrument:
    """Return the instrument of a record."""
    return Instrument(**{**record, "body": tuple(record["body"])})


def _id(record: Record) -> Iterable[str]:
    return (record["id"],)


def _parent(record: Record) -> Iterable[str]:
    return () if record["parent"] is None else (record["parent"],)


def _notes(record: Record) -> Iterable[str]:
    return (marker[-1] for marker in record["markers"])


def _gone(record: Record) -> Iterable[str]:
    return (WITHDRAWN,) if record.get("withdrawn") else ()


def _resolved(record: Record) -> Iterable[str]:
    return record["targets"] if record["status"] == "resolved" else ()


WITHDRAWN: Final = "withdrawn"
_LINKED: Final[Keys] = {"subject": lambda r: (r["subject"],), "target": lambda r: (r["target"],)}

KEYS: Final[Mapping[str, Keys]] = {
    "units": {"id": _id, "parent": _parent, "note": _notes, WITHDRAWN: _gone},
    "notes": {"id": _id},
    "citations": {"unit": lambda r: (r["unit"],), "target": _resolved},
    "links": _LINKED,
    "suggestions": _LINKED,
}
"""By what the records of each file are found; files that are not named are read whole."""


def lines(records: Iterable[Record]) -> bytes:
    """Return records as JSON lines, in their order."""
    return b"".join(f"{json.dumps(r, ensure_ascii=False)}\n".encode() for r in records)


def read_lines(data: bytes) -> Iterator[Record]:
    """Yield the records of JSON lines."""
    for line in data.splitlines():
        yield json.loads(line)
