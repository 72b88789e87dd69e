"""The graph of a build, opened for processes that are forked to evaluate on it.

In memory it answers several times faster than from disk, and forked processes share it; the memory
of a very large one would be too dear, and its processes open the files instead. An overlay is held
in memory in either case, so it brings the whole graph there.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pyoxigraph import RdfFormat, Store

from indexer.errors import InputError
from indexer.graph.store import open_store
from indexer.publish import read_manifest
from indexer.sparql.overlay import overlay_quads


class ForkedGraph:
    """A graph that is loaded before the fork, or opened after it."""

    def __init__(self, folder: Path, overlays: Sequence[Path], most_in_memory: int) -> None:
        """Load the build in `folder` where it has at most `most_in_memory` quads, or overlays.

        Raises InputError for a build or an overlay that cannot be read.
        """
        self._folder = folder
        manifest = read_manifest(folder)
        small = int(manifest["figures"]["quads"]) <= most_in_memory
        self._store = self._loaded() if small or overlays else None
        if self._store is not None:
            self._store.bulk_extend(overlay_quads(overlays, str(manifest["base"])))

    @property
    def in_memory(self) -> bool:
        """Whether the graph was loaded."""
        return self._store is not None

    def store(self) -> Store:
        """Return the store of this process, to be asked for once, after the fork."""
        return self._store or open_store(self._folder / "store")

    def _loaded(self) -> Store:
        store = Store()
        dump = self._folder / "graph.nq"
        try:
            store.bulk_load(path=str(dump), format=RdfFormat.N_QUADS)
        except (OSError, SyntaxError) as error:
            raise InputError(
                f"The graph in {dump} cannot be read: {error}.", mend="Build the index again."
            ) from error
        return store
