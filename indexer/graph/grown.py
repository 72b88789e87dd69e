"""A store made from that of an earlier build: what is gone is taken out, what is new put in.

Loading a graph costs the same whatever is new in it. The files of a store are never changed once
they are written, only replaced, so that a store can begin as links to those of another one; the
other stays as it is, also while somebody reads it.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pyoxigraph import RdfFormat, Store, parse

MOST: Final = 0.1
"""Share of the graph from which on loading it whole is quicker, and the result more compact."""
FILES: Final = 48
"""Files from which on a store is loaded whole: each time it grows it has some more."""
_TABLES = ".sst"
_LOCK = "LOCK"


@dataclass(frozen=True)
class Earlier:
    """The graph of an earlier build, every file of it as it was written."""

    dump: Path
    store: Path


def grow(earlier: Earlier, dump: Path, folder: Path) -> int | None:
    """Make the store of a sorted dump from an earlier one; return its size in quads.

    None where it is to be loaded whole: too much has changed, the earlier one has too many files,
    or what came of it has another size than the dump.
    """
    if sum(1 for _ in earlier.store.glob(f"*{_TABLES}")) > FILES:
        return None
    changes = _changes(earlier.dump, dump)
    if len(changes.gone) + len(changes.come) > MOST * changes.size:
        return None
    _linked(earlier.store, folder)
    store = Store(str(folder))
    for quad in parse(b"".join(changes.gone), RdfFormat.N_QUADS):
        store.remove(quad)
    store.load(b"".join(changes.come), RdfFormat.N_QUADS)
    store.flush()
    if len(store) == changes.size:
        return changes.size
    del store
    shutil.rmtree(folder)
    return None


@dataclass(frozen=True)
class _Changes:
    gone: list[bytes]
    come: list[bytes]
    size: int
    """Lines of the new dump."""


def _changes(old: Path, new: Path) -> _Changes:
    """Compare two sorted dumps line by line; both are read once, and neither is held in memory."""
    gone: list[bytes] = []
    come: list[bytes] = []
    size = 0
    with old.open("rb") as before, new.open("rb") as after:
        was = next(before, None)
        for line in after:
            size += 1
            while was is not None and was < line:
                gone.append(was)
                was = next(before, None)
            if was == line:
                was = next(before, None)
            else:
                come.append(line)
        gone += [] if was is None else [was, *before]
    return _Changes(gone, come, size)


def _linked(store: Path, folder: Path) -> None:
    """Begin a store with the files of another: tables are linked where that is possible."""
    folder.mkdir(parents=True)
    for path in store.iterdir():
        if path.suffix == _TABLES:
            try:
                os.link(path, folder / path.name)
                continue
            except OSError:  # a file system without links
                pass
        if path.name != _LOCK:
            shutil.copyfile(path, folder / path.name)
