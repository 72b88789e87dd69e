"""Which edition of an instrument speaks for it, and how a unit of another one is addressed.

The edition with the latest date is current; of those with one date, the last listed. Units that
only earlier editions have stay known, since identifiers are for ever, and are told as withdrawn.
`compact@draft-2022:para_26` is a unit as one edition prints it; `compact:para_26@draft-2022`
says the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from indexer.model import Corpus, Edition, Note, Unit

AT = "@"


def edition_id(edition: Edition) -> str:
    """Return the identifier of an edition, such as `compact@draft-2022`."""
    return f"{edition.instrument}{AT}{edition.edition}"


def at_edition(identifier: str, edition: str) -> str:
    """Return the identifier of a unit or note as an edition prints it."""
    instrument, _, eid = identifier.partition(":")
    return f"{instrument}{AT}{edition}:{eid}"


def split_edition(identifier: str) -> tuple[str, str | None]:
    """Split `compact@draft-2022:para_26` into `compact:para_26` and `draft-2022`.

    The edition may stand at the end as well: `compact:para_26@draft-2022`.
    """
    whole, colon, eid = identifier.partition(":")
    instrument, at, edition = whole.partition(AT)
    if not at:
        eid, at, edition = eid.partition(AT)
    return f"{instrument}{colon}{eid}", edition if at else None


def canonical(identifier: str) -> str:
    """Return an identifier with its edition, if it has one, behind the instrument."""
    plain, edition = split_edition(identifier)
    if edition is None:
        return identifier
    return at_edition(plain, edition) if ":" in plain else f"{plain}{AT}{edition}"


def editions_of(corpus: Corpus) -> Mapping[str, Sequence[Edition]]:
    """Return the editions of each instrument that has a text, the current one last."""
    days = {source.file: source.last_day for source in corpus.sources}
    found: dict[str, list[Edition]] = defaultdict(list)
    for edition in corpus.editions:
        found[edition.instrument].append(edition)
    return {own: sorted(all_, key=lambda e: days.get(e.file, "")) for own, all_ in found.items()}


def merged(corpus: Corpus) -> Corpus:
    """Return the corpus with one edition an instrument: the current one and what is withdrawn.

    Of a withdrawn unit the words stand as the last edition that had them prints them; its markers
    are left out, since their labels mean other notes now.
    """
    return replace(corpus, editions=tuple(map(_merged, editions_of(corpus).values())))


def _merged(editions: Sequence[Edition]) -> Edition:
    current = editions[-1]
    units = {unit.id: unit for unit in current.units}
    notes = {note.id: note for note in current.notes}
    for edition in reversed(editions[:-1]):
        gone = [unit for unit in edition.units if unit.id not in units]
        printed = {note.id: note for note in edition.notes}
        units |= {unit.id: replace(unit, markers=()) for unit in gone}
        notes |= {unit.id: printed[unit.id] for unit in gone if unit.id in printed}
    return replace(current, units=tuple(units.values()), notes=tuple(notes.values()))


def origins(corpus: Corpus) -> dict[str, tuple[str, bool]]:
    """Return for each unit the edition whose words stand for it, and whether it is withdrawn."""
    found: dict[str, tuple[str, bool]] = {}
    for editions in editions_of(corpus).values():
        for edition in reversed(editions):
            for unit in edition.units:
                found.setdefault(unit.id, (edition.edition, edition is not editions[-1]))
    return found


def earlier(corpus: Corpus) -> Iterator[Edition]:
    """Yield the editions that are not current, their units and notes addressed with the edition."""
    for editions in editions_of(corpus).values():
        yield from map(addressed, editions[:-1])


def addressed(edition: Edition) -> Edition:
    """Return an edition whose units and notes go by their identifiers in it."""

    def named(identifier: str) -> str:
        return at_edition(identifier, edition.edition)

    def unit(own: Unit) -> Unit:
        parent = None if own.parent is None else named(own.parent)
        markers = tuple(replace(m, target=named(m.target)) for m in own.markers)
        return replace(own, id=named(own.id), parent=parent, markers=markers)

    def note(own: Note) -> Note:
        return replace(own, id=named(own.id))

    return replace(
        edition, units=tuple(map(unit, edition.units)), notes=tuple(map(note, edition.notes))
    )
