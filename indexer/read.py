"""The read side: one opened build, and everything that may be asked of it.

Opening reads only the units. The graph, the vectors and the words are opened when a first
question needs them, the model when a first question asks for meaning: `clausegraph show` must not
pay for torch. A reader keeps the build it opened, whatever is published later.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from indexer import publish, views
from indexer.answers.options import LinkOptions
from indexer.answers.tables import coverage_csv, links_csv
from indexer.citeas import instrument_citation
from indexer.dumps import NQUADS_DUMP, UNITS_DUMP
from indexer.editions.current import AT, split_edition
from indexer.errors import NotFoundError
from indexer.model import Element, Instrument, Unit
from indexer.reading import Reading
from indexer.search_options import MODES, SearchOptions
from indexer.tracing.options import TraceOptions

if TYPE_CHECKING:
    from pyoxigraph import Store

    from indexer.citing.catalogue import Catalogue
    from indexer.retrieval.embed import Encoder, ModelId
    from indexer.retrieval.filters import Facets
    from indexer.retrieval.results import Results
    from indexer.retrieval.searcher import Searcher
    from indexer.sparql.model import Answer
    from indexer.sparql.of_build import BuildMeaning

__all__ = [
    "MODES",
    "NQUADS_DUMP",
    "UNITS_DUMP",
    "Index",
    "LinkOptions",
    "SearchOptions",
    "TraceOptions",
    "coverage_csv",
    "links_csv",
    "open_index",
    "open_index_with_model",
]


class Index(Reading):
    """One build, opened for reading. Make it with `open_index`."""

    def __init__(self, folder: Path, encoder_of: Callable[[Path], Encoder] | None = None) -> None:
        """Open the build in `folder`; `encoder_of` gives the model for the build in a folder."""
        super().__init__(folder)
        self._encoder_of = encoder_of

    # -- the same as JSON -------------------------------------------------------------------

    def unit_json(self, unit: Unit) -> views.Json:
        """Return the JSON of a unit."""
        instrument = self.instruments[unit.instrument]
        view = views.unit_view(unit, instrument, self.notes, self.base, self._cited[unit.id])
        return {
            **view,
            "edition": self.edition_of[unit.id],
            "withdrawn": unit.id in self.withdrawn,
            "boxes": self.boxes(unit),
        }

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
        """Return the JSON of a unit, a note, an instrument or an edition, as the name says.

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
        return self.unit_json(self.unit(identifier))

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

    def browsed(self, options: SearchOptions, parent: str | None = None) -> list[str]:
        """Return the units that filters let through by identifier (see indexer.browse)."""
        from indexer.browse import browsed

        return browsed(self, options, parent)

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

    def resolve_json(self, text: str) -> views.Json:
        """Return what a text cites: one match, several, or none with the nearest."""
        from indexer.citing.answers import resolve_json

        return resolve_json(self.catalogue, text)

    # -- search --------------------------------------------------------------------------------

    @cached_property
    def searcher(self) -> Searcher:
        """The search side, opened at the first search."""
        return self._searcher_in("search")

    def _searcher_in(self, name: str) -> Searcher:
        from indexer.retrieval.searcher import Searcher

        known = self._encoder_of
        opened = None if known is None else lambda: known(self.folder)
        return Searcher(self.folder / name, self._text_of, opened)

    @cached_property
    def earlier_searcher(self) -> Searcher:
        """The search over editions that are not current."""
        return self._searcher_in("search-earlier")

    @cached_property
    def earlier_facets(self) -> Facets:
        """What filters ask about units of editions that are not current."""
        from indexer.retrieval.filters import Facets

        return Facets(self.earlier.values(), self.instruments)

    def _text_of(self, identifier: str) -> str:
        return (self.earlier if AT in identifier else self.units)[identifier].text

    def search(self, query: str, options: SearchOptions) -> Results:
        """Return the best units for a query; first what it cites.

        Raises QueryError for a mode, filter or query that is wrong.
        """
        from indexer.searching import search

        return search(self, query, options)

    def search_json(self, query: str, options: SearchOptions) -> views.Json:
        """Return a search's answer as JSON: units with score, parts and matched words."""
        from indexer.searching import search_json

        return search_json(self, query, options)

    def trace_json(self, text: str, options: TraceOptions) -> views.Json:
        """Return what holds of a draft: citations, sentences, elements (see indexer.tracing).

        Raises QueryError where the build has no patterns of citations, or for a mode.
        """
        from indexer.tracing.trace import trace

        return trace(self, text, options)

    # -- the graph -------------------------------------------------------------------------------

    @cached_property
    def store(self) -> Store:
        """The graph, opened for reading only."""
        from indexer.graph.store import open_store

        return open_store(self.folder / "store")

    def sparql(
        self, query: str, results_form: str | None = None, graph_form: str | None = None
    ) -> Answer:
        """Answer a SPARQL query, a table in one format or a graph in the other.

        Raises QueryError for what is no query, is not offered, or cannot be given in the format.
        """
        from indexer.sparql.evaluate import answer

        return answer(self.store, query, results_form, graph_form=graph_form, meaning=self.meaning)

    @cached_property
    def meaning(self) -> BuildMeaning:
        """The search of the build as queries use it, in cg:search and cg:similarity."""
        from indexer.sparql.of_build import BuildMeaning

        return BuildMeaning(self)

    # -- builds ----------------------------------------------------------------------------------

    def published(self) -> str:
        """Return the build that is published now. Raises NotFoundError where there is none."""
        return publish.published(self.folder.parents[1]).name

    def reopened(self) -> Index:
        """Open what is published now, with its model. Raises NotFoundError likewise."""
        return Index(publish.published(self.folder.parents[1]), self._encoder_of)

    def warm(self) -> None:
        """Load the model and search once, so that the next search is quick."""
        self.search("health and care workers", SearchOptions(k=1))


def open_index(
    index: Path, open_encoder: Callable[[], Encoder] | None = None, build: str | None = None
) -> Index:
    """Open the published build of an index folder, or the build of the given identifier.

    `open_encoder` is called when a first search asks for meaning. Raises NotFoundError where
    there is no build.
    """
    folder = publish.published(index) if build is None else index / "builds" / build
    if not (folder / publish.MANIFEST).is_file():
        raise NotFoundError(
            f"There is no build {build!r} in {index}.", mend="Run `clausegraph build`."
        )
    return Index(folder, None if open_encoder is None else lambda _folder: open_encoder())


def open_index_with_model(index: Path) -> Index:
    """Open the published build with the model that it was made with, loaded when it is needed.

    A model is loaded once, also where builds are opened one after the other. Raises NotFoundError
    where there is no build.
    """

    @cache
    def opened(model: ModelId) -> Encoder:
        from indexer.retrieval.encoders import encoder_of
        from indexer.settings import settings

        return encoder_of(model, index, settings())

    def of(folder: Path) -> Encoder:
        from indexer.retrieval.searcher import read_model

        return opened(read_model(folder / "search"))

    return Index(publish.published(index), of)
