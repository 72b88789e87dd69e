"""The units of a build in the order of their texts, by what is known of them: no ranking."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from indexer.editions.current import AT, at_edition, canonical, split_edition
from indexer.editions.reading import Editions
from indexer.errors import QueryError
from indexer.search_options import SearchOptions, edition_of, filters_of

if TYPE_CHECKING:
    from indexer.retrieval.filters import Filters


def browsed(contents: Editions, options: SearchOptions, parent: str | None = None) -> list[str]:
    """Return the identifiers of the units that the filters let through, headings among them.

    Units that the current edition has no more are left out; of an edition that is not current the
    identifiers name it. With `parent` only those of units directly below that one; its edition
    stands for `options.edition`.

    Raises QueryError for a filter that names nothing in the build, and NotFoundError for a parent.
    """
    wanted, edition = filters_of(options, contents), edition_of(options, contents)
    if parent is not None and AT in parent:
        edition = _edition_above(parent, edition, contents)
    if edition is None or contents.is_current(edition):
        return _current(contents, wanted, parent and split_edition(parent)[0])
    return _earlier(contents, wanted, edition, parent)


def _edition_above(parent: str, edition: str | None, contents: Editions) -> str:
    """Return the edition that a parent names. Raises QueryError where another is asked for."""
    contents.in_edition(parent)
    own = canonical(parent).partition(":")[0]
    if edition not in (None, own):
        raise QueryError(f"{parent} is of another edition.", mend="Leave out `edition`.")
    return own


def _current(contents: Editions, wanted: Filters, parent: str | None) -> list[str]:
    every_kind = replace(wanted, kinds=wanted.kinds or contents.facets.kinds)
    mask = contents.facets.allowed(every_kind)
    current = (name for name in contents.units if name not in contents.withdrawn)
    found = (name for name, own in zip(current, mask, strict=True) if own)
    if parent is None:
        return list(found)
    below = set(contents.children.get(contents.unit(parent).id, ()))
    return [name for name in found if name in below]


def _earlier(contents: Editions, wanted: Filters, edition: str, parent: str | None) -> list[str]:
    facets = contents.earlier_facets
    mask = facets.allowed(replace(wanted, kinds=wanted.kinds or facets.kinds))
    allowed = mask & facets.below(edition, contents.earlier)
    found = [name for name, own in zip(contents.earlier, allowed, strict=True) if own]
    if parent is None:
        return found
    plain, name = split_edition(parent)[0], split_edition(edition)[1] or ""
    above = contents.in_edition(at_edition(plain, name))[0]
    return [name for name in found if contents.earlier[name].parent == above]
