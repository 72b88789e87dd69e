"""The editions of a build: which there are, and the units of one by their identifiers in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from indexer import views
from indexer.contents import Contents
from indexer.editions.boxes import Boxes
from indexer.editions.current import AT, at_edition, split_edition
from indexer.errors import NotFoundError, RetiredError
from indexer.ident import edition_iri
from indexer.model import Note, Unit
from indexer.nearest import nearest
from indexer.records import record_note, record_unit

if TYPE_CHECKING:
    from indexer.retrieval.filters import Facets


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
        absent = f"The text of {instrument} is not in this build: it has no edition."
        raise NotFoundError(
            f"There is no edition {edition!r} of {instrument} in build {self.build}.",
            mend=f"There are: {', '.join(names)}." if names else absent,
            nearest=tuple(names),
        )

    @cached_property
    def edition_names(self) -> tuple[str, ...]:
        """Every edition of the build, as `instrument@edition`."""
        return tuple(f"{row['instrument']}{AT}{row['edition']}" for row in self.editions)

    def is_current(self, edition: str) -> bool:
        """Whether `instrument@edition` is the current one. Raises NotFoundError for none."""
        name, own = split_edition(edition)
        return bool(self.edition(name, own or "")["current"])

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
        self._refuse_retired_in(identifier, plain, edition)
        raise self._not_in_edition(plain, instrument, edition)

    def _not_in_edition(self, plain: str, instrument: str, edition: str) -> NotFoundError:
        """Return the error for what an edition does not have: another has it, or what is near."""
        others = tuple(
            at_edition(plain, row["edition"])
            for row in self.editions
            if row["instrument"] == instrument
            and plain in self.units_of(instrument, row["edition"])
        )
        near = nearest(plain, self.units_of(instrument, edition))
        named = others or tuple(at_edition(name, edition) for name in near)
        told = f"Did you mean {', '.join(named)}?" if named else "See `clausegraph diff`."
        return NotFoundError(
            f"There is no {plain!r} in edition {edition!r} of {instrument}.",
            mend=f"It stands in {', '.join(others)}." if others else told,
            nearest=named,
        )

    def _refuse_retired_in(self, asked: str, plain: str, edition: str) -> None:
        """Raise RetiredError where a name was withdrawn, with what took its place in an edition."""
        try:
            self.refuse_retired(plain)
        except RetiredError as error:
            instrument = (error.to or "").partition(":")[0]
            names = [own for own in self.edition_names if own == f"{instrument}{AT}{edition}"]
            there = bool(names) and error.to in self.units_of(instrument, edition)
            to = at_edition(str(error.to), edition) if there else error.to
            mend = f"Use {to}." if to else str(error.mend)
            raise RetiredError(error.message, mend=mend, asked=asked, to=to) from error

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

    def unit_json(self, unit: Unit) -> views.Json:
        """Return the JSON of a unit as the build keeps it, with the edition of its words."""
        instrument = self.instruments[unit.instrument]
        view = views.unit_view(unit, instrument, self.notes, self.base, self._cited[unit.id])
        return {**view, **self.printed_json(unit)}

    def printed_json(self, unit: Unit) -> views.Json:
        """Return in which edition the words of a unit stand, and where they stand in print."""
        return {
            "edition": self.edition_of[unit.id],
            "withdrawn": unit.id in self.withdrawn,
            "boxes": self.boxes(unit),
        }

    @cached_property
    def earlier_facets(self) -> Facets:
        """What filters ask about units of editions that are not current."""
        from indexer.retrieval.filters import Facets

        return Facets(self.earlier.values(), self.instruments)
