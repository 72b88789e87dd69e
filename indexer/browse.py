"""The units of a build in the order of their texts, by what is known of them: no ranking."""

from __future__ import annotations

from indexer.contents import Contents
from indexer.model import Unit
from indexer.search_options import SearchOptions, filters_of


def browsed(contents: Contents, options: SearchOptions, parent: str | None = None) -> list[Unit]:
    """Return every unit that the filters of `options` let through, headings among them.

    With `parent` only the units directly below that one. Raises QueryError for a filter that names
    nothing in the build, and NotFoundError for a parent.
    """
    wanted = filters_of(options, contents)
    below = None if parent is None else contents.unit(parent).id
    known = contents.instruments.values()
    instruments = {
        own.id
        for own in known
        if (not wanted.instruments or own.id in wanted.instruments)
        and (not wanted.bindingness or own.bindingness in wanted.bindingness)
        and (not wanted.bodies or wanted.bodies & {*own.body})
    }
    return [
        unit
        for unit in contents.units.values()
        if unit.instrument in instruments
        and (not wanted.kinds or unit.kind in wanted.kinds)
        and (not wanted.elements or unit.element in wanted.elements)
        and (below is None or unit.parent == below)
    ]
