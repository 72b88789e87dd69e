"""The search of a build, as queries use it: units by IRI, scores as numbers."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

from indexer.ident import iris_of
from indexer.search_options import SearchOptions
from indexer.sparql.meaning import Found, Hit, Needs, Search, Vector

if TYPE_CHECKING:
    from indexer.read import Index

ALL_AT_ONCE: Final = 20_000
"""Up to so many units a text is compared with all of them at its first use: that takes as long as a
few dozen comparisons one by one. Beyond, only the units of the pattern are compared."""


class BuildMeaning:
    """Searches and compares in one build; makes good a `indexer.sparql.meaning.Meaning`."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._scores: dict[bytes, Vector] = {}

    def find(self, needs: Needs) -> Found:
        """Make the searches and embed the texts. Raises QueryError, and InputError for the model.

        Nothing is embedded, and no model needed, where all searches are lexical.
        """
        searches = tuple(self._search(search) for search in needs.searches)
        vectors = tuple(self._index.searcher.encode(text) for text in needs.texts)
        return Found(searches, vectors)

    def similarity(self, iri: str, vector: Vector) -> float | None:
        """Return how near a unit is to a text: the semantic score of a search.

        None for what is no unit of the build. The vectors are mapped from the build; the model is
        not needed.
        """
        unit = self._numbers.get(iri)
        if unit is None:
            return None
        if len(self._numbers) > ALL_AT_ONCE:
            return float(self._compared(vector, np.array([unit]))[0])
        key = vector.tobytes()
        if key not in self._scores:
            self._scores[key] = self._compared(vector, np.arange(len(self._numbers)))
        return float(self._scores[key][unit])

    def forget(self) -> None:
        """Drop the scores that were kept for the texts of a query."""
        self._scores.clear()

    def open(self) -> None:
        """Open the vectors and the units now rather than at the first comparison."""
        self._compared(np.zeros(self._index.searcher.model.dimensions, np.float32), np.arange(0))
        _ = self._numbers

    def _compared(
        self, vector: Vector, units: np.ndarray[tuple[int], np.dtype[np.int64]]
    ) -> Vector:
        return self._index.searcher.vectors.scores(vector, units)

    def _search(self, search: Search) -> tuple[Hit, ...]:
        options = SearchOptions(k=search.limit, mode=search.mode)
        results = self._index.search(search.text, options)
        return tuple(Hit(self._iris[hit.id], hit.score) for hit in results.hits)

    @cached_property
    def _iris(self) -> Mapping[str, str]:
        index = self._index
        return iris_of(index.base, index.instruments.values(), index.units.values())

    @cached_property
    def _numbers(self) -> Mapping[str, int]:
        """The place of each unit among those of the search, by IRI."""
        return {self._iris[unit]: place for place, unit in enumerate(self._index.searcher.units)}
