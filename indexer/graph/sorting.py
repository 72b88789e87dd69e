"""Sorted distinct lines of more text than memory holds: sorted runs on disk, then one merge."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import ExitStack
from heapq import merge
from itertools import chain, groupby, islice
from pathlib import Path
from tempfile import TemporaryDirectory

RUN = 1_000_000
"""Lines that are sorted in memory at a time: about a quarter of a gigabyte of N-Quads."""


def write_sorted(lines: Iterable[bytes], path: Path, run: int = RUN) -> int:
    """Write the distinct lines in the order of their bytes to `path`; return how many there are.

    Each line ends with its line feed. Where there are more than `run`, they lie for a while in
    files beside `path`.
    """
    rest = iter(lines)
    first = _ordered(islice(rest, run))
    following = next(rest, None)
    if following is None:
        return _write(path, first)
    with ExitStack() as opened:
        folder = opened.enter_context(TemporaryDirectory(dir=path.parent, prefix=f".{path.name}-"))
        runs = [Path(folder) / "0"]
        _write(runs[0], first)
        del first
        while following is not None:
            runs.append(Path(folder) / str(len(runs)))
            _write(runs[-1], _ordered(chain([following], islice(rest, run))))
            following = next(rest, None)
        streams = [opened.enter_context(own.open("rb")) for own in runs]
        return _write(path, (line for line, _ in groupby(merge(*streams))))


def _ordered(lines: Iterable[bytes]) -> list[bytes]:
    """Sort distinct lines; runs that are sorted already cost hardly anything."""
    found = sorted(lines)
    return [line for line, _ in groupby(found)]


def _write(path: Path, lines: Iterable[bytes]) -> int:
    count = 0
    with path.open("wb") as stream:
        for line in lines:
            stream.write(line)
            count += 1
    return count
