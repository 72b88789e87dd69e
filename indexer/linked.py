"""What a build holds of links, read when first asked for, and found from either end."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, TypeVar

from indexer.citeas import citation, instrument_citation
from indexer.cited import Cited, record_cited
from indexer.editions.reading import Editions
from indexer.evidence import Suggestion
from indexer.links.model import Link
from indexer.record_file import ByKey, RecordFile

if TYPE_CHECKING:
    from indexer.answers.options import LinkOptions

_Row = TypeVar("_Row")
_CITATIONS_KEPT = 16384
"""Citations of provisions that are remembered, once they are put together."""


class Linked(Editions):
    """The citations, editors' links and suggestions of one build."""

    @cached_property
    def citations(self) -> Sequence[Cited]:
        """Every mention of the texts, resolved or not, by unit in reading order."""
        return tuple(self._rows("citations", record_cited))

    @cached_property
    def curated(self) -> Sequence[Link]:
        """The links of editors, by unit in document order."""
        return tuple(self._rows("links", lambda row: Link(**row)))

    @cached_property
    def suggestions(self) -> Sequence[Suggestion]:
        """The suggestions of the model, by unit and rank."""
        return tuple(self._rows("suggestions", lambda row: Suggestion(**row)))

    @cached_property
    def links_model(self) -> Mapping[str, Any]:
        """What is known of the model that made the suggestions: weights, figures, reliability.

        Empty where nothing was learned (see indexer.linking.suggest.model_facts).
        """
        path = self.folder / "links_model.json"
        found: dict[str, Any] = json.loads(path.read_bytes()) if path.is_file() else {}
        return found

    @cached_property
    def citations_by_unit(self) -> Mapping[str, Sequence[Cited]]:
        """The mentions that each unit makes."""
        return self._by("citations", "unit", record_cited)

    @cached_property
    def curated_by_unit(self) -> Mapping[str, Sequence[Link]]:
        """The links from each unit."""
        return self._by("links", "subject", lambda row: Link(**row))

    @cached_property
    def suggestions_by_unit(self) -> Mapping[str, Sequence[Suggestion]]:
        """The suggestions for each unit."""
        return self._by("suggestions", "subject", lambda row: Suggestion(**row))

    @cached_property
    def citations_by_target(self) -> Mapping[str, Sequence[Cited]]:
        """The resolved mentions of each instrument, unit and provision."""
        return self._by("citations", "target", record_cited)

    @cached_property
    def curated_by_target(self) -> Mapping[str, Sequence[Link]]:
        """The links to each provision or unit."""
        return self._by("links", "target", lambda row: Link(**row))

    @cached_property
    def suggestions_by_target(self) -> Mapping[str, Sequence[Suggestion]]:
        """The suggestions of each provision or unit."""
        return self._by("suggestions", "target", lambda row: Suggestion(**row))

    def _by(
        self, name: str, key: str, value: Callable[[dict[str, Any]], _Row]
    ) -> Mapping[str, Sequence[_Row]]:
        return ByKey(RecordFile(self.folder, name), key, value)

    def citation_of(self, identifier: str) -> str:
        """Return the house citation of an instrument, a unit or a provision.

        A provision need not be registered. Raises NotFoundError where the instrument is not.
        """
        return self._cited.get(identifier) or self._made_citation(identifier)

    @cached_property
    def _made_citation(self) -> Callable[[str], str]:
        """What puts a citation together, with those that it made last."""
        return lru_cache(_CITATIONS_KEPT)(self._make_citation)

    def _make_citation(self, identifier: str) -> str:
        name, _, eid = identifier.partition(":")
        instrument = self.instrument(name)
        if not eid:
            return instrument_citation(instrument, self.templates)
        return citation(identifier, self.units, instrument, self.templates)

    def backing_json(self, identifier: str, options: LinkOptions) -> dict[str, Any]:
        """Return what backs a unit, element or instrument (see indexer.answers.backing)."""
        from indexer.answers.backing import backing

        return backing(self, identifier, options)

    def backs_json(self, identifier: str, options: LinkOptions) -> dict[str, Any]:
        """Return the units that something backs (see indexer.answers.backing)."""
        from indexer.answers.backing import backs

        return backs(self, identifier, options)

    def coverage_json(self, options: LinkOptions, elements: tuple[int, ...] = ()) -> dict[str, Any]:
        """Return which elements which instruments cover (see indexer.answers.coverage)."""
        from indexer.answers.coverage import coverage

        return coverage(self, options, elements)
