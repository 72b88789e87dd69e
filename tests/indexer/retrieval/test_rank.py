"""Ranking: how two kinds of evidence join, ties, filters."""

from pathlib import Path

import numpy as np
import pytest

from indexer.retrieval import rank, vectors
from indexer.retrieval.rank import (
    best_shares,
    of_parts,
    rank_hybrid,
    rank_lexical,
)
from indexer.retrieval.vectors import Row, VectorIndex
from indexer.retrieval.weights import weights

NEAR = np.array([1.0, 0.0], dtype=np.float32)
NONE = np.zeros(4, dtype=np.float32)
SAID = weights(said=True)


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
    found = rank_hybrid(SAID, index, NEAR, np.array(shares, dtype=np.float32), NONE, 4, None)
    assert [hit.unit for hit in found] == order


def test_every_candidate_is_scored_by_all(index: VectorIndex) -> None:
    shares, notions = np.array([[0.9, 0, 0, 0], [0.5, 0, 0, 0]], dtype=np.float32)
    (found,) = (h for h in rank_hybrid(SAID, index, NEAR, shares, notions, 4, None) if h.unit == 0)
    assert (found.semantic, found.lexical, found.notions) == pytest.approx((0.4, 0.9, 0.5))
    words, meant = SAID.words, SAID.notions
    expected = (1 - words - meant) * 0.4 + words * 0.9 + meant * 0.5
    assert found.score == pytest.approx(expected, abs=1e-6)


def test_a_notion_alone_makes_a_candidate(index: VectorIndex) -> None:
    notions = np.array([0, 0, 0, 1], dtype=np.float32)
    assert rank_hybrid(SAID, index, NEAR, NONE, notions, 1, None)[0].unit == 3


def test_units_by_name_are_scored_in_the_measure_of_the_mode() -> None:
    units, parts = np.array([2, 0]), np.array([[0.5, 0.25], [1.0, 0.0]], dtype=np.float32)
    assert [found.score for found in of_parts(SAID, units, None, parts[0], None)] == [0.5, 0.25]
    assert [found.score for found in of_parts(SAID, units, parts[1], None, None)] == [1.0, 0.0]
    (first, _) = of_parts(SAID, units, parts[0], parts[1], parts[1])
    assert (first.unit, first.lexical, first.notions) == (2, 1.0, 1.0)
    assert of_parts(SAID, units[:0], parts[0][:0], None, None) == []


@pytest.mark.parametrize("allowed", [[0], [0, 3], [1, 2, 3], []])
def test_as_many_results_as_are_allowed(index: VectorIndex, allowed: list[int]) -> None:
    mask = np.zeros(4, dtype=np.bool_)
    mask[allowed] = True
    shares = np.array([0.1, 0.9, 0.0, 0.2], dtype=np.float32)
    assert sorted(h.unit for h in rank_hybrid(SAID, index, NEAR, shares, NONE, 4, mask)) == allowed
    assert sorted(h.unit for h in rank.rank_semantic(index, NEAR, 4, mask)) == allowed
    assert {h.unit for h in rank_lexical(shares, 4, mask)} == set(allowed) - {2}


def test_best_shares_keep_the_order_of_equal_units() -> None:
    shares = np.array([0.5, 0.7, 0.5, 0.0, 0.7], dtype=np.float32)
    assert best_shares(shares, 3, None).tolist() == [1, 4, 0]


@pytest.mark.parametrize("k", [1, 3, 5, 20])
def test_the_best_shares_of_many_are_those_of_sorting_all(k: int) -> None:
    drawn = np.random.default_rng(3).integers(0, 6, 400) / 10
    shares = drawn.astype(np.float32)
    allowed = np.random.default_rng(4).random(400) < 0.7
    every = [u for u in np.lexsort((np.arange(400), -shares)) if shares[u] > 0 and allowed[u]]
    assert best_shares(shares, k, allowed).tolist() == every[:k]
