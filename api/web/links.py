"""The links of a thing as its page shows them: family by family, instrument by instrument.

The families never share a list. Within one, links stand under the instrument at their other end,
in the order of the answer; the words that both ends share are marked on both sides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from api.web.marked import Stretch, stretches
from indexer.read import FAMILIES, Index, LinkOptions

MOST: Final = 100
"""Links of one family that a page shows; the JSON has them all."""
OPTIONS: Final = LinkOptions(k=10)
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Shown:
    """One link: what the answer says of it, and the words of its two ends, shared ones marked."""

    row: Row
    far: str
    """Identifier of the other end."""
    near: str
    """Identifier of the end that is asked about, or of a part of it."""
    there: tuple[Stretch, ...]
    here: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The links of one family with one instrument."""

    instrument: str
    bindingness: str
    status: str | None
    links: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Family:
    """The links of one family in one direction, with how many there are and why there are none."""

    name: str
    incoming: bool
    groups: tuple[Group, ...]
    total: int
    more: int
    remark: str


def outgoing(index: Index, answer: Row) -> tuple[Family, ...]:
    """Return the families of an answer of `backing_json`."""
    return tuple(_family(index, answer, name, incoming=False) for name in FAMILIES)


def incoming(index: Index, answer: Row) -> tuple[Family, ...]:
    """Return the families of an answer of `backs_json`."""
    return tuple(_family(index, answer, name, incoming=True) for name in FAMILIES)


def _family(index: Index, answer: Row, name: str, *, incoming: bool) -> Family:
    rows: Sequence[Row] = answer[name]
    groups: dict[str, list[Row]] = {}
    for row in rows[:MOST]:
        groups.setdefault(row["instrument"], []).append(row)
    return Family(
        name,
        incoming,
        tuple(_group(index, own, incoming=incoming) for own in groups.values()),
        len(rows),
        max(len(rows) - MOST, 0),
        answer["remarks"].get(name, ""),
    )


def _group(index: Index, rows: Sequence[Row], *, incoming: bool) -> Group:
    first = rows[0]
    links = tuple(_shown(index, row, incoming=incoming) for row in rows)
    return Group(first["instrument"], first["bindingness"], first["status"], links)


def _shown(index: Index, row: Row, *, incoming: bool) -> Shown:
    ends = ("unit", "target") if incoming else ("target", "unit")
    far, near = (row[own] for own in ends)
    shared = row.get("matched") or {}
    there, here = (stretches(words_of(index, row[own]), shared.get(own, ())) for own in ends)
    return Shown(row, far, near, there, here)


def words_of(index: Index, identifier: str) -> str:
    """Return the words of an end of a link: its text, or else its subject; empty without either."""
    if identifier in index.units:
        return index.units[identifier].text
    provision = index.provisions.get(identifier)
    return provision.subject if provision else ""
