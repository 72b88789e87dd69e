"""Suggestions for every unit of a build, each with its probability and what made it.

Every provision of every other instrument is a candidate. Without enough links of editors to learn
from there are no suggestions: a probability that nothing was measured by would be worth nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np

from indexer.evidence import Suggestion
from indexer.linking.features import CONCEPTS, FEATURES, Measures
from indexer.linking.gold import Gold, gold_of, own_instrument
from indexer.linking.ground import Ground
from indexer.linking.learned import FLOOR, METHOD, MOST, NAME, Learned, learn
from indexer.linking.model import Model
from indexer.linking.near import Near, blocks, near_block
from indexer.linking.order import first
from indexer.linking.priors import Priors
from indexer.linking.targets import Places
from indexer.links.model import Links
from indexer.retrieval.embed import Vectors

THREADS = 2
"""Blocks of units that are judged at a time: most of it is arithmetic outside of Python."""
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


def suggest(ground: Ground, links: Links, learned: Learned | None = None) -> Suggested:
    """Suggest provisions for every unit with words of its own.

    `learned` is what was learned before, from these links; without it the model is trained here,
    on the links and provisions of `ground`.
    """
    model = learned or learn(ground, links)
    if model is None:
        return Suggested()
    made = _Maker(ground, gold_of(ground, links), model)
    rows = [row for row, unit in enumerate(ground.units) if unit.text]
    return Suggested(tuple(_suggestions(made, blocks(rows))), dict(model.facts))


def _suggestions(made: _Maker, parts: Sequence[Sequence[int]]) -> Iterator[Suggestion]:
    """Yield the suggestions of all blocks in their order, several blocks being judged at a time."""
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1, "blas"), ThreadPoolExecutor(THREADS) as pool:
        for part in parts[:1]:  # computes what all share, and asks what is remembered
            yield from made.block(part)
        yield from chain.from_iterable(pool.map(made.block, parts[1:]))


class _Maker:
    def __init__(self, ground: Ground, gold: Gold, learned: Learned) -> None:
        self._ground, self._learned = ground, learned
        self._folds = learned.folds_of([ground.units[row].id for row in gold.rows])
        self._measures = Measures(ground, Priors(ground, gold))

    def block(self, rows: Sequence[int]) -> list[Suggestion]:
        """Return the suggestions of some units, which are compared together."""
        pairs = zip(rows, near_block(self._ground, rows), strict=True)
        return [one for row, own in pairs for one in self.row(row, own)]

    def row(self, row: int, own: Near) -> Iterator[Suggestion]:
        """Yield the suggestions of one unit, which is so near to the provisions, best first.

        A unit that was learned from is judged by the model that had not seen it, and hears only
        the units of other folds.
        """
        fold = self._learned.folds.get(self._ground.units[row].id)
        model = self._learned.model(fold)
        heard = np.ones(len(self._folds), bool) if fold is None else self._folds != fold
        others = ~own_instrument(self._ground, [row])[0]
        columns = self._measures.columns(row, own, heard)
        logits = np.where(others, model.logit_of_columns(columns), -np.inf)
        best = first(logits, MOST)
        said = self._learned.calibration.probability(logits[best])
        best, said = best[said >= FLOOR], said[said >= FLOOR]
        measures = np.stack([column[best] for column in columns], axis=1)
        made = zip(
            best.tolist(), said.tolist(), self._parts(row, best, model, measures, fold), strict=True
        )
        for rank, (place, probability, parts) in enumerate(made, 1):
            yield Suggestion(
                subject=self._ground.units[row].id,
                target=self._ground.targets.all[place].id,
                score=round(min(max(float(measures[rank - 1, 0]), 0.0), 1.0), 4),
                probability=round(probability, 4),
                rank=rank,
                pool=int(others.sum()),
                method=METHOD,
                model=NAME,
                parts=parts,
            )

    def _parts(
        self, row: int, best: Places, model: Model, measures: Vectors, fold: int | None
    ) -> Iterator[dict[str, Any]]:
        """What made each suggestion; `base` and all that is added make `logit`."""
        logits = model.logit(measures).tolist()
        added, values = model.contributions(measures).tolist(), measures.tolist()
        for place, logit, adds, own in zip(best.tolist(), logits, added, values, strict=True):
            concepts = self._measures.shared_concepts(row, place)
            yield {
                "says": _told(adds, concepts),
                "concepts": concepts,
                "fold": fold,
                "logit": round(logit, 3),
                "base": round(model.intercept, 3),
                "measures": {
                    feature.name: [round(value, 3), round(one, 3)]
                    for feature, value, one in zip(FEATURES, own, adds, strict=True)
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
