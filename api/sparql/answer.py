"""An answer as the server has it: whole, in a file without a name, read in pieces and let go."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

PIECE: Final = 1 << 16
"""Bytes that are read at once."""
SMALL: Final = 1 << 18
"""Up to so many bytes an answer is taken out of its file at once, so that the file is free."""


class Body:
    """The bytes of an answer, to be read once."""

    def __init__(self, result: int, size: int) -> None:
        """Take the first `size` bytes of an open file, by a descriptor that stays the caller's."""
        self._descriptor: int | None = None
        self._size = size
        self._data = b""
        if size <= SMALL:
            self._data = _pread(result, size, 0)
        else:
            self._descriptor = os.dup(result)

    @property
    def holds_file(self) -> bool:
        """Whether the file must be left to this answer."""
        return self._descriptor is not None

    def pieces(self) -> Iterator[bytes]:
        """Yield the bytes, and let the file go at the end."""
        try:
            if self._descriptor is None:
                yield self._data
                return
            for start in range(0, self._size, PIECE):
                yield _pread(self._descriptor, min(PIECE, self._size - start), start)
        finally:
            self.close()

    def read(self) -> bytes:
        """Return all bytes, and let the file go."""
        return b"".join(self.pieces())

    def close(self) -> None:
        """Let the file go."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def __del__(self) -> None:
        self.close()


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a query."""

    media_type: str
    """Such as `application/sparql-results+json` or `text/csv; charset=utf-8`."""
    is_graph: bool
    """True for CONSTRUCT and DESCRIBE, whose answer is RDF."""
    rows: int
    """Rows of a table, triples of a graph, 0 for ASK."""
    size: int
    """Bytes."""
    seconds: float
    """What evaluating and writing took."""
    body: Body


def _pread(descriptor: int, count: int, start: int) -> bytes:
    """Read exactly so many bytes. Raises OSError where the file has fewer."""
    data = os.pread(descriptor, count, start)
    while len(data) < count:
        more = os.pread(descriptor, count - len(data), start + len(data))
        if not more:
            raise OSError(f"an answer of {start + count} bytes ends after {start + len(data)}")
        data += more
    return data
