"""What an answer about links may be limited to, and the check that there is such a thing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from indexer.errors import QueryError
from indexer.linked import Linked
from indexer.nearest import not_offered

FAMILIES = ("citations", "curated", "suggested")


@dataclass(frozen=True, slots=True)
class LinkOptions:
    """Filters of an answer about links; an empty tuple limits nothing."""

    families: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    bindingness: tuple[str, ...] = ()
    min_probability: float | None = None
    """Of a suggestion; None is the least that an answer takes of itself."""
    k: int | None = None
    """At most so many suggestions for each unit; None gives all for one unit, and `MANY` each
    where an answer gathers several."""

    def wants(self, family: str) -> bool:
        """Whether a family is asked for."""
        return not self.families or family in self.families


MANY = 10
"""Suggestions for each unit in an answer that gathers several units, unless `k` says otherwise."""


def check_options(options: LinkOptions, index: Linked) -> None:
    """Raise QueryError, with the nearest, for a filter that names nothing in the build."""
    instruments = index.instruments.values()
    _known("family", options.families, FAMILIES)
    _known("body", options.bodies, (body for own in instruments for body in own.body))
    _known("bindingness", options.bindingness, (own.bindingness for own in instruments))
    if options.min_probability is not None and not 0 <= options.min_probability <= 1:
        raise QueryError(
            f"The least probability is {options.min_probability}.",
            mend="Give a number from 0 to 1.",
        )


def _known(name: str, values: Sequence[str], known: Iterable[str]) -> None:
    there = sorted(set(known)) if values else []
    for value in values:
        if value not in there:
            raise not_offered(f"There is no {name} {value!r} in this build.", value, there)
