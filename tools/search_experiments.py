"""Measure what serves the search: passages, plain words, concepts, and how they are joined.

    python tools/search_experiments.py [--cache DIR] [--held-out] [--treaties FOLDER]

Reads the corpus and the development topics in tests/golden/search, encodes every variant with the
model of the builds (kept in the cache folder), and prints tables in Markdown;
docs/search-experiments.md discusses them. With --held-out one more table is of the topics that
nothing is chosen on; with --treaties one is of the topics over reference treaties.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
import tomllib
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np

sys.path.append(str(Path(__file__).parent))

from parse_treaties import listed, parse
from search_bench import Bench, Scores, read_topics, separation

from indexer.concepts import load_vocabulary
from indexer.corpus_io import CorpusFolder, read_corpus, read_facts
from indexer.model import Unit
from indexer.plain import read_plain
from indexer.retrieval import notions
from indexer.retrieval.embed_cache import VectorCache
from indexer.retrieval.encoders import encoder_for_build
from indexer.retrieval.terms import terms
from indexer.retrieval.weights import weights
from indexer.settings import Settings

SAID = weights(said=True)
GOLDEN = Path(__file__).parents[1] / "tests" / "golden" / "search"
OWN, LAWYERS, WORKERS = ("r", "d", "l", "k"), ("p",), ("w",)
"""First letters of the topics of each set."""
ARTICLE = re.compile(r"(?:annex_[^_]+__)?(?:art|std|reg|gdl|para|pream)_(?:nn_)?[^_]+(?:_\d+)?")
"""What judgements over treaties call a unit: the article, or what stands for one, around it."""


def head(title: str, sets: Sequence[str]) -> None:
    """Print a heading and the head of a table."""
    columns = [f"{name}: {what}" for name in sets for what in ("nDCG@10", "P@1", "recall@10")]
    print(f"\n## {title}\n\n| | {' | '.join(columns)} | AUC |\n|---|{'---|' * (len(columns) + 1)}")


def row(bench: Bench, sets: Sequence[tuple[str, ...]], name: str, scores: Scores) -> None:
    """Print the figures of one variant."""
    found = [bench.figures(scores, letters) for letters in sets]
    values = [value for own in found for value in (own.ndcg, own.first, own.recall)]
    yes, no = bench.confidence(scores)
    values += [separation(yes, no)] if no else []
    print(f"| {name} | " + " | ".join(f"{value:.3f}" for value in values) + " |")


class Parts:
    """The three parts of a score, with or without plain words."""

    def __init__(self, bench: Bench, plain: bool = True) -> None:
        """Compute them as the search does."""
        self.bench = bench
        self.terms = bench.own_terms(plain=plain)
        self.meaning = bench.meaning if plain else bench.text
        self.words = bench.shares(self.terms)
        self.near = bench.notions(self.terms, notions.LEAST_NEAR, notions.MOST_NEAR)

    def joined(self, words: float = SAID.words, near: float = SAID.notions) -> Scores:
        """Their sum with these weights, the rest for meaning."""
        found: Scores = (1 - words - near) * self.meaning + words * self.words + near * self.near
        return found


def measure_steps(bench: Bench, sets: Sequence[tuple[str, ...]], names: Sequence[str]) -> None:
    """What each part adds, up to what runs."""
    head("What each part adds", names)
    bare, whole = Parts(bench, plain=False), Parts(bench)
    texts = bench.own_terms(plain=False, concepts=False)
    steps = {
        "meaning of the text": bench.text,
        "meaning, text and plain words by halves": bench.meaning,
        "words of the text": bench.shares(texts, terms),
        "words and concepts, plain words included": whole.words,
        "text alone: words 0.27, notions 0.09 (before)": bare.joined(0.27, 0.09),
        "text alone: words 0.32, notions 0.09": bare.joined(),
        "plain words as words only": (bare.joined() + SAID.words * (whole.words - bare.words)),
        "plain words, both ways": whole.joined(),
        "**and sections, as it runs**": bench.lift(whole.joined()),
    }
    for name, scores in steps.items():
        row(bench, sets, name, scores)


def measure_joining(bench: Bench, sets: Sequence[tuple[str, ...]], names: Sequence[str]) -> None:
    """The weights, and ranks instead of scores."""
    head("How the parts are joined (sections apart)", names)
    parts = Parts(bench)
    ranks = [np.argsort(np.argsort(-own, axis=0), axis=0) for own in (parts.meaning, parts.words)]
    row(bench, sets, "reciprocal ranks", sum(1 / (60.0 + own) for own in ranks))
    for words in (0.2, 0.27, 0.32, 0.4, 0.5):
        for near in (0.0, 0.09, 0.15):
            row(bench, sets, f"words {words}, notions {near}", parts.joined(words, near))


def measure_said(bench: Bench, sets: Sequence[tuple[str, ...]], names: Sequence[str]) -> None:
    """How plain words and text make one cosine, and how near is near."""
    head("Plain words and concepts", names)
    parts = Parts(bench)
    rest = parts.joined() - (1 - SAID.words - SAID.notions) * parts.meaning
    for name, meaning in {
        "the better of text and plain words": np.maximum(bench.text, bench.said),
        "plain words a third": (2 * bench.text + bench.said) / 3,
        "plain words two thirds": (bench.text + 2 * bench.said) / 3,
    }.items():
        row(bench, sets, name, 0.59 * meaning + rest)
    for least in (0.4, 0.45, 0.5, 0.55):
        near = bench.notions(parts.terms, least, notions.MOST_NEAR)
        row(bench, sets, f"concepts near from {least}", parts.joined() + 0.09 * (near - parts.near))


def measure_context(bench: Bench, sets: Sequence[tuple[str, ...]], names: Sequence[str]) -> None:
    """What stands around a unit, and words weighed otherwise."""
    head("Tried beside, not taken (sections apart)", names)
    parts = Parts(bench)
    joined = parts.joined()
    headed = bench.vectors(unit.heading or unit.instrument for unit in bench.units)
    for share in (0.05, 0.1):
        scores = (1 - share) * joined + share * (headed @ bench.queries.T)
        row(bench, sets, f"{share} of the heading's cosine", scores)
    headings = [bench.terms(unit.heading or "") for unit in bench.units]
    row(bench, sets, "0.06 of the heading's words", joined + 0.06 * bench.shares(headings))
    pairs = [[f"{a} {b}" for a, b in pairwise(own)] for own in parts.terms]
    asked = bench.shares(pairs, lambda text: [f"{a} {b}" for a, b in pairwise(bench.terms(text))])
    row(bench, sets, "0.1 of pairs of words", joined + 0.1 * asked)
    for k1, b in ((0.2, 0.75), (0.6, 0.5), (1.2, 0.75)):
        words = bench.shares(parts.terms, k1=k1, b=b)
        row(bench, sets, f"k1 {k1}, b {b}", joined + SAID.words * (words - parts.words))


def measure_treaties(folder: Path, bench_of: Bench, cache: VectorCache, held: bool) -> None:
    """The same sums over thousands of provisions; an article counts once, at its best unit."""
    corpus = CorpusFolder()
    registered = tomllib.loads(corpus.read("registry/instruments.toml").decode())["instrument"]
    names = {own["reference"]: own["id"] for own in registered if "reference" in own}
    facts = read_facts(corpus)
    units: list[Unit] = []
    for table in listed(folder):
        known = {**table, "id": names.get(table["id"], table["id"])}
        units += parse(folder, known, facts.profiles)[1]
    topics = read_topics(GOLDEN / "treaties" / ("held_out" if held else ""))
    encoder = bench_of.encoder
    plain = read_plain(corpus, facts.provisions)
    bench = Bench(units, topics, encoder, cache, bench_of.vocabulary, plain, article)
    head(f"Treaties, {len(bench.units)} units{', held out' if held else ''}", ["treaties"])
    every = [("t",)]
    bare, whole = Parts(bench, plain=False), Parts(bench)
    row(bench, every, "meaning of the text", bench.text)
    row(bench, every, "words and concepts", bare.words)
    row(bench, every, "text alone: words 0.27, notions 0.09 (before)", bare.joined(0.27, 0.09))
    for words in () if held else (0.2, 0.4, 0.5):
        row(bench, every, f"words {words}", whole.joined(words))
    row(bench, every, "with subjects of provisions", whole.joined())
    row(
        bench,
        every,
        "and sections, with the weights of builds with plain words",
        bench.lift(whole.joined()),
    )


def article(unit: str) -> str:
    """The article in which a unit stands, which judgements over treaties name."""
    instrument, _, eid = unit.partition(":")
    steps = [s for s in eid.split("__") if not s.startswith(("sec_", "part_", "chap_", "title_"))]
    found = ARTICLE.match("__".join(steps))
    return f"{instrument}:{found[0] if found else '__'.join(steps)}"


def main() -> None:
    """Print every table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "clausegraph")
    parser.add_argument("--held-out", action="store_true")
    parser.add_argument("--treaties", type=Path)
    options = parser.parse_args()
    encoder = encoder_for_build(options.cache / "models", Settings(), print)
    cache = VectorCache(options.cache, encoder.model)
    folder = CorpusFolder()
    corpus, facts, _ = read_corpus(folder)
    units = [unit for edition in corpus.editions for unit in edition.units]
    known = (encoder, cache, load_vocabulary(folder), read_plain(folder, facts.provisions))
    bench = Bench(units, [*read_topics(GOLDEN), *read_topics(GOLDEN / "independent")], *known)
    sets, names = (OWN, LAWYERS, WORKERS), ("own", "lawyers", "workers")
    for measure in (measure_steps, measure_joining, measure_said, measure_context):
        measure(bench, sets, names)
    if options.held_out:
        held = Bench(units, read_topics(GOLDEN / "held_out"), *known)
        measure_steps(held, (LAWYERS, WORKERS), ("lawyers held out", "workers held out"))
    for apart in ((False, True) if options.held_out else (False,)) if options.treaties else ():
        measure_treaties(options.treaties, bench, cache, apart)


if __name__ == "__main__":
    main()
