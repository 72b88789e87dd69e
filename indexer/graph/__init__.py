"""The corpus as quads: pure functions from the domain model to named graphs.

Named graphs, each at `{base}graph/{name}`: `corpus` (what the texts say, and where the build comes
from), `registry` (facts kept by hand), and the three families of links, `citations`, `curated`
and `suggestions`, which never mix. See ontology/clausegraph.ttl for how to read the graph.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain

from pyoxigraph import Quad, Triple

from indexer.evidence import Evidence
from indexer.graph.corpus import corpus_parts, part_triples
from indexer.graph.links import (
    Graphed,
    citation_triples,
    curated_triples,
    suggestion_triples,
    target_triples,
)
from indexer.graph.names import GRAPHS, Names
from indexer.graph.provenance import RunFacts, graph_triples, provenance_triples
from indexer.graph.provisions import provision_triples
from indexer.graph.registry import registry_triples
from indexer.graph.remembered import citation_lines, part_lines
from indexer.graph.text import in_graph, lines_in
from indexer.model import Corpus, Unit
from indexer.remembered import Remembered

__all__ = ["RunFacts", "lines", "quads"]


def quads(
    corpus: Corpus,
    run: RunFacts,
    base: str,
    *,
    cite_as: Callable[[Unit], str],
    texts: Mapping[str, str],
    evidence: Evidence | None = None,
    cite: Callable[[str], str] = str,
    linked: Corpus | None = None,
) -> Iterator[Quad]:
    """Yield every quad of a build; some may come twice, and the order means nothing.

    `base` is the IRI below which the data lies and ends in a slash; `cite_as` gives a unit's
    citation; `texts` has each source file as decoded, by its name, for quotations. `evidence`
    is what the build knows of provisions and links, and `cite` cites a provision by identifier.
    `linked` is the corpus with one edition for each instrument, from which links go, where the
    corpus has several.
    Raises InputError where the corpus does not hang together or uses a kind that the vocabulary
    lacks.
    """
    names = Names(base)
    for part in corpus_parts(corpus, names, run.build, cite_as, texts):
        yield from in_graph("corpus", part_triples(part), names)
    known = evidence or Evidence()
    graphed = Graphed(names, linked or corpus, texts, run, known.provisions)
    yield from in_graph("citations", citation_triples(known.citations, graphed), names)
    for graph, triples in _beside(corpus, graphed, known, cite):
        yield from in_graph(graph, triples, names)


def lines(
    corpus: Corpus,
    run: RunFacts,
    base: str,
    remembered: Remembered,
    *,
    cite_as: Callable[[Unit], str],
    texts: Mapping[str, str],
    evidence: Evidence,
    cite: Callable[[str], str],
    linked: Corpus,
) -> Iterator[bytes]:
    """Yield the same quads as lines of N-Quads; those of editions and citations are remembered."""
    names = Names(base)
    for part in corpus_parts(corpus, names, run.build, cite_as, texts):
        yield from part_lines(part, remembered)
    graphed = Graphed(names, linked, texts, run, evidence.provisions)
    yield from citation_lines(evidence.citations, graphed, remembered)
    for graph, triples in _beside(corpus, graphed, evidence, cite):
        yield from lines_in(graph, triples, names)


def _beside(
    corpus: Corpus, graphed: Graphed, known: Evidence, cite: Callable[[str], str]
) -> Iterator[tuple[str, Iterable[Triple]]]:
    """Yield everything but what the texts say and cite, by graph."""
    names, run = graphed.names, graphed.run
    for graph in GRAPHS:
        yield graph, graph_triples(graph, run, names)
    yield "corpus", provenance_triples(corpus.sources, run, names)
    yield "registry", chain(registry_triples(corpus, names), provision_triples(graphed, cite))
    yield "citations", target_triples(known.citations, graphed)
    yield "curated", curated_triples(known.curated, graphed)
    yield "suggestions", suggestion_triples(known.suggestions, graphed)
