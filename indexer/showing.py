"""What a build holds, as the JSON that the command line, HTTP and the exports give."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from indexer import views
from indexer.citeas import instrument_citation
from indexer.editions.current import AT, split_edition
from indexer.errors import NotFoundError
from indexer.model import Element, Instrument, NoteState, Unit
from indexer.nearest import nearest
from indexer.reading import Reading

if TYPE_CHECKING:
    from indexer.citing.catalogue import Catalogue


class Showing(Reading):
    """A build of which each thing is shown, and cited, as JSON."""

    def earlier_json(self, unit: Unit) -> views.Json:
        """Return the JSON of a unit of an edition that is not current."""
        instrument, edition = self.instruments[unit.instrument], split_edition(unit.id)[1] or ""
        cited = self.catalogue.write(unit.id).citation
        view = views.unit_view(unit, instrument, self.earlier_notes, self.base, cited)
        iri = f"{self.edition_iri(unit.instrument, edition)}/{unit.eid}"
        current = f"{unit.instrument}:{unit.eid}"
        gone = current in self.withdrawn or current not in self.units
        told = {"edition": edition, "withdrawn": gone, "boxes": self.boxes(unit)}
        return {**view, "iri": iri, **told}

    def _show_in_edition(self, identifier: str) -> views.Json:
        name, edition = split_edition(identifier)
        if ":" not in identifier:
            return self._show_edition(name, edition or "")
        kept, current = self.in_edition(identifier)
        if current:
            return self.show_json(kept)
        if kept in self.earlier:
            return self.earlier_json(self.earlier[kept])
        instrument = self.instruments[name.partition(":")[0]]
        iri = f"{self.edition_iri(instrument.id, edition or '')}/{kept.partition(':')[2]}"
        carriers = [
            unit.id
            for unit in self.earlier.values()
            if any(marker.target == kept for marker in unit.markers)
        ]
        return {
            **views.note_view(self.earlier_notes[kept], instrument, carriers, self.base),
            "iri": iri,
        }

    def _show_edition(self, instrument: str, edition: str) -> views.Json:
        row = dict(self.edition(instrument, edition))
        return {
            "id": f"{instrument}@{edition}",
            "iri": self.edition_iri(instrument, edition),
            "kind": "edition",
            "instrument": instrument,
            **views.edition_view(row, self.sources[row["file"]]),
            "units": len(self.units_of(instrument, edition)),
        }

    def show_json(self, identifier: str) -> views.Json:
        """Return the JSON of what a name says: unit, note, provision, instrument or edition.

        Raises NotFoundError with the nearest identifiers.
        """
        if AT in identifier:
            return self._show_in_edition(identifier)
        if identifier in self.instruments:
            return self.instrument_json(self.instruments[identifier])
        if identifier in self.notes and identifier not in self.units:
            note = self.notes[identifier]
            instrument = self.instruments[identifier.partition(":")[0]]
            return views.note_view(
                note, instrument, list(self.carriers.get(identifier, ())), self.base
            )
        if identifier in self.provisions and identifier not in self.units:
            return self.provision_json(identifier)
        self._known_unit(identifier)
        return self.unit_json(self.unit(identifier))

    def _known_unit(self, identifier: str) -> None:
        """Raise NotFoundError, with the nearest units and provisions, where there is no unit."""
        if identifier in self.units:
            return
        self.refuse_retired(identifier)
        near = nearest(identifier, (*self.units, *self.provisions))
        raise NotFoundError(
            f"There is no unit {identifier!r} in build {self.build}.",
            mend=f"Did you mean {', '.join(near)}?" if near else "See `clausegraph list`.",
            nearest=near,
        )

    def provision_json(self, identifier: str) -> views.Json:
        """Return the JSON of a registered provision whose text is not in the build."""
        from indexer.citing.answers import match_json

        return {
            **match_json(self.catalogue, identifier),
            "text": None,
            "state": NoteState.TEXT_ABSENT.value,
        }

    def instrument_json(self, instrument: Instrument) -> views.Json:
        """Return the JSON of an instrument."""
        editions = [
            views.edition_view(dict(row), self.sources[row["file"]])
            for row in self.editions
            if row["instrument"] == instrument.id
        ]
        cited = instrument_citation(instrument, self.templates)
        count = self.facets.units_of()[instrument.id]
        return views.instrument_view(instrument, self.base, editions, count, cited)

    def element_json(self, element: Element) -> views.Json:
        """Return the JSON of a framework element."""
        counts = self.facets.kinds_under(element.number)
        return views.element_view(element, self.areas[element.area].label, counts)

    # -- citations ---------------------------------------------------------------------------

    @cached_property
    def catalogue(self) -> Catalogue:
        """Everything that can be cited."""
        from indexer.citing.catalogue import Catalogue

        return Catalogue(self)

    def cite_json(self, identifier: str, style: str = "house") -> views.Json:
        """Return the citation of a unit, note, provision or instrument, and what it lacks.

        Raises NotFoundError with the nearest identifiers, QueryError for a style.
        """
        from indexer.citing.answers import cite_json

        return cite_json(self.catalogue, identifier, style)

    def cite_file(self, identifier: str, form: str) -> tuple[str, str]:
        """Return a citation in a format of reference managers, and its media type.

        Raises NotFoundError with the nearest identifiers, QueryError for a format.
        """
        from indexer.citing.answers import cite_file

        return cite_file(self.catalogue, identifier, form)

    def meant_by(self, text: str) -> tuple[str, ...]:
        """Return the identifiers of what a citation in human form means."""
        from indexer.citing.resolver import resolve

        return tuple(resolve(text, self.catalogue).matches)

    def resolve_json(self, text: str) -> views.Json:
        """Return what a text cites: one match, several, or none with the nearest."""
        from indexer.citing.answers import resolve_json

        return resolve_json(self.catalogue, text)
