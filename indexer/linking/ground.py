"""Everything that is compared, turned into numbers once: units, provisions, titles, concepts.

Nothing here knows of a link. Cosines are those of the model's vectors, shares are BM25 scores
divided by the best of the unit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.concepts import Vocabulary
from indexer.linking.concepts import BROADER, Concepts, rarity, unit_length
from indexer.linking.targets import Targets
from indexer.linking.words import Words
from indexer.model import Unit
from indexer.remembered import Remembered
from indexer.retrieval.embed import Encoder, Vectors
from indexer.retrieval.embed_cache import Progress, VectorCache, encode_cached
from indexer.retrieval.windows import sentences

DIGITS = 5
"""Cosines are rounded to this many decimals: the last bits differ with the machine."""
NEIGHBOURS = 30
"""Units nearest to a provision by which its nearness to everything is measured."""
BLOCK = 1000
"""Provisions compared with every unit at once: memory stays the same however many there are."""


@dataclass(frozen=True)
class Material:
    """What is compared."""

    units: Sequence[Unit]
    targets: Targets
    titles: Mapping[str, str]
    """Title of each instrument."""
    subjects: Mapping[str, tuple[str, ...]]
    """Subjects of each instrument."""
    elements: int
    """How many elements the framework has."""


class Ground:
    """The numbers of a material. Units are rows, targets columns."""

    def __init__(
        self,
        material: Material,
        vocabulary: Vocabulary,
        encoder: Encoder,
        cache: VectorCache | None = None,
        progress: Progress | None = None,
        remembered: Remembered | None = None,
    ) -> None:
        """Encode what the cache lacks; everything else is computed when first asked for."""
        self.material = material
        self.units, self.targets = material.units, material.targets
        self.rows = {unit.id: row for row, unit in enumerate(self.units)}
        self.concepts = Concepts(vocabulary)
        self._remembered = remembered
        self._vectors = _encoded(_texts(material), encoder, cache, progress)

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """Return the vectors of texts that were encoded with the material."""
        return np.array([self._vectors[text] for text in texts], np.float32)

    @cached_property
    def unit_vectors(self) -> Vectors:
        """One vector for each unit."""
        return self.vectors([unit.text for unit in self.units])

    @cached_property
    def heading_vectors(self) -> Vectors:
        """The vector of each unit's heading, or of its text where it has none."""
        return self.vectors([unit.heading or unit.text for unit in self.units])

    @cached_property
    def subject_vectors(self) -> Vectors:
        """The vector of each provision's subject, or of its text where it is not registered."""
        return self.vectors([target.words for target in self.targets.all])

    @cached_property
    def text_vectors(self) -> Vectors:
        """The vector of each provision's text, or of its subject where no text is in the build."""
        return self.vectors([target.text or target.words for target in self.targets.all])

    @cached_property
    def both(self) -> Vectors:
        """The mean of each provision's two vectors: a cosine with it is the mean of two cosines."""
        return np.asarray((self.subject_vectors + self.text_vectors) / 2, np.float32)

    def cosines(self, row: int) -> Vectors:
        """Return the cosine of a unit with each provision: the mean over subject and text."""
        return self.compare(self.unit_vectors[row])

    def compare(self, vectors: Vectors) -> Vectors:
        """Return the cosines of vectors with all provisions, each the mean over subject and text.

        The shape is (vectors, provisions), or (provisions,) for one vector.
        """
        return np.round(vectors @ self.both.T, DIGITS)

    @cached_property
    def hubness(self) -> Vectors:
        """How near each provision is to the units nearest to it: some are near to everything."""
        count = min(NEIGHBOURS, len(self.units))
        found = np.empty(len(self.targets), np.float32)
        for start in range(0, len(found), BLOCK):
            cosines = np.round(self.both[start : start + BLOCK] @ self.unit_vectors.T, DIGITS)
            nearest = np.partition(cosines, len(self.units) - count, axis=1)[:, -count:]
            found[start : start + BLOCK] = nearest.mean(axis=1)
        return found

    @cached_property
    def below(self) -> Mapping[int, tuple[int, ...]]:
        """Rows of the units directly below each unit."""
        found: dict[int, tuple[int, ...]] = {}
        for row, unit in enumerate(self.units):
            if unit.parent in self.rows:
                above = self.rows[unit.parent]
                found[above] = (*found.get(above, ()), row)
        return found

    def sentence_vectors(self, row: int) -> Vectors:
        """Return the vectors of the sentences of a unit."""
        return self.vectors(_sentences(self.units[row]))

    def contexts(self) -> list[tuple[str, ...]]:
        """Return what each provision is known by: title, what stands above, and its own words."""
        known = self.targets.all
        parents = (known[place].words for place in self.targets.parents)
        titles = (self.material.titles.get(target.instrument, "") for target in known)
        return [
            (title, above if above != target.words else "", target.words)
            for title, above, target in zip(titles, parents, known, strict=True)
        ]

    def shares(self, row: int) -> Vectors:
        """Return BM25 of a unit's words over the provisions in their context; the best has 1."""
        return self._words.shares(self.units[row].text)

    @cached_property
    def _words(self) -> Words:
        return Words(self.contexts(), self._remembered)

    @cached_property
    def unit_concepts(self) -> Vectors:
        """Concepts that each unit names."""
        return self.concepts.named([unit.text for unit in self.units])

    @cached_property
    def around_units(self) -> Vectors:
        """Concepts of each unit and, by half, of its heading and of the opening of its list."""
        openings = (self._opening(unit) for unit in self.units)
        frames = [f"{u.heading or ''}. {o}" for u, o in zip(self.units, openings, strict=True)]
        return _greater(self.unit_concepts, BROADER * self.concepts.named(frames))

    @cached_property
    def target_concepts(self) -> Vectors:
        """Concepts that each provision's subject or text names."""
        known = self.targets.all
        subjects = self.concepts.named([target.words for target in known])
        return _greater(subjects, self.concepts.named([t.text or "" for t in known]))

    @cached_property
    def around_targets(self) -> Vectors:
        """Concepts of each provision and, by half, of what stands above it and of its title."""
        titles = [self.material.titles.get(name, "") for name in self.targets.names]
        named = self.concepts.named(titles)[self.targets.instruments]
        above = self.target_concepts[self.targets.parents]
        return _greater(self.target_concepts, BROADER * _greater(above, named))

    @cached_property
    def named_by_targets(self) -> Vectors:
        """The rarity of each concept that a provision itself names, else 0: (concepts, provisions).

        Concept by concept, since a unit names few.
        """
        named = (self.target_concepts >= 1) * self.rarities
        return np.ascontiguousarray(named.T, np.float32)

    @cached_property
    def rarities(self) -> Vectors:
        """Inverse document frequency of each concept."""
        return rarity(self.unit_concepts, self.target_concepts)

    @cached_property
    def target_directions(self) -> Vectors:
        """Weighed concepts around each provision, of length one."""
        return unit_length(self.around_targets * self.rarities)

    @cached_property
    def unit_named(self) -> Vectors:
        """Weighed concepts that each unit itself names, of length one."""
        return unit_length(self.unit_concepts * self.rarities)

    @cached_property
    def unit_directions(self) -> Vectors:
        """Weighed concepts around each unit, of length one."""
        return unit_length(self.around_units * self.rarities)

    @cached_property
    def target_elements(self) -> Vectors:
        """Share of each provision's concepts that belong to each element."""
        weighed = self.around_targets * self.rarities
        return _shares_of(weighed @ self.concepts.elements(self.material.elements), 2.0)

    @cached_property
    def unit_elements(self) -> Vectors:
        """Share of each unit's concepts that belong to each element; half is the unit's own."""
        weighed = self.around_units * self.rarities
        found = _shares_of(weighed @ self.concepts.elements(self.material.elements), 1e-6)
        for row, unit in enumerate(self.units):
            if unit.element is not None:
                found[row] /= 2
                found[row, unit.element] += 0.5
        return found

    def _opening(self, unit: Unit) -> str:
        above = self.rows.get(unit.parent or "")
        return self.units[above].text if above is not None and self.units[above].own_text else ""


def _shares_of(rows: NDArray[Any], least: float) -> Vectors:
    totals = np.maximum(rows.sum(axis=1, keepdims=True), least)
    return np.asarray(rows / totals, np.float32)


def _greater(one: Vectors, other: Vectors) -> Vectors:
    return np.asarray(np.maximum(one, other), np.float32)


def _sentences(unit: Unit) -> list[str]:
    return [unit.text[part.start : part.end] for part in sentences(unit.text)] or [unit.text]


def _texts(material: Material) -> list[str]:
    found = [sentence for unit in material.units for sentence in _sentences(unit)]
    found += [unit.text for unit in material.units]
    found += [unit.heading for unit in material.units if unit.heading]
    for target in material.targets.all:
        found += [target.words, *([target.text] if target.text else [])]
    return found


def _encoded(
    texts: Sequence[str], encoder: Encoder, cache: VectorCache | None, progress: Progress | None
) -> dict[str, Vectors]:
    distinct = list(dict.fromkeys(texts))
    vectors = encode_cached(distinct, encoder, cache, progress).vectors
    return dict(zip(distinct, vectors, strict=True))
