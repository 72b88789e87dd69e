"""The identifiers of a build's units in their order, found by place without reading all of them."""

from __future__ import annotations

import mmap
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import overload

import numpy as np

_NAMES = "units.txt"
_ENDS = "units.npy"


class Names(Sequence[str]):
    """Names by place, mapped into memory."""

    def __init__(self, folder: Path) -> None:
        """Open what `write_names` wrote. Raises OSError or ValueError where it cannot be read."""
        self._ends = np.load(folder / _ENDS, mmap_mode="r")
        with (folder / _NAMES).open("rb") as stream:
            empty = not len(self._ends)  # which cannot be mapped
            self._lines = b"" if empty else mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
        if len(self._lines) != (0 if empty else self._ends[-1]):
            raise ValueError(f"{_NAMES} is not as long as it was written")

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


def write_names(folder: Path, names: Iterable[str]) -> None:
    """Write names, one a line, and where each line ends."""
    lines = [f"{name}\n".encode() for name in names]
    (folder / _NAMES).write_bytes(b"".join(lines))
    np.save(folder / _ENDS, np.cumsum([len(line) for line in lines], dtype="<i8"))
