"""Search over one build: writes what it needs, and opens it again in milliseconds.

`write` takes the units' texts and leaves a folder; `Searcher` reads that folder. Each part is
opened when a first query needs it, and the model only when a first query asks for meaning, so that
a search by words, or no search at all, pays for nothing else.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from indexer.errors import InputError, QueryError
from indexer.retrieval import lexical, rank, vectors
from indexer.retrieval.embed import Encoder, ModelId, Vectors
from indexer.retrieval.embed_cache import Progress, VectorCache, encode_cached
from indexer.retrieval.names import Names, write_names
from indexer.retrieval.rank import Mode, Ranked
from indexer.retrieval.vectors import Mask, Row
from indexer.retrieval.windows import Window, sentences, windows

OVERLAP = 0.25
"""Share of a window that the next one repeats."""
SPECIAL_PIECES = 2
"""Word pieces that the model adds at the ends of a text."""
_WORDS = "words"
_MODEL = "model.json"


@dataclass(frozen=True, slots=True)
class Written:
    """What a build did for its search."""

    units: int
    passages: int
    """Vectors: one for each unit or window of it, and one for each sentence of several."""
    encoded_passages: int
    """Distinct passages encoded now, rather than taken from the cache."""
    encoded_units: int
    """Units of which at least one passage was encoded now."""

    def plus(self, other: Written) -> Written:
        """Return what two searches did together."""
        own = ((getattr(self, name), getattr(other, name)) for name in self.__dataclass_fields__)
        return Written(*map(sum, own))


@dataclass(frozen=True, slots=True)
class Match:
    """The words of a unit that matched: code points [start, end) of its clean text."""

    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A unit found, how well, and where."""

    id: str
    score: float
    semantic: float | None
    lexical: float | None
    match: Match


@dataclass(frozen=True, slots=True)
class Results:
    """Hits, best first, and whether even the first is too weak to be an answer."""

    hits: tuple[Hit, ...]
    no_good_match: bool
    mode: Mode


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
        self, query: str, k: int = 10, mode: Mode = Mode.HYBRID, allowed: Mask | None = None
    ) -> Results:
        """The `k` best units for `query` among those that `allowed` lets through.

        `allowed` has one truth value for each unit in the order of the build. Raises QueryError for
        an empty query or `k` below 1, InputError where the model is not that of the build.
        """
        if not query.strip():
            raise QueryError("The query is empty.", mend="Ask for some words.")
        if k < 1:
            raise QueryError(f"k is {k}.", mend="Ask for at least one result.")
        vector = None if mode is Mode.LEXICAL else self.encode(query)
        ranked = self._rank(query, vector, k, mode, allowed)
        hits = tuple(self._hit(query, vector, mode, found) for found in ranked)
        return Results(hits, rank.no_good_match(ranked), mode)

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
        return lexical.LexicalIndex(self._folder / _WORDS)

    def _rank(
        self, query: str, vector: Vectors | None, k: int, mode: Mode, allowed: Mask | None
    ) -> list[Ranked]:
        if vector is None:
            return rank.rank_lexical(self.words.shares(query), k, allowed)
        if mode is Mode.SEMANTIC:
            return rank.rank_semantic(self.vectors, vector, k, allowed)
        return rank.rank_hybrid(self.vectors, vector, self.words.shares(query), k, allowed)

    def _hit(self, query: str, vector: Vectors | None, mode: Mode, found: Ranked) -> Hit:
        unit = self.units[found.unit]
        text = self._text_of(unit)
        place = self._best_sentence(query, vector, mode, found.unit, text)
        match = Match(place.start, place.end, text[place.start : place.end])
        return Hit(unit, found.score, found.semantic, found.lexical, match)

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
        return places[int(rank.fuse(cosines, shares).argmax())]

    def _read(self, name: str) -> str:
        return _read(self._folder / name)


def read_model(folder: Path) -> ModelId:
    """The model whose vectors lie in a folder that `write` left."""
    return ModelId(**json.loads(_read(folder / _MODEL)))


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise InputError(
            f"The search index in {path.parent} cannot be read: {error}",
            mend="Build the index again.",
        ) from error


def write(
    folder: Path,
    entries: Sequence[tuple[str, str]],
    encoder: Encoder,
    cache: VectorCache | None = None,
    progress: Progress | None = None,
) -> Written:
    """Write everything that searching `entries` needs into `folder`, which may exist.

    `entries` are identifiers and clean texts, in the order of the build. The bytes written depend
    on nothing else than these and the model. `progress` is told the distinct passages done and to
    do.
    """
    rows = [
        row for number, (_, text) in enumerate(entries) for row in passages(number, text, encoder)
    ]
    texts = [entries[row.unit][1][row.start : row.end] for row in rows]
    encoded = encode_cached(texts, encoder, cache, progress)
    vectors.save(folder, rows, encoded.vectors)
    write_words(folder, entries, encoder.model)
    touched = {row.unit for row, text in zip(rows, texts, strict=True) if text in encoded.computed}
    return Written(len(entries), len(rows), len(encoded.computed), len(touched))


def write_words(folder: Path, entries: Sequence[tuple[str, str]], model: ModelId) -> None:
    """Write everything of the search but the vectors, which are saved with `vectors.save`."""
    lexical.save(folder / _WORDS, [text for _, text in entries])
    write_names(folder, (unit for unit, _ in entries))
    _write_lines(folder / _MODEL, [json.dumps(asdict(model), indent=1, sort_keys=True)])


def passages(unit: int, text: str, encoder: Encoder) -> list[Row]:
    """The rows of one unit: the whole of it or its windows, then its sentences if several."""
    if not text.strip():
        return []
    limit = encoder.model.window - SPECIAL_PIECES
    pieces = encoder.pieces(text)
    parts = sentences(text)
    if len(parts) == 1 and len(pieces) <= limit:
        return [Row(unit, 0, len(text), True)]
    wide = windows(text, pieces, limit, int(limit * OVERLAP))
    return [
        *(Row(unit, part.start, part.end, False) for part in wide),
        *(Row(unit, part.start, part.end, True) for part in parts),
    ]


def _write_lines(path: Path, lines: Sequence[str]) -> None:
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
