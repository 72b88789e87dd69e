"""How good a ranking is against the links of editors, and how true its probabilities are.

nDCG uses gains of 2^grade − 1, https://doi.org/10.1145/582415.582418; the Brier score is the mean
square of probability minus outcome.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.linking.gold import Grades
from indexer.linking.model import Floats
from indexer.linking.order import first
from indexer.linking.targets import Places

FUSION = 60
"""The constant of reciprocal-rank fusion, https://doi.org/10.1145/1571941.1572114."""
BINS = (0.0, 0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)


def ndcg(scores: Floats, grades: Grades, k: int = 10) -> float:
    """Return the mean nDCG@k over the rows with a link."""
    found = []
    discounts = 1 / np.log2(np.arange(2, k + 2))
    for row, own in zip(scores, grades, strict=True):
        if own.any():
            gains = 2.0 ** own.astype(np.float64) - 1
            got, best = gains[first(row, k)], np.sort(gains)[::-1][:k]
            found.append((got @ discounts[: len(got)]) / (best @ discounts[: len(best)]))
    return float(np.mean(found))


def recall(scores: Floats, grades: Grades, k: int) -> float:
    """Return the mean share of a row's links among its k best."""
    return float(
        np.mean(
            [
                (own[first(row, k)] > 0).sum() / (own > 0).sum()
                for row, own in zip(scores, grades, strict=True)
                if own.any()
            ]
        )
    )


def ranking(scores: Floats, grades: Grades) -> dict[str, float]:
    """Return the figures of a ranking, rounded."""
    found = {
        "nDCG@10": ndcg(scores, grades),
        "recall@10": recall(scores, grades, 10),
        "recall@50": recall(scores, grades, 50),
    }
    return {name: round(value, 3) for name, value in found.items()}


def fused(*rankings: Floats) -> Floats:
    """Return the reciprocal-rank fusion of several rankings of the same pairs."""
    total = np.zeros(rankings[0].shape)
    for scores in rankings:
        order = np.argsort(-scores, axis=1, kind="stable")
        ranks = np.argsort(order, axis=1, kind="stable")
        total += 1 / (FUSION + 1 + ranks)
    return total


def by_article(values: NDArray[Any], articles: Places) -> NDArray[Any]:
    """Return the best value of each row in each article."""
    least = -np.inf if np.issubdtype(values.dtype, np.floating) else 0
    found = np.full((int(articles.max()) + 1, len(values)), least, values.dtype)
    np.maximum.at(found, articles, values.T)
    return np.asarray(found.T)


def brier(probabilities: Floats, linked: NDArray[np.bool_]) -> float:
    """Return the Brier score."""
    return float(np.mean((probabilities - linked) ** 2))


def reliability(probabilities: Floats, linked: NDArray[np.bool_]) -> list[dict[str, float]]:
    """Return for each bin of probabilities its pairs, their mean, and what came true."""
    bins = np.clip(np.digitize(probabilities, BINS) - 1, 0, len(BINS) - 2)
    return [
        {
            "from": BINS[number],
            "to": BINS[number + 1],
            "pairs": int((bins == number).sum()),
            "said": round(float(probabilities[bins == number].mean()), 4),
            "true": round(float(linked[bins == number].mean()), 4),
        }
        for number in range(len(BINS) - 1)
        if (bins == number).any()
    ]
