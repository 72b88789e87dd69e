"""Ruled tables: runs inside the cells of a grid are taken out of the flow and read row by row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from indexer.readers.pdf.lines import lines_of
from indexer.readers.pdf.values import Cell, Run, Table

if TYPE_CHECKING:
    from indexer.readers.pdf.library import PrintedPage

_EDGES = 6
"""With fewer edges a page holds no grid of two rows and two columns."""
_MANY = 4000
"""With more, it holds a drawing, and looking for tables would take minutes."""

_BoundingBox = tuple[float, float, float, float]


def take_tables(
    number: int, page: PrintedPage, edges: int, runs: Sequence[Run]
) -> tuple[list[Table], list[Run]]:
    """Return the ruled tables of a page and the runs that stand in none of them.

    `edges` says how many edges the page has, about.
    """
    if not _EDGES <= edges <= _MANY:
        return [], list(runs)
    across, down = float(page.bbox[0]), float(page.bbox[1])
    tables: list[Table] = []
    left = list(runs)
    for found in page.find_tables():
        rows = [
            [(x0 - across, top - down, x1 - across, bottom - down) for x0, top, x1, bottom in cells]
            for cells in ([cell for cell in row.cells if cell is not None] for row in found.rows)
        ]
        grid = _fill(number, rows, left)
        if grid is None:
            continue
        table, taken = grid
        tables.append(table)
        left = [run for run in left if id(run) not in taken]
    return tables, left


def _inside(run: Run, box: _BoundingBox) -> bool:
    x, y = (run.x0 + run.x1) / 2, run.base - 0.3 * run.size
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _fill(
    number: int, rows: Sequence[Sequence[_BoundingBox]], runs: Sequence[Run]
) -> tuple[Table, set[int]] | None:
    """A grid with the runs of each cell, or None where it is no table but a frame."""
    if len(rows) < 2 or max(map(len, rows)) < 2:
        return None
    taken: set[int] = set()
    made: list[tuple[Cell, ...]] = []
    for row in rows:
        cells = []
        for box in row:
            own = [run for run in runs if id(run) not in taken and _inside(run, box)]
            taken |= {id(run) for run in own}
            cells.append(Cell(tuple(lines_of(number, own, [0] * len(own)))))
        made.append(tuple(cells))
    filled = [cell for row in made for cell in row if cell.lines]
    if len(filled) < 3 or len(filled) < 0.5 * sum(map(len, made)):
        return None
    boxes = [box for row in rows for box in row]
    first = min(line.order for cell in filled for line in cell.lines)
    top, bottom = min(b[1] for b in boxes), max(b[3] for b in boxes)
    x0, x1 = min(b[0] for b in boxes), max(b[2] for b in boxes)
    kept = tuple(row for row in made if any(cell.lines for cell in row))
    return Table(number, kept, top, bottom, x0, x1, first), taken
