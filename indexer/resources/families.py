"""The three families of links of a thing, as a page shows them: apart, each under its words.

The words are those of docs/decisions/0001-link-families.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from indexer.answers.options import LinkOptions
from indexer.read import Index
from indexer.resources.find import path_of
from indexer.resources.shown import Family, Item

MOST: Final = 100
"""Links of one family that a page shows; the JSON has them all."""
_OUT: Final = {
    "citations": "Cites",
    "curated": "Backed by (editorial)",
    "suggested": "Similar wording",
}
_IN: Final = {
    "citations": "Cited by",
    "curated": "Backs (editorial)",
    "suggested": "Similar wording elsewhere",
}


def families(index: Index, identifier: str, *, only_in: bool = False) -> Iterator[Family]:
    """Yield the links from a thing and those to it by family; `only_in` leaves out the first."""
    options = LinkOptions(k=10)
    if not only_in:
        yield from _sides(index.backing_json(identifier, options), _OUT, index)
    if not identifier.startswith("element:"):
        yield from _sides(index.backs_json(identifier, options), _IN, index)


def _sides(answer: dict[str, Any], words: dict[str, str], index: Index) -> Iterator[Family]:
    far = "target" if words is _OUT else "unit"
    for family, heading in words.items():
        rows = answer[family]
        items = tuple(_link(row, far, index) for row in rows[:MOST])
        remark = answer["remarks"].get(family, "")
        yield Family(heading, answer["about"][family], items, max(len(rows) - MOST, 0), remark)


def _link(row: dict[str, Any], far: str, index: Index) -> Item:
    if "quote" in row:
        evidence = f"“{row['quote']}” ({row['via']})"
    elif "reason" in row:
        evidence = f"{row['reason']} ({row['predicate']}; {row['author']}, {row['date']})"
    else:
        evidence = f"score {row['score']}, rank {row['rank']} of {row['pool']}, {row['model']}"
    return Item(row["cite_as"], path_of(index, row[far]), f"{row['bindingness']}. {evidence}")
