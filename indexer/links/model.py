"""The links of editors as values, and what they may name.

A link says that a provision backs a unit, or treats the same subject in part; who says so, when,
why, and from which source.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from indexer.model import Corpus, Provision

LISTS = ("curated", "rejected", "unsure")
PREDICATES = ("backedBy", "relatedProvision")
"""The provision states the substance itself; it treats the same subject in part."""


@dataclass(frozen=True, slots=True)
class Link:
    """One row of a list."""

    subject: str
    """Identifier of a unit, such as `compact:para_26__point_g`."""
    predicate: str
    target: str
    """Identifier of a provision or unit, such as `C155:art_13`."""
    author: str
    date: str
    """The day of the claim, such as `2025-11-21`."""
    source: str
    """What the provision was judged by: an address, an identifier, or a few words."""
    basis: str
    """`text` or `knowledge`: whether the provision's text was at hand."""
    confidence: float | None = None
    reason: str = ""
    """At most 25 words; empty in `unsure`."""
    reason_for: str = ""
    reason_against: str = ""
    """In `unsure` alone: why an editor would make the link, and why another would not."""

    def as_record(self) -> dict[str, Any]:
        """Return the link as a record of plain values."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


@dataclass(frozen=True, slots=True)
class Links:
    """The three lists of a corpus, each in canonical order."""

    curated: tuple[Link, ...] = ()
    rejected: tuple[Link, ...] = ()
    unsure: tuple[Link, ...] = ()

    def of(self, name: str) -> tuple[Link, ...]:
        """Return the list of that name, one of `LISTS`."""
        lists: dict[str, tuple[Link, ...]] = {n: getattr(self, n) for n in LISTS}
        return lists[name]


@dataclass(frozen=True, slots=True)
class Known:
    """What a link may name, each with its place in the canonical order."""

    subjects: Mapping[str, int]
    """The units of the corpus, in document order."""
    targets: Mapping[str, int]
    """Registered provisions and units, in the order of their instrument."""

    def order(self, link: Link) -> tuple[int, str, int]:
        """Return where a link stands: subject in document order, then target."""
        return (
            self.subjects[link.subject],
            link.target.partition(":")[0],
            self.targets[link.target],
        )


def known_of(corpus: Corpus, provisions: Iterable[Provision]) -> Known:
    """Return what links over a corpus may name."""
    units = dict.fromkeys(unit.id for edition in corpus.editions for unit in edition.units)
    targets = dict.fromkeys([*units, *(provision.id for provision in provisions)])
    return Known(
        {name: place for place, name in enumerate(units)},
        {name: place for place, name in enumerate(targets)},
    )
