"""Where an answer is written: rows and bytes are counted on the way, and too many stop the query.

The engine writes its formats in pieces of some kilobytes, so that a query with too large an answer
ends soon after the limit rather than when all of it is made. Rows are counted in what is written,
exactly, because to take them one by one costs several times what writing them does.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import IO, Final, Protocol, cast

from indexer.errors import QueryError


class LimitError(QueryError):
    """A bound that a query ran into, by its name: `rows`, `bytes`, `time` or `memory`."""

    def __init__(self, limit: str, message: str, *, mend: str) -> None:
        super().__init__(message, mend=mend)
        self.limit = limit


@dataclass(frozen=True, slots=True)
class Limits:
    """How large an answer may be; None for no limit."""

    rows: int | None = None
    """Rows of a table, triples of a graph."""
    size: int | None = None
    """Bytes."""


NO_LIMITS: Final = Limits()


class Output(Protocol):
    """Something that takes bytes."""

    def write(self, data: bytes, /) -> object:
        """Take some bytes, all of them."""
        ...


class Sink:
    """A file to the engine: passes bytes on, and raises LimitError beyond the limits."""

    def __init__(self, output: Output, limits: Limits, count: Callable[[bytes], int]) -> None:
        """Pass bytes on to `output`; `count` gives the rows up to now, with each piece."""
        self._output = output
        self._limits = limits
        self._count = count
        self.rows = 0
        self.size = 0

    def write(self, data: bytes) -> int:
        """Take a piece of the answer. Raises LimitError."""
        self.size += len(data)
        check_size(self.size, self._limits)
        self.rows = self._count(data)
        check_rows(self.rows, self._limits)
        self._output.write(data)
        return len(data)

    def file(self) -> IO[bytes]:
        """Return itself as what the engine takes: a file that is only written to."""
        return cast(IO[bytes], self)

    def flush(self) -> None:
        """Do nothing: what was written was passed on."""


def check_rows(rows: int, limits: Limits) -> None:
    """Raise LimitError for more rows than the limits have."""
    if limits.rows is not None and rows > limits.rows:
        raise LimitError(
            "rows",
            f"The answer has more than {limits.rows} rows.",
            mend="Ask for fewer with LIMIT and OFFSET, or take the dump.",
        )


def check_size(size: int, limits: Limits) -> None:
    """Raise LimitError for more bytes than the limits have."""
    if limits.size is not None and size > limits.size:
        raise LimitError(
            "bytes",
            f"The answer has more than {limits.size} bytes.",
            mend="Ask for less with LIMIT, or for fewer variables.",
        )


class JsonRows:
    """Counts the rows of SPARQL results in JSON: what begins with `[{` or `},{` outside strings."""

    def __init__(self) -> None:
        self._rows = 0
        self._inside = 0
        self._rest = b""
        self._tail = b""

    def __call__(self, data: bytes) -> int:
        """Take a piece, return the rows up to now."""
        data = self._rest + data
        cut = len(data) - (len(data) - len(data.rstrip(b"\\"))) % 2
        data, self._rest = data[:cut], data[cut:]
        parts = data.replace(b"\\\\", b"").replace(b'\\"', b"").split(b'"')
        bare = self._tail + b'"'.join(parts[self._inside :: 2])
        self._inside = (self._inside + len(parts) - 1) % 2
        self._rows += bare.count(b"[{") + bare.count(b"},{")
        self._tail = _tail(bare)
        return self._rows


def _tail(bare: bytes) -> bytes:
    """What may be the beginning of a row that the next piece completes."""
    return next((end for end in (b"},", b"}", b"[") if bare.endswith(end)), b"")


class XmlRows:
    """Counts the rows of SPARQL results in XML, where `<` stands in tags only."""

    _TAG: Final = b"<result>"

    def __init__(self) -> None:
        self._rows = 0
        self._tail = b""

    def __call__(self, data: bytes) -> int:
        """Take a piece, return the rows up to now."""
        data = self._tail + data
        self._rows += data.count(self._TAG)
        self._tail = data[-len(self._TAG) + 1 :]
        return self._rows


class LineRows:
    """Counts the lines of CSV or TSV behind the first, without line ends inside quotes."""

    def __init__(self, *, quoted: bool) -> None:
        self._lines = 0
        self._inside = 0
        self._quote = b'"' if quoted else b"\0"

    def __call__(self, data: bytes) -> int:
        """Take a piece, return the rows up to now."""
        parts = data.split(self._quote)
        self._lines += sum(part.count(b"\n") for part in parts[self._inside :: 2])
        self._inside = (self._inside + len(parts) - 1) % 2
        return max(self._lines - 1, 0)


def no_rows(_: bytes) -> int:
    """Count nothing: a graph's triples are counted before they are written."""
    return 0


def counter(form: str) -> Callable[[bytes], int]:
    """Return a new counter of the rows of a format: `json`, `xml`, `csv` or `tsv`."""
    if form == "json":
        return JsonRows()
    return XmlRows() if form == "xml" else LineRows(quoted=form == "csv")
