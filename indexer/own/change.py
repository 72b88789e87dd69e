"""A change of the user corpus, made together with a build that has it.

What was published, and the user corpus, change in one step at the end (see indexer.own.folder), or
not at all.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from indexer.build import Built, Report, build
from indexer.own.entry import Entry
from indexer.own.folder import Listed, OwnFolder
from indexer.own.layered import with_listed
from indexer.retrieval.embed import Encoder


@dataclass(frozen=True)
class Place:
    """Where a user corpus is and what it is built with."""

    own: OwnFolder
    root: Path | None
    """The corpus that it lies over; None for the one that is shipped."""
    base: str
    open_encoder: Callable[[], Encoder]


def changed(wanted: Listed, entries: Sequence[Entry], place: Place, report: Report) -> Built:
    """Make `wanted` the user corpus, with a build of it; or leave everything as it was."""
    try:
        place.own.propose(wanted)
        place.own.keep(entry.kept for entry in entries)
        folder = with_listed(place.root, place.own, wanted)
        built = build(folder, place.own.index, place.base, place.open_encoder(), report)
    except BaseException:
        place.own.settle()
        raise
    place.own.accept()
    return built
