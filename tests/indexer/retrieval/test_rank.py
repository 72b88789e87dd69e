"""Ranking: how two kinds of evidence join, ties, filters, and when nothing is good enough."""

from pathlib import Path

import numpy as np
import pytest

from indexer.retrieval import rank, vectors
from indexer.retrieval.rank import Ranked, best_shares, no_good_match, rank_hybrid, rank_lexical
from indexer.retrieval.vectors import Row, VectorIndex

NEAR = np.array([1.0, 0.0], dtype=np.float32)


def toward(cosine: float) -> list[float]:
    return [cosine, float(np.sqrt(1 - cosine**2))]


@pytest.fixture
def index(tmp_path: Path) -> VectorIndex:
    matrix = np.array([toward(c) for c in (0.4, 0.6, 0.5, 0.5)], dtype=np.float32)
    vectors.save(tmp_path, [Row(unit, 0, 9, True) for unit in range(4)], matrix)
    return vectors.load(tmp_path)


@pytest.mark.parametrize(
    ("shares", "order"),
    [
        ([0.0, 0.0, 0.0, 0.0], [1, 2, 3, 0]),
        ([0.0, 0.0, 0.0, 0.1], [1, 3, 2, 0]),
        ([0.9, 0.0, 0.9, 0.0], [2, 0, 1, 3]),
        ([1.0, 0.9, 0.0, 0.0], [1, 0, 2, 3]),
    ],
)
def test_words_weigh_as_much_as_the_query_shares_them(
    index: VectorIndex, shares: list[float], order: list[int]
) -> None:
    found = rank_hybrid(index, NEAR, np.array(shares, dtype=np.float32), 4, None)
    assert [hit.unit for hit in found] == order


def test_every_candidate_is_scored_by_both(index: VectorIndex) -> None:
    shares = np.array([0.9, 0, 0, 0], dtype=np.float32)
    both = {hit.unit: hit for hit in rank_hybrid(index, NEAR, shares, 4, None)}
    assert both[0].semantic == pytest.approx(0.4)
    assert both[0].lexical == pytest.approx(0.9)
    assert both[0].score == pytest.approx(0.4 + rank.WORDS_WEIGHT * (0.9 - 0.4), abs=1e-6)


@pytest.mark.parametrize("allowed", [[0], [0, 3], [1, 2, 3], []])
def test_as_many_results_as_are_allowed(index: VectorIndex, allowed: list[int]) -> None:
    mask = np.zeros(4, dtype=np.bool_)
    mask[allowed] = True
    shares = np.array([0.1, 0.9, 0.0, 0.2], dtype=np.float32)
    assert sorted(h.unit for h in rank_hybrid(index, NEAR, shares, 4, mask)) == allowed
    assert sorted(h.unit for h in rank.rank_semantic(index, NEAR, 4, mask)) == allowed
    assert {h.unit for h in rank_lexical(shares, 4, mask)} == set(allowed) - {2}


def test_best_shares_keep_the_order_of_equal_units() -> None:
    shares = np.array([0.5, 0.7, 0.5, 0.0, 0.7], dtype=np.float32)
    assert best_shares(shares, 3, None).tolist() == [1, 4, 0]


@pytest.mark.parametrize(
    ("semantic", "lexical", "expected"),
    [
        (0.6, 0.0, False),
        (0.2, 0.3, True),
        (0.2, 0.7, False),
        (0.2, None, True),
        (0.6, None, False),
        (None, 0.1, True),
        (None, 0.6, False),
    ],
)
def test_no_good_match(semantic: float | None, lexical: float | None, expected: bool) -> None:
    assert no_good_match([Ranked(0, 0.5, semantic, lexical)]) is expected


def test_no_hit_is_no_good_match() -> None:
    assert no_good_match([])


@pytest.mark.parametrize("k", [1, 3, 5, 20])
def test_the_best_shares_of_many_are_those_of_sorting_all(k: int) -> None:
    drawn = np.random.default_rng(3).integers(0, 6, 400) / 10
    shares = drawn.astype(np.float32)
    allowed = np.random.default_rng(4).random(400) < 0.7
    every = [u for u in np.lexsort((np.arange(400), -shares)) if shares[u] > 0 and allowed[u]]
    assert best_shares(shares, k, allowed).tolist() == every[:k]
