"""`/coverage`: elements by instruments, one family of links at a time, down to the clauses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from fastapi import APIRouter, Response

from api.replies import Link, Replying
from api.web.links import Family, outgoing
from api.web.page import shown
from indexer.errors import QueryError
from indexer.nearest import hint
from indexer.read import FAMILIES, Index, LinkOptions

router = APIRouter(include_in_schema=False)
Json = dict[str, Any]
_STEPS: Final = (0, 2, 7, 19)
"""A cell is in as many classes as there are numbers below its own."""
_FIRST: Final = "curated"


@dataclass(frozen=True, slots=True)
class Asked:
    """Which table is asked for; what was left open is None."""

    family: str
    binding: str | None
    body: str | None
    instrument: str | None
    element: int | None

    @property
    def options(self) -> LinkOptions:
        """Return what limits the links."""
        bodies, binding = (self.body,) if self.body else (), (self.binding,) if self.binding else ()
        return LinkOptions(families=(self.family,), bodies=bodies, bindingness=binding)

    def pairs(self, **other: str | None) -> list[tuple[str, str]]:
        """Return the parameters of the same table with some others; None takes one away."""
        own = {"family": self.family, "binding": self.binding, "body": self.body, **other}
        return [(name, value) for name, value in own.items() if value]


@dataclass(frozen=True, slots=True)
class Line:
    """An instrument with its number of links for each element, and the class of each number."""

    instrument: str
    bindingness: str
    by_element: Mapping[int, tuple[int, int]]
    """The number of links of each element that has any, and its class from 1 to 4."""
    total: int


def read_asked(given: Mapping[str, str], index: Index) -> Asked:
    """Return what an address asks. Raises QueryError, and NotFoundError with the nearest."""
    family, element = given.get("family") or _FIRST, given.get("element") or None
    instrument = given.get("instrument") or None
    if family not in FAMILIES:
        raise QueryError(
            f"There is no family {family[:40]!r}.",
            mend=f"{hint(family, FAMILIES)}There are: {', '.join(FAMILIES)}.",
        )
    if element is not None and not (element.isascii() and element.isdecimal()):
        raise QueryError(f"There is no element {element[:20]!r}.", mend="Elements have numbers.")
    number = None if element is None else index.element(int(element[:9])).number
    if instrument is not None:
        index.instrument(instrument)
    return Asked(
        family, given.get("binding") or None, given.get("body") or None, instrument, number
    )


@router.get("/coverage")
def coverage(reply: Replying) -> Response:
    """Show which elements which instruments cover, and the links behind one cell."""
    index = reply.index
    asked = read_asked(reply.request.query_params, index)
    answer = index.coverage_json(asked.options)
    items = [own for own in answer["items"] if _wanted(own, asked)]
    instruments = index.instruments.values()
    links = [Link(f"{reply.root}/v1/coverage.csv", "alternate", "text/csv")]
    return shown(
        reply,
        "coverage.html",
        links,
        here="coverage",
        asked=asked,
        lines=_lines(items, asked.family),
        elements=list(index.elements.values()),
        gaps=index.coverage_json(LinkOptions())["gaps"],
        least=answer["min_probability"],
        bindings=sorted({own.bindingness for own in instruments}),
        bodies=sorted({body for own in instruments for body in own.body}),
        behind=_behind(index, asked),
    )


def _wanted(cell: Json, asked: Asked) -> bool:
    return cell["counts"][asked.family] > 0 and asked.instrument in (None, cell["instrument"])


def _lines(items: Iterable[Json], family: str) -> list[Line]:
    """Return a line for each instrument, the one with most links first."""
    rows: dict[str, list[Json]] = {}
    for own in items:
        rows.setdefault(own["instrument"], []).append(own)
    lines = [_line(own, family) for own in rows.values()]
    return sorted(lines, key=lambda line: (-line.total, line.instrument))


def _line(cells: list[Json], family: str) -> Line:
    counts = {own["element"]: own["counts"][family] for own in cells}
    told = {element: (count, _class(count)) for element, count in counts.items()}
    return Line(cells[0]["instrument"], cells[0]["bindingness"], told, sum(counts.values()))


def _class(count: int) -> int:
    return sum(count > step for step in _STEPS)


def _behind(index: Index, asked: Asked) -> Family | None:
    """Return the links of the cell that is asked for; None where no element is."""
    if asked.element is None:
        return None
    answer = index.backing_json(f"element:{asked.element}", asked.options)
    least = index.coverage_json(asked.options)["min_probability"]
    rows = [own for own in answer[asked.family] if _counts(own, asked, least)]
    found = outgoing(index, {**answer, **{name: [] for name in FAMILIES}, asked.family: rows})
    return next(own for own in found if own.name == asked.family)


def _counts(row: Json, asked: Asked, least: float) -> bool:
    """Whether a link is one of those that the table counts."""
    likely = asked.family != "suggested" or (row["probability"] or 0.0) >= least
    return likely and asked.instrument in (None, row["instrument"])
