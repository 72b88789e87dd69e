"""The best of many, in an order that ties cannot change."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.linking.targets import Places


def first(scores: NDArray[Any], count: int) -> Places:
    """Return the places of the `count` greatest scores, the greatest first, ties by place.

    As a stable sort of everything would, without sorting everything.
    """
    if 0 < count < len(scores):
        least = np.partition(scores, len(scores) - count)[len(scores) - count]
        some = np.flatnonzero(scores >= least)
    else:
        some = np.arange(len(scores))
    return np.asarray(some[np.argsort(-scores[some], kind="stable")][:count], np.int64)
