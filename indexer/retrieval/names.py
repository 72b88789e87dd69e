"""Names in their order, found by place without reading all of them: of units, and of terms.

A sorted list of them can be searched by halves, as by `bisect`; of any other list it is kept in
which order its names would be sorted, so that a name is found as quickly.
"""

from __future__ import annotations

import mmap
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, overload

import numpy as np

UNITS = "units"


class Names(Sequence[str]):
    """Names by place, mapped into memory."""

    def __init__(self, folder: Path, name: str = UNITS) -> None:
        """Open what `write_names` wrote. Raises OSError or ValueError where it cannot be read."""
        self._ends = np.load(folder / f"{name}.npy", mmap_mode="r")
        with (folder / f"{name}.txt").open("rb") as stream:
            empty = not len(self._ends)  # which cannot be mapped
            self._lines = b"" if empty else mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
        if len(self._lines) != (0 if empty else self._ends[-1]):
            raise ValueError(f"{name}.txt is not as long as it was written")
        order = folder / f"{name}.order.npy"
        self._order = np.load(order, mmap_mode="r") if order.is_file() else None

    def __len__(self) -> int:
        return len(self._ends)

    @overload
    def __getitem__(self, place: int) -> str: ...

    @overload
    def __getitem__(self, place: slice) -> tuple[str, ...]: ...

    def __getitem__(self, place: int | slice) -> str | tuple[str, ...]:
        if isinstance(place, slice):
            return tuple(self[number] for number in range(*place.indices(len(self))))
        number = range(len(self))[place]
        start = int(self._ends[number - 1]) if number else 0
        return bytes(self._lines[start : int(self._ends[number]) - 1]).decode()

    def index(self, value: Any, start: int = 0, stop: int | None = None) -> int:
        """The first place of a name. Raises ValueError where it is not there."""
        if start or stop is not None:
            return super().index(value, start, len(self) if stop is None else stop)
        order = range(len(self)) if self._order is None else self._order
        place = bisect_left(order, value, key=lambda number: self[int(number)])
        if place == len(self) or self[int(order[place])] != value:
            raise ValueError(f"{value!r} is not among the names")
        return int(order[place])


def write_names(folder: Path, names: Iterable[str], name: str = UNITS) -> None:
    """Write names, one a line, where each line ends, and their sorted order if it is another."""
    kept = list(names)
    lines = [f"{name}\n".encode() for name in kept]
    (folder / f"{name}.txt").write_bytes(b"".join(lines))
    np.save(folder / f"{name}.npy", np.cumsum([len(line) for line in lines], dtype="<i8"))
    order = sorted(range(len(kept)), key=kept.__getitem__)
    if order != list(range(len(kept))):
        np.save(folder / f"{name}.order.npy", np.array(order, dtype="<i4"))
