"""The hand-kept facts as triples: registered instruments, and the framework as SKOS concepts.

They make the graph `registry`: what an editor states, apart from what the texts say.
"""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import NamedNode, Triple
from rdflib import DCTERMS, PROV, RDF, RDFS, SKOS

from indexer.errors import InputError
from indexer.graph.names import Names
from indexer.graph.terms import about, date, integer, string, tagged
from indexer.model import Area, Corpus, Element, Instrument
from ontology.terms import CG, ELI

LABEL_LANGUAGE = "en"
"""The language of the registry's titles and labels."""


def registry_triples(corpus: Corpus, names: Names) -> Iterator[Triple]:
    """Yield the triples of the graph `registry`.

    Raises InputError where an instrument's bindingness has no individual in the vocabulary.
    """
    for instrument in corpus.instruments:
        yield from _instrument(instrument, names)
    for body in sorted({body for instrument in corpus.instruments for body in instrument.body}):
        yield from about(
            names.agent(body), (RDF.type, PROV.Organization), (RDFS.label, string(body))
        )
    yield from _framework(corpus, names)


def bindingness(value: str) -> NamedNode:
    """Return the individual for a bindingness as the registry writes it (`non-binding`).

    Raises InputError where there is none.
    """
    return individual(value, "bindingness")


def individual(value: str, what: str) -> NamedNode:
    """Return the term of the vocabulary for a hyphenated word (`policy-action`: `PolicyAction`).

    Raises InputError, speaking of `what`, where the vocabulary has no such term.
    """
    name = "".join(part[:1].upper() + part[1:] for part in value.split("-"))
    if name not in CG:
        raise InputError(
            f"The vocabulary has no term for the {what} {value!r}.",
            mend=f"Correct the {what}, or define cg:{name} in ontology/clausegraph.ttl.",
        )
    return NamedNode(CG[name])


def _instrument(instrument: Instrument, names: Names) -> Iterator[Triple]:
    subject = names.instrument(instrument)
    yield from about(
        subject,
        (RDF.type, ELI.Work),
        (RDF.type, CG.Instrument),
        (RDF.type, ELI.LegalResource if instrument.is_law else None),
        (DCTERMS.identifier, string(instrument.id)),
        (ELI.id_local, string(instrument.id)),
        (SKOS.prefLabel, tagged(instrument.title, LABEL_LANGUAGE)),
        (CG.kind, string(instrument.kind)),
        (CG.bindingness, bindingness(instrument.bindingness)),
        (CG.status, string(instrument.status)),
        (CG.year, integer(instrument.year)),
        (ELI.number, string(instrument.number)),
        (ELI.date_document, date(instrument.date)),
        *((DCTERMS.creator, names.agent(body)) for body in instrument.body),
    )
    if instrument.short_title != instrument.title:
        yield from about(subject, (SKOS.altLabel, tagged(instrument.short_title, LABEL_LANGUAGE)))


def _framework(corpus: Corpus, names: Names) -> Iterator[Triple]:
    yield from about(
        names.framework(),
        (RDF.type, SKOS.ConceptScheme),
        (SKOS.prefLabel, tagged("Areas and elements of the framework", LABEL_LANGUAGE)),
    )
    for place, area in enumerate(corpus.areas, start=1):
        yield from _area(area, place, names)
    for element in corpus.elements:
        yield from _element(element, names)


def _area(area: Area, place: int, names: Names) -> Iterator[Triple]:
    yield from about(
        names.area(area.id),
        (RDF.type, SKOS.Concept),
        (RDF.type, CG.FrameworkArea),
        (DCTERMS.identifier, string(area.id)),
        (SKOS.prefLabel, tagged(area.label, LABEL_LANGUAGE)),
        (CG.ordinal, integer(place)),
        (SKOS.inScheme, names.framework()),
        (SKOS.topConceptOf, names.framework()),
    )


def _element(element: Element, names: Names) -> Iterator[Triple]:
    yield from about(
        names.element(element.number),
        (RDF.type, SKOS.Concept),
        (RDF.type, CG.FrameworkElement),
        (SKOS.notation, string(str(element.number))),
        (SKOS.prefLabel, tagged(element.label, LABEL_LANGUAGE)),
        (CG.ordinal, integer(element.number)),
        (SKOS.broader, names.area(element.area)),
        (SKOS.inScheme, names.framework()),
    )
