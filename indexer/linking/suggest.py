"""Suggestions for every unit of a build, each with its probability and what made it.

Every provision of every other instrument is a candidate. Without enough links of editors to learn
from there are no suggestions: a probability that nothing was measured by would be worth nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from indexer.evidence import Suggestion
from indexer.linking.baselines import asked, baselines, figures
from indexer.linking.features import CONCEPTS, FEATURES, Measures
from indexer.linking.gold import Gold, gold_of, own_instrument
from indexer.linking.ground import Ground
from indexer.linking.measure import brier, reliability
from indexer.linking.model import Floats, Model
from indexer.linking.order import first
from indexer.linking.priors import Priors
from indexer.linking.training import Trained, train, unseen_probabilities
from indexer.links.model import Links
from indexer.retrieval.embed import Vectors

LEAST_UNITS = 30
"""Units with links from which there is something to learn."""
MOST = 30
"""Suggestions for one unit."""
FLOOR = 0.1
"""Suggestions less probable than this are not kept."""
METHOD = "mean cosine of the unit with the provision's subject and text"
NAME = "clausegraph-links-1"
"""Of the model; it changes whenever the measures or the way of training do."""
_NAMED = 4
"""Shared concepts that an explanation names."""
_WORTH = 0.1
"""A group of measures that adds less to the logit is not told."""


@dataclass(frozen=True)
class Suggested:
    """The suggestions of a build and the facts of the model that made them."""

    suggestions: tuple[Suggestion, ...] = ()
    facts: dict[str, Any] | None = None
    """None where there was too little to learn from."""


def suggest(ground: Ground, links: Links) -> Suggested:
    """Train on the links of editors and suggest provisions for every unit with words of its own."""
    gold = gold_of(ground, links)
    if len(gold.rows) < LEAST_UNITS:
        return Suggested()
    trained = train(ground, gold)
    made = _Maker(ground, gold, trained)
    found = [one for row, unit in enumerate(ground.units) if unit.text for one in made.row(row)]
    return Suggested(tuple(found), model_facts(ground, gold, trained))


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


class _Maker:
    def __init__(self, ground: Ground, gold: Gold, trained: Trained) -> None:
        self._ground, self._trained = ground, trained
        self._numbers = {row: number for number, row in enumerate(gold.rows)}
        self._measures = Measures(ground, Priors(ground, gold))

    def row(self, row: int) -> Iterator[Suggestion]:
        """Yield the suggestions of one unit, best first."""
        number = self._numbers.get(row)
        model, heard = self._trained.judge(number)
        others = ~own_instrument(self._ground, [row])[0]
        logits = np.where(others, self._logits(row, number), -np.inf)
        best = first(logits, MOST)
        said = self._trained.calibration.probability(logits[best])
        best, said = best[said >= FLOOR], said[said >= FLOOR]
        measures = self._measures.row(row, heard, best)
        fold = None if number is None else int(self._trained.folds[number])
        for rank, (place, own, probability) in enumerate(zip(best, measures, said, strict=True), 1):
            yield Suggestion(
                subject=self._ground.units[row].id,
                target=self._ground.targets.all[place].id,
                score=round(float(np.clip(own[0], 0, 1)), 4),
                probability=round(float(probability), 4),
                rank=rank,
                pool=int(others.sum()),
                method=METHOD,
                model=NAME,
                parts=self._parts(row, int(place), model, own, fold),
            )

    def _logits(self, row: int, number: int | None) -> Floats:
        """What the model says of a unit and every provision; of one with links it is known."""
        if number is not None:
            known: Floats = self._trained.unseen[number]
            return known
        model, heard = self._trained.judge(None)
        return model.logit(self._measures.row(row, heard))

    def _parts(
        self, row: int, place: int, model: Model, measures: Vectors, fold: int | None
    ) -> dict[str, Any]:
        """What made a suggestion; `base` and all that is added make `logit`."""
        concepts = self._measures.shared_concepts(row, place)
        added = [float(one) for one in model.contributions(measures)]
        return {
            "says": _told(added, concepts),
            "concepts": concepts,
            "fold": fold,
            "logit": round(float(model.logit(measures)), 3),
            "base": round(model.intercept, 3),
            "measures": {
                feature.name: [round(float(value), 3), round(one, 3)]
                for feature, value, one in zip(FEATURES, measures, added, strict=True)
            },
        }


def _told(added: list[float], concepts: list[str]) -> str:
    """Say which groups of measures speak for a suggestion, the strongest first."""
    sums: dict[str, float] = {}
    for feature, one in zip(FEATURES, added, strict=True):
        sums[feature.group] = sums.get(feature.group, 0.0) + one
    named = f" ({', '.join(concepts[:_NAMED])})" if concepts else ""
    told = [
        f"{group}{named if group == CONCEPTS else ''} {sums[group]:+.1f}"
        for group in sorted(sums, key=lambda name: (-sums[name], name))
        if sums[group] >= _WORTH
    ]
    return "; ".join(told) or "nothing in particular"
