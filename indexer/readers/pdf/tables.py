"""Ruled tables: runs inside the cells of a grid are taken out of the flow and read row by row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from indexer.readers.pdf.lines import lines_of
from indexer.readers.pdf.values import Line, Run, Table

if TYPE_CHECKING:
    from indexer.readers.pdf.library import PrintedPage

_EDGES = 6
"""With fewer edges a page holds no grid of two rows and two columns."""
_MANY = 4000
"""With more, it holds a drawing, and looking for tables would take minutes."""

_BoundingBox = tuple[float, float, float, float]


def take_tables(
    number: int, page: PrintedPage, edges: int, runs: Sequence[Run]
) -> tuple[list[Table], list[Line], list[Run]]:
    """Return the ruled tables of a page, the lines in their cells, and the runs that stand in none.

    `edges` says how many edges the page has, about.
    """
    if not _EDGES <= edges <= _MANY:
        return [], [], list(runs)
    across, down = float(page.bbox[0]), float(page.bbox[1])
    tables: list[Table] = []
    cells: list[Line] = []
    left = list(runs)
    for found in page.find_tables():
        rows = [
            [(x0 - across, top - down, x1 - across, bottom - down) for x0, top, x1, bottom in boxes]
            for boxes in ([cell for cell in row.cells if cell is not None] for row in found.rows)
        ]
        grid = _fill(number, rows, left)
        if grid is None:
            continue
        filled, taken = grid
        tables.append(_table(filled, rows, cells))
        left = [run for run in left if id(run) not in taken]
    return tables, cells, left


def _inside(run: Run, box: _BoundingBox) -> bool:
    x, y = (run.x0 + run.x1) / 2, run.base - 0.3 * run.size
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


_Filled = list[list[list[Line]]]
"""The lines of each cell of each row."""


def _fill(
    number: int, rows: Sequence[Sequence[_BoundingBox]], runs: Sequence[Run]
) -> tuple[_Filled, set[int]] | None:
    """The lines in the cells of a grid, and the runs that they take; None where it is no table but
    a frame."""
    if len(rows) < 2 or max(map(len, rows)) < 2:
        return None
    taken: set[int] = set()
    made: _Filled = []
    for row in rows:
        cells = []
        for box in row:
            own = [run for run in runs if id(run) not in taken and _inside(run, box)]
            taken |= {id(run) for run in own}
            cells.append(lines_of(number, own, [0] * len(own)))
        made.append(cells)
    full = sum(bool(cell) for row in made for cell in row)
    if full < 3 or full < 0.5 * sum(map(len, made)):
        return None
    return made, taken


def _table(filled: _Filled, rows: Sequence[Sequence[_BoundingBox]], cells: list[Line]) -> Table:
    """The table that a grid makes; its lines are put behind those of the tables before it."""
    kept = []
    for row in filled:
        places = []
        for cell in row:
            places.append(range(len(cells), len(cells) + len(cell)))
            cells += cell
        if any(row):
            kept.append(tuple(places))
    first = min(line.order for row in filled for cell in row for line in cell)
    return Table(tuple(kept), min(box[1] for row in rows for box in row), first)
