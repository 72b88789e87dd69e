"""The vectors of a build: one row for each passage, several rows to a unit.

A unit's score is the mean of two cosines, of the best row that covers the unit or a window of it
and of its best sentence: a long unit is not punished for what else it says, nor a stray sentence
rewarded too much. Where plain words are kept of a unit, half of the score is the best of them. A
filter is applied inside the search, before ranking: k units come back
wherever k are allowed.

Every row is compared as long as that is quick. In a large build the search looks into the cells of
rows that are nearest to the query; how many they are is decided when the index is built, by what
recall it takes. A filter that leaves few rows is searched exactly at any size. sizes.py and
scale.toml say from where.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from indexer.errors import InputError
from indexer.retrieval import engine
from indexer.retrieval.arrays import Mask, Numbers
from indexer.retrieval.embed import Vectors
from indexer.retrieval.engine import Cells, Matrix, Rows
from indexer.retrieval.recall import Measured, measure
from indexer.retrieval.rows import (
    Allowed,
    Row,
    RowTable,
    Table,
    read_rows,
    table_of,
    write_rows,
)
from indexer.retrieval.sizes import VectorSizes, vector_sizes

__all__ = ["DIGITS", "Mask", "Numbers", "Row", "VectorIndex", "load", "save", "save_table"]

LEAST_FETCH = 256
"""Rows fetched at first; several rows may belong to one unit."""
DIGITS = 6
"""Scores are rounded to this many decimals, so that equal texts score equally."""
_INDEX = "vectors.faiss"
_CELLS = "cells.faiss"
_MEASURED = "cells.json"


@dataclass(frozen=True, slots=True)
class Narrowed:
    """The cells of a large build, and how they are searched."""

    cells: Cells
    measured: Measured
    sizes: VectorSizes

    def serves(self, allowed: Allowed) -> bool:
        """Whether so many rows are allowed that comparing them all would take too long."""
        return allowed.count >= self.sizes.cells_from

    def top_rows(self, query: Vectors, count: int, allowed: Allowed) -> tuple[Vectors, Numbers]:
        """About the best `count` rows, best first; the rarer the allowed, the more are visited."""
        probes = -(-self.measured.probes * len(self.cells) // max(allowed.count, 1))
        return self.cells.search(query, count, probes, allowed.bits)


class VectorIndex:
    """Rows and their vectors, opened for reading."""

    def __init__(self, matrix: Matrix, rows: RowTable, narrowed: Narrowed | None = None) -> None:
        self._matrix = matrix
        self._rows = rows
        self._narrowed = narrowed
        self._sizes = narrowed.sizes if narrowed else vector_sizes()

    def __len__(self) -> int:
        return len(self._rows)

    @property
    def measured(self) -> Measured | None:
        """What was measured of the cells when they were built; None where there are none."""
        return self._narrowed.measured if self._narrowed else None

    def search(
        self, query: Vectors, k: int, allowed: Mask | None = None
    ) -> list[tuple[int, float]]:
        """The `k` best units for one query vector of shape (dimensions,), with their scores.

        `allowed` has one truth value for each unit of the build. Best first; equal scores in the
        order of the units. More rows are fetched until no other unit can come in, for a unit's
        score is never above that of its best row. So the answer is exact where every allowed row
        is compared. Where cells narrow the search nothing is certain, and one larger fetch does.
        """
        rows_allowed = self._rows.allowed(allowed)
        narrowed = self._narrowed is not None and self._narrowed.serves(rows_allowed)
        each = self._sizes.fetch_each if narrowed else 8
        most = min(max(self._sizes.fetch_most, each * k), rows_allowed.count)
        fetch = min(max(each * k, LEAST_FETCH), most)
        while fetch:
            cosines, rows = self._top_rows(query, fetch, rows_allowed)
            units, scores = self._promising(query, cosines, rows, k)
            order = np.lexsort((units, -scores))[:k]
            enough = len(order) == k
            certain = enough and (narrowed or scores[order[-1]] > cosines[-1])
            if certain or fetch == most:
                return [(int(units[place]), float(scores[place])) for place in order]
            fetch = min(4 * fetch, most)
        return []

    def _promising(
        self, query: Vectors, cosines: Vectors, rows: Numbers, k: int
    ) -> tuple[Numbers, Vectors]:
        """Units of some rows, with their scores, among which the best `k` of all of them are.

        The rows are the best, best first, so that no other row has a greater cosine than the last
        of them. That tells the most that each unit may score, and hardly one in three is looked up.
        """
        units = np.unique(self._rows.units_of(rows))
        numbers, starts = self._rows.spread(units)
        order = np.argsort(rows)
        place = np.minimum(np.searchsorted(rows, numbers, sorter=order), len(rows) - 1)
        known = rows[order[place]] == numbers
        at_most = np.where(known, cosines[order[place]], cosines[-1:])
        bounds = self._means(at_most, numbers, starts)
        likely = np.argsort(-bounds, kind="stable")
        first, others = likely[: 2 * k], likely[2 * k :]
        scores = self.scores(query, units[first])
        if not len(others):
            return units[first], scores
        least = np.partition(scores, len(scores) - k)[len(scores) - k]
        others = others[bounds[others] >= least - 10**-DIGITS]
        chosen = units[np.concatenate([first, others])]
        return chosen, np.concatenate([scores, self.scores(query, units[others])])

    def scores(self, query: Vectors, units: Numbers) -> Vectors:
        """Each unit's score, of its best wide row, sentence and plain words; -1 without rows."""
        found = np.full(len(units), -1.0, dtype=np.float32)
        full = np.flatnonzero(self._rows.counts(units))
        if len(full):
            numbers, starts = self._rows.spread(units[full])
            found[full] = self._means(self.cosines(query, numbers), numbers, starts)
        return found

    def cosines(self, query: Vectors, rows: Numbers) -> Vectors:
        """Cosine of each of the rows of these numbers with one query vector.

        `vecdot` takes one thread, where a product of a matrix takes as many as there are processors
        and waits for them actively: on a busy machine that cost three times the whole search.
        """
        if not len(rows):
            return np.zeros(0, dtype=np.float32)
        products: Vectors = np.vecdot(self._matrix.vectors(rows), query)
        return np.round(products, DIGITS).astype(np.float32, copy=False)

    def rows_of(self, unit: int) -> Numbers:
        """Numbers of the rows of a unit, in the order in which they were saved."""
        return self._rows.of_unit(unit)

    def row(self, number: int) -> Row:
        """What the vector of this number stands for."""
        return self._rows.row(number)

    def _means(self, cosines: Vectors, rows: Numbers, starts: Numbers) -> Vectors:
        """The score of each run of `rows`, of which one or two kinds may be missing."""
        sentence, said = self._rows.sentences(rows), self._rows.plain(rows)
        narrow, wide, plain = (
            np.maximum.reduceat(np.where(kind, cosines, -np.inf), starts)
            for kind in (sentence, ~(sentence | said), said)
        )
        wide = np.where(np.isfinite(wide), wide, narrow)
        narrow = np.where(np.isfinite(narrow), narrow, wide)
        means = (wide + narrow) / 2
        plain = np.where(np.isfinite(plain), plain, means)
        means = np.where(np.isfinite(means), means, plain)
        found: Vectors = np.round((means + plain) / 2, DIGITS)
        return found

    def _top_rows(self, query: Vectors, count: int, allowed: Allowed) -> tuple[Vectors, Numbers]:
        """Scores and numbers of the best `count` rows, best first.

        Every row is compared where that is quick, or the cells visited hold fewer than wanted.
        """
        if self._narrowed is not None and self._narrowed.serves(allowed):
            scores, found = self._narrowed.top_rows(query, count, allowed)
            if len(found) == count:
                return np.round(scores, DIGITS), found
        all_scores, all_found = self._matrix.search(query.reshape(1, -1), count, allowed.bits)
        there = all_found[0] >= 0
        return np.round(all_scores[0][there], DIGITS), all_found[0][there]


