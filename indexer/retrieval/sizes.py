"""The sizes at which the search changes its way of working; scale.toml gives them and says why."""

from __future__ import annotations

import math
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class VectorSizes:
    """How vectors are kept and searched, by their number; see scale.toml for each."""

    half_from: int
    cells_from: int
    cells_factor: int
    cells_most: int
    training_rows: int
    training_rounds: int
    recall: float
    recall_depth: int
    recall_queries: int
    fetch_each: int
    fetch_most: int

    def cells(self, rows: int) -> int:
        """Cells for an index of so many rows; 0 where all of them are compared."""
        if rows < self.cells_from:
            return 0
        wanted = self.cells_factor * math.sqrt(rows)
        return int(min(2 ** round(math.log2(wanted)), self.cells_most))


@cache
def vector_sizes() -> VectorSizes:
    """The sizes of scale.toml."""
    text = (files(__package__) / "scale.toml").read_text(encoding="utf-8")
    return VectorSizes(**tomllib.loads(text)["vectors"])
