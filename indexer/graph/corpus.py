"""What the texts say as triples: editions, units, their words and places, markers and notes.

A unit of a work carries what a reader asks for first: its words in the current edition (`cg:text`),
its citation, and one-step ways up (`cg:inInstrument`, `cg:inSection`), because climbing
eli:is_part_of from a typed unit costs the engine hundreds of times more. Each edition besides has
a unit text with the same words (`c4o:hasContent`) and the places in its file where they stand.
Which of several editions is the current one says indexer.editions.current; the graph has a unit
that is withdrawn with the words of the last edition that had it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import NamedNode, Triple
from rdflib import DCTERMS, PROV, RDF, SKOS, Namespace, URIRef

from indexer.editions.current import editions_of
from indexer.graph.context import Context, Known, context_of
from indexer.graph.names import Names
from indexer.graph.places import Anchor, place
from indexer.graph.registry import individual
from indexer.graph.terms import about, integer, string, tagged
from indexer.model import Corpus, Instrument, Marker, Note, NoteKind, Unit
from ontology.terms import BIRO, C4O, CG, ELI

LANGUAGES = Namespace("http://publications.europa.eu/resource/authority/language/")
_SECTION = "section"
_POLICY_ACTION = "policy-action"
_PROVISIONS = frozenset(
    {"article", "article-paragraph", "operative-paragraph", "paragraph", "point"}
)
"""Kinds that set a rule in words of their own, where the instrument is law."""


@dataclass(frozen=True)
class Part:
    """One edition, and those of its units of which no other edition is to speak."""

    context: Context
    first: tuple[tuple[int, Unit], ...]
    """Each with its position in the edition, from 1."""


def corpus_parts(
    corpus: Corpus,
    names: Names,
    run: str,
    cite_as: Callable[[Unit], str],
    texts: Mapping[str, str],
) -> Iterator[Part]:
    """Yield the editions of a corpus; of a unit the latest edition that has it speaks.

    `texts` has each file as decoded, by name. Raises InputError where an edition names an
    instrument or a file that is not there.
    """
    seen: set[str] = set()
    known = Known.of(corpus)
    for editions in editions_of(corpus).values():
        for edition in reversed(editions):
            placed = enumerate(edition.units, start=1)
            first = tuple((place, unit) for place, unit in placed if unit.id not in seen)
            seen.update(unit.id for _, unit in first)
            yield Part(context_of(known, edition, names, run, cite_as, texts), first)


def part_triples(part: Part) -> Iterator[Triple]:
    """Yield what the graph `corpus` says of an edition.

    Raises InputError where a unit has a kind that the vocabulary lacks.
    """
    for position, unit in part.first:
        yield from unit_triples(unit, position, part.context)
    yield from edition_triples(part.context)


def unit_triples(unit: Unit, position: int, context: Context) -> Iterator[Triple]:
    """Yield what is so of a unit whatever the edition, and its words in the current one."""
    subject, work = context.unit(unit.eid), context.names.instrument(context.instrument)
    parent = context.units[unit.parent] if unit.parent is not None else None
    yield from about(subject, *((RDF.type, kind) for kind in _types(unit, context.instrument)))
    yield from about(
        subject,
        (DCTERMS.identifier, string(unit.id)),
        (ELI.id_local, string(unit.eid)),
        (ELI.is_part_of, context.unit(parent.eid) if parent else work),
        (CG.inInstrument, work),
        *((CG.inSection, context.unit(section.eid)) for section in _sections(unit, context)),
        (CG.kind, string(unit.kind)),
        (CG.printedLabel, string(unit.printed_label)),
        (CG.ordinal, integer(unit.ordinal)),
        (CG.position, integer(position)),
        (CG.text, tagged(unit.text, context.language) if unit.own_text else None),
        (SKOS.prefLabel, tagged(_own_heading(unit, parent), context.language)),
        (CG.attribution, string(unit.attribution)),
        (CG.citeAs, string(context.cite_as(unit))),
        (CG.underElement, context.names.element(unit.element) if unit.element else None),
    )
    if parent is not None and unit.kind == _POLICY_ACTION:
        yield from about(subject, (CG.accelerates, context.unit(parent.eid)))


def _types(unit: Unit, instrument: Instrument) -> Iterator[NamedNode | URIRef]:
    yield from (ELI.WorkSubdivision, CG.Unit, individual(unit.kind, "kind"))
    if instrument.is_law:
        yield ELI.LegalResourceSubdivision
        if unit.kind in _PROVISIONS and unit.own_text:
            yield CG.Provision


def _sections(unit: Unit, context: Context) -> Iterator[Unit]:
    above = unit.parent
    while above is not None:
        parent = context.units[above]
        if parent.kind == _SECTION:
            yield parent
        above = parent.parent


def _own_heading(unit: Unit, parent: Unit | None) -> str | None:
    """Return the heading that stands at the unit itself, not one it has from above."""
    if not unit.own_text:
        return unit.text
    inherited = parent.heading if parent else None
    return unit.heading if unit.heading != inherited else None


def edition_triples(context: Context) -> Iterator[Triple]:
    """Yield an edition, its unit texts with their places and markers, and its notes."""
    names, edition = context.names, context.edition
    work, subject = names.instrument(context.instrument), names.edition(context.instrument, edition)
    yield from about(work, (ELI.is_realized_by, subject))
    yield from about(
        subject,
        (RDF.type, ELI.Expression),
        (RDF.type, CG.Edition),
        (RDF.type, ELI.LegalExpression if context.instrument.is_law else None),
        (DCTERMS.identifier, string(f"{edition.instrument}@{edition.edition}")),
        (ELI.realizes, work),
        (ELI.language, LANGUAGES[context.language.upper()]),
        (ELI.title, tagged(context.instrument.title, context.language)),
        (CG.versionNote, tagged(context.source.status, context.language)),
        (ELI.is_embodied_by, names.file(context.source.sha256)),
        (ELI.is_embodied_by, names.file(context.source.text_hash)),
        (PROV.wasDerivedFrom, names.file(context.source.sha256)),
        (PROV.wasGeneratedBy, names.run(context.run)),
    )
    for unit in edition.units:
        yield from _unit_text(unit, subject, context)
    for note in edition.notes:
        yield from _note(note, subject, context)


def _unit_text(unit: Unit, edition: NamedNode, context: Context) -> Iterator[Triple]:
    subject, whole = context.unit_text(unit.eid), context.unit(unit.eid)
    yield from about(whole, (ELI.is_realized_by, subject))
    yield from about(
        subject,
        (RDF.type, ELI.Expression),
        (RDF.type, CG.UnitText),
        (ELI.realizes, whole),
        (DCTERMS.isPartOf, edition),
        (C4O.hasContent, tagged(unit.text, context.language)),
    )
    for number, span in enumerate(unit.spans, start=1):
        anchor = Anchor(context.file, context.text, span)
        yield from place(subject, f"place_{number}", anchor)
    for name, marker in _named_markers(unit):
        yield from _marker(name, marker, unit, context)


def _named_markers(unit: Unit) -> Iterator[tuple[str, Marker]]:
    """Yield the markers with names that are unique in the unit: `ref_42`, again `ref_42_2`."""
    count: dict[str, int] = {}
    for marker in unit.markers:
        name = "ref_" + marker.target.rpartition(":")[2].rpartition("__")[2].partition("_")[2]
        count[name] = count.get(name, 0) + 1
        yield (name if count[name] == 1 else f"{name}_{count[name]}"), marker


def _marker(name: str, marker: Marker, unit: Unit, context: Context) -> Iterator[Triple]:
    text = context.unit_text(unit.eid)
    subject = NamedNode(f"{text.value}/{name}")
    yield from about(context.unit(unit.eid), (CG.hasMarker, subject))
    yield from about(
        subject,
        (RDF.type, C4O.InTextReferencePointer),
        (C4O.hasContent, string(marker.label)),
        (C4O.hasContext, text),
        (C4O.denotes, context.unit_text(marker.target.partition(":")[2])),
        (CG.offset, integer(marker.offset)),
    )
    anchor = Anchor(context.file, context.text, marker.span)
    yield from place(subject, "place", anchor, quote=True)


def _note(note: Note, edition: NamedNode, context: Context) -> Iterator[Triple]:
    is_unit = note.id in context.units
    yield from about(
        context.unit_text(note.id.partition(":")[2]),
        (RDF.type, BIRO.BibliographicReference),
        (RDF.type, CG.Endnote if note.kind is NoteKind.ENDNOTE else CG.Footnote),
        (DCTERMS.identifier, None if is_unit else string(note.id)),
        (DCTERMS.isPartOf, edition),
        (SKOS.notation, string(note.label)),
        (CG.noteState, individual(note.state, "note state")),
        (C4O.hasContent, None if is_unit else tagged(note.text, context.language)),
    )
