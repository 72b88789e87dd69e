"""The flow of a document: its lines in the order in which they are read, without furniture, and the
tables by the lines that they stand before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from indexer.readers.pdf.columns import in_order
from indexer.readers.pdf.furniture import running_lines
from indexer.readers.pdf.kept import Both, Lines, Pages, Placed
from indexer.readers.pdf.measures import body_size
from indexer.readers.pdf.values import Line, Page, Table


@dataclass(frozen=True, slots=True)
class Flow:
    """The lines of a document by their places."""

    lines: Lines
    """Those that stand in no table."""
    everything: Lines
    """The same, and behind them those that stand in tables."""
    tables: Mapping[int, Sequence[Table]]
    """By the place of the line that they stand before; their cells are places in `everything`."""


def flow_of(pages: Pages) -> Flow:
    """Return the flow of a document."""
    gone = running_lines(pages, body_size(line for page in pages for line in page.lines))
    orders: list[Sequence[int]] = []
    before: dict[int, list[tuple[int, Table]]] = {}
    count = 0
    for number, page in enumerate(pages):
        kept = [at for at in range(len(page.lines)) if (page.number, at) not in gone]
        order = in_order([page.lines[at] for at in kept])
        for table in page.tables:
            at = count + _place(table, [page.lines[kept[index]] for index in order])
            before.setdefault(at, []).append((number, table))
        orders.append([kept[index] for index in order])
        count += len(order)
    lines = Placed(pages, orders)
    cells = Placed(pages, [range(_cells(page)) for page in pages.facts], lambda page: page.cells)
    tables = {at: _moved(own, count, cells.starts) for at, own in before.items()}
    return Flow(lines, Both(lines, cells), tables)


def _cells(page: Page) -> int:
    """How many lines stand in the tables of a page."""
    return max(
        (cell.stop for table in page.tables for row in table.rows for cell in row), default=0
    )


def _place(table: Table, lines: Iterable[Line]) -> int:
    """Before which of the lines of its page a table stands."""
    own = list(lines)
    below = (i for i, x in enumerate(own) if x.base > table.top and x.order > table.order)
    return next(below, len(own))


def _moved(tables: Iterable[tuple[int, Table]], first: int, starts: Sequence[int]) -> list[Table]:
    """Tables with their cells as places among all lines of the document."""
    return [
        replace(table, rows=tuple(tuple(_shifted(cell, first + starts[page]) for cell in row)
                                  for row in table.rows))
        for page, table in tables
    ]  # fmt: skip


def _shifted(cell: range, by: int) -> range:
    return range(cell.start + by, cell.stop + by)
