"""The pages of an instrument, whole with its contents, of a provision, and of an element."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from api.web.links import OPTIONS, incoming, outgoing
from api.web.reading import Branch, contents, read_through
from api.web.units import FILES, citations, editions
from api.web.words import language
from indexer.model import Provision
from indexer.read import Index

Json = dict[str, Any]


def instrument_values(index: Index, identifier: str) -> Json:
    """Return what the page of an instrument says, for `instrument.html`."""
    instrument = index.instruments[identifier]
    printed = editions(index, identifier)
    current = next((own for own in printed if own["current"]), None)
    units = index.units_of(identifier, current["name"]) if current else {}
    reading = read_through(units.values())
    return {
        "instrument": instrument,
        "cited_as": citations(index, identifier),
        "files": FILES,
        "editions": printed,
        "language": language(current["language"]) if current else "en",
        "reading": reading,
        "contents": contents(reading) if reading else _provisions(index, identifier),
        "families": incoming(index, index.backs_json(identifier, OPTIONS)),
    }


def _provisions(index: Index, instrument: str) -> list[Branch]:
    """Return the registered provisions of an instrument as a tree, in the order of the registry."""
    tree: list[Branch] = []
    known: dict[str, Branch] = {}
    base = index.instruments[instrument].path
    for own in index.provisions.values():
        if own.instrument == instrument:
            branch = Branch(_place(index, own), f"{base}/{own.eid}", own.subject)
            known[own.eid] = branch
            above = known.get(own.eid.rpartition("__")[0])
            (tree if above is None else above.below).append(branch)
    return tree


def _place(index: Index, provision: Provision) -> str:
    """Return the citation of a provision without its instrument's, such as `Article 13(1)`."""
    whole = index.citation_of(provision.instrument)
    return index.citation_of(provision.id).removeprefix(whole).strip(" ,") or provision.eid


def provision_values(index: Index, identifier: str) -> Json:
    """Return what the page of a registered provision says, for `provision.html`."""
    provision = index.provisions[identifier]
    instrument = index.instruments[provision.instrument]
    order = [own for own in index.provisions if own.startswith(f"{instrument.id}:")]
    at = order.index(identifier)
    above = identifier.rpartition("__")[0]
    trail = [(instrument.id, instrument.short_title)]
    if above in index.provisions:
        trail.append((above, _place(index, index.provisions[above])))
    return {
        "provision": provision,
        "instrument": instrument,
        "cite_as": index.citation_of(identifier),
        "trail": trail,
        "cited_as": citations(index, identifier),
        "files": FILES,
        "families": incoming(index, index.backs_json(identifier, OPTIONS)),
        "before": order[at - 1] if at else None,
        "after": order[at + 1] if at + 1 < len(order) else None,
    }


def element_values(index: Index, identifier: str) -> Json:
    """Return what the page of an element of the framework says, for `element.html`."""
    element = index.element(int(identifier.partition(":")[2]))
    units = [own for own in index.units.values() if own.element == element.number]
    kinds = list(dict.fromkeys(own.kind for own in units))
    ordered = sorted(units, key=lambda own: kinds.index(own.kind))
    return {
        "element": element,
        "elements": list(index.elements.values()),
        "area": index.areas[element.area].label,
        "clauses": [(kind, list(own)) for kind, own in groupby(ordered, lambda u: u.kind)],
        "families": outgoing(index, index.backing_json(identifier, OPTIONS)),
    }
