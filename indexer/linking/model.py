"""A logistic regression that can be read: weights of standardised measures, and what each adds.

Its logit is turned into a probability by a line with one bend, fitted on units that the model had
not seen: Platt's method (https://www.researchgate.net/publication/2594015) with two slopes, for far
from a link the regression is too timid and near one too bold. The line rises throughout, so it
changes no ranking.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.errors import InputError
from indexer.linking.features import FEATURES
from indexer.retrieval.embed import Vectors

BEND = -4.0
"""Where the line from logit to probability bends."""
STRENGTH = 0.3
"""Inverse of the penalty on the weights (scikit-learn's C)."""
_STEPS = 100
"""Steps of a logit to which the line is fitted: a million pairs have some thousand values."""
_FREE = 1e6
"""The same for the line, which is hardly penalised."""
DIGITS = 6
"""Weights are rounded to this many decimals: they are stored, and the last bits differ."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Model:
    """Weights of the measures in the order of FEATURES."""

    intercept: float
    weights: tuple[float, ...]
    means: tuple[float, ...]
    scales: tuple[float, ...]

    def logit(self, measures: Vectors) -> Floats:
        """Return the logits of rows of measures, rounded so that equal measures rank equally."""
        slopes = np.array(self.weights) / np.array(self.scales)
        total = measures.astype(np.float64) @ slopes - slopes @ np.array(self.means)
        return np.asarray(np.round(total + self.intercept, DIGITS), np.float64)

    def logit_of_columns(self, columns: Sequence[Vectors]) -> Floats:
        """Return the logits of measures given one after the other, each over all rows."""
        slopes = np.array(self.weights) / np.array(self.scales)
        total = np.full(len(columns[0]), self.intercept - slopes @ np.array(self.means))
        for slope, column in zip(slopes, columns, strict=True):
            total += slope * column.astype(np.float64)
        return np.round(total, DIGITS)

    def contributions(self, measures: Vectors) -> Floats:
        """Return what each measure adds to the intercept; the sum of both is the logit."""
        standard = (measures - np.array(self.means)) / np.array(self.scales)
        return np.asarray(np.array(self.weights) * standard, np.float64)

    def as_record(self) -> dict[str, Any]:
        """Return the model as plain values, measure by measure."""
        columns = zip(FEATURES, self.weights, self.means, self.scales, strict=True)
        measures = [
            {"name": f.name, "group": f.group, "says": f.says, "weight": w, "mean": m, "scale": s}
            for f, w, m, s in columns
        ]
        return {"intercept": self.intercept, "measures": measures}

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> Model:
        """Return the model of a record that `as_record` made."""
        weights, means, scales = (
            tuple(own[name] for own in record["measures"]) for name in ("weight", "mean", "scale")
        )
        return cls(record["intercept"], weights, means, scales)


@dataclass(frozen=True, slots=True)
class Calibration:
    """From a logit to a probability: the logistic of a line with a bend at `BEND`."""

    shift: float
    slope: float
    """Below the bend."""
    more: float
    """What the slope has more from the bend on."""

    def probability(self, logits: Floats) -> Floats:
        """Return the probabilities of logits."""
        line = self.shift + self.slope * logits + self.more * np.maximum(logits - BEND, 0)
        return np.asarray(1 / (1 + np.exp(-line)), np.float64)

    def as_record(self) -> dict[str, float]:
        """Return the line as plain values."""
        return {"shift": self.shift, "slope": self.slope, "more": self.more, "bend": BEND}

    @classmethod
    def from_record(cls, record: Mapping[str, float]) -> Calibration:
        """Return the line of a record that `as_record` made."""
        return cls(record["shift"], record["slope"], record["more"])


def fitted(
    measures: Vectors, linked: Sequence[bool] | NDArray[np.bool_], weights: Vectors
) -> Model:
    """Fit the regression on rows of measures; `weights` says how many pairs each row stands for."""
    total = measures.astype(np.float64)
    means = np.average(total, axis=0, weights=weights)
    spread = np.sqrt(np.average((total - means) ** 2, axis=0, weights=weights))
    scales = np.where(spread > 1e-9, spread, 1.0)
    means, scales = np.round(means, DIGITS), np.maximum(np.round(scales, DIGITS), 1e-6)
    regression = _regression(STRENGTH)
    regression.fit((total - means) / scales, linked, sample_weight=weights)
    return Model(
        _rounded([regression.intercept_[0]])[0],
        _rounded(regression.coef_[0]),
        _rounded(means),
        _rounded(scales),
    )


def calibrated(logits: Floats, linked: NDArray[np.bool_]) -> Calibration:
    """Fit the line on logits of pairs that their model had not seen.

    Raises InputError where it would fall somewhere, and so change a ranking.
    """
    steps = np.rint(logits * _STEPS).astype(np.int64)
    least = int(steps.min())
    values = np.arange(least, int(steps.max()) + 1) / _STEPS
    true = np.bincount(steps - least, weights=linked, minlength=len(values))
    counts = np.concatenate([true, np.bincount(steps - least, minlength=len(values)) - true])
    outcomes = np.repeat([True, False], len(values))
    line = np.stack([values, np.maximum(values - BEND, 0)], axis=1)
    regression = _regression(_FREE)
    some = counts > 0
    regression.fit(np.tile(line, (2, 1))[some], outcomes[some], sample_weight=counts[some])
    slope, more, shift = _rounded([*regression.coef_[0], regression.intercept_[0]])
    if slope <= 0 or slope + more <= 0:
        raise InputError(
            "The links of editors teach the model nothing: probability falls where it should rise.",
            mend="Check links/curated.sssom.tsv, or keep fewer than 30 units in it.",
        )
    return Calibration(shift, slope, more)


def _regression(strength: float) -> Any:
    """A regression of few measures, solved to the last digits that are kept."""
    from sklearn.linear_model import LogisticRegression  # a second that no reader should pay

    return LogisticRegression(C=strength, solver="newton-cholesky", max_iter=100, tol=1e-8)


def _rounded(values: Iterable[float]) -> tuple[float, ...]:
    return tuple(round(float(value), DIGITS) for value in values)
