"""Measure what serves the search: passages, context, words, and how the two are joined.

    python tools/search_experiments.py [--cache DIR] > figures.md

Reads the corpus and the development topics in tests/golden/search, encodes every variant (kept in
the cache folder), and prints tables in Markdown. docs/search-experiments.md discusses them.
"""

from __future__ import annotations

import argparse
import csv
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

import bm25s
import numpy as np
from numpy.typing import NDArray

from indexer.corpus_io import CorpusFolder, read_corpus
from indexer.model import Unit
from indexer.retrieval import lexical, rank
from indexer.retrieval.embed import Encoder, open_encoder
from indexer.retrieval.embed_cache import VectorCache, encode_cached
from indexer.retrieval.windows import Window, sentences, windows

GOLDEN = Path(__file__).parents[1] / "tests" / "golden" / "search"
VOICES = ("researcher", "drafter", "lay", "keyword")
Scores = NDArray[np.float64]
"""One row for each unit, one column for each topic."""


@dataclass(frozen=True, slots=True)
class Topic:
    """A query with its graded answers; none where the texts have no answer."""

    id: str
    query: str
    voice: str
    grades: Mapping[str, int]


def read_topics(folder: Path) -> list[Topic]:
    """Topics and judgements of a folder."""
    grades: dict[str, dict[str, int]] = {}
    for topic, _, unit, grade in csv.reader((folder / "qrels.tsv").open(), delimiter="\t"):
        grades.setdefault(topic, {})[unit] = int(grade)
    rows = csv.reader((folder / "topics.tsv").open(), delimiter="\t")
    return [Topic(name, query, voice, grades.get(name, {})) for name, query, voice in rows]


def ndcg(ranked: Sequence[str], grades: Mapping[str, int], depth: int = 10) -> float:
    """Normalised discounted cumulative gain with gains 2^grade - 1."""
    discounts = 1 / np.log2(np.arange(2, depth + 2))
    gains = [2.0 ** grades.get(unit, 0) - 1 for unit in ranked[:depth]]
    ideal = sorted((2.0**grade - 1 for grade in grades.values()), reverse=True)[:depth]
    return float(np.dot(gains, discounts[: len(gains)]) / np.dot(ideal, discounts[: len(ideal)]))


def separation(confidences: Sequence[float], answered: Sequence[bool]) -> float:
    """Chance that a topic with an answer is more confident than one without (ROC AUC)."""
    values, has = np.array(confidences), np.array(answered)
    yes, no = values[has][:, None], values[~has][None, :]
    return float((yes > no).mean() + (yes == no).mean() / 2)


