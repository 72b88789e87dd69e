"""What an IRI names as JSON and as plain text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pyoxigraph import NamedNode, Triple

from indexer.citing.answers import match_json
from indexer.editions.current import AT
from indexer.ident import edition_iri
from indexer.model import Unit
from indexer.read import Index
from indexer.resources.find import ELEMENT, INSTRUMENT, NOTE, PROVISION, UNIT, VOCABULARY, Resource
from indexer.resources.rdf import own_triples
from indexer.resources.vocabulary import terms
from ontology.terms import PREFIXES

Json = dict[str, Any]
NO_WORDS = "The words of this provision are not in the build."
ABSENT = "Its text is not in the source."
_TYPE = "rdf:type"


def as_json(index: Index, resource: Resource) -> Json:
    """Return the JSON of a resource: as `/v1` has it where it has, else what the graph says."""
    identifier = resource.id or ""
    if resource.kind in (UNIT, NOTE, INSTRUMENT) or AT in identifier:
        return index.show_json(identifier)
    if resource.kind == PROVISION:
        return match_json(index.catalogue, identifier)
    if resource.kind == ELEMENT:
        return index.element_json(index.element(int(identifier.partition(":")[2])))
    if resource.kind == VOCABULARY:
        defined = {own.name: own.definition for own in terms()}
        return {"iri": resource.iri, "kind": resource.kind, "terms": defined}
    return {"iri": resource.iri, "kind": resource.kind, "properties": properties(index, resource)}


def properties(index: Index, resource: Resource) -> dict[str, list[str]]:
    """Return what the graph says of a resource itself: values by the short name of a property."""
    found: dict[str, list[str]] = {}
    for triple in own_triples(index, resource):
        found.setdefault(curie(triple.predicate.value), []).append(value_of(triple))
    return found


def value_of(triple: Triple) -> str:
    """Return the object of a triple as text: an IRI or the words of a literal."""
    own = triple.object
    short = isinstance(own, NamedNode) and curie(triple.predicate.value) == _TYPE
    value = getattr(own, "value", None)
    return str(own) if value is None else curie(value) if short else value


def curie(iri: str) -> str:
    """Return an IRI in its short form where a prefix of the project fits."""
    for prefix, whole in PREFIXES.items():
        if iri.startswith(whole):
            return f"{prefix}:{iri[len(whole) :]}"
    return iri


def as_text(index: Index, resource: Resource) -> str:
    """Return a resource as plain text: a unit with all that is below it, an instrument whole."""
    return "\n".join(_lines(index, resource)).rstrip("\n") + "\n"


def _lines(index: Index, resource: Resource) -> Iterator[str]:
    identifier = resource.id or ""
    if resource.kind == UNIT:
        yield from (index.cite_as(identifier), "")
        yield from _unit(index, index.units[identifier], 0)
    elif resource.kind == INSTRUMENT:
        yield from _instrument(index, identifier)
    elif resource.kind == NOTE:
        note = index.notes[identifier]
        yield from (f"{note.kind.value} {note.label}", "", note.text or f"{ABSENT} ({note.state})")
    elif resource.kind == PROVISION:
        yield from (index.citation_of(identifier), "", NO_WORDS)
        yield f"In an editor's words: {index.provisions[identifier].subject}."
    elif resource.kind == VOCABULARY:
        for term in terms():
            yield from (term.name, f"  {term.definition}", "")
    else:
        yield resource.iri
        for name, values in properties(index, resource).items():
            yield from (f"{name}: {value}" for value in values)


def _instrument(index: Index, identifier: str) -> Iterator[str]:
    instrument = index.instruments[identifier]
    yield instrument.title
    for row in (row for row in index.editions if row["instrument"] == identifier):
        source = index.sources[row["file"]]
        iri = edition_iri(index.base, instrument, row["language"], row["edition"])
        yield from (f"Edition: {row['edition']} <{iri}>", f"Rights: {source.rights}")
    yield ""
    for unit in index.units.values():
        if unit.instrument == identifier and unit.parent is None:
            yield from _unit(index, unit, 0)


def _unit(index: Index, unit: Unit, depth: int) -> Iterator[str]:
    """The lines of a unit and of those below it, each deeper by two spaces."""
    label = f"{unit.printed_label} " if unit.printed_label else ""
    yield from (f"{'  ' * depth}{label}{unit.text}", "")
    for child in index.children.get(unit.id, ()):
        yield from _unit(index, index.units[child], depth + 1)
