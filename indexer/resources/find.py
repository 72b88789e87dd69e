"""From the path of an IRI to what it names.

An IRI is the base and a path (indexer.ident, indexer.graph.names). Whatever the graph speaks of has
a path; instruments, editions, units, notes, provisions and elements are known by identifier too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.parse import quote

from pyoxigraph import NamedNode

from indexer.editions.current import AT, at_edition, split_edition
from indexer.errors import NotFoundError
from indexer.ident import edition_iri
from indexer.model import Instrument
from indexer.nearest import nearest
from indexer.read import Index
from indexer.redirects import by_identifier, by_path
from ontology.terms import NAMESPACE

INSTRUMENT: Final = "instrument"
EDITION: Final = "edition"
UNIT: Final = "unit"
NOTE: Final = "note"
PROVISION: Final = "provision"
ELEMENT: Final = "element"
VOCABULARY: Final = "vocabulary"
OTHER: Final = "other"
_ELEMENTS: Final = "framework/compact/element/"
_VOCABULARY_PATH: Final = NAMESPACE.rstrip("#").rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class Resource:
    """What a path names."""

    kind: str
    path: str
    """Below the base, as in the IRI."""
    iri: str
    id: str | None = None
    """Identifier of an instrument, unit, note, provision or element, or of one in an edition."""
    nodes: tuple[str, ...] = ()
    """The IRIs under which the graph speaks of it; its own alone where empty."""


def find(index: Index, path: str) -> Resource:
    """Return what a path below the base names; the path is given without percent-encoding.

    Raises RetiredError for a name that was withdrawn, and NotFoundError with the nearest paths.
    """
    found = named(index, path)
    if found is not None:
        return found
    _refuse_retired(index, path)
    near = _nearest(index, path)
    raise NotFoundError(
        f"Nothing goes by the path {path[:200]!r} in build {index.build}.",
        mend=f"Did you mean {', '.join(near)}?" if near else "See /openapi.json for what there is.",
        nearest=near,
    )


def named(index: Index, path: str) -> Resource | None:
    """Return what a path below the base names, or None; given without percent-encoding."""
    own = quote(path, safe="/:@!$&'()*+,;=-._~")
    return _named(index, own) if own and not own.endswith("/") else None


def _named(index: Index, path: str) -> Resource | None:
    iri = f"{index.base}{path}"
    plain = Resource(OTHER, path, iri)
    if path == _VOCABULARY_PATH:
        return replace(plain, kind=VOCABULARY, iri=NAMESPACE.rstrip("#"))
    number = path.removeprefix(_ELEMENTS)
    if path.startswith(_ELEMENTS) and number.isdecimal() and int(number[:9]) in index.elements:
        return replace(plain, kind=ELEMENT, id=f"element:{number}")
    instrument = instrument_at(index, path)
    known = _of_instrument(index, instrument, plain) if instrument else None
    return known or (plain if spoken_of(index, iri) else None)


def instrument_at(index: Index, path: str) -> Instrument | None:
    """Return the instrument at or above a path."""
    head = path
    while head:
        if head in index.by_path:
            return index.by_path[head]
        head = head.rpartition("/")[0]
    return None


def _of_instrument(index: Index, instrument: Instrument, plain: Resource) -> Resource | None:
    below = plain.path[len(instrument.path) + 1 :]
    if not below:
        return replace(plain, kind=INSTRUMENT, id=instrument.id)
    for iri, row in editions(index, instrument):
        if plain.iri == iri or plain.iri.startswith(f"{iri}/"):
            return _in_edition(index, instrument, row, plain, iri)
    return _citable(index, instrument, below, plain)


def _in_edition(
    index: Index, instrument: Instrument, row: Mapping[str, Any], plain: Resource, iri: str
) -> Resource | None:
    """What stands at or below the IRI of an edition: itself, or a unit or note as it prints it."""
    edition = str(row["edition"])
    eid = plain.iri[len(iri) + 1 :]
    if not eid:
        return replace(plain, kind=EDITION, id=f"{instrument.id}{AT}{edition}")
    if row["current"]:
        return _citable(index, instrument, eid, plain)
    identifier = at_edition(f"{instrument.id}:{eid}", edition)
    printed = identifier in index.earlier or identifier in index.earlier_notes
    return replace(plain, id=identifier) if printed else None


def editions(index: Index, instrument: Instrument) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield the IRI and the facts of each edition of an instrument."""
    for row in index.editions:
        if row["instrument"] == instrument.id:
            yield edition_iri(index.base, instrument, row["language"], row["edition"]), row


def _citable(index: Index, instrument: Instrument, eid: str, plain: Resource) -> Resource | None:
    identifier = f"{instrument.id}:{eid}"
    if identifier in index.units:
        return replace(plain, kind=UNIT, id=identifier)
    if identifier in index.notes:
        current = (iri for iri, row in editions(index, instrument) if row["current"])
        texts = tuple(f"{iri}/{eid}" for iri in current)
        return replace(plain, kind=NOTE, id=identifier, nodes=texts)
    if identifier in index.provisions:
        return replace(plain, kind=PROVISION, id=identifier)
    return None


def spoken_of(index: Index, iri: str) -> bool:
    """Whether the graph says something about an IRI."""
    try:
        node = NamedNode(iri)
    except ValueError:
        return False
    return next(iter(index.store.quads_for_pattern(node, None, None)), None) is not None


def _refuse_retired(index: Index, path: str) -> None:
    """Raise RetiredError where a path was withdrawn, or its unit was."""
    if not index.retired:
        return
    instrument = instrument_at(index, path)
    below = path[len(instrument.path) + 1 :] if instrument else ""
    identifier = f"{instrument.id}:{below}" if instrument else ""
    for error in (
        by_path(path, index.retired, index.known),
        by_identifier(identifier, index.retired, index.known) if below else None,
    ):
        if error is not None:
            raise error


def _nearest(index: Index, path: str) -> tuple[str, ...]:
    instrument = instrument_at(index, path)
    if instrument is None:
        return nearest(path, index.by_path)
    eid = path[len(instrument.path) + 1 :]
    own = {name.partition(":")[2] for name in index.known if name.startswith(f"{instrument.id}:")}
    return tuple(f"{instrument.path}/{name}" for name in nearest(eid, own))


def path_of(index: Index, identifier: str) -> str:
    """Return the path of an instrument, unit, note, provision or element (`element:1`).

    It need not be registered, its instrument must be. One of an edition (`compact@draft-2022`, with
    or without a unit) has the path of that edition. Raises NotFoundError for an edition.
    """
    name, _, eid = identifier.partition(":")
    if name == "element":
        return f"{_ELEMENTS}{eid}"
    plain, edition = split_edition(name)
    if edition is None:
        path = index.instruments[name].path
    else:
        path = index.edition_iri(plain, edition).removeprefix(index.base)
    return f"{path}/{eid}" if eid else path