class Bench:
    """Units, topics and an encoder, and the tables made from them."""

    def __init__(self, units: Sequence[Unit], topics: Sequence[Topic], folder: Path) -> None:
        self.units = [unit for unit in units if unit.own_text]
        self.topics = topics
        self.encoder: Encoder = open_encoder()
        self.cache = VectorCache(folder, self.encoder.model)
        self.answered = [bool(topic.grades) for topic in topics]

    @cache  # noqa: B019 - one bench lives as long as the program
    def dense(self, parts: str, context: str = "") -> Scores:
        """Cosine of the best passage of each unit."""
        owners, texts = [], []
        for number, unit in enumerate(self.units):
            for text in self._passages(unit.text, parts):
                owners.append(number)
                texts.append(self._context(unit, context) + text)
        queries = encode_cached([topic.query for topic in self.topics], self.encoder, self.cache)
        rows = encode_cached(texts, self.encoder, self.cache).vectors @ queries.vectors.T
        best = np.full((len(self.units), len(self.topics)), -1.0)
        np.maximum.at(best, owners, rows)
        return best

    def shares(self, k1: float, b: float, terms: Callable[[str], list[str]]) -> Scores:
        """BM25 scores divided by the most that a unit could reach for each query."""
        numbers: dict[str, int] = {}
        texts = [[numbers.setdefault(t, len(numbers)) for t in terms(u.text)] for u in self.units]
        index = bm25s.BM25(k1=k1, b=b, method="lucene")
        index.index((texts, numbers), create_empty_token=False, show_progress=False)
        counts = np.diff(index.scores["indptr"])
        columns = []
        for topic in self.topics:
            asked = list(dict.fromkeys(terms(topic.query)))
            known = [numbers[term] for term in asked if term in numbers]
            units = [counts[numbers[t]] if t in numbers else 0 for t in asked]
            most = sum(np.log(1 + (len(texts) - n + 0.5) / (n + 0.5)) for n in units)
            scores = index.get_scores_from_ids(known) if known else np.zeros(len(texts))
            columns.append(scores / (most or 1.0))
        return np.stack(columns, axis=1).astype(np.float64)

    def row(self, name: str, scores: Scores, confidence: Sequence[float] | None = None) -> None:
        """Print the figures of one variant; `confidence` defaults to the best score."""
        by_voice: dict[str, list[float]] = {voice: [] for voice in VOICES}
        first, found = [], []
        for column, topic in enumerate(self.topics):
            if not topic.grades:
                continue
            order = np.argsort(-scores[:, column], kind="stable")
            ranked = [self.units[place].id for place in order[:10]]
            by_voice[topic.voice].append(ndcg(ranked, topic.grades))
            good = {unit for unit, grade in topic.grades.items() if grade > 1}
            first.append(ranked[0] in good)
            found.append(len(good & set(ranked)) / min(10, len(good)))
        every = [value for values in by_voice.values() for value in values]
        sure = scores.max(axis=0).tolist() if confidence is None else confidence
        figures = [np.mean(every), *(np.mean(by_voice[voice]) for voice in VOICES)]
        figures += [np.mean(first), np.mean(found), np.float64(separation(sure, self.answered))]
        print(f"| {name} | " + " | ".join(f"{figure:.3f}" for figure in figures) + " |")

    def _passages(self, text: str, parts: str) -> list[str]:
        ranges: list[Window] = []
        if "unit" in parts:
            ranges += windows(text, self.encoder.pieces(text), 254, 63)
        if "sentence" in parts or "pair" in parts:
            ranges += sentences(text)
        found = [text[part.start : part.end] for part in ranges]
        if "pair" in parts:
            found += [f"{a} {b}" for a, b in pairwise(found)]
        return list(dict.fromkeys(found))

    def _context(self, unit: Unit, context: str) -> str:
        heading = f"{unit.heading}. " if unit.heading and "heading" in context else ""
        return (f"{unit.instrument}: " if "instrument" in context else "") + heading


def head(title: str) -> None:
    """Print a heading and the head of a table."""
    print(f"\n## {title}\n\n| | nDCG@10 | {' | '.join(VOICES)} | P@1 | recall@10 | AUC |")
    print("|---|" + "---|" * 8)


def normalised(scores: Scores) -> Scores:
    """Scores of each query divided by the greatest."""
    greatest: Scores = np.maximum(scores.max(axis=0), 1e-9)
    return scores / greatest


def reciprocal_ranks(scores: Scores) -> Scores:
    """1 / (60 + rank) of each unit for each query."""
    ranks = np.argsort(np.argsort(-scores, axis=0, kind="stable"), axis=0)
    found: Scores = 1.0 / (60 + ranks)
    return found


def bigrams(text: str) -> list[str]:
    """Pairs of neighbouring terms."""
    found = lexical.terms(text)
    return [f"{a} {b}" for a, b in pairwise(found)]


def measure_passages(bench: Bench) -> None:
    """What is embedded."""
    head("Meaning alone: what is embedded")
    for parts in ("unit", "sentence", "unit, sentence", "unit, sentence, pair"):
        bench.row(parts, bench.dense(parts))
    for context in ("heading", "instrument", "instrument and heading"):
        bench.row(
            f"unit, sentence, each after its {context}", bench.dense("unit, sentence", context)
        )
    plain, headed = bench.dense("unit, sentence"), bench.dense("unit", "heading")
    bench.row("unit, sentence, and the unit after its heading", np.maximum(plain, headed))
    mean = (bench.dense("unit") + bench.dense("sentence")) / 2
    bench.row("mean of unit and best sentence", mean)


