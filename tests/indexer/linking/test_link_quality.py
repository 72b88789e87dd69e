"""Floors under the quality of the suggestions over the real texts, on units that are unseen."""

import numpy as np
import pytest

from indexer.corpus_io import CorpusFolder
from indexer.linking.gather import ground_of
from indexer.linking.gold import Gold, gold_of
from indexer.linking.ground import Ground
from indexer.linking.measure import brier, by_article, fused, ranking, reliability
from indexer.linking.model import Floats
from indexer.linking.training import Trained, train, unseen_probabilities
from indexer.linking.words import shares
from indexer.links.model import Links
from indexer.retrieval.embed import open_encoder
from indexer.retrieval.embed_cache import VectorCache

Real = tuple[Ground, Gold, Trained]


@pytest.fixture(scope="module")
def real(request: pytest.FixtureRequest) -> Real:
    """The real corpus with its links; vectors are kept between runs."""
    encoder = open_encoder()
    folder = request.config.cache.mkdir("clausegraph") / "index" / "cache"
    found: tuple[Ground, Links] = ground_of(
        CorpusFolder(), encoder, VectorCache(folder, encoder.model)
    )
    gold = gold_of(*found)
    return found[0], gold, train(found[0], gold)


def unseen(real: Real) -> Floats:
    return np.where(real[1].open, -np.inf, real[2].unseen)


def test_unseen_units_find_twice_what_the_fusion_finds(real: Real) -> None:
    ground, gold, _ = real
    texts = [ground.units[row].text for row in gold.rows]
    words = shares(texts, [target.words for target in ground.targets.all])
    cosine = ground.unit_vectors[list(gold.rows)] @ ground.subject_vectors.T
    both = fused(*(np.where(gold.open, -np.inf, scores) for scores in (cosine, words)))
    found, plain = ranking(unseen(real), gold.grades), ranking(both, gold.grades)
    assert found["nDCG@10"] >= 2 * plain["nDCG@10"]
    assert found["recall@50"] >= 1.8 * plain["recall@50"]


@pytest.mark.parametrize(
    ("name", "floor"), [("nDCG@10", 0.47), ("recall@10", 0.4), ("recall@50", 0.68)]
)
def test_floors_by_provision(real: Real, name: str, floor: float) -> None:
    assert ranking(unseen(real), real[1].grades)[name] >= floor


@pytest.mark.parametrize(
    ("name", "floor"), [("nDCG@10", 0.53), ("recall@10", 0.48), ("recall@50", 0.77)]
)
def test_floors_by_article(real: Real, name: str, floor: float) -> None:
    ground, gold, _ = real
    articles = ground.targets.articles
    found = ranking(by_article(unseen(real), articles), by_article(gold.grades, articles))
    assert found[name] >= floor


def test_probabilities_mean_what_they_say(real: Real) -> None:
    _, gold, trained = real
    said = unseen_probabilities(trained, gold)[~gold.open]
    linked = gold.linked[~gold.open]
    assert brier(said, linked) <= 0.85 * linked.mean() * (1 - linked.mean())
    for row in reliability(said, linked):
        if row["pairs"] >= 150:
            assert row["said"] == pytest.approx(row["true"], abs=0.1)


def test_leaving_danger_is_backed_by_the_article_on_it(real: Real) -> None:
    ground, gold, _ = real
    row = gold.rows.index(ground.rows["compact:para_26__point_g"])
    best = int(np.argmax(unseen(real)[row]))
    assert ground.targets.all[best].id == "C155:art_13"
