"""The page of whatever an IRI names: each kind of thing by the template that is made for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from api.web.editions import earlier_values, edition_values
from api.web.instruments import element_values, instrument_values, provision_values
from api.web.page import Addresses, rendered
from api.web.units import unit_values
from api.web.words import language
from indexer.read import Index
from indexer.resources.find import EDITION, ELEMENT, INSTRUMENT, PROVISION, UNIT, Resource
from indexer.resources.page import page

Values = dict[str, Any]


class Other(NamedTuple):
    """The same thing in another format."""

    name: str
    target: str
    type: str


def resource_page(index: Index, found: Resource, root: str, others: Sequence[Other]) -> bytes:
    """Return the page of a resource; `root` is put before the paths of links to other pages."""
    template, values = _of(index, found)
    return rendered(
        template,
        root,
        here="",
        index=index,
        build=index.build,
        at=Addresses(index, root),
        iri=found.iri,
        others=others,
        **values,
    )


def _of(index: Index, found: Resource) -> tuple[str, Values]:
    """Return the template of a resource and what fills it."""
    maker = _MAKERS.get(found.kind)
    if found.id is not None and maker is not None:
        return f"{found.kind}.html", maker(index, found.id)
    if found.id is not None and "@" in found.id:
        return "earlier.html", earlier_values(index, found.id)
    return "thing.html", {"page": page(index, found)}


def _unit(index: Index, identifier: str) -> Values:
    unit = index.units[identifier]
    edition = index.edition(unit.instrument, index.edition_of[identifier])
    return {
        **unit_values(index, identifier),
        "bindingness": index.instruments[unit.instrument].bindingness,
        "language": language(edition["language"]),
    }


_MAKERS: dict[str, Callable[[Index, str], Values]] = {
    UNIT: _unit,
    INSTRUMENT: instrument_values,
    PROVISION: provision_values,
    ELEMENT: element_values,
    EDITION: edition_values,
}