def measure_words(bench: Bench) -> None:
    """How words are weighed."""
    head("Words alone: BM25 as a share of the most that a unit could reach")
    for k1, b in ((0.2, 0.5), (0.4, 0.5), (0.8, 0.5), (1.2, 0.5), (1.2, 0.75), (0.4, 0.3)):
        bench.row(f"k1 {k1}, b {b}", bench.shares(k1, b, lexical.terms))
    plain = bench.shares(lexical.K1, lexical.B, lexical.terms)
    pairs = bench.shares(lexical.K1, lexical.B, bigrams)
    for weight in (0.3, 0.7):
        bench.row(f"k1 0.2, b 0.5, and {weight} of pairs of words", plain + weight * pairs)
    bench.row("unstemmed, stop words kept", bench.shares(lexical.K1, lexical.B, _plain_words))


def measure_fusion(bench: Bench) -> None:
    """How meaning and words are joined."""
    head("Both: how they are joined (AUC: of the first hit's cosine)")
    near = (bench.dense("unit") + bench.dense("sentence")) / 2
    words = bench.shares(lexical.K1, lexical.B, lexical.terms)
    classic = bench.shares(1.2, 0.75, lexical.terms)
    _joined(bench, "reciprocal ranks", reciprocal_ranks(near) + reciprocal_ranks(classic), near)
    for weight in (0.2, 0.3, 0.5):
        joined = (1 - weight) * normalised(near) + weight * normalised(classic)
        _joined(bench, f"max-normalised, words {weight}", joined, near)
    for weight in (0.1, 0.15, 0.2, rank.WORDS_WEIGHT, 0.3, 0.4, 0.5):
        joined = (1 - weight) * near + weight * words
        _joined(bench, f"cosine and share, words {weight:.2f}", joined, near)


def measure_thresholds(bench: Bench) -> None:
    """Below which score the first hit is no good match."""
    near = (bench.dense("unit") + bench.dense("sentence")) / 2
    words = bench.shares(lexical.K1, lexical.B, lexical.terms)
    joined = (1 - rank.WORDS_WEIGHT) * near + rank.WORDS_WEIGHT * words
    columns = range(len(bench.topics))
    first, first_words = joined.argmax(axis=0), words.argmax(axis=0)
    print(
        "\n## No good match: how often said\n\n| threshold | "
        + " | ".join(
            f"{name}: {of}"
            for name in ("cosine", "share")
            for of in ("answered", "answered by the first hit", "unanswered")
        )
        + " |"
    )
    print("|---|" + "---|" * 6)
    for least in np.arange(0.2, 0.5, 0.02):
        weak = (near[first, columns] < least) & (words[first, columns] < rank.MOST_WORDS)
        figures = _told(bench, weak, first)
        figures += _told(bench, words[first_words, columns] < least, first_words)
        print(f"| {least:.2f} | " + " | ".join(figures) + " |")


def _told(bench: Bench, weak: NDArray[np.bool_], first: NDArray[np.intp]) -> list[str]:
    """Of the topics with an answer, those whose first hit is one, and those without: how many."""
    answered = np.array(bench.answered)
    grades = [t.grades.get(bench.units[p].id, 0) for t, p in zip(bench.topics, first, strict=True)]
    good = np.array(grades) > 1
    return [f"{weak[has].sum()} of {has.sum()}" for has in (answered, good, ~answered)]


def _joined(bench: Bench, name: str, scores: Scores, near: Scores) -> None:
    first = near[scores.argmax(axis=0), range(scores.shape[1])]
    bench.row(name, scores, first.tolist())


def _plain_words(text: str) -> list[str]:
    return "".join(c if c.isalnum() else " " for c in text.lower()).split()


def _units() -> Iterable[Unit]:
    corpus, *_ = read_corpus(CorpusFolder())
    return (unit for edition in corpus.editions for unit in edition.units)


def main() -> None:
    """Print every table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "clausegraph")
    parser.add_argument("--topics", type=Path, default=GOLDEN)
    options = parser.parse_args()
    bench = Bench(list(_units()), read_topics(options.topics), options.cache)
    print(
        f"{len(bench.units)} units, {sum(bench.answered)} topics with an answer, "
        f"{len(bench.topics) - sum(bench.answered)} without"
    )
    for measure in (measure_passages, measure_words, measure_fusion, measure_thresholds):
        measure(bench)


if __name__ == "__main__":
    main()
