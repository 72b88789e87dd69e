"""The measures of the model: what each is, how it is told, and its value for a unit.

Few and named, so that a suggestion can be explained. docs/link-experiments.md says which others
were tried and left out.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from indexer.linking.gold import Flags
from indexer.linking.ground import Ground
from indexer.linking.near import Near, near
from indexer.linking.priors import Priors
from indexer.linking.targets import Places
from indexer.retrieval.embed import Vectors

WORDING, WORDS, CONCEPTS = "similar wording", "words in common", "shared concepts"
LINKS, FIT, STANDING = "links of similar clauses", "element and instrument", "place in its text"


@dataclass(frozen=True, slots=True)
class Feature:
    """One measure of a unit and a provision."""

    name: str
    group: str
    """What an explanation calls the measures of its kind."""
    says: str


FEATURES = (
    Feature("cosine", WORDING, "cosine of the unit with the provision's subject and text"),
    Feature("sentence", WORDING, "the same for the unit's nearest sentence"),
    Feature("unit_below", WORDING, "the same for the nearest unit below"),
    Feature("provision_below", WORDING, "cosine with the nearest provision below, or itself"),
    Feature("hubness", WORDING, "how near the provision is to the units nearest to it"),
    Feature("words", WORDS, "BM25 of the unit's words, divided by the unit's best"),
    Feature("concepts", CONCEPTS, "cosine of the concepts that both name, weighed by rarity"),
    Feature("rarest_concept", CONCEPTS, "rarity of the rarest concept that both name"),
    Feature("concept_elements", FIT, "how far the concepts of both belong to the same elements"),
    Feature("no_provision_below", STANDING, "1 where nothing stands below the provision"),
    Feature("depth", STANDING, "steps below the article"),
    Feature("linked_article", LINKS, "similar units' links into the same article"),
    Feature("linked_instrument", LINKS, "similar units' links to the same instrument"),
    Feature("element_prior", FIT, "the element's links to the instrument's subjects"),
    Feature("linked_similar", LINKS, "similar units' links to provisions of similar subject"),
    Feature("linked_by_concept", LINKS, "links of units that name the same concepts"),
)
"""The last five come from the links of other units, in the order of priors.NAMES."""


class Measures:
    """The measures of units, row by row."""

    def __init__(self, ground: Ground, priors: Priors) -> None:
        self._ground, self._priors = ground, priors
        parents = ground.targets.parents
        inner = np.flatnonzero(parents != np.arange(len(parents)))
        self._inner = inner[np.argsort(parents[inner], kind="stable")]
        self._above, self._starts = np.unique(parents[self._inner], return_index=True)
        self._has_none_below = np.ones(len(parents), np.float32)
        self._has_none_below[self._above] = 0
        self._depth = ground.targets.depth.astype(np.float32)

    def row(self, row: int, heard: Flags) -> Vectors:
        """Return every measure of a unit, float32 of shape (provisions, len(FEATURES)).

        `heard` says which units with links may be heard.
        """
        (own,) = near(self._ground, [row])
        return np.stack(self.columns(row, own, heard), axis=1)

    def columns(self, row: int, own: Near, heard: Flags) -> list[Vectors]:
        """Return every measure of a unit over all provisions, one after the other."""
        return [*self._without_links(row, own), *self._priors.columns(row, heard)]

    def without_links(self, row: int, places: Places) -> Vectors:
        """Return the measures that no link has a part in, for some provisions."""
        (own,) = near(self._ground, [row])
        return np.stack([column[places] for column in self._without_links(row, own)], axis=1)

    def _without_links(self, row: int, own: Near) -> list[Vectors]:
        ground = self._ground
        named = np.flatnonzero(ground.unit_concepts[row] >= 1)
        return [
            own.cosine,
            own.sentence,
            own.below,
            self._nearest_below(own.cosine),
            ground.hubness,
            ground.shares(row),
            own.concepts,
            ground.named_by_targets[named].max(axis=0, initial=0.0),
            own.elements,
            self._has_none_below,
            self._depth,
        ]

    def shared_concepts(self, row: int, place: int) -> list[str]:
        """Return the labels of the concepts that unit and provision both name, rarest first."""
        ground = self._ground
        both = (ground.unit_concepts[row] >= 1) & (ground.target_concepts[place] >= 1)
        found = sorted(np.flatnonzero(both), key=lambda c: (-ground.rarities[c], c))
        return [ground.concepts.label(int(concept)) for concept in found]

    def _nearest_below(self, cosines: Vectors) -> Vectors:
        """The best cosine of what stands directly below each provision, or its own."""
        if not len(self._inner):
            return cosines
        found = cosines.copy()
        found[self._above] = np.maximum.reduceat(cosines[self._inner], self._starts)
        return found
