"""What the experiments with the search share: topics, measures, and the parts of a score.

Every part is computed for all units and all topics at once, by the code that builds and searches
where it can be asked that way, so that a variant is a sum of arrays.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import bm25s
import numpy as np
from numpy.typing import NDArray

from indexer.concepts import Vocabulary
from indexer.model import Unit
from indexer.plain import Plain
from indexer.retrieval import lexical, notions
from indexer.retrieval.embed import Encoder, Vectors
from indexer.retrieval.embed_cache import VectorCache, encode_cached
from indexer.retrieval.sections import lifted
from indexer.retrieval.terms import terms
from indexer.retrieval.windows import sentences, windows

Scores = NDArray[np.float32]
"""One row for each unit, one column for each topic."""


@dataclass(frozen=True, slots=True)
class Topic:
    """A query with its graded answers; none where the texts have no answer."""

    id: str
    query: str
    voice: str
    grades: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Figures:
    """What a ranking is worth on the topics of one set."""

    ndcg: float
    first: float
    """Share of topics whose first hit has the grade 2 or 3."""
    recall: float
    """Share of the units of grade 2 or 3 among the first ten."""


def read_topics(folder: Path) -> list[Topic]:
    """Topics and judgements of a folder."""
    grades: dict[str, dict[str, int]] = {}
    for topic, _, unit, grade in _table(folder / "qrels.tsv"):
        grades.setdefault(topic, {})[unit] = int(grade)
    rows = _table(folder / "topics.tsv")
    return [Topic(name, query, voice, grades.get(name, {})) for name, query, voice in rows]


def _table(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file, delimiter="\t"))


def ndcg(ranked: Sequence[str], grades: Mapping[str, int], depth: int = 10) -> float:
    """Normalised discounted cumulative gain; gains are the grades, as trec_eval has them."""
    discounts = 1 / np.log2(np.arange(2, depth + 2))
    gains = [float(grades.get(unit, 0)) for unit in ranked[:depth]]
    ideal = sorted((float(grade) for grade in grades.values()), reverse=True)[:depth]
    return float(np.dot(gains, discounts[: len(gains)]) / np.dot(ideal, discounts[: len(ideal)]))


def separation(yes: Sequence[float], no: Sequence[float]) -> float:
    """Chance that a topic with an answer is more confident than one without (ROC AUC)."""
    more, less = np.array(yes)[:, None], np.array(no)[None, :]
    return float((more > less).mean() + (more == less).mean() / 2)


class Bench:
    """Units and topics with the parts of their scores."""

    def __init__(
        self,
        units: Sequence[Unit],
        topics: Sequence[Topic],
        encoder: Encoder,
        cache: VectorCache,
        vocabulary: Vocabulary,
        plain: Plain,
        name_of: Callable[[str], str] = str,
    ) -> None:
        """Take the units with a text of their own; `name_of` says what judgements call a unit."""
        self.units = [unit for unit in units if unit.own_text and unit.text.strip()]
        self.topics, self.vocabulary, self.plain = topics, vocabulary, plain
        self.names = [name_of(unit.id) for unit in self.units]
        self.encoder, self._cache = encoder, cache

    def vectors(self, texts: Iterable[str]) -> Vectors:
        """Vectors of texts, from the cache where they are there."""
        return encode_cached(list(texts), self.encoder, self._cache).vectors

    @cached_property
    def queries(self) -> Vectors:
        """The vectors of the topics."""
        return self.vectors(topic.query for topic in self.topics)

    def nearest(self, passages: Sequence[Sequence[str]]) -> Scores:
        """Cosine of the best passage of each unit; below -1 where it has none."""
        owners = [unit for unit, own in enumerate(passages) for _ in own]
        best = np.full((len(passages), len(self.topics)), -np.inf, dtype=np.float32)
        if owners:
            rows = self.vectors(text for own in passages for text in own) @ self.queries.T
            np.maximum.at(best, owners, rows)
        return best

    @cached_property
    def wide(self) -> Scores:
        """Cosine of each unit's best window, mostly the whole of it."""
        return self.nearest([self._windows(unit.text) for unit in self.units])

    @cached_property
    def narrow(self) -> Scores:
        """Cosine of each unit's best sentence."""
        return self.nearest([_sentences(unit.text) for unit in self.units])

    @cached_property
    def text(self) -> Scores:
        """What a text means: the mean of both."""
        mean: Scores = (self.wide + self.narrow) / 2
        return mean

    @cached_property
    def said(self) -> Scores:
        """Cosine of the best of each unit's plain words; of its text where there are none."""
        found = self.nearest([self.plain.get(unit.id, ()) for unit in self.units])
        return np.where(np.isfinite(found), found, self.text)

    @cached_property
    def meaning(self) -> Scores:
        """What the search compares: text and plain words by halves."""
        mean: Scores = (self.text + self.said) / 2
        return mean

    def terms(self, text: str, concepts: bool = True) -> list[str]:
        """Words of a text or a query and, unless told otherwise, the concepts that it names."""
        return terms(text) + (notions.marks(self.vocabulary, text) if concepts else [])

    def own_terms(self, plain: bool = True, concepts: bool = True) -> list[list[str]]:
        """The terms of every unit, its plain words included unless told otherwise."""
        said = [self.plain.get(unit.id, ()) if plain else () for unit in self.units]
        return [
            self.terms(". ".join((unit.text, *own)), concepts)
            for unit, own in zip(self.units, said, strict=True)
        ]

    def shares(
        self,
        of_units: Sequence[Sequence[str]],
        of_query: Callable[[str], list[str]] | None = None,
        k1: float = lexical.K1,
        b: float = lexical.B,
    ) -> Scores:
        """BM25 divided by the most that a unit could reach for each query."""
        numbers: dict[str, int] = {}
        texts = [[numbers.setdefault(t, len(numbers)) for t in own] for own in of_units]
        index = bm25s.BM25(k1=k1, b=b, method="lucene")
        index.index((texts, numbers), create_empty_token=False, show_progress=False)
        counts = np.diff(index.scores["indptr"])
        columns = []
        for topic in self.topics:
            asked = list(dict.fromkeys((of_query or self.terms)(topic.query)))
            having = [counts[numbers[term]] if term in numbers else 0 for term in asked]
            most = sum(np.log(1 + (len(texts) - n + 0.5) / (n + 0.5)) for n in having)
            known = [numbers[term] for term in asked if term in numbers]
            scores = index.get_scores_from_ids(known) if known else np.zeros(len(texts))
            columns.append(scores / (most or 1.0))
        return np.stack(columns, axis=1).astype(np.float32)

    def notions(self, of_units: Sequence[Sequence[str]], least: float, most: int) -> Scores:
        """Share of the concepts near to each query, from a cosine on, that each unit names."""
        everyday = notions.everyday_of(self.vocabulary)
        cosines = self.vectors(words for _, words in everyday) @ self.queries.T
        has = [frozenset(own) for own in of_units]
        found = np.zeros((len(has), len(self.topics)), dtype=np.float32)
        for column in range(len(self.topics)):
            near: dict[str, float] = {}
            for row in np.flatnonzero(cosines[:, column] > least):
                mark = notions.MARK + everyday[row][0]
                near[mark] = max(near.get(mark, 0.0), float(cosines[row, column]) - least)
            best = sorted(near.items(), key=lambda own: (-own[1], own[0]))[:most]
            rarity = {mark: _rarity(sum(mark in own for own in has), len(has)) for mark, _ in best}
            whole = sum(weight * rarity[mark] for mark, weight in best) or 1.0
            for unit, own in enumerate(has if best else ()):
                held = sum(weight * rarity[mark] for mark, weight in best if mark in own)
                found[unit, column] = held / whole
        return found

    def lift(self, scores: Scores) -> Scores:
        """The scores with a share of each section's best, as the search has them."""
        numbers: dict[tuple[str, str | None, str | None], int] = {}
        keys = ((unit.instrument, unit.section, unit.heading) for unit in self.units)
        sections = np.array([numbers.setdefault(key, len(numbers)) for key in keys])
        return np.stack([lifted(column, sections) for column in scores.T], axis=1)

    def ranked(self, scores: Scores, column: int, depth: int = 400) -> list[str]:
        """What judgements call the best units for a topic, each once, best first."""
        order = np.argsort(-scores[:, column], kind="stable")[:depth]
        return list(dict.fromkeys(self.names[place] for place in order))

    def figures(self, scores: Scores, letters: tuple[str, ...] = ("",)) -> Figures:
        """What a ranking is worth on answered topics whose identifiers begin with one of these."""
        each = []
        for column, topic in enumerate(self.topics):
            if topic.grades and topic.id.startswith(letters):
                ranked = self.ranked(scores, column)
                good = {unit for unit, grade in topic.grades.items() if grade > 1}
                found = len(good & set(ranked[:10])) / min(10, len(good) or 1)
                each.append((ndcg(ranked, topic.grades), ranked[0] in good, found))
        return Figures(*np.mean(each, axis=0).tolist())

    def confidence(self, scores: Scores) -> tuple[list[float], list[float]]:
        """The greatest scores of the topics with an answer, and of those without."""
        best = scores.max(axis=0).tolist()
        pairs = list(zip(best, self.topics, strict=True))
        yes = [score for score, topic in pairs if topic.grades]
        return yes, [score for score, topic in pairs if not topic.grades]

    def _windows(self, text: str) -> list[str]:
        most = self.encoder.model.window - 2
        ranges = windows(text, self.encoder.pieces(text), most, most // 4)
        return [text[part.start : part.end] for part in ranges]


def _sentences(text: str) -> list[str]:
    return [text[part.start : part.end] for part in sentences(text)]


def _rarity(having: int, count: int) -> float:
    return float(np.log(1 + (count - having + 0.5) / (having + 0.5)))
