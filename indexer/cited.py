"""The citations of a build as values: who cites what, where, and by which rule it was seen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

from indexer.model import Corpus, Edition, Note, NoteState

if TYPE_CHECKING:
    from indexer.citations import Located

RESOLVED = "resolved"
INTERNAL = "internal"


@dataclass(frozen=True, slots=True)
class Cited:
    """One mention as a unit makes it, in its own text or through a note."""

    unit: str
    """Identifier of the unit that cites."""
    via: str
    """`text`, `footnote` or `endnote`."""
    place: str
    """Identifier of the unit or note in whose clean text the offsets count code points."""
    start: int
    end: int
    quote: str
    kind: str
    status: str
    """`resolved`, `ambiguous` or `unresolved`."""
    targets: tuple[str, ...]
    rule: str

    @property
    def note(self) -> str | None:
        """Identifier of the note through which the unit cites, if it is not its own text."""
        return self.place if self.via != "text" else None

    def as_record(self) -> dict[str, Any]:
        """Return the citation as a record of plain values."""
        return {**{f.name: getattr(self, f.name) for f in fields(self)}, "note": self.note}


def record_cited(record: Mapping[str, Any]) -> Cited:
    """Return the citation of a record."""
    own = {field.name: record[field.name] for field in fields(Cited)}
    return Cited(**{**own, "targets": tuple(own["targets"])})


def citations_of(found: Mapping[str, Sequence[Located]]) -> tuple[Cited, ...]:
    """Return what each unit cites, in reading order; `found` has the mentions by unit."""
    return tuple(_cited(unit, located) for unit, own in found.items() for located in own)


def _cited(unit: str, located: Located) -> Cited:
    own = {name: getattr(located.mention, name) for name in located.mention.__dataclass_fields__}
    return Cited(unit=unit, via=located.via, place=located.place, **own)


def with_resolved_notes(corpus: Corpus, citations: Iterable[Cited]) -> Corpus:
    """Return the corpus with each note resolved whose text leads to an instrument or provision."""
    resolved = {c.place for c in citations if c.status == RESOLVED and c.kind != INTERNAL}
    editions = tuple(_resolved(edition, resolved) for edition in corpus.editions)
    return replace(corpus, editions=editions)


def _resolved(edition: Edition, resolved: set[str]) -> Edition:
    return replace(edition, notes=tuple(_notes(edition.notes, resolved)))


def _notes(notes: Iterable[Note], resolved: set[str]) -> Iterator[Note]:
    for note in notes:
        leads = note.id in resolved and note.state is NoteState.TEXT_PRESENT
        yield replace(note, state=NoteState.RESOLVED) if leads else note
