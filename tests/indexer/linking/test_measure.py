"""Figures of rankings and probabilities, against values worked out by hand."""

import math

import numpy as np
import pytest

from indexer.linking.measure import (
    brier,
    by_article,
    fused,
    ndcg,
    ranking,
    recall,
    reliability,
)

LOG3 = 1 / math.log2(3)


@pytest.mark.parametrize(
    ("scores", "grades", "k", "expected"),
    [
        ([3, 2, 1], [2, 1, 0], 10, 1.0),
        ([3, 2, 1], [2, 0, 0], 1, 1.0),
        ([2, 3, 1], [2, 0, 0], 1, 0.0),
        ([2, 3, 1], [2, 0, 0], 10, LOG3),
        ([2, 3, 1], [2, 1, 0], 10, (1 + 3 * LOG3) / (3 + LOG3)),
        ([1, 1, 1], [0, 1, 0], 2, LOG3),
    ],
    ids=["ideal", "first", "missed", "second", "swapped", "ties in order"],
)
def test_ndcg(scores: list[float], grades: list[int], k: int, expected: float) -> None:
    found = ndcg(np.array([scores], float), np.array([grades], np.int8), k)
    assert found == pytest.approx(expected)


@pytest.mark.parametrize(("k", "expected"), [(1, 0.5), (2, 0.5), (3, 1.0), (9, 1.0)])
def test_recall(k: int, expected: float) -> None:
    assert recall(np.array([[4.0, 3, 2, 1]]), np.array([[1, 0, 2, 0]], np.int8), k) == expected


def test_rows_without_a_link_do_not_count() -> None:
    scores = np.array([[2.0, 1], [1, 2]])
    grades = np.array([[2, 0], [0, 0]], np.int8)
    assert ranking(scores, grades) == {"nDCG@10": 1.0, "recall@10": 1.0, "recall@50": 1.0}


def test_fusion_adds_the_reciprocals_of_ranks() -> None:
    found = fused(np.array([[3.0, 2, 1]]), np.array([[1.0, 3, 2]]))
    assert found[0] == pytest.approx([1 / 61 + 1 / 63, 1 / 62 + 1 / 61, 1 / 63 + 1 / 62])


def test_an_article_has_the_best_of_what_stands_in_it() -> None:
    articles = np.array([0, 0, 1])
    assert by_article(np.array([[1.0, 3, 2]]), articles).tolist() == [[3, 2]]
    assert by_article(np.array([[0, 2, 1]], np.int8), articles).tolist() == [[2, 1]]


def test_brier_and_reliability() -> None:
    said, linked = np.array([0.95, 0.95, 0.25, 0.005]), np.array([True, False, False, False])
    assert brier(said, linked) == pytest.approx((0.05**2 + 0.95**2 + 0.25**2 + 0.005**2) / 4)
    assert reliability(said, linked) == [
        {"from": 0.0, "to": 0.01, "pairs": 1, "said": 0.005, "true": 0.0},
        {"from": 0.2, "to": 0.3, "pairs": 1, "said": 0.25, "true": 0.0},
        {"from": 0.9, "to": 1.0, "pairs": 2, "said": 0.95, "true": 0.5},
    ]


def test_certainty_falls_into_the_last_bin() -> None:
    assert reliability(np.array([1.0]), np.array([True]))[0]["to"] == 1.0
