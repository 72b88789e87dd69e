"""Corpora of any size, shaped like the shipped one: the same number for the same seed.

A made unit has the kind, the element and the number of sentences of a real unit, drawn at random;
each of its sentences is a real one, drawn from all texts and from the editors' subjects of
provisions. So words and lengths are distributed as in the real texts. Every third unit also cites
a document by a number that hardly any other unit has, since in real texts rare words never end.

The vectors of the real sentences come from the real encoder. A made sentence has the vector of its
words, disturbed by noise that is distributed as the differences between real vectors are, with half
their size, so that no two are equal and near ones are about as near as in real texts (cosine 0.91
to where they came from). A unit of several sentences has in addition the direction of their sum.

Units are made in blocks that do not depend on each other, so that any number of them streams.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indexer.build_inputs import Read
from indexer.model import Span, Unit
from indexer.retrieval import notions
from indexer.retrieval.embed import Encoder, ModelId
from indexer.retrieval.embed_cache import VectorCache, encode_cached
from indexer.retrieval.windows import sentences

BLOCK = 5_000
NOISE = 0.5
UNITS_TO_AN_INSTRUMENT = 200
CITING = 1 / 3
_WITHOUT_NUMBER = frozenset({"formula"})
"""Kinds that are cited by their place, while made units are numbered."""
Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Base:
    """What is drawn from: real units, real sentences and their vectors."""

    units: Sequence[Unit]
    counts: NDArray[np.int64]
    """How many sentences each of the real units has."""
    sentences: Sequence[str]
    vectors: Floats
    spread: Floats
    """Turns independent noise into such as is distributed like the vectors."""
    model: ModelId
    everyday: Floats
    """Vectors of the everyday words of the vocabulary."""


@dataclass(frozen=True)
class Block:
    """Some made units, in order, with what is searched of them."""

    units: Sequence[Unit]
    rows: NDArray[np.int32]
    """Unit, start, end, and 1 for a sentence; of each vector."""
    vectors: Floats


def base_of(read: Read, encoder: Encoder, cache: VectorCache | None) -> Base:
    """What is drawn from of the shipped corpus, encoded unless the cache has it."""
    corpus, facts = read.corpus, read.facts
    units = [
        unit
        for edition in corpus.editions
        for unit in edition.units
        if unit.own_text and unit.kind not in _WITHOUT_NUMBER
    ]
    cut = [[unit.text[s.start : s.end] for s in sentences(unit.text)] for unit in units]
    texts = list(dict.fromkeys([*(s for own in cut for s in own), *_subjects(facts.provisions)]))
    vectors = encode_cached(texts, encoder, cache).vectors
    everyday = [words for _, words in notions.everyday_of(read.language.vocabulary)]
    spread = np.linalg.cholesky(np.cov(vectors.T) + 1e-6 * np.eye(vectors.shape[1]))
    return Base(
        units,
        np.array([len(own) for own in cut]),
        texts,
        vectors,
        spread.astype(np.float32),
        encoder.model,
        encode_cached(everyday, encoder, cache).vectors,
    )


def _subjects(provisions: Sequence[object]) -> Iterator[str]:
    return (str(getattr(own, "subject", "")) for own in provisions)


def blocks(base: Base, count: int, seed: int = 1) -> Iterator[Block]:
    """Yield `count` made units, in blocks."""
    for first in range(0, count, BLOCK):
        yield _block(base, first, min(BLOCK, count - first), seed)


def _block(base: Base, first: int, count: int, seed: int) -> Block:
    random = np.random.default_rng((seed, first))
    like = random.integers(0, len(base.units), count)
    parts = np.maximum(base.counts[like], 1)
    drawn = random.integers(0, len(base.sentences), parts.sum())
    cited = random.random(count) < CITING
    numbers = np.exp(random.uniform(np.log(10), np.log(1e7), count)).astype(int)
    units: list[Unit] = []
    rows: list[tuple[int, int, int, int]] = []
    groups = np.split(drawn, np.cumsum(parts)[:-1])
    for place, own in enumerate(groups):
        words = [base.sentences[number] for number in own]
        if cited[place]:
            words[-1] += f" (document {numbers[place]})"
        units.append(_unit(base.units[like[place]], first + place, " ".join(words)))
        rows += _rows(first + place, words)
    return Block(units, np.array(rows, np.int32), _vectors(base, groups, random))


def _unit(like: Unit, number: int, text: str) -> Unit:
    own = {name: getattr(like, name) for name in Unit.__dataclass_fields__}
    instrument, place = divmod(number, UNITS_TO_AN_INSTRUMENT)
    name, place = f"made{instrument}", place + 1
    changed = {
        "id": f"{name}:para_{place}",
        "instrument": name,
        "file": f"{name}.txt",
        "text": text,
        "markers": (),
        "parent": None,
        "ordinal": place,
        "printed_label": str(place),
        "spans": (Span(0, len(text)),),
        "offsets": ((0, 0),),
    }
    return Unit(**{**own, **changed})


def _rows(unit: int, words: Sequence[str]) -> Iterator[tuple[int, int, int, int]]:
    if len(words) > 1:
        yield unit, 0, len(" ".join(words)), 0
    start = 0
    for sentence in words:
        yield unit, start, start + len(sentence), 1
        start += len(sentence) + 1


def _vectors(
    base: Base, groups: Sequence[NDArray[np.int64]], random: np.random.Generator
) -> Floats:
    drawn = np.concatenate(groups)
    noise = random.standard_normal((len(drawn), base.vectors.shape[1]), dtype=np.float32)
    narrow = _normed(base.vectors[drawn] + NOISE * (noise @ base.spread.T))
    starts = np.cumsum([0, *(len(own) for own in groups)])
    wide = _normed(np.add.reduceat(narrow, starts[:-1]))
    found: list[Floats] = []
    for place, own in enumerate(groups):
        if len(own) > 1:
            found.append(wide[place : place + 1])
        found.append(narrow[starts[place] : starts[place + 1]])
    return np.concatenate(found)


def _normed(vectors: Floats) -> Floats:
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
