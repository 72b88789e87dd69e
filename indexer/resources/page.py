"""What a page says of one thing, as values: the template only sets it out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import quote

from indexer.ident import edition_iri
from indexer.model import Marker, Unit
from indexer.read import Index
from indexer.resources.families import families
from indexer.resources.find import (
    ELEMENT,
    INSTRUMENT,
    NOTE,
    PROVISION,
    UNIT,
    VOCABULARY,
    Resource,
    path_of,
)
from indexer.resources.rdf import own_triples
from indexer.resources.shown import Item, Page
from indexer.resources.told import ABSENT, NO_WORDS, curie, properties, value_of
from indexer.resources.vocabulary import terms


def page(index: Index, resource: Resource) -> Page:
    """Return what the page of a resource says."""
    return _MAKERS.get(resource.kind, _other)(index, resource)


def short_name(unit: Unit) -> str:
    """Return a few words for a unit: its kind, its label, and a heading that is its own."""
    label = f" {unit.printed_label}" if unit.printed_label else ""
    heading = f": {unit.heading}" if not unit.own_text and unit.heading else ""
    return f"{unit.kind.replace('-', ' ').capitalize()}{label}{heading}"


def _unit(index: Index, resource: Resource) -> Page:
    unit = index.units[resource.id or ""]
    return Page(
        title=index.cite_as(unit.id),
        kind=unit.kind,
        above=tuple(_above(index, unit)),
        text=(unit.text,),
        remark=unit.attribution or "",
        facts=tuple(_unit_facts(index, unit, resource)),
        notes=tuple(_marker(index, marker) for marker in unit.markers),
        below=_listed(index, index.children.get(unit.id, ())),
        families=tuple(families(index, unit.id)),
        data=_data(unit.id),
    )


def _above(index: Index, unit: Unit) -> Iterator[Item]:
    yield Item(index.instruments[unit.instrument].short_title, path_of(index, unit.instrument))
    chain: list[Unit] = []
    parent = unit.parent
    while parent is not None:
        chain.append(index.units[parent])
        parent = chain[-1].parent
    yield from (Item(short_name(own), path_of(index, own.id)) for own in reversed(chain))


def _unit_facts(index: Index, unit: Unit, resource: Resource) -> Iterator[tuple[str, Item]]:
    yield "Citation", Item(index.cite_as(unit.id), None, "house style")
    yield "Identifier", Item(unit.id)
    yield "IRI", Item(resource.iri)
    yield "Kind", Item(unit.kind.replace("-", " "))
    if unit.heading:
        yield "Heading", Item(unit.heading)
    if unit.element is not None:
        element = index.elements[unit.element]
        path = path_of(index, f"element:{element.number}")
        yield "Element", Item(f"{element.number}. {element.label}", path)
    source = index.sources[unit.file]
    yield "Edition", Item(source.title, None, source.status)
    yield "Rights", Item(source.rights)
    yield "Place", Item(f"{unit.file}, code points {unit.start}–{unit.end}")


def _marker(index: Index, marker: Marker) -> Item:
    note = index.notes[marker.target]
    label = f"{marker.kind.value.capitalize()} {marker.label}, at {marker.offset}"
    return Item(label, path_of(index, note.id), f"{note.state.value}: {note.text or ABSENT}")


def _listed(index: Index, names: Sequence[str]) -> tuple[Item, ...]:
    units = (index.units[name] for name in names)
    return tuple(
        Item(short_name(own), path_of(index, own.id), own.text if own.own_text else "")
        for own in units
    )


def _data(identifier: str) -> str:
    return f"v1/units/{quote(identifier, safe=':')}/backing"


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
        notes=(),
        below=(),
        families=(),
        data=None,
    )


def _instrument(index: Index, resource: Resource) -> Page:
    instrument = index.instruments[resource.id or ""]
    own = [u for u in index.units.values() if u.instrument == instrument.id]
    registered = [p for p in index.provisions.values() if p.instrument == instrument.id]
    units = _listed(index, [unit.id for unit in own if unit.parent is None])
    subjects = tuple(Item(p.eid, path_of(index, p.id), p.subject) for p in registered)
    editions = (row for row in index.editions if row["instrument"] == instrument.id)
    return Page(
        title=instrument.title,
        kind=instrument.kind,
        above=(),
        text=(),
        remark="" if own else "The text of this instrument is not in the build.",
        facts=(
            ("Citation", Item(index.citation_of(instrument.id), None, "house style")),
            ("Identifier", Item(instrument.id)),
            ("IRI", Item(resource.iri)),
            ("Kind", Item(instrument.kind)),
            ("Bindingness", Item(instrument.bindingness)),
            ("Body", Item(", ".join(instrument.body))),
            *((("Status", Item(instrument.status)),) if instrument.status else ()),
            *(
                (
                    "Edition",
                    Item(
                        str(row["edition"]),
                        edition_iri("", instrument, row["language"], row["edition"]),
                        index.sources[row["file"]].rights,
                    ),
                )
                for row in editions
            ),
        ),
        notes=(),
        below=units or subjects,
        families=tuple(families(index, instrument.id, only_in=True)),
        data=f"v1/instruments/{quote(instrument.id)}",
    )


def _provision(index: Index, resource: Resource) -> Page:
    provision = index.provisions[resource.id or ""]
    instrument = index.instruments[provision.instrument]
    return Page(
        title=index.citation_of(provision.id),
        kind="provision",
        above=(Item(instrument.short_title, instrument.path),),
        text=(),
        remark=f"{NO_WORDS} In an editor's words it is about: {provision.subject}.",
        facts=(
            ("Identifier", Item(provision.id)),
            ("IRI", Item(resource.iri)),
            ("Bindingness", Item(instrument.bindingness)),
            ("Subject written from", Item(provision.basis)),
        ),
        notes=(),
        below=(),
        families=tuple(families(index, provision.id, only_in=True)),
        data=f"v1/units/{quote(provision.id, safe=':')}/backs",
    )


def _element(index: Index, resource: Resource) -> Page:
    element = index.element(int((resource.id or "").partition(":")[2]))
    units = [unit.id for unit in index.units.values() if unit.element == element.number]
    return Page(
        title=f"Element {element.number}: {element.label}",
        kind="element of the framework",
        above=(Item(index.areas[element.area].label),),
        text=(),
        remark="",
        facts=(("IRI", Item(resource.iri)), ("Section", Item(element.section))),
        notes=(),
        below=_listed(index, units),
        families=(),
        data=f"v1/units/element:{element.number}/backing",
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
        notes=(),
        below=(),
        families=(),
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
        notes=(),
        below=tuple(Item(own.name, f"ns#{own.name}", own.definition) for own in terms()),
        families=(),
        data=None,
    )


_MAKERS = {
    UNIT: _unit,
    NOTE: _note,
    INSTRUMENT: _instrument,
    PROVISION: _provision,
    ELEMENT: _element,
    VOCABULARY: _vocabulary,
}
