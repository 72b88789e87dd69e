"""What a search may be limited to, and the check that there is such a thing in the build."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from indexer.errors import QueryError
from indexer.nearest import hint

if TYPE_CHECKING:
    from indexer.contents import Contents
    from indexer.retrieval.filters import Filters

MODES = ("hybrid", "semantic", "lexical")


@dataclass(frozen=True, slots=True)
class SearchOptions:
    """What a search may be limited to; an empty tuple limits nothing."""

    k: int = 10
    mode: str = "hybrid"
    instruments: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    elements: tuple[int, ...] = ()
    bindingness: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    edition: str | None = None
    """Such as `compact@draft-2022`: search this edition, which need not be the current one."""


def check_mode(mode: str) -> None:
    """Raise QueryError where there is no such mode."""
    if mode not in MODES:
        mend = f"{hint(mode, MODES)}Use one of {', '.join(MODES)}."
        raise QueryError(f"There is no mode {mode!r}.", mend=mend)


def filters_of(options: SearchOptions, contents: Contents) -> Filters:
    """Return the filters of a search. Raises QueryError for one that names nothing in the build."""
    from indexer.retrieval.filters import Filters

    if options.edition is not None:
        editions = {f"{row['instrument']}@{row['edition']}" for row in contents.editions}
        _check_known("edition", (options.edition,), editions)
        options = _of_edition(options)

    wanted = (
        ("instrument", options.instruments, set(contents.facets.instruments)),
        ("kind", options.kinds, set(contents.facets.kinds)),
        ("element", options.elements, set(contents.elements)),
        (
            "bindingness",
            options.bindingness,
            {i.bindingness for i in contents.instruments.values()},
        ),
        ("body", options.bodies, {b for i in contents.instruments.values() for b in i.body}),
    )
    for name, values, known in wanted:
        _check_known(name, values, known)
    return Filters(
        instruments=frozenset(options.instruments),
        kinds=frozenset(options.kinds),
        elements=frozenset(options.elements),
        bindingness=frozenset(options.bindingness),
        bodies=frozenset(options.bodies),
    )


def _of_edition(options: SearchOptions) -> SearchOptions:
    """Return the options limited to the instrument of their edition."""
    instrument = str(options.edition).partition("@")[0]
    if options.instruments and instrument not in options.instruments:
        raise QueryError(
            f"The edition {options.edition} is not one of {', '.join(options.instruments)}.",
            mend="Leave out the filter by instrument.",
        )
    return replace(options, instruments=(instrument,))


def _check_known(name: str, values: Sequence[object], known: set[Any]) -> None:
    for value in values:
        if value not in known:
            near = hint(str(value), map(str, known))
            listed = ", ".join(map(str, sorted(known)))
            raise QueryError(
                f"There is no {name} {value!r} in this build.", mend=f"{near}There are: {listed}."
            )
