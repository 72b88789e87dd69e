"""What a run is worth, topic by topic, and whether two runs differ by more than chance.

ir-measures (https://ir-measur.es) computes the measures with trec_eval's code, scipy the intervals
(percentile bootstrap over topics) and the p-value (permutations of the signs of the differences).
Chance is drawn from a fixed seed: the same files give the same figures.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from indexer.evaluation.trec import Grades, Run

RESAMPLES = 10_000
CONFIDENCE = 0.95
_SEED = 20_260_101

Values = dict[str, dict[str, float]]
"""For each measure, its value for each topic."""


@dataclass(frozen=True, slots=True)
class Mean:
    """A mean over topics with its bootstrap interval."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Paired:
    """The first run's mean less the second's over the same topics."""

    difference: float
    low: float
    high: float
    p: float
    """Chance of a mean difference as far from 0 if signs were random, two-sided."""
    better: int
    worse: int
    same: int


def measures(relevant: int = 1) -> dict[str, Any]:
    """The measures by name; a unit counts for all but nDCG from the grade `relevant` on."""
    from ir_measures import AP, RR, Judged, P, R, nDCG

    return {
        "nDCG@10": nDCG @ 10,
        "recall@10": R(rel=relevant) @ 10,
        "recall@100": R(rel=relevant) @ 100,
        "MRR": RR(rel=relevant),
        "MAP": AP(rel=relevant),
        "P@1": P(rel=relevant) @ 1,
        "judged@10": Judged @ 10,
    }


def evaluate(run: Run, grades: Grades, relevant: int = 1) -> Values:
    """Value of every measure for every topic that has an answer; 0 where the run lacks it.

    nDCG's gains are the grades themselves, as trec_eval has them.
    """
    import ir_measures

    asked = {t: units for t, units in grades.items() if max(units.values()) >= relevant}
    found = {topic: dict(run[topic]) for topic in asked if run.get(topic)}
    values: Values = {}
    for name, measure in measures(relevant).items():
        each = {m.query_id: m.value for m in ir_measures.iter_calc([measure], asked, found)}
        values[name] = {topic: float(each.get(topic, 0.0)) for topic in asked}
    return values


def means(values: Values) -> dict[str, Mean]:
    """The mean of every measure with its interval; none where there is no topic."""
    return {name: _mean(list(each.values())) for name, each in values.items() if each}


def paired(values: Values, other: Values) -> dict[str, Paired]:
    """For every measure, how two runs differ over the topics that both have."""
    found = {}
    for name, each in values.items():
        topics = [topic for topic in each if topic in other[name]]
        if topics:
            found[name] = _paired([each[t] - other[name][t] for t in topics])
    return found


def as_json(values: Mapping[str, Mean | Paired]) -> dict[str, dict[str, float]]:
    """Figures as JSON, rounded to what they are worth."""
    return {
        name: {field: round(getattr(value, field), 4) for field in type(value).__dataclass_fields__}
        for name, value in values.items()
    }


def _mean(values: Sequence[float]) -> Mean:
    low, high = _interval(values)
    return Mean(float(np.mean(values)), low, high)


def _paired(differences: Sequence[float]) -> Paired:
    signs = np.sign(np.round(differences, 9)).astype(int).tolist()
    low, high = _interval(differences)
    return Paired(
        float(np.mean(differences)),
        low,
        high,
        _p_value(differences),
        signs.count(1),
        signs.count(-1),
        signs.count(0),
    )


def _interval(values: Sequence[float]) -> tuple[float, float]:
    from scipy import stats

    if len(values) < 2 or np.ptp(values) == 0:
        return float(np.mean(values)), float(np.mean(values))
    found = stats.bootstrap(
        (np.array(values),),
        np.mean,
        n_resamples=RESAMPLES,
        confidence_level=CONFIDENCE,
        method="percentile",
        rng=np.random.default_rng(_SEED),
    )
    return float(found.confidence_interval.low), float(found.confidence_interval.high)


def _p_value(differences: Sequence[float]) -> float:
    from scipy import stats

    if len(differences) < 2 or not np.any(differences):
        return 1.0
    found = stats.permutation_test(
        (np.array(differences),),
        np.mean,
        permutation_type="samples",
        vectorized=True,
        n_resamples=RESAMPLES,
        rng=np.random.default_rng(_SEED),
    )
    return float(found.pvalue)
