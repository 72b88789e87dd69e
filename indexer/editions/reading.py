"""The editions of a build: which there are, and the units of one by their identifiers in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from indexer.contents import Contents
from indexer.editions.boxes import Boxes
from indexer.editions.current import at_edition, split_edition
from indexer.errors import NotFoundError
from indexer.ident import edition_iri
from indexer.model import Note, Unit
from indexer.nearest import nearest
from indexer.records import record_note, record_unit


class Editions(Contents):
    """A build of which every edition can be asked for."""

    @cached_property
    def _earlier_rows(self) -> Sequence[tuple[str, Unit]]:
        return self._rows("earlier", lambda row: (row.pop("edition"), record_unit(row)))

    @cached_property
    def earlier(self) -> Mapping[str, Unit]:
        """The units of editions that are not current, by identifiers `instrument@edition:eId`."""
        return {unit.id: unit for _, unit in self._earlier_rows}

    @cached_property
    def earlier_notes(self) -> Mapping[str, Note]:
        """The notes of editions that are not current, by such identifiers."""
        return {own.id: own for own in self._rows("earlier_notes", record_note)}

    def edition(self, instrument: str, edition: str) -> Mapping[str, Any]:
        """Return the facts of one edition. Raises NotFoundError with those there are."""
        rows = [row for row in self.editions if row["instrument"] == instrument]
        found = next((row for row in rows if row["edition"] == edition), None)
        if found is not None:
            return found
        names = [f"{instrument}@{row['edition']}" for row in rows]
        if not names:
            self.instrument(instrument)
        raise NotFoundError(
            f"There is no edition {edition!r} of {instrument} in build {self.build}.",
            mend=f"There are: {', '.join(names)}." if names else "See `clausegraph list`.",
            nearest=tuple(names),
        )

    def units_of(self, instrument: str, edition: str) -> Mapping[str, Unit]:
        """Return the units of one edition by their identifiers without it, in document order.

        Raises NotFoundError where there is no such edition.
        """
        if self.edition(instrument, edition)["current"]:
            own = (u for u in self.units.values() if u.instrument == instrument)
            return {unit.id: unit for unit in own if unit.id not in self.withdrawn}
        prefix = f"{instrument}@{edition}:"
        found = (unit for name, unit in self.earlier.items() if name.startswith(prefix))
        return {f"{instrument}:{unit.eid}": unit for unit in found}

    def in_edition(self, identifier: str) -> tuple[str, bool]:
        """Return by which identifier the build keeps `instrument@edition:eId`.

        It is one without the edition where that is current, and then the second value is true.
        Raises NotFoundError where the edition, or the unit or note in it, is not there.
        """
        plain, edition = split_edition(identifier)
        instrument = plain.partition(":")[0]
        edition = edition or ""
        current = bool(self.edition(instrument, edition)["current"])
        kept = plain if current else at_edition(plain, edition)
        there = (kept in self.units or kept in self.notes) and plain not in self.withdrawn
        if there if current else (kept in self.earlier or kept in self.earlier_notes):
            return kept, current
        near = nearest(plain, self.units_of(instrument, edition))
        named = ", ".join(at_edition(name, edition) for name in near)
        raise NotFoundError(
            f"There is no {plain!r} in edition {edition!r} of {instrument}.",
            mend=f"Did you mean {named}?" if named else "See `clausegraph diff`.",
            nearest=tuple(at_edition(name, edition) for name in near),
        )

    @cached_property
    def _boxes(self) -> Boxes:
        return Boxes(self.folder)

    def boxes(self, unit: Unit) -> list[dict[str, Any]]:
        """Return where a unit stands in print, line by line, where its file has pages."""
        return self._boxes.of(unit)

    def edition_iri(self, instrument: str, edition: str) -> str:
        """Return the IRI of an edition. Raises NotFoundError where there is none."""
        row = self.edition(instrument, edition)
        return edition_iri(self.base, self.instruments[instrument], row["language"], edition)
