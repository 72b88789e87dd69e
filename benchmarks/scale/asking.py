"""Opens a made build and asks it, as a reader would: how long that takes, and what is found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from indexer.read import Index, SearchOptions
from indexer.retrieval import vectors
from indexer.retrieval.embed import ModelId, Vectors
from indexer.retrieval.sizes import VectorSizes
from scale.figures import Figures

K = 10
POOL = 200
"""Units that hybrid search takes by meaning."""
FILTERS = {
    "filtered, 1 instrument": SearchOptions(k=K, instruments=("made1",)),
    "filtered, recommendations": SearchOptions(k=K, kinds=("recommendation",)),
    "filtered, binding": SearchOptions(k=K, bindingness=("binding-when-ratified",)),
}


@dataclass(frozen=True)
class Known:
    """An encoder that knows the vectors of the queries, so that encoding is not timed."""

    model: ModelId
    vectors: Mapping[str, Vectors]
    cut: Mapping[str, list[tuple[int, int]]]
    """The pieces of every word of the queries, by which a slip of the key is known."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return the vectors of known queries."""
        return np.stack([self.vectors[text] for text in texts])

    def pieces(self, text: str) -> list[tuple[int, int]]:
        """Return the pieces of a word of the queries; any other word is whole."""
        return self.cut.get(text, [(0, len(text))])


def ask_vectors(
    found: Figures, folder: Path, queries: Sequence[Vectors], sizes: VectorSizes | None
) -> None:
    """Opening, exact answers, and those of the index with their recall."""
    index = found.opening("vectors", lambda: vectors.load(folder, sizes))
    exact = vectors.load(folder, sizes, exact=True)
    true = found.answers("by meaning, every row", lambda q: exact.search(q, K), queries)
    if index.measured is None:
        return
    found["cells visited / recall at build"] = f"{index.measured.probes} / {index.measured.recall}"
    got = found.answers("by meaning, by cells", lambda q: index.search(q, K), queries)
    found[f"recall@{K} of units"] = _shared(got, true)
    far = found.answers("200 units by cells", lambda q: index.search(q, POOL), queries)
    true = [exact.search(query, POOL) for query in queries]
    found[f"recall@{POOL} of units"] = _shared(far, true)


def _shared(got: Sequence[list[tuple[int, float]]], true: Sequence[list[tuple[int, float]]]) -> str:
    """The share of what should have been found that was, on average over the questions."""
    shares = [
        len({unit for unit, _ in one} & {unit for unit, _ in other}) / max(len(other), 1)
        for one, other in zip(got, true, strict=True)
    ]
    return f"{np.mean(shares):.4f}"


def ask_build(
    found: Figures, folder: Path, known: Known, names: Sequence[str], sizes: VectorSizes | None
) -> None:
    """Opening, a search of each kind, a unit by its name, and a query of the graph."""
    index = found.opening("build", lambda: opened(folder, known))
    queries = [*known.vectors]
    words = SearchOptions(mode="lexical")
    found.opening("search by words", lambda: index.search(queries[0], words))
    index.searcher.__dict__["vectors"] = vectors.load(folder / "search", sizes)
    found.opening("hybrid search", lambda: index.search(queries[1], SearchOptions()))
    for mode in ("semantic", "lexical", "hybrid"):
        options = SearchOptions(k=K, mode=mode)
        found.answers(mode, lambda q, o=options: index.search(q, o), queries)
    for name, options in FILTERS.items():
        found.answers(f"hybrid, {name}", lambda q, o=options: index.search(q, o), queries)
    found.memory("answering")
    found["hybrid recall@10"] = hybrid_recall(folder, index, known)
    found.answers("a unit by its name", lambda name: index.show_json(name), names)
    ask_graph(found, index, names)
    cited = index.unit_json(index.unit(names[-1]))["cite_as"]
    found.opening("a search that cites", lambda: index.search(cited, words))
    found.answers("a search that cites", lambda q: index.search(q, words), [cited])
    found.memory("citing")


def opened(folder: Path, known: Known) -> Index:
    """Open a made build with an encoder that knows the queries."""
    return Index(folder, lambda _folder: known)


def ask_graph(found: Figures, index: Index, names: Sequence[str]) -> None:
    """Opening the graph, and all that it says about a unit."""
    graph = found.opening("graph", lambda: index.store)
    about = "SELECT ?p ?o WHERE {{ GRAPH ?g {{ <{}> ?p ?o }} }}"
    iris = [index.unit_json(index.unit(name))["iri"] for name in names]
    found.answers("graph: all about a unit", lambda iri: [*graph.query(about.format(iri))], iris)


def hybrid_recall(folder: Path, index: Index, known: Known) -> str:
    """Share of the best ten of hybrid search that are the same where every row is compared."""
    true = opened(folder, known)
    true.searcher.__dict__["vectors"] = vectors.load(folder / "search", exact=True)
    shares, options = [], SearchOptions(k=K)
    for query in known.vectors:
        ids = [{hit.id for hit in own.search(query, options).hits} for own in (index, true)]
        shares.append(len(ids[0] & ids[1]) / max(len(ids[1]), 1))
    return f"{np.mean(shares):.4f}"
