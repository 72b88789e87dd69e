"""What the vectors of a build stand for: several rows to a unit, each a range of its text.

The rows stand in the order of the units, so that the first row of each unit says it all. Both
tables are mapped into memory, and a filter over units becomes bits over rows once, not at every
search.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from indexer.retrieval.arrays import Bits, Mask, Numbers

_ROWS = "rows.npy"
_FIRST = "first.npy"
_SENTENCE, _PLAIN = 1, 2
_KEPT = 32
"""Filters of which the bits are kept."""

Table = NDArray[np.int32]


@dataclass(frozen=True, slots=True, order=True)
class Row:
    """What one vector stands for: a range of code points in a unit's clean text."""

    unit: int
    """Place of the unit among the units of the build."""
    start: int
    end: int
    sentence: bool
    """Whether the range is a single sentence, and so fit to be quoted as the match."""
    plain: bool = False
    """Whether it stands for a saying in plain words about the unit; its range is then empty."""


@dataclass(frozen=True, slots=True)
class Allowed:
    """The rows that a search may find."""

    count: int
    bits: Bits | None
    """None where every row is allowed."""


class RowTable:
    """The rows of a build, opened for reading."""

    def __init__(self, table: Table, first: Numbers) -> None:
        self._table = table
        self.first = first
        """Number of the first row of each unit, and behind the last unit the number of rows."""
        self._kept: dict[int, tuple[Mask, Allowed]] = {}
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._table)

    @property
    def units(self) -> int:
        """Units up to the last one that has a row."""
        return len(self.first) - 1

    def units_of(self, rows: Numbers) -> Numbers:
        """The unit of each of the rows of these numbers."""
        found: Numbers = self._table[rows, 0].astype(np.int64)
        return found

    def sentences(self, rows: Numbers) -> Mask:
        """Whether each of the rows of these numbers is a sentence."""
        found: Mask = self._table[rows, 3] == _SENTENCE
        return found

    def plain(self, rows: Numbers) -> Mask:
        """Whether each of the rows of these numbers is a saying in plain words."""
        found: Mask = self._table[rows, 3] == _PLAIN
        return found

    def of_unit(self, unit: int) -> Numbers:
        """Numbers of the rows of a unit, in the order in which they were saved."""
        if not 0 <= unit < self.units:
            return np.zeros(0, dtype=np.int64)
        return np.arange(self.first[unit], self.first[unit + 1], dtype=np.int64)

    def counts(self, units: Numbers) -> Numbers:
        """How many rows each of some units has."""
        found = np.zeros(len(units), dtype=np.int64)
        inside = np.flatnonzero(units < self.units)
        found[inside] = self.first[units[inside] + 1] - self.first[units[inside]]
        return found

    def spread(self, units: Numbers) -> tuple[Numbers, Numbers]:
        """The numbers of all rows of some units, each of which has some, and where each begins."""
        counts = self.first[units + 1] - self.first[units]
        starts = np.cumsum(counts) - counts
        return np.repeat(self.first[units] - starts, counts) + np.arange(counts.sum()), starts

    def row(self, number: int) -> Row:
        """What the vector of this number stands for."""
        unit, start, end, sort = (int(value) for value in self._table[number])
        return Row(unit, start, end, sort == _SENTENCE, sort == _PLAIN)

    def allowed(self, units: Mask | None) -> Allowed:
        """The rows of the units that a mask lets through.

        The answer is kept for a mask that cannot be written to, as long as it is used.
        """
        if units is None:
            return Allowed(len(self), None)
        if units.flags.writeable:
            return self._bits(units)
        with self._lock:
            mask, found = self._kept.pop(id(units), (None, None))
            if mask is not units or found is None:
                found = self._bits(units)
            self._kept[id(units)] = (units, found)
            if len(self._kept) > _KEPT:
                self._kept.pop(next(iter(self._kept)))
        return found

    def _bits(self, units: Mask) -> Allowed:
        rows = np.repeat(units[: self.units], np.diff(self.first))
        count = int(np.count_nonzero(rows))
        bits = None if count == len(self) else np.packbits(rows, bitorder="little")
        return Allowed(count, bits)


def table_of(rows: Sequence[Row]) -> Table:
    """The rows as an array of shape (n, 4): unit, start, end, and 1 for a sentence, 2 for plain."""
    values = [(row.unit, row.start, row.end, _sort(row)) for row in rows]
    return np.array(values, dtype=np.int32).reshape(-1, 4)


def _sort(row: Row) -> int:
    return _PLAIN if row.plain else _SENTENCE if row.sentence else 0


def write_rows(folder: Path, table: Table) -> None:
    """Write a table of rows. Raises ValueError where it is not in the order of the units."""
    if (np.diff(table[:, 0]) < 0).any():
        raise ValueError("rows are not in the order of their units")
    units = int(table[-1, 0]) + 1 if len(table) else 0
    first = np.searchsorted(table[:, 0], np.arange(units + 1))
    np.save(folder / _ROWS, table.astype("<i4"))
    np.save(folder / _FIRST, first.astype("<i8"))


def read_rows(folder: Path) -> RowTable:
    """Open what `write_rows` wrote. Raises OSError or ValueError where it cannot be read."""
    table = np.load(folder / _ROWS, mmap_mode="r")
    first = np.load(folder / _FIRST, mmap_mode="r")
    if table.shape != (first[-1], 4):
        raise ValueError(f"{table.shape[0]} rows, of which the units have {first[-1]}")
    return RowTable(table, first)
