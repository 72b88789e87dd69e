"""The units of a build in the order of their texts, by what is known of them: no ranking."""

from __future__ import annotations

from dataclasses import replace

from indexer.contents import Contents
from indexer.search_options import SearchOptions, filters_of


def browsed(contents: Contents, options: SearchOptions, parent: str | None = None) -> list[str]:
    """Return the identifiers of the units that the filters let through, headings among them.

    Units that the current edition has no more are left out.

    With `parent` only those of units directly below that one. Raises QueryError for a filter that
    names nothing in the build, and NotFoundError for a parent.
    """
    wanted = filters_of(options, contents)
    every_kind = replace(wanted, kinds=wanted.kinds or contents.facets.kinds)
    mask = contents.facets.allowed(every_kind)
    current = (name for name in contents.units if name not in contents.withdrawn)
    found = (name for name, own in zip(current, mask, strict=True) if own)
    if parent is None:
        return list(found)
    below = set(contents.children.get(contents.unit(parent).id, ()))
    return [name for name in found if name in below]