def save(
    folder: Path, rows: Sequence[Row], vectors: Rows, sizes: VectorSizes | None = None
) -> None:
    """Write the vectors and what they stand for; `rows` must be in the order of the units.

    `vectors` may be mapped from a file: it is read in blocks. `sizes` are those of scale.toml
    unless others are given. Raises ValueError where rows and vectors do not fit.
    """
    save_table(folder, table_of(rows), vectors, sizes)


def save_table(folder: Path, table: Table, vectors: Rows, sizes: VectorSizes | None = None) -> None:
    """Write as `save` does, of rows given as an array (see `indexer.retrieval.rows.table_of`)."""
    count, sizes = vectors.shape[0], sizes or vector_sizes()
    if len(table) != count:
        raise ValueError(f"{len(table)} rows but {count} vectors")
    folder.mkdir(parents=True, exist_ok=True)
    write_rows(folder, table)
    matrix = engine.write_matrix(folder / _INDEX, vectors, half=count >= sizes.half_from)
    if cells := sizes.cells(count):
        narrowed = engine.write_cells(folder / _CELLS, vectors, cells, sizes)
        _write_json(folder / _MEASURED, asdict(measure(matrix, narrowed, sizes)))


def load(folder: Path, sizes: VectorSizes | None = None, *, exact: bool = False) -> VectorIndex:
    """Open what `save` wrote, mapped into memory rather than read; InputError if it cannot be.

    With `exact` every row is compared at any size, which is slow in a large build.
    """
    try:
        rows, matrix = read_rows(folder), engine.read_matrix(folder / _INDEX)
        narrowed = None
        if not exact and (folder / _CELLS).is_file():
            measured = Measured(**json.loads((folder / _MEASURED).read_text(encoding="utf-8")))
            cells = engine.read_cells(folder / _CELLS)
            narrowed = Narrowed(cells, measured, sizes or vector_sizes())
    except (RuntimeError, OSError, ValueError, TypeError) as error:
        raise InputError(
            f"The vectors in {folder} cannot be read: {error}", mend="Build the index again."
        ) from error
    for count in {len(matrix), len(narrowed.cells) if narrowed else len(matrix)} - {len(rows)}:
        raise InputError(
            f"{folder} has {count} vectors for {len(rows)} rows.", mend="Build the index again."
        )
    return VectorIndex(matrix, rows, narrowed)


def _write_json(path: Path, value: dict[str, float]) -> None:
    path.write_text(json.dumps(value, indent=1, sort_keys=True) + "\n", encoding="utf-8")
