"""Training by folds: what is said of a unit with links comes from a model that never saw them.

For each fold a model is trained on the others. While it is trained, a unit hears only the links of
units in folds that are neither its own nor the one left out, just as a new unit would. The logits
of the folds left out, together, set the probabilities right and are what is measured. The model
for all other units is trained in the same way on every fold.
"""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indexer.linking.features import FEATURES, Measures
from indexer.linking.folds import SEED, Grouping, by_unit, dealt
from indexer.linking.gold import GRADES, Flags, Gold
from indexer.linking.ground import Ground
from indexer.linking.model import Calibration, Floats, Model, calibrated, fitted
from indexer.linking.order import first
from indexer.linking.priors import Priors
from indexer.linking.targets import Places
from indexer.retrieval.embed import Vectors

NEAR = 200
"""Provisions nearest to a unit that a model is always shown."""
FAR = 150
"""Others drawn at random, each standing for many."""
RELATED = 0.5
"""What a provision that is only related counts in training, where one that backs counts 1."""

Sample = tuple[Places, Vectors]
"""Places of provisions, and how many pairs each stands for."""


@dataclass(frozen=True)
class Trained:
    """Models and their judgements of units that they had not seen."""

    folds: Places
    """Fold of each row of the gold."""
    by_fold: tuple[Model, ...]
    """For each fold, the model that was trained without it."""
    final: Model
    """Trained on every fold, for units without links."""
    unseen: Floats
    """Logits of each row of the gold by the model that had not seen it: (rows, provisions)."""
    calibration: Calibration


def train(
    ground: Ground, gold: Gold, grouping: Grouping = by_unit, without: Collection[str] = ()
) -> Trained:
    """Train on the links of `gold`, folds grouped by `grouping`.

    `without` names measures to leave out, for experiments. Raises InputError where the links
    teach nothing.
    """
    trainer = _Trainer(ground, gold, grouping, without)
    by_fold = tuple(trainer.model(fold) for fold in range(int(trainer.folds.max()) + 1))
    unseen = np.empty(gold.grades.shape)
    for number, fold in enumerate(trainer.folds):
        unseen[number] = by_fold[fold].logit(trainer.measures(number, trainer.folds != fold))
    calibration = calibrated(unseen[~gold.open], gold.linked[~gold.open])
    return Trained(trainer.folds, by_fold, trainer.model(None), unseen, calibration)


def unseen_probabilities(trained: Trained, gold: Gold) -> Floats:
    """Return probabilities of which neither the model nor the calibration had seen the unit."""
    found = np.empty(trained.unseen.shape)
    for fold in range(len(trained.by_fold)):
        others = trained.folds != fold
        known = ~gold.open[others]
        line = calibrated(trained.unseen[others][known], gold.linked[others][known])
        found[~others] = line.probability(trained.unseen[~others])
    return found


class _Trainer:
    """The measures of the units with links; for those shown to a model, computed once."""

    def __init__(
        self, ground: Ground, gold: Gold, grouping: Grouping, without: Collection[str]
    ) -> None:
        self._gold = gold
        self._kept = np.array([feature.name not in without for feature in FEATURES], np.float32)
        self.folds = dealt([ground.units[row] for row in gold.rows], grouping)
        self._priors = Priors(ground, gold)
        self._measures = Measures(ground, self._priors)
        self._samples = [_sample(ground, gold, number) for number in range(len(gold.rows))]
        self._plain = [
            self._measures.without_links(row, places)
            for row, (places, _) in zip(gold.rows, self._samples, strict=True)
        ]

    def measures(self, number: int, heard: Flags) -> Vectors:
        """Every measure of one row of the gold, for all provisions."""
        return self._measures.row(self._gold.rows[number], heard) * self._kept

    def shown(self, number: int, heard: Flags) -> Vectors:
        """Every measure of one row of the gold, for the provisions that a model is shown."""
        places, row = self._samples[number][0], self._gold.rows[number]
        learned = self._priors.row(row, heard, places)
        return np.asarray(np.hstack([self._plain[number], learned]) * self._kept, np.float32)

    def model(self, left_out: int | None) -> Model:
        """The model trained without a fold, or on every one."""
        rows = [n for n, fold in enumerate(self.folds) if fold != left_out]
        parts, linked, weights = [], [], []
        for number in rows:
            heard = (self.folds != self.folds[number]) & (self.folds != left_out)
            places, stands_for = self._samples[number]
            parts.append(self.shown(number, heard))
            linked.append(self._gold.linked[number, places])
            weights.append(stands_for * self._worth(number, places))
        return fitted(np.concatenate(parts), np.concatenate(linked), np.concatenate(weights))

    def _worth(self, number: int, places: Places) -> Vectors:
        """What pairs of one unit count: a unit of many links no more than its share."""
        grades = self._gold.grades[number]
        worth = np.where(grades[places] == GRADES["relatedProvision"], RELATED, 1.0)
        return np.asarray(worth / math.sqrt(max(int(np.count_nonzero(grades)), 1)), np.float32)


def _sample(ground: Ground, gold: Gold, number: int) -> Sample:
    """The provisions of one unit that a model is shown: linked, near, and some of the others."""
    row, closed = gold.rows[number], ~gold.open[number]
    nearness = ground.cosines(row) + ground.shares(row) / 2
    nearness = np.where(closed, np.round(nearness, 4), -np.inf)
    shown: NDArray[np.bool_] = gold.linked[number].copy()
    shown[first(nearness, NEAR)] = True
    shown &= closed
    others = np.flatnonzero(~shown & closed)
    generator = np.random.default_rng([SEED, number])
    drawn = generator.choice(others, min(FAR, len(others)), replace=False)
    near = np.flatnonzero(shown)
    many = len(others) / max(len(drawn), 1)
    weights = np.r_[np.ones(len(near)), np.full(len(drawn), many)].astype(np.float32)
    return np.r_[near, np.sort(drawn)], weights
