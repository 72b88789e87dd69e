"""Which units stand under one heading: a section that answers well lifts its units a little.

Neighbours share a subject that not every one of them names: an action under "Protection against
violence" need not print the word. docs/search-experiments.md has the figures.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np

from indexer.errors import InputError
from indexer.model import Unit
from indexer.retrieval.arrays import Numbers
from indexer.retrieval.embed import Vectors

SHARE = 0.15
"""Of a unit's score that is its section's best."""
_FILE = "sections.npy"


def write_sections(folder: Path, units: Iterable[Unit]) -> None:
    """Write the number of each unit's section, in the order of the units, which is the build's."""
    numbers: dict[tuple[str, str | None, str | None], int] = {}
    found = [
        numbers.setdefault((unit.instrument, unit.section, unit.heading), len(numbers))
        for unit in units
    ]
    np.save(folder / _FILE, np.array(found, dtype="<i4"))


def open_sections(folder: Path) -> Numbers | None:
    """Open what `write_sections` wrote; None where a search was written without sections.

    Raises InputError where it cannot be read.
    """
    if not (folder / _FILE).is_file():
        return None
    try:
        found: Numbers = np.load(folder / _FILE, mmap_mode="r")
    except (OSError, ValueError) as error:
        raise InputError(
            f"The sections in {folder} cannot be read: {error}", mend="Build the index again."
        ) from error
    return found


def lifted(scores: Vectors, sections: Numbers) -> Vectors:
    """The scores of some units, each with a share of the best of those in the same section.

    Both are of one length. A section's best keeps its score, so that what is first stays first.
    """
    _, places = np.unique(sections, return_inverse=True)
    best = np.full(len(scores), -np.inf, dtype=np.float32)
    np.maximum.at(best, places, scores)
    found: Vectors = ((1 - SHARE) * scores + SHARE * best[places]).astype(np.float32, copy=False)
    return found
