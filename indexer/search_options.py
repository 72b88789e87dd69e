"""What a search may be limited to, and the check that there is such a thing in the build."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from indexer.editions.current import AT, split_edition
from indexer.errors import QueryError
from indexer.nearest import meant, nearest, not_offered

if TYPE_CHECKING:
    from indexer.editions.reading import Editions
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
    """Such as `compact@draft-2022`, which need not be the current one; its own name is enough
    where no other instrument that is asked for has an edition of that name."""


def check_mode(mode: str) -> None:
    """Raise QueryError where there is no such mode."""
    if mode not in MODES:
        listed = f"Use one of {', '.join(MODES)}."
        raise not_offered(f"There is no mode {mode!r}.", mode, MODES, listed)


def filters_of(options: SearchOptions, contents: Editions) -> Filters:
    """Return the filters of a search. Raises QueryError for one that names nothing in the build."""
    from indexer.retrieval.filters import Filters

    edition = edition_of(options, contents)
    if edition is not None:
        options = replace(options, instruments=(split_edition(edition)[0],))
    _check_texts(options.instruments, contents)
    for name, values, known in _wanted(options, contents, of_edition=edition is not None):
        if values:  # most searches have no filter, and need not know what there is
            _check_known(name, values, known())
    return Filters(
        instruments=frozenset(options.instruments),
        kinds=frozenset(options.kinds),
        elements=frozenset(options.elements),
        bindingness=frozenset(options.bindingness),
        bodies=frozenset(options.bodies),
    )


def _wanted(
    options: SearchOptions, contents: Editions, *, of_edition: bool
) -> tuple[tuple[str, Sequence[object], Callable[[], set[Any]]], ...]:
    """Each filter with what it names, and how to learn what it may name."""

    def kinds() -> set[Any]:
        return set(contents.facets.kinds | (contents.earlier_facets.kinds if of_edition else set()))

    own = contents.instruments
    return (
        ("instrument", options.instruments, lambda: set(contents.facets.instruments)),
        ("kind", options.kinds, kinds),
        ("element", options.elements, lambda: set(contents.elements)),
        ("bindingness", options.bindingness, lambda: {i.bindingness for i in own.values()}),
        ("body", options.bodies, lambda: {body for i in own.values() for body in i.body}),
    )


def _check_texts(names: Sequence[str], contents: Editions) -> None:
    """Raise QueryError for an instrument that is registered, and of which there is no text."""
    there = sorted(contents.facets.instruments) if names else ()
    for name in names:
        if name in contents.instruments and name not in there:
            listed = f"There are: {', '.join(there)}."
            raise QueryError(f"The text of {name} is not in this build.", mend=listed)


def edition_of(options: SearchOptions, contents: Editions) -> str | None:
    """Return the edition that is asked for as `instrument@edition`; None where none is.

    Raises QueryError for one that is not there, is not of an instrument that is asked for, or is
    one of several.
    """
    asked, known = options.edition, contents.edition_names
    if asked is None:
        return None
    wanted = [own for own in known if not options.instruments or _of(own) in options.instruments]
    found = [own for own in known if asked in (own, own.partition(AT)[2])]
    fitting = [own for own in found if own in wanted]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        raise QueryError(
            f"Several instruments have an edition {asked!r}.",
            mend=f"Name one of {', '.join(fitting)}.",
        )
    if found:
        raise QueryError(
            f"The edition {asked} is not one of {', '.join(options.instruments)}.",
            mend="Leave out the filter by instrument.",
        )
    raise _no_edition(asked, wanted or list(known))


def _of(edition: str) -> str:
    return edition.partition(AT)[0]


def _no_edition(asked: str, known: Sequence[str]) -> QueryError:
    """Return the error for an edition that is not there.

    One without an instrument is compared with the own names of editions.
    """
    names = known if AT in asked else [own.partition(AT)[2] for own in known]
    close = nearest(asked, names)
    near = tuple(own for own, name in zip(known, names, strict=True) if name in close)
    return QueryError(
        f"There is no edition {asked!r} in this build.",
        mend=f"{meant(near)}There are: {', '.join(sorted(known))}.",
        nearest=near,
    )


def _check_known(name: str, values: Sequence[object], known: set[Any]) -> None:
    for value in values:
        if value not in known:
            there = map(str, sorted(known))
            raise not_offered(f"There is no {name} {value!r} in this build.", str(value), there)
