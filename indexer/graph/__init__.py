"""The corpus as quads: one pure function from the domain model to named graphs.

Named graphs, each at `{base}graph/{name}`: `corpus` (what the texts say, and where the build comes
from), `registry` (facts kept by hand), and the three families of links, `citations`, `curated`
and `suggestions`, which never mix. See ontology/clausegraph.ttl for how to read the graph.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import chain

from pyoxigraph import Quad, Triple

from indexer.evidence import Evidence
from indexer.graph.corpus import corpus_triples
from indexer.graph.links import Graphed, citation_triples, curated_triples, suggestion_triples
from indexer.graph.names import GRAPHS, Names
from indexer.graph.provenance import RunFacts, graph_triples, provenance_triples
from indexer.graph.provisions import provision_triples
from indexer.graph.registry import registry_triples
from indexer.model import Corpus, Unit

__all__ = ["RunFacts", "quads"]


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
    own: dict[str, Iterator[Triple]] = {
        "corpus": corpus_triples(corpus, names, run.build, cite_as, texts),
        "registry": registry_triples(corpus, names),
    }
    known = evidence or Evidence()
    graphed = Graphed(names, linked or corpus, texts, run, known.provisions)
    own["registry"] = chain(own["registry"], provision_triples(graphed, cite))
    own["citations"] = citation_triples(known.citations, graphed)
    own["curated"] = curated_triples(known.curated, graphed)
    own["suggestions"] = suggestion_triples(known.suggestions, graphed)
    yield from _in_graph("corpus", provenance_triples(corpus.sources, run, names), names)
    for graph in GRAPHS:
        yield from _in_graph(graph, graph_triples(graph, run, names), names)
        yield from _in_graph(graph, own[graph], names)


def _in_graph(graph: str, triples: Iterator[Triple], names: Names) -> Iterator[Quad]:
    name = names.graph(graph)
    return (Quad(t.subject, t.predicate, t.object, name) for t in triples)
