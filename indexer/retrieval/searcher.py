"""Search over one build: opens what `writer` left, and asks it.

Each part is opened when a first query needs it, and the model only when a first query asks for
meaning, so that a search by words, or no search at all, pays for nothing else.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path

import numpy as np

from indexer.errors import InputError, QueryError
from indexer.retrieval import confidence, lexical, rank, spelling, vectors, writer
from indexer.retrieval.confidence import DEPTH, Judge
from indexer.retrieval.embed import Encoder, ModelId, Vectors
from indexer.retrieval.folding import fold
from indexer.retrieval.names import Names
from indexer.retrieval.notions import Notions
from indexer.retrieval.rank import Mode, Ranked
from indexer.retrieval.results import Hit, Match, Question, Results
from indexer.retrieval.sections import open_sections
from indexer.retrieval.spelling import Correction, Speller
from indexer.retrieval.terms import terms
from indexer.retrieval.vectors import Mask, Numbers
from indexer.retrieval.windows import Window

_SPARE = 20
"""Hits ranked beyond those asked for, as some may say the same as others."""


class Searcher:
    """The search side of one build, for reading."""

    def __init__(
        self,
        folder: Path,
        text_of: Callable[[str], str],
        open_encoder: Callable[[], Encoder] | None = None,
    ) -> None:
        """Prepare to search the folder that `write` left; nothing is read yet.

        `text_of` gives the clean text of a unit by its identifier. `open_encoder` is called at the
        first query for meaning; without it only the lexical mode works.
        """
        self._folder = folder
        self._text_of = text_of
        self._open_encoder = open_encoder

    def search(
        self,
        query: str,
        k: int = 10,
        mode: Mode = Mode.HYBRID,
        allowed: Mask | None = None,
        cited: Sequence[str] = (),
    ) -> Results:
        """The `k` best units for `query` among those that `allowed` lets through.

        `allowed` has one truth value for each unit in the order of the build. `cited` are units
        that the query cites: they come first. Raises QueryError for an empty query or `k` below 1,
        InputError where the model is not that of the build.
        """
        if not query.strip():
            raise QueryError("The query is empty.", mend="Ask for some words.")
        if k < 1:
            raise QueryError(f"k is {k}.", mend="Ask for at least one result.")
        corrections = self.corrections(query)
        asked = self.question(spelling.corrected(query, corrections), mode)
        found = self.ranked(asked, max(k + _SPARE, DEPTH), mode, allowed)
        judge = self.judge(asked, mode, found, allowed)
        ranked = {one.unit: one for one in found[: k + _SPARE]}
        first = [self.units.index(unit) for unit in cited]
        missing = [unit for unit in first if unit not in ranked]
        ranked |= {one.unit: one for one in self._scored(asked, missing)}
        order = dict.fromkeys((*first, *ranked))
        folded = fold(order, lambda unit: self._text_of(self.units[unit]), k)
        hits = tuple(
            self._hit(asked, mode, ranked[unit], same, unit in first, judge)
            for unit, same in folded.items()
        )
        chance = 1.0 if cited else judge.chance(found[0]) if found else 0.0
        weak = not cited and not (found and judge.is_good(found[0]))
        return Results(hits, weak, mode, corrections, chance)

    def question(self, query: str, mode: Mode) -> Question:
        """A query with all that the mode compares."""
        vector = None if mode is Mode.LEXICAL else self.encode(query)
        if mode is Mode.SEMANTIC:
            return Question(query, vector, None, None)
        shares = self.words.shares(query, self.notions.named(query))
        near = None if vector is None else self.words.having(self.notions.near(vector))
        return Question(query, vector, shares, near)

    def corrections(self, query: str) -> tuple[Correction, ...]:
        """The slips of the key in a query, which a search forgives."""
        if self._open_encoder is None:
            return ()
        return self.speller.corrections(query, self._is_word)

    def mended(self, query: str) -> str:
        """The query without slips of the key."""
        return spelling.corrected(query, self.corrections(query))

    def _is_word(self, word: str) -> bool:
        """Whether a word is used in the texts, or is one of the model's."""
        return self.words.knows(word) or len(self.encoder.pieces(word)) == 1

    def encode(self, query: str) -> Vectors:
        """The vector of a query, shape (dimensions,)."""
        return np.asarray(self.encoder.encode([query])[0], dtype=np.float32)

    @cached_property
    def encoder(self) -> Encoder:
        """The model of this build; InputError where there is none or it is another."""
        if self._open_encoder is None:
            raise InputError(
                "No model was given to search by meaning.", mend="Use the lexical mode."
            )
        encoder = self._open_encoder()
        if encoder.model != self.model:
            raise InputError(
                f"The index was built with the model {self.model}, not with {encoder.model}.",
                mend="Set the model of the build, or build the index again.",
            )
        return encoder

    @cached_property
    def model(self) -> ModelId:
        """The model with which the build was made."""
        return read_model(self._folder)

    @cached_property
    def units(self) -> Sequence[str]:
        """Identifiers in the order of the build."""
        try:
            return Names(self._folder)
        except (OSError, ValueError) as error:
            raise InputError(
                f"The units in {self._folder} cannot be read: {error}",
                mend="Build the index again.",
            ) from error

    @cached_property
    def vectors(self) -> vectors.VectorIndex:
        """The vectors of the build."""
        return vectors.load(self._folder)

    @cached_property
    def words(self) -> lexical.LexicalIndex:
        """The lexical index of the build."""
        return lexical.LexicalIndex(self._folder / writer.WORDS)

    @cached_property
    def notions(self) -> Notions:
        """The concepts of the build."""
        return Notions(self._folder / writer.NOTIONS)

    @cached_property
    def sections(self) -> Numbers | None:
        """The number of each unit's section; None where the search was written without them."""
        return open_sections(self._folder)

    @cached_property
    def speller(self) -> Speller:
        """The words of the build, to find slips of the key."""
        return Speller(self._folder / writer.WORDS)

    def ranked(
        self, asked: Question, k: int, mode: Mode, allowed: Mask | None = None
    ) -> list[Ranked]:
        """The `k` best units for a question of the same mode, copies and all, best first."""
        if asked.vector is None:
            return rank.rank_lexical(_given(asked.shares), k, allowed)
        if mode is Mode.SEMANTIC:
            return rank.rank_semantic(self.vectors, asked.vector, k, allowed)
        shares, near = _given(asked.shares), _given(asked.notions)
        evidence = (self.vectors, asked.vector, shares, near)
        return rank.rank_hybrid(self.words.weights, *evidence, k, allowed, self.sections)

    def judge(
        self, asked: Question, mode: Mode, ranked: Sequence[Ranked], allowed: Mask | None = None
    ) -> Judge:
        """Who says how likely the hits of a search are to answer; `ranked` are its best."""
        count = len(self.units) if allowed is None else int(np.count_nonzero(allowed))
        different = len(set(terms(asked.text)))
        return confidence.judge(mode, ranked, count - 1, different, said=self.words.said)

    def _scored(self, asked: Question, units: list[int]) -> list[Ranked]:
        """Units that the query cites, with their scores in the mode's own measure."""
        places = np.array(units, dtype=np.int64)
        if not units:
            return []
        near = None if asked.vector is None else self.vectors.scores(asked.vector, places)
        parts = [None if of is None else of[places] for of in (asked.shares, asked.notions)]
        return rank.of_parts(self.words.weights, places, near, *parts)

    def _hit(
        self,
        asked: Question,
        mode: Mode,
        found: Ranked,
        same: Sequence[int],
        cited: bool,
        judge: Judge,
    ) -> Hit:
        unit = self.units[found.unit]
        text = self._text_of(unit)
        place = self._best_sentence(asked.text, asked.vector, mode, found.unit, text)
        match = Match(place.start, place.end, text[place.start : place.end])
        also = tuple(self.units[other] for other in same)
        score = 1.0 if cited else found.score
        parts = (found.semantic, found.lexical, match, found.notions)
        return Hit(unit, score, *parts, also, cited, cited or judge.is_good(found))

    def _best_sentence(
        self, query: str, vector: Vectors | None, mode: Mode, unit: int, text: str
    ) -> Window:
        """The sentence of a unit that answers best, by the evidence that the mode compares."""
        numbers = self.vectors.rows_of(unit)
        rows = [self.vectors.row(int(number)) for number in numbers]
        quotable = [place for place, row in enumerate(rows) if row.sentence]
        if not quotable:
            return Window(0, len(text))
        places = [Window(rows[place].start, rows[place].end) for place in quotable]
        zeros = np.zeros(len(places), dtype=np.float32)
        cosines = zeros if vector is None else self.vectors.cosines(vector, numbers[quotable])
        shares = zeros
        if mode is not Mode.SEMANTIC:
            shares = self.words.coverage(query, [text[p.start : p.end] for p in places])
        return places[int(rank.fuse(self.words.weights, cosines, shares, zeros).argmax())]


def _given(part: Vectors | None) -> Vectors:
    """A part that the mode compares."""
    if part is None:
        raise ValueError("the mode does not compare this part")
    return part


def read_model(folder: Path) -> ModelId:
    """The model whose vectors lie in a folder that `write` left."""
    return ModelId(**json.loads(_read(folder / writer.MODEL)))


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise InputError(
            f"The search index in {path.parent} cannot be read: {error}",
            mend="Build the index again.",
        ) from error
