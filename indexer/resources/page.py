"""What a page says of a note, a term or whatever else the graph speaks of, as values.

Units, instruments, provisions and elements have pages of their own kinds (api/web).
"""

from __future__ import annotations

from indexer.model import Unit
from indexer.read import Index
from indexer.resources.find import (
    NOTE,
    VOCABULARY,
    Resource,
    path_of,
)
from indexer.resources.rdf import own_triples
from indexer.resources.shown import Item, Page
from indexer.resources.told import ABSENT, curie, properties, value_of
from indexer.resources.vocabulary import terms


def page(index: Index, resource: Resource) -> Page:
    """Return what the page of a resource says."""
    return _MAKERS.get(resource.kind, _other)(index, resource)


def short_name(unit: Unit) -> str:
    """Return a few words for a unit: its kind, its label, and a heading that is its own."""
    label = f" {unit.printed_label}" if unit.printed_label else ""
    heading = f": {unit.heading}" if not unit.own_text and unit.heading else ""
    return f"{unit.kind.replace('-', ' ').capitalize()}{label}{heading}"


def _note(index: Index, resource: Resource) -> Page:
    note = index.notes[resource.id or ""]
    instrument = index.instruments[note.id.partition(":")[0]]
    carriers = index.carriers.get(note.id, ())
    return Page(
        title=f"{instrument.short_title}, {note.kind.value} {note.label}",
        kind=note.kind.value,
        above=(Item(instrument.short_title, instrument.path),),
        text=(note.text,) if note.text else (),
        remark="" if note.text else ABSENT,
        facts=(
            ("Identifier", Item(note.id)),
            ("IRI", Item(resource.iri)),
            ("State", Item(note.state.value)),
            *(("Pointed to by", Item(index.cite_as(o), path_of(index, o))) for o in carriers),
        ),
        below=(),
        data=None,
    )


def _other(index: Index, resource: Resource) -> Page:
    stated = properties(index, resource)
    titles = [
        own for name in ("skos:prefLabel", "rdfs:label", "dct:title") if (own := stated.get(name))
    ]
    facts = (
        (curie(triple.predicate.value), _value(index, value_of(triple)))
        for triple in own_triples(index, resource)
    )
    return Page(
        title=titles[0][0] if titles else resource.path,
        kind=resource.kind,
        above=(),
        text=(),
        remark="",
        facts=tuple(facts),
        below=(),
        data=None,
    )


def _value(index: Index, value: str) -> Item:
    below = value.startswith(index.base) and "#" not in value
    return Item(value, value[len(index.base) :] if below else None)


def _vocabulary(_: Index, resource: Resource) -> Page:
    return Page(
        title="The clausegraph vocabulary",
        kind=resource.kind,
        above=(),
        text=(),
        remark="",
        facts=(("IRI", Item(resource.iri)),),
        below=tuple(Item(own.name, f"ns#{own.name}", own.definition) for own in terms()),
        data=None,
    )


_MAKERS = {NOTE: _note, VOCABULARY: _vocabulary}
