"""Names in their order, found by place without reading all of them: of units, and of terms.

A sorted list of them can be searched by halves, as by `bisect`.
"""

from __future__ import annotations

import mmap
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import overload

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


def write_names(folder: Path, names: Iterable[str], name: str = UNITS) -> None:
    """Write names, one a line, and where each line ends."""
    lines = [f"{name}\n".encode() for name in names]
    (folder / f"{name}.txt").write_bytes(b"".join(lines))
    np.save(folder / f"{name}.npy", np.cumsum([len(line) for line in lines], dtype="<i8"))
