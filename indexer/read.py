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

from indexer import publish
from indexer.answers.options import FAMILIES, LinkOptions
from indexer.answers.tables import coverage_csv, links_csv
from indexer.citing.offered import FILES, FORMATS, HOUSE, STYLES, TEXT
from indexer.dumps import NQUADS_DUMP, UNITS_DUMP
from indexer.editions.current import AT, canonical, split_edition
from indexer.errors import NotFoundError
from indexer.search_options import MODES, SearchOptions
from indexer.showing import Showing
from indexer.tracing.options import TraceOptions
from indexer.views import Json

if TYPE_CHECKING:
    from pyoxigraph import Store

    from indexer.retrieval.embed import Encoder, ModelId
    from indexer.retrieval.results import Results
    from indexer.retrieval.searcher import Searcher
    from indexer.sparql.model import Answer
    from indexer.sparql.of_build import BuildMeaning

__all__ = [
    "AT",
    "FAMILIES",
    "FILES",
    "FORMATS",
    "HOUSE",
    "MODES",
    "NQUADS_DUMP",
    "STYLES",
    "TEXT",
    "UNITS_DUMP",
    "Index",
    "LinkOptions",
    "SearchOptions",
    "TraceOptions",
    "canonical",
    "coverage_csv",
    "links_csv",
    "open_index",
    "open_index_with_model",
    "split_edition",
]


class Index(Showing):
    """One build, opened for reading. Make it with `open_index`."""

    def __init__(self, folder: Path, encoder_of: Callable[[Path], Encoder] | None = None) -> None:
        """Open the build in `folder`; `encoder_of` gives the model for the build in a folder."""
        super().__init__(folder)
        self._encoder_of = encoder_of

    def browsed(self, options: SearchOptions, parent: str | None = None) -> list[str]:
        """Return the units that filters let through by identifier (see indexer.browse)."""
        from indexer.browse import browsed

        return browsed(self, options, parent)

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

    def _text_of(self, identifier: str) -> str:
        return (self.earlier if AT in identifier else self.units)[identifier].text

    def search(self, query: str, options: SearchOptions) -> Results:
        """Return the best units for a query; first what it cites.

        Raises QueryError for a mode, filter or query that is wrong.
        """
        from indexer.searching import search

        return search(self, query, options)

    def search_json(self, query: str, options: SearchOptions) -> Json:
        """Return a search's answer as JSON: units with score, parts and matched words."""
        from indexer.searching import search_json

        return search_json(self, query, options)

    def trace_json(self, text: str, options: TraceOptions) -> Json:
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
        """Open what is published now, with its model, where every file of it is whole.

        Raises NotFoundError likewise, and InputError where a file is not as it was written.
        """
        folder = publish.published(self.folder.parents[1])
        publish.demand_whole(folder)
        return Index(folder, self._encoder_of)

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
