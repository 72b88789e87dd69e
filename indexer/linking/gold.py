"""The links of editors as numbers: what the model learns from and is measured against."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indexer.linking.ground import Ground
from indexer.links.model import Link, Links

GRADES = {"backedBy": 2, "relatedProvision": 1}

Grades = NDArray[np.int8]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Gold:
    """Links by units that have any, one row each, over all provisions."""

    rows: tuple[int, ...]
    """Rows of the units in the ground."""
    grades: Grades
    """2 backed by, 1 related, 0 neither: shape (rows, provisions)."""
    open: Flags
    """Pairs that nobody learns from: editors did not agree, or a unit's own instrument."""

    @property
    def linked(self) -> Flags:
        """Whether there is a link."""
        return self.grades > 0


def gold_of(ground: Ground, links: Links) -> Gold:
    """Return the links whose unit and provision are both in the ground."""
    places = {target.id: place for place, target in enumerate(ground.targets.all)}

    def known(some: Sequence[Link]) -> list[Link]:
        return [link for link in some if link.subject in ground.rows and link.target in places]

    curated = known(links.curated)
    rows = tuple(sorted({ground.rows[link.subject] for link in curated}))
    numbers = {row: number for number, row in enumerate(rows)}
    grades = np.zeros((len(rows), len(places)), np.int8)
    for link in curated:
        place = numbers[ground.rows[link.subject]], places[link.target]
        grades[place] = max(grades[place], GRADES[link.predicate])
    unsure = own_instrument(ground, rows)
    for link in known(links.unsure):
        if ground.rows[link.subject] in numbers:
            unsure[numbers[ground.rows[link.subject]], places[link.target]] = True
    return Gold(rows, grades, unsure & (grades == 0))


def own_instrument(ground: Ground, rows: Sequence[int]) -> Flags:
    """Return which provisions belong to the instrument of each unit: no instrument backs itself."""
    targets = ground.targets
    numbers = {name: number for number, name in enumerate(targets.names)}
    own = np.array([numbers.get(ground.units[row].instrument, -1) for row in rows], np.int64)
    return np.asarray(own[:, None] == targets.instruments[None, :])
