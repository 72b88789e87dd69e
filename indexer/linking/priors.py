"""What the links of other units say: which provisions, articles, instruments and subjects suit.

The one place where links become measures, and so the one where they could leak: every function
takes which units may be heard, and a unit is never heard about itself.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np

from indexer.linking.gold import Flags, Gold
from indexer.linking.ground import Ground
from indexer.linking.order import first
from indexer.linking.targets import Places
from indexer.retrieval.embed import Vectors

LIKE = ((0.3, 1.0), (0.5, 0.3), (0.1, 0.3))
"""From which likeness units count as alike by wording, heading and concepts, and how much."""
FEW = 0.05
"""Likeness added to the total, so that few or distant neighbours say little."""
FLOOR, FEWER = 0.003, 0.02
"""Added before a logarithm: to shares of units, and to how many links they have."""
LEAST_VOTE = 1e-4
"""Votes below this are not passed on."""
SPREAD = 100
"""Linked provisions from which likeness is passed on to provisions of similar subject."""
ALIKE = 0.45
"""Cosine from which two provisions count as alike."""
NAMES = ("article", "instrument", "element", "similar", "concept")

Asked = Places | slice


class Priors:
    """Measures from the links of other units."""

    def __init__(self, ground: Ground, gold: Gold) -> None:
        self._ground, self._gold = ground, gold
        self._links = gold.linked.astype(np.float32)

    def row(self, row: int, heard: Flags, places: Places | None = None) -> Vectors:
        """Return the measures of one unit, float32 of shape (provisions, len(NAMES)).

        `heard` has a truth value for each row of the gold; the unit's own is never heard.
        `places` asks for some provisions only.
        """
        return np.stack(self.columns(row, heard, places), axis=1)

    def columns(self, row: int, heard: Flags, places: Places | None = None) -> list[Vectors]:
        """Return the same measures one after the other."""
        asked = slice(None) if places is None else places
        heard = heard & (np.array(self._gold.rows) != row)
        like, by_concept = self._likeness(row, heard)
        total = np.float32(like.sum() + FEW)
        articles, instruments = self._ground.targets.articles, self._ground.targets.instruments
        return [
            np.log(like @ self._by_article / total + FLOOR)[articles[asked]],
            np.log(like @ self._by_instrument / total + FEWER)[instruments[asked]],
            self._element(row, heard)[instruments[asked]],
            self._passed_on(like @ self._votes / total, asked),
            self._by_concept(by_concept, asked),
        ]

    def _likeness(self, row: int, heard: Flags) -> tuple[Vectors, Vectors]:
        """How like the unit each unit with links is: in all, and by concepts alone."""
        parts = [likeness[row] * heard for likeness in self._alike_units]
        return np.asarray(sum(parts), np.float32), parts[-1] / np.float32(LIKE[-1][1])

    @cached_property
    def _alike_units(self) -> tuple[Vectors, ...]:
        """How like each unit each unit with links is, by wording, heading and concepts."""
        ground, rows = self._ground, list(self._gold.rows)
        every = (ground.unit_vectors, ground.heading_vectors, ground.unit_named)
        return tuple(
            (weight * np.clip(np.round(own @ own[rows].T, 5) - least, 0, 1) ** 2).astype(np.float32)
            for own, (least, weight) in zip(every, LIKE, strict=True)
        )

    def _element(self, row: int, heard: Flags) -> Vectors:
        """How much more the units of the same element link to each instrument's subjects.

        The logarithm of the element's share over everybody's, smoothed, averaged over the subjects
        of the instrument; 0 for a unit without an element.
        """
        same = heard & (self._elements == (self._ground.units[row].element or -1))
        usual = heard @ self._by_subject / (heard.sum() + 1)
        found = (same @ self._by_subject + usual) / (same.sum() + 1)
        lift = np.log((found + 0.1) / (usual + 0.1))
        each = (self._subjects @ lift) / np.maximum(self._subjects.sum(axis=1), 1)
        return np.asarray(each, np.float32)

    def _by_concept(self, like: Vectors, asked: Asked) -> Vectors:
        """The share of units that name the same concepts and link to each provision."""
        found = np.full(len(self._ground.targets), np.log(np.float32(FLOOR)), np.float32)
        shares = like @ self._votes / np.float32(like.sum() + 10 * FLOOR)
        found[self._linked] = np.log(shares + np.float32(FLOOR))
        return found[asked]

    def _passed_on(self, votes: Vectors, asked: Asked) -> Vectors:
        """The best vote that comes from a provision of similar subject, or the same."""
        voted = first(np.round(votes, 6), SPREAD)
        found = np.zeros(len(self._ground.targets), np.float32)
        voted = voted[votes[voted] > LEAST_VOTE]
        if len(voted):
            places, alike = zip(*(self._alike_provisions[one] for one in voted), strict=True)
            worth = np.repeat(np.sqrt(votes[voted]), [len(own) for own in places])
            np.maximum.at(found, np.concatenate(places), worth * np.concatenate(alike))
        return found[asked]

    @cached_property
    def _linked(self) -> Places:
        """Places of the provisions with a link."""
        return np.flatnonzero(self._links.any(axis=0))

    @cached_property
    def _votes(self) -> Vectors:
        """The links to the provisions that have any."""
        return np.ascontiguousarray(self._links[:, self._linked])

    @cached_property
    def _alike_provisions(self) -> list[tuple[Places, Vectors]]:
        """For each provision with a link, those of a similar subject, and how like they are."""
        vectors = self._ground.subject_vectors
        cosines = np.round(vectors[self._linked] @ vectors.T, 5)
        alike = [np.flatnonzero(row > ALIKE) for row in cosines]
        return [(own, row[own] - ALIKE) for own, row in zip(alike, cosines, strict=True)]

    @cached_property
    def _by_article(self) -> Vectors:
        """Whether each unit links to anything in each article."""
        return np.minimum(_summed(self._links, self._ground.targets.articles), 1)

    @cached_property
    def _by_instrument(self) -> Vectors:
        """Logarithm of how many links each unit has to each instrument."""
        return np.log1p(self._counts)

    @cached_property
    def _counts(self) -> Vectors:
        return _summed(self._links, self._ground.targets.instruments)

    @cached_property
    def _subjects(self) -> Vectors:
        """Which subjects each instrument has: shape (instruments, subjects)."""
        given = self._ground.material.subjects
        names = self._ground.targets.names
        subjects = sorted({subject for name in names for subject in given.get(name, ())})
        rows = [[subject in given.get(name, ()) for subject in subjects] for name in names]
        return np.array(rows, np.float32).reshape(len(names), len(subjects))

    @cached_property
    def _by_subject(self) -> Vectors:
        """How much each unit links to each subject; an instrument counts three links at most."""
        share = self._subjects / np.maximum(self._subjects.sum(axis=1, keepdims=True), 1)
        return np.asarray(np.minimum(self._counts, 3) @ share, np.float32)

    @cached_property
    def _elements(self) -> Places:
        units = self._ground.units
        return np.array([units[row].element or 0 for row in self._gold.rows], np.int64)


def _summed(values: Vectors, numbers: Places) -> Vectors:
    """Sum the columns of one number: shape (rows, greatest number + 1)."""
    found = np.zeros((int(numbers.max(initial=-1)) + 1, len(values)), np.float32)
    np.add.at(found, numbers, values.T)
    return np.ascontiguousarray(found.T)
