"""What is learned from the links of editors, as values that can be kept.

The models of the folds, the line to probabilities and the figures of both: all that is needed to
suggest, whatever texts there are to choose from. A build keeps it by the hash of what decides it
(see `indexer.linking.memory`), so that a text more is compared and not learned from.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from indexer.linking.baselines import asked, baselines, figures
from indexer.linking.gold import Gold, gold_of
from indexer.linking.ground import Ground
from indexer.linking.measure import brier, reliability
from indexer.linking.model import Calibration, Model
from indexer.linking.targets import Places
from indexer.linking.training import Trained, train, unseen_probabilities
from indexer.links.model import Links

LEAST_UNITS = 30
"""Units with links from which there is something to learn."""
MOST = 30
"""Suggestions for one unit."""
FLOOR = 0.1
"""Suggestions less probable than this are not kept."""
METHOD = "mean cosine of the unit with the provision's subject and text"
NAME = "clausegraph-links-1"
"""Of the model; it changes whenever the measures or the way of training do."""


@dataclass(frozen=True)
class Learned:
    """Models, and what is known of them."""

    folds: Mapping[str, int]
    """Fold of each unit that was learned from, by identifier."""
    facts: Mapping[str, Any]
    """See `model_facts`."""
    by_fold: tuple[Model, ...]
    """For each fold, the model that was trained without it."""
    final: Model
    calibration: Calibration

    def model(self, fold: int | None) -> Model:
        """Return the model that had not seen a fold, or the one for units without links."""
        return self.final if fold is None else self.by_fold[fold]

    def folds_of(self, units: Sequence[str]) -> Places:
        """Return the fold of each unit, -1 where it was not learned from."""
        return np.array([self.folds.get(unit, -1) for unit in units], np.int64)

    def as_record(self) -> dict[str, Any]:
        """Return it as plain values, from which it can be made again."""
        return {"folds": dict(self.folds), "facts": dict(self.facts)}


def learned_of(record: Mapping[str, Any]) -> Learned:
    """Return what a record holds: every number that is used stands in its facts."""
    facts = record["facts"]
    return Learned(
        folds=record["folds"],
        facts=facts,
        by_fold=tuple(map(Model.from_record, facts["folds"])),
        final=Model.from_record(facts["final"]),
        calibration=Calibration.from_record(facts["calibration"]),
    )


def learn(ground: Ground, links: Links) -> Learned | None:
    """Train on the links of editors; None where there are too few to learn from."""
    gold = gold_of(ground, links)
    if len(gold.rows) < LEAST_UNITS:
        return None
    trained = train(ground, gold)
    units = [ground.units[row].id for row in gold.rows]
    folds = {unit: int(fold) for unit, fold in zip(units, trained.folds, strict=True)}
    return learned_of({"folds": folds, "facts": model_facts(ground, gold, trained)})


def model_facts(ground: Ground, gold: Gold, trained: Trained) -> dict[str, Any]:
    """Return what a build keeps of the model: weights, what it learned from, how good it is.

    Everything under `unseen` is measured on units that neither the model nor its calibration had
    seen; `rankings` sets the model beside cosine, BM25 and their fusion.
    """
    scores = asked(trained.unseen, gold)
    said, linked = unseen_probabilities(trained, gold)[~gold.open], gold.linked[~gold.open]
    compared = {**baselines(ground, gold), "model": scores}
    return {
        "name": NAME,
        "method": METHOD,
        "learned_from": {
            "units": len(gold.rows),
            "links": int(gold.linked.sum()),
            "provisions": len(ground.targets),
        },
        "most": MOST,
        "floor": FLOOR,
        "unseen": {
            "rankings": {name: figures(own, gold, ground) for name, own in compared.items()},
            "brier": round(brier(said, linked), 6),
            "brier_of_the_mean": round(float(linked.mean() * (1 - linked.mean())), 6),
            "reliability": reliability(said, linked),
        },
        "calibration": trained.calibration.as_record(),
        "final": trained.final.as_record(),
        "folds": [model.as_record() for model in trained.by_fold],
    }
