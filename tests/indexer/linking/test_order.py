"""The best of many are those that a stable sort would put first."""

import numpy as np
import pytest

from indexer.linking.order import first


@pytest.mark.parametrize("count", [0, 1, 3, 7, 50, 80])
@pytest.mark.parametrize("seed", range(5))
def test_as_a_stable_sort_would(count: int, seed: int) -> None:
    scores = np.random.default_rng(seed).integers(0, 9, 50) / 8
    assert first(scores, count).tolist() == np.argsort(-scores, kind="stable")[:count].tolist()


def test_what_may_not_be_asked_comes_last() -> None:
    scores = np.array([-np.inf, 1.0, -np.inf, 2.0])
    assert first(scores, 3).tolist() == [3, 1, 0]
