"""Where a unit stands in print, as the reader of its file noted it: only files with pages do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from indexer import publish
from indexer.model import Unit
from indexer.readers.document import Box

_SHOWN = ("page", "x0", "top", "x1", "bottom")


class Boxes:
    """The boxes of a build, read from its folder when a first unit of a file asks for them."""

    def __init__(self, folder: Path) -> None:
        """Take the folder of a build."""
        self._folder = folder / "noted"
        self._read: dict[str, tuple[Box, ...]] = {}

    def of(self, unit: Unit) -> list[dict[str, Any]]:
        """Return where a unit stands in print, line by line, where its file has pages.

        Coordinates are points from the upper left corner of the page (indexer.readers.document).
        """
        if unit.file not in self._read:
            self._read[unit.file] = self._boxes(unit.file)
        return [
            {name: getattr(box, name) for name in _SHOWN}
            for box in self._read[unit.file]
            if any(box.start < span.end and span.start < box.end for span in unit.spans)
        ]

    def _boxes(self, file: str) -> tuple[Box, ...]:
        path = self._folder / f"{file}.json"
        if not path.is_file():
            return ()
        return tuple(Box(**row) for row in publish.read_json(path)["boxes"])
