"""Units dealt into folds, so that what is measured was not seen in training."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from indexer.linking.targets import Places
from indexer.model import Unit

FOLDS = 10
SEED = 20251

Grouping = Callable[[Unit], str]


def by_unit(unit: Unit) -> str:
    """Every unit for itself: others of its paragraph may be in another fold."""
    return unit.id


def by_paragraph(unit: Unit) -> str:
    """Units of one numbered paragraph or article together."""
    return unit.id.partition("__")[0]


def dealt(units: Sequence[Unit], grouping: Grouping = by_unit, count: int = FOLDS) -> Places:
    """Return the fold of each unit; units of one group are in one fold.

    The groups are shuffled with a fixed seed. They depend on nothing but the identifiers.
    """
    names = [grouping(unit) for unit in units]
    groups = np.array(sorted(set(names)))
    order = np.random.default_rng(SEED).permutation(len(groups))
    folds = {str(groups[place]): number % count for number, place in enumerate(order)}
    return np.array([folds[name] for name in names], np.int64)
