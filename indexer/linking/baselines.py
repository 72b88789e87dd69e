"""What the model is measured against: cosine alone, BM25 alone, and their fusion by ranks."""

from __future__ import annotations

from typing import Any

import numpy as np

from indexer.linking.gold import Gold
from indexer.linking.ground import Ground
from indexer.linking.measure import by_article, fused, ranking
from indexer.linking.model import Floats
from indexer.linking.words import Words


def baselines(ground: Ground, gold: Gold) -> dict[str, Floats]:
    """Return three rankings of the same provisions by what each says itself, as scores.

    The shape of each is that of the gold; what nobody is asked about has minus infinity.
    """
    known = [target.text or target.words for target in ground.targets.all]
    words = Words([[text] for text in known])
    texts = [ground.units[row].text for row in gold.rows]
    own = ground.unit_vectors[list(gold.rows)]
    found = {
        "cosine": own @ ground.text_vectors.T,
        "BM25": np.stack([words.shares(text) for text in texts]),
    }
    closed = {name: asked(scores, gold) for name, scores in found.items()}
    return {**closed, "fusion": fused(*closed.values())}


def asked(scores: Any, gold: Gold) -> Floats:
    """Return scores with minus infinity for the pairs of which nobody is asked."""
    return np.where(gold.open, -np.inf, scores)


def figures(scores: Floats, gold: Gold, ground: Ground) -> dict[str, dict[str, float]]:
    """Return the figures of a ranking by provision and by article."""
    articles = ground.targets.articles
    return {
        "provision": ranking(scores, gold.grades),
        "article": ranking(by_article(scores, articles), by_article(gold.grades, articles)),
    }
