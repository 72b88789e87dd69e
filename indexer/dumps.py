"""The two whole dumps of a build, written once with it: `dump.nq.gz` and `dump.jsonl.gz`.

They hold no name and no time, so that the same build gives the same bytes, and are written piece by
piece. Their hashes stand in the manifest with those of all files.
"""

from __future__ import annotations

import gzip
import json
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from indexer.editions.boxes import Boxes
from indexer.model import Instrument, Note, Unit
from indexer.views import unit_view

NQUADS_DUMP: Final = "dump.nq.gz"
UNITS_DUMP: Final = "dump.jsonl.gz"
_LEVEL = 6
_PIECE = 1 << 20
"""Bytes of the graph that are compressed at a time."""


def write_graph_dump(folder: Path) -> None:
    """Write the dump of the graph of a build whose `graph.nq` is in `folder` already."""
    with _zipped(folder / NQUADS_DUMP) as out, (folder / "graph.nq").open("rb") as graph:
        shutil.copyfileobj(graph, out, _PIECE)


def write_units_dump(
    folder: Path,
    units: Iterable[Unit],
    notes: Iterable[Note],
    instruments: Mapping[str, Instrument],
    base: str,
    cite: Callable[[str], str],
    origins: Mapping[str, tuple[str, bool]],
) -> None:
    """Write the dump of the units of a build whose notes of readers are in `folder` already.

    `origins` has for each unit its edition, and whether it is withdrawn.
    """
    by_id = {note.id: note for note in notes}
    boxes = Boxes(folder)
    with _zipped(folder / UNITS_DUMP) as out:
        for unit in units:
            view = unit_view(unit, instruments[unit.instrument], by_id, base, cite(unit.id))
            edition, withdrawn = origins[unit.id]
            view |= {"edition": edition, "withdrawn": withdrawn, "boxes": boxes.of(unit)}
            out.write(f"{json.dumps(view, ensure_ascii=False)}\n".encode())


@contextmanager
def _zipped(path: Path) -> Iterator[gzip.GzipFile]:
    with path.open("wb") as raw, gzip.GzipFile("", "wb", _LEVEL, raw, mtime=0) as out:
        yield out
