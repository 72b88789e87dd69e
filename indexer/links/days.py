"""Days as spreadsheets rewrite them, read back where only one day can be meant.

A spreadsheet shows 2025-11-21 in the order of its country and saves what it shows. 21/11/2025 can
be one day only; 03/04/2025 can be two, and then the day that the link had before decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from indexer.links.files import Placed
from indexer.links.model import LISTS, Links

_NUMBERS = re.compile(r"(\d{1,4})[./-](\d{1,2})[./-](\d{1,4})")
_COLUMN = "mapping_date"


def with_days(rows: Iterable[Placed], before: Links) -> Iterator[Placed]:
    """Yield the rows with each day as 2025-11-21; a cell that may mean two days stays as it is."""
    dated = {(link.subject, link.target): link.date for n in LISTS for link in before.of(n)}
    for name, place, row in rows:
        pair = row.cells.get("subject_id", ""), row.cells.get("object_id", "")
        day = day_of(row.cells.get(_COLUMN, ""), dated.get(pair))
        yield name, place, replace(row, cells={**row.cells, _COLUMN: day})


def day_of(text: str, before: str | None = None) -> str:
    """Return the day that a cell means as 2025-11-21, or the cell where that is not certain."""
    found = _NUMBERS.fullmatch(text)
    if found is None:
        return text
    first, second, third = map(int, found.groups())
    orders = ((first, second, third), (third, second, first), (third, first, second))
    days = {day for order in orders for day in _days(*order)}
    if before in days:
        return str(before)
    return days.pop() if len(days) == 1 else text


def _days(year: int, month: int, day: int) -> Iterator[str]:
    """Yield the day of these numbers, where there is such a day in a year of four digits."""
    try:
        found = date(year, month, day)
    except ValueError:
        return
    if year > 999:
        yield found.isoformat()
