"""What the endpoint offers, and what is in the graph, as RDF.

SPARQL 1.1 Service Description (https://www.w3.org/TR/sparql11-service-description/) for the one,
VoID (https://www.w3.org/TR/void/) and DCAT (https://www.w3.org/TR/vocab-dcat-3/) for the other.
Pure functions: the counts and the addresses are given.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import pyoxigraph
from pyoxigraph import Literal, NamedNode, Triple
from rdflib import DCAT, DCTERMS, FOAF, RDF, RDFS, VOID, XSD, URIRef

from api.sparql.census import Census
from api.sparql.formats import IRIS
from api.sparql.jail import Confinement
from api.sparql.limits import PoolLimits
from indexer.sparql.model import GRAPH_FORMATS
from ontology.terms import CG, PREFIXES, SD

_FORMATS: Final = "http://www.w3.org/ns/formats/"
_MEDIA_TYPES: Final = "https://www.iana.org/assignments/media-types/"
_PREFIXES: Final = {
    **PREFIXES,
    "dcat": str(DCAT),
    "foaf": str(FOAF),
    "formats": _FORMATS,
    "sd": str(SD),
    "void": str(VOID),
}
_TITLE: Final = "clausegraph"
_DESCRIPTION: Final = (
    "Instruments that protect health and care workers, paragraph by paragraph: what they cite, "
    "what an editor claims, and what a model suggests, each in a named graph of its own."
)
_RIGHTS: Final = (
    "The texts belong to their publishers; the rights of each are stated with its file, in the "
    "graph of the corpus."
)

Value = URIRef | NamedNode | Literal


@dataclass(frozen=True, slots=True)
class Served:
    """What is described: a build at an address."""

    origin: str
    """The address of the service, without a slash at its end."""
    base: str
    """The IRI below which the data lies."""
    build: str

    @property
    def endpoint(self) -> str:
        """The address of the endpoint."""
        return f"{self.origin}/sparql"

    @property
    def dataset(self) -> str:
        """The IRI of the data set as a whole."""
        return f"{self.base}dataset"


def service_triples(
    served: Served, limits: PoolLimits, held: Confinement, census: Census
) -> Iterator[Triple]:
    """Yield the description of the endpoint, with its bounds and what keeps them."""
    service = served.endpoint
    facts: list[tuple[URIRef, Value]] = [
        (RDF.type, SD.Service),
        (RDF.type, DCAT.DataService),
        (DCTERMS.title, Literal(_TITLE, language="en")),
        (SD.endpoint, NamedNode(service)),
        (DCAT.endpointURL, NamedNode(service)),
        (DCAT.servesDataset, NamedNode(served.dataset)),
        (SD.supportedLanguage, SD.SPARQL11Query),
        (SD.feature, SD.UnionDefaultGraph),
        (SD.feature, CG.search),
        (SD.extensionFunction, CG.similarity),
        (SD.defaultDataset, NamedNode(f"{service}#dataset")),
        (CG.timeLimit, Literal(f"{limits.seconds:g}", datatype=NamedNode(XSD.decimal))),
        (CG.rowLimit, Literal(limits.rows)),
        (CG.sizeLimit, Literal(limits.size)),
        (CG.memoryLimit, Literal(limits.memory)),
        *((SD.resultFormat, NamedNode(_FORMATS + name)) for name in IRIS.values()),
        *((RDFS.comment, Literal(f"Runs with {said}.", language="en")) for said in held.lacking()),
    ]
    yield from _about(service, facts)
    yield from _about(str(CG.search), [(RDF.type, SD.Feature)])
    yield from _about(str(CG.similarity), [(RDF.type, SD.Function)])
    yield from _graphs(service, census)


def dataset_triples(served: Served, census: Census) -> Iterator[Triple]:
    """Yield the description of the data: its size, classes, properties, graphs, and ways to it."""
    facts: list[tuple[URIRef, Value]] = [
        (RDF.type, VOID.Dataset),
        (RDF.type, DCAT.Dataset),
        (DCTERMS.title, Literal(_TITLE, language="en")),
        (DCTERMS.description, Literal(_DESCRIPTION, language="en")),
        (DCTERMS.rights, Literal(_RIGHTS, language="en")),
        (DCTERMS.identifier, Literal(served.build)),
        (FOAF.homepage, NamedNode(f"{served.origin}/")),
        (VOID.sparqlEndpoint, NamedNode(served.endpoint)),
        (VOID.uriSpace, Literal(served.base)),
        (VOID.triples, Literal(census.triples)),
        (VOID.entities, Literal(census.entities)),
        (VOID.distinctSubjects, Literal(census.subjects)),
        (VOID.distinctObjects, Literal(census.objects)),
        (VOID.properties, Literal(census.properties)),
        (VOID.classes, Literal(len(census.classes))),
        *((VOID.vocabulary, NamedNode(iri)) for iri in PREFIXES.values()),
    ]
    yield from _about(served.dataset, facts)
    yield from _dump(served)
    yield from _partitions(served, census)
    for name, triples in census.graphs.items():
        yield from _about(served.dataset, [(VOID.subset, NamedNode(name))])
        yield from _about(name, [(RDF.type, VOID.Dataset), (VOID.triples, Literal(triples))])


def serialized(triples: Iterator[Triple], form: str) -> tuple[bytes, str]:
    """Return triples in one of the formats of graphs, and its media type."""
    output = io.BytesIO()
    chosen = GRAPH_FORMATS[form]
    distinct = list(dict.fromkeys(triples))
    pyoxigraph.serialize(distinct, output, format=chosen, prefixes=_PREFIXES)
    return output.getvalue(), chosen.media_type


def _graphs(service: str, census: Census) -> Iterator[Triple]:
    """The data set that a query without FROM is asked of: the union, and each graph by name."""
    dataset, union = f"{service}#dataset", f"{service}#union"
    yield from _about(
        dataset,
        [(RDF.type, SD.Dataset), (RDF.type, VOID.Dataset), (SD.defaultGraph, NamedNode(union))],
    )
    yield from _about(union, [(RDF.type, SD.Graph), (VOID.triples, Literal(census.triples))])
    for place, (name, triples) in enumerate(census.graphs.items(), 1):
        named = f"{service}#graph-{place}"
        yield from _about(dataset, [(SD.namedGraph, NamedNode(named))])
        yield from _about(
            named,
            [
                (RDF.type, SD.NamedGraph),
                (SD.name, NamedNode(name)),
                (SD.graph, NamedNode(f"{named}-content")),
            ],
        )
        content: list[tuple[URIRef, Value]] = [
            (RDF.type, SD.Graph),
            (VOID.triples, Literal(triples)),
        ]
        yield from _about(f"{named}-content", content)


def _dump(served: Served) -> Iterator[Triple]:
    """The file that has all of it."""
    file = f"{served.origin}/dump.nq.gz"
    distribution = f"{served.dataset}#dump"
    yield from _about(
        served.dataset,
        [
            (VOID.dataDump, NamedNode(file)),
            (DCAT.distribution, NamedNode(distribution)),
            (VOID.feature, NamedNode(f"{_FORMATS}N-Quads")),
        ],
    )
    yield from _about(
        distribution,
        [
            (RDF.type, DCAT.Distribution),
            (DCAT.downloadURL, NamedNode(file)),
            (DCAT.mediaType, NamedNode(f"{_MEDIA_TYPES}application/n-quads")),
            (DCAT.compressFormat, NamedNode(f"{_MEDIA_TYPES}application/gzip")),
        ],
    )


def _partitions(served: Served, census: Census) -> Iterator[Triple]:
    """How many instances each class has, and how many triples each property."""
    parts = (
        ("class", VOID.classPartition, VOID["class"], VOID.entities, census.classes),
        ("property", VOID.propertyPartition, VOID.property, VOID.triples, census.uses),
    )
    for kind, partition, of, counted, counts in parts:
        for place, (iri, count) in enumerate(counts.items(), 1):
            node = f"{served.dataset}#{kind}-{place}"
            yield from _about(served.dataset, [(partition, NamedNode(node))])
            yield from _about(node, [(of, NamedNode(iri)), (counted, Literal(count))])


def _about(subject: str, facts: Sequence[tuple[URIRef, Value]]) -> Iterator[Triple]:
    for predicate, value in facts:
        term = NamedNode(value) if isinstance(value, URIRef) else value
        yield Triple(NamedNode(subject), NamedNode(predicate), term)
