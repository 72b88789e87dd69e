"""Where a build comes from, as triples: its files by hash, the run that made it, the model.

No clock time appears, so that the same inputs give the same bytes: a run is named by its build,
which is named by the hash of its inputs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pyoxigraph import Literal, Triple
from rdflib import DCTERMS, PROV, RDF, RDFS

from indexer.graph.names import Names
from indexer.graph.terms import about, date, string, tagged
from indexer.model import Source
from ontology.terms import CG, ELI, PAV

AGENT = "indexer"
AGENT_LABEL = "clausegraph indexer"
_DESCRIPTIONS: Mapping[str, tuple[str, str]] = {
    "corpus": ("Texts", "What the texts say: units, words, places, markers and notes."),
    "registry": ("Registry", "Facts kept by hand: registered instruments and the framework."),
    "citations": ("Citations", "Where a text itself points to another, at a place to quote."),
    "curated": ("Curated links", "Claims of editors, each with reason, author, date and source."),
    "suggestions": ("Suggestions", "What a model found near, with score and rank. Nobody's claim."),
}


@dataclass(frozen=True, slots=True)
class RunFacts:
    """What identifies a build: enough to make it again, and nothing that changes by itself."""

    build: str
    """The build's identifier: a hash of its inputs."""
    version: str
    """Version of the indexer."""
    model: str | None = None
    """Name of the language model, where the build has vectors."""
    model_sha256: str | None = None
    inputs: Mapping[str, str] = field(default_factory=dict)
    """SHA-256 in hexadecimal of every file that the build reads, by its name in the corpus."""


def graph_triples(name: str, run: RunFacts, names: Names) -> Iterator[Triple]:
    """Yield what the graph `name` says of itself, so that it is there even while it is empty."""
    label, description = _DESCRIPTIONS[name]
    yield from about(
        names.graph(name),
        (RDF.type, PROV.Entity),
        (RDFS.label, tagged(label, "en")),
        (DCTERMS.description, tagged(description, "en")),
        (PROV.wasGeneratedBy, names.run(run.build)),
    )


def provenance_triples(
    sources: tuple[Source, ...], run: RunFacts, names: Names
) -> Iterator[Triple]:
    """Yield the run with its program, its model and every file that it read."""
    yield from _run(sources, run, names)
    for source in sources:
        yield from _source(source, names)
    yield from _inputs(sources, run, names)
    if run.model is not None:
        yield from about(
            names.model(run.model),
            (RDF.type, PROV.Entity),
            (DCTERMS.title, string(run.model)),
            (DCTERMS.identifier, _hash(run.model_sha256)),
        )


def _run(sources: tuple[Source, ...], run: RunFacts, names: Names) -> Iterator[Triple]:
    hashes = {source.sha256 for source in sources} | set(run.inputs.values())
    yield from about(
        names.run(run.build),
        (RDF.type, PROV.Activity),
        (DCTERMS.identifier, string(run.build)),
        (PROV.wasAssociatedWith, names.agent(AGENT)),
        (PROV.used, names.model(run.model) if run.model is not None else None),
        *((PROV.used, names.file(sha256)) for sha256 in sorted(hashes)),
    )
    yield from about(
        names.agent(AGENT),
        (RDF.type, PROV.SoftwareAgent),
        (RDFS.label, string(AGENT_LABEL)),
        (PAV.version, string(run.version)),
    )


def _source(source: Source, names: Names) -> Iterator[Triple]:
    yield from about(
        names.file(source.sha256),
        (RDF.type, ELI.Format),
        (RDF.type, PROV.Entity),
        (RDFS.label, string(source.file)),
        (DCTERMS.identifier, _hash(source.sha256)),
        (DCTERMS.title, tagged(source.title, source.language)),
        (DCTERMS.publisher, string(source.publisher)),
        (DCTERMS.date, date(source.date)),
        (CG.notBefore, date(source.date_earliest)),
        (CG.notAfter, date(source.date_latest)),
        (DCTERMS.source, string(source.origin)),
        (DCTERMS.rights, string(source.rights)),
    )
    if source.text_sha256 is not None:
        yield from _text_read(source, source.text_sha256, names)


def _text_read(source: Source, sha256: str, names: Names) -> Iterator[Triple]:
    """Yield the text that was read from a file of another form, in which places are counted."""
    yield from about(
        names.file(sha256),
        (RDF.type, ELI.Format),
        (RDF.type, PROV.Entity),
        (RDFS.label, string(f"{source.file}, as read")),
        (DCTERMS.identifier, _hash(sha256)),
        (DCTERMS.title, tagged(source.title, source.language)),
        (DCTERMS.publisher, string(source.publisher)),
        (DCTERMS.source, string(source.origin)),
        (DCTERMS.rights, string(source.rights)),
        (PROV.wasDerivedFrom, names.file(source.sha256)),
    )


def _inputs(sources: tuple[Source, ...], run: RunFacts, names: Names) -> Iterator[Triple]:
    texts = {source.sha256 for source in sources}
    for name, sha256 in sorted(run.inputs.items()):
        if sha256 not in texts:
            yield from about(
                names.file(sha256),
                (RDF.type, PROV.Entity),
                (RDFS.label, string(name)),
                (DCTERMS.identifier, _hash(sha256)),
            )


def _hash(sha256: str | None) -> Literal | None:
    return None if sha256 is None else string(f"sha256:{sha256}")
