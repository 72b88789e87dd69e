"""Everything in a build that can be cited, by its identifier, and its citations.

Units, notes that are no units, registered provisions and instruments; a provision whose text is
in the build is that unit.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache, cached_property, partial
from typing import TYPE_CHECKING

from indexer.citeas import Step, recital_places, steps
from indexer.citing.offered import HOUSE
from indexer.citing.particulars import Particulars
from indexer.citing.styles import Cited, Styles, Written
from indexer.editions.current import AT, split_edition
from indexer.errors import NotFoundError
from indexer.ident import instrument_iri, split_id, unit_iri
from indexer.model import Instrument, Note, Provision, Unit
from indexer.nearest import nearest

if TYPE_CHECKING:
    from indexer.editions.reading import Editions

UNIT, NOTE, PROVISION, INSTRUMENT = "unit", "note", "provision", "instrument"


class Things:
    """The citable things of one build, by identifier."""

    def __init__(self, contents: Editions) -> None:
        self.instruments: Mapping[str, Instrument] = contents.instruments
        self.particulars: Mapping[str, Particulars] = contents.particulars
        self.provisions: Mapping[str, Provision] = contents.provisions
        self.units: Mapping[str, Unit] = contents.units
        self.notes: Mapping[str, Note] = contents.notes
        self.base = contents.base
        self.build = contents.build
        self.styles = Styles(contents.styles, contents.templates)
        self._contents = contents
        self._recitals = cache(lambda instrument: recital_places(self._units_of(instrument)))

    def sort(self, identifier: str) -> str | None:
        """Return what an identifier names: `unit`, `note`, `provision`, `instrument`, or None."""
        if AT in identifier:
            return self._sort_in_edition(identifier)
        if identifier in self.units:
            return UNIT
        if identifier in self.notes:
            return NOTE
        if identifier in self.provisions:
            return PROVISION
        return INSTRUMENT if identifier in self.instruments else None

    def _sort_in_edition(self, identifier: str) -> str | None:
        try:
            if ":" not in identifier:
                name, edition = split_edition(identifier)
                self._contents.edition(name, edition or "")
                return INSTRUMENT
            self._contents.in_edition(identifier)
        except NotFoundError:
            return None
        plain = split_edition(identifier)[0]
        return UNIT if plain in self._units_in_edition(identifier) else NOTE

    def _units_in_edition(self, identifier: str) -> Mapping[str, Unit]:
        """Return the units among which an identifier's path is read."""
        name, edition = split_edition(identifier)
        if edition is None:
            return self.units
        return self._contents.units_of(name.partition(":")[0], edition)

    def unit(self, identifier: str) -> Unit:
        """Return the unit that an identifier names, in an edition too."""
        kept = self._contents.in_edition(identifier)[0] if AT in identifier else identifier
        return self._contents.earlier[kept] if AT in kept else self.units[kept]

    def note(self, identifier: str) -> Note:
        """Return the note that an identifier names, in an edition too."""
        kept = self._contents.in_edition(identifier)[0] if AT in identifier else identifier
        return self._contents.earlier_notes[kept] if AT in kept else self.notes[kept]

    def cited(self, identifier: str) -> Cited:
        """Return what an identifier names, ready to be cited.

        Raises NotFoundError with the nearest identifiers.
        """
        instrument, eid = split_id(split_edition(identifier)[0])
        if AT in identifier and ":" in identifier:
            self._contents.in_edition(identifier)
        if self.sort(identifier) is None:
            self._contents.refuse_retired(identifier)
            near = nearest(identifier, self.ids)
            raise NotFoundError(
                f"There is no {identifier!r} in this build.",
                mend=f"Did you mean {', '.join(near)}?" if near else "See `clausegraph list`.",
                nearest=near,
            )
        path = self.steps_of(identifier) if eid else ()
        return Cited(self.instruments[instrument], self.particulars[instrument], path)

    def steps_of(self, identifier: str) -> tuple[Step, ...]:
        """Return the steps of the identifier of a place, in an edition too."""
        plain, edition = split_edition(identifier)
        if edition is None:
            return steps(plain, self.units, partial(self._recitals, split_id(plain)[0]))
        return steps(plain, self._units_in_edition(identifier))

    def write(self, identifier: str, style: str = HOUSE) -> Written:
        """Return the citation of what an identifier names.

        Raises NotFoundError, and QueryError where there is no such style.
        """
        self.styles.check(style)
        written = self.styles.write(self.cited(identifier), style)
        edition = split_edition(identifier)[1]
        if edition is None:
            return written
        told = self._contents.templates["default"]["edition"].format(edition=edition)
        return replace(written, citation=written.citation + told)

    def iri(self, identifier: str) -> str:
        """Return the IRI of what an identifier names."""
        plain, edition = split_edition(identifier)
        instrument, eid = split_id(plain)
        own = self.instruments[instrument]
        if edition is not None:
            whole = self._contents.edition_iri(instrument, edition)
            return f"{whole}/{eid}" if eid else whole
        return unit_iri(self.base, own, eid) if eid else instrument_iri(self.base, own)

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """Every identifier that can be cited."""
        places = (*self.units, *self.notes, *self.provisions)
        return tuple(dict.fromkeys((*places, *self.instruments)))

    @cached_property
    def ids_of(self) -> Mapping[str, tuple[str, ...]]:
        """The identifiers of each instrument, its own among them."""
        found: dict[str, list[str]] = defaultdict(list)
        for identifier in self.ids:
            found[split_id(identifier)[0]].append(identifier)
        return {instrument: tuple(ids) for instrument, ids in found.items()}

    def _units_of(self, instrument: str) -> Iterator[Unit]:
        own = self.ids_of.get(instrument, ())
        return (self.units[identifier] for identifier in own if identifier in self.units)
