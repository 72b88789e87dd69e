"""The three families of links as triples, each for its own named graph, each with its evidence.

A citation has a flat eli:cites and a node with the place of its words. A curated link has a flat
cg:backedBy or cg:relatedProvision and a node with author, day, reason and source. A suggestion has
a node with score, probability, rank, pool and model, and no flat triple: it is nobody's claim.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from pyoxigraph import Literal, NamedNode, Triple
from rdflib import DCTERMS, OWL, PROV, RDF, RDFS, URIRef

from indexer.cited import RESOLVED, Cited
from indexer.evidence import Suggestion
from indexer.graph.names import Names
from indexer.graph.places import Anchor, place
from indexer.graph.provenance import AGENT_LABEL, RunFacts
from indexer.graph.registry import LABEL_LANGUAGE
from indexer.graph.terms import about, date, integer, string, tagged
from indexer.ident import split_id
from indexer.links.model import Link
from indexer.model import Corpus, Instrument, Provision, Span, Unit
from indexer.parsing.clean import to_source_span
from ontology.terms import CG, CITO, ELI, OA, PAV, SEMAPV, SSSOM


@dataclass(frozen=True)
class Graphed:
    """What all links need to be said: names, instruments, files and the run."""

    names: Names
    corpus: Corpus
    texts: Mapping[str, str]
    run: RunFacts
    provisions: Sequence[Provision] = ()
    """The registered provisions, of which the graph `registry` speaks."""

    @cached_property
    def instruments(self) -> Mapping[str, Instrument]:
        """The registered instruments by identifier."""
        return {instrument.id: instrument for instrument in self.corpus.instruments}

    @cached_property
    def units(self) -> Mapping[str, Unit]:
        """The units by identifier."""
        return {unit.id: unit for edition in self.corpus.editions for unit in edition.units}

    @cached_property
    def files(self) -> Mapping[str, NamedNode]:
        """The IRI of each file."""
        return {source.file: self.names.file(source.text_hash) for source in self.corpus.sources}

    @cached_property
    def notes(self) -> Mapping[str, tuple[NamedNode, str]]:
        """The IRI and the text of each note by identifier."""
        found = {}
        for edition in self.corpus.editions:
            for note in edition.notes:
                instrument, eid = split_id(note.id)
                iri = self.names.unit_text(self.instruments[instrument], edition, eid)
                found[note.id] = (iri, note.text or "")
        return found

    def iri(self, identifier: str) -> NamedNode:
        """Return the IRI of an instrument, unit or provision."""
        instrument, eid = split_id(identifier)
        own = self.instruments[instrument]
        return self.names.unit(own, eid) if eid else self.names.instrument(own)

    def instrument(self, identifier: str) -> NamedNode:
        """Return the IRI of the instrument that an identifier belongs to, or is."""
        return self.names.instrument(self.instruments[split_id(identifier)[0]])


def resolved(citations: Iterable[Cited]) -> list[Cited]:
    """Return the mentions that the graph `citations` tells of."""
    return [cited for cited in citations if cited.status == RESOLVED]


def citation_triples(citations: Iterable[Cited], graphed: Graphed) -> Iterator[Triple]:
    """Yield what the graph `citations` says of mentions, of those that are resolved."""
    for cited in resolved(citations):
        anchor = anchor_of(cited, graphed)
        for target in cited.targets:
            yield from _citation(cited, target, anchor, graphed)


def target_triples(citations: Iterable[Cited], graphed: Graphed) -> Iterator[Triple]:
    """Yield what the graph `citations` says of provisions that only mentions tell of."""
    told = graphed.units.keys() | {provision.id for provision in graphed.provisions}
    cited = (target for own in resolved(citations) for target in own.targets)
    for target in dict.fromkeys(cited):
        if target not in told:
            yield from _target(target, graphed)


def _target(target: str, graphed: Graphed) -> Iterator[Triple]:
    """Yield where a cited provision belongs that nothing else speaks of.

    What another graph says already must not be said again: to the engine the union of the graphs
    then has it twice, and every row of an answer with it.
    """
    if split_id(target)[1]:
        yield from about(
            graphed.iri(target),
            (DCTERMS.identifier, string(target)),
            (CG.inInstrument, graphed.instrument(target)),
        )


def anchor_of(cited: Cited, graphed: Graphed) -> Anchor:
    """Return where the words of a citation stand: in a file, or in a note that is no unit."""
    if cited.place not in graphed.units:
        note, text = graphed.notes[cited.place]
        return Anchor(note, text, Span(cited.start, cited.end))
    unit = graphed.units[cited.place]
    offsets = unit.offsets or ((0, unit.start),)
    span = to_source_span(offsets, cited.start, cited.end)
    return Anchor(graphed.files[unit.file], graphed.texts[unit.file], span)


def _citation(cited: Cited, target: str, anchor: Anchor, graphed: Graphed) -> Iterator[Triple]:
    parts = (cited.unit, cited.place, str(cited.start), str(cited.end), target)
    node, whom = graphed.names.link("citation", *parts), graphed.iri(target)
    yield from about(graphed.iri(cited.unit), (ELI.cites, whom))
    yield from about(
        node,
        (RDF.type, CITO.Citation),
        (RDF.type, OA.Annotation),
        (CITO.hasCitingEntity, graphed.iri(cited.unit)),
        (CITO.hasCitedEntity, whom),
        (CG.toInstrument, graphed.instrument(target)),
        (OA.hasBody, whom),
        (OA.motivatedBy, OA.linking),
        (CG.kind, string(cited.kind)),
        (CG.matchedRule, string(cited.rule)),
        (CG.via, string(cited.via)),
        (PROV.wasGeneratedBy, graphed.names.run(graphed.run.build)),
    )
    yield from place(node, "place", anchor, quote=True, link=OA.hasTarget)


def curated_triples(links: Iterable[Link], graphed: Graphed) -> Iterator[Triple]:
    """Yield the triples of the graph `curated`."""
    links = tuple(links)
    for author in sorted({link.author for link in links}):
        agent = graphed.names.agent(author)
        yield from about(agent, (RDF.type, PROV.Agent), (RDFS.label, string(author)))
    for link in links:
        yield from _curated(link, graphed)


def _curated(link: Link, graphed: Graphed) -> Iterator[Triple]:
    predicate: URIRef = getattr(CG, link.predicate)
    yield from about(graphed.iri(link.subject), (predicate, graphed.iri(link.target)))
    yield from about(
        graphed.names.link("link", link.subject, link.target),
        *_axiom(CG.CuratedLink, link.subject, predicate, link.target, graphed),
        (SSSOM.mapping_justification, SEMAPV.ManualMappingCuration),
        (SSSOM.confidence, _decimal(link.confidence)),
        (PAV.authoredBy, graphed.names.agent(link.author)),
        (DCTERMS.created, date(link.date)),
        (RDFS.comment, tagged(link.reason, LABEL_LANGUAGE)),
        (CG.basis, string(link.basis)),
        (PROV.hadPrimarySource, _source(link.source, graphed)),
    )
    yield from about(
        _source(link.source, graphed),
        (RDF.type, PROV.Entity),
        (RDFS.label, string(link.source)),
    )


def _source(text: str, graphed: Graphed) -> NamedNode:
    """Return what a link was judged by: what an identifier names, an address, or a few words."""
    if split_id(text)[0] in graphed.instruments and " " not in text:
        return graphed.iri(text)
    address = text.startswith(("https://", "http://")) and " " not in text
    return NamedNode(text) if address else graphed.names.link("source", text)


def suggestion_triples(suggestions: Sequence[Suggestion], graphed: Graphed) -> Iterator[Triple]:
    """Yield the triples of the graph `suggestions`.

    What holds of every suggestion of a model is said once, of the model.
    """
    for model, measure in sorted({(own.model, own.method) for own in suggestions}):
        yield from _model(model, measure, graphed)
    for suggestion in suggestions:
        yield from _suggestion(suggestion, graphed)


def _model(name: str, measure: str, graphed: Graphed) -> Iterator[Triple]:
    node = graphed.names.model(name)
    if name != graphed.run.model:  # of which the graph `corpus` speaks
        yield from about(
            node,
            (RDF.type, PROV.Entity),
            (DCTERMS.title, string(name)),
            (PROV.wasGeneratedBy, graphed.names.run(graphed.run.build)),
        )
    yield from about(
        node,
        (SSSOM.mapping_justification, SEMAPV.CompositeMatching),
        (SSSOM.similarity_measure, string(measure)),
        (SSSOM.mapping_tool, string(AGENT_LABEL)),
        (SSSOM.mapping_tool_version, string(graphed.run.version)),
    )


def _suggestion(own: Suggestion, graphed: Graphed) -> Iterator[Triple]:
    yield from about(
        graphed.names.link("suggestion", own.subject, own.target),
        *_axiom(CG.Suggestion, own.subject, CG.suggests, own.target, graphed),
        (SSSOM.similarity_score, _decimal(own.score)),
        (CG.probability, _decimal(own.probability)),
        (CG.rank, integer(own.rank)),
        (CG.poolSize, integer(own.pool)),
        (CG.model, graphed.names.model(own.model)),
    )


def _axiom(
    kind: URIRef, subject: str, predicate: URIRef, target: str, graphed: Graphed
) -> Iterator[tuple[URIRef, NamedNode | URIRef]]:
    yield (RDF.type, OWL.Axiom)
    yield (RDF.type, kind)
    yield (OWL.annotatedSource, graphed.iri(subject))
    yield (OWL.annotatedProperty, predicate)
    yield (OWL.annotatedTarget, graphed.iri(target))
    yield (CG.toInstrument, graphed.instrument(target))


def _decimal(value: float | None) -> Literal | None:
    return None if value is None else Literal(value)
