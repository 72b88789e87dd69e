"""Writes what the search of a build reads: passages, vectors, words, concepts.

The bytes written depend on nothing else than the texts, the vocabulary and the model.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from indexer.concepts import Vocabulary
from indexer.remembered import Remembered
from indexer.retrieval import lexical, notions, spelling, vectors
from indexer.retrieval.embed import Encoder, ModelId, Vectors
from indexer.retrieval.embed_cache import Progress, VectorCache, encode_cached
from indexer.retrieval.names import write_names
from indexer.retrieval.vectors import Row
from indexer.retrieval.windows import sentences, windows

OVERLAP = 0.25
"""Share of a window that the next one repeats."""
SPECIAL_PIECES = 2
"""Word pieces that the model adds at the ends of a text."""
WORDS, MODEL, NOTIONS = "words", "model.json", "notions"


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
class Language:
    """What a search knows beside the texts."""

    vocabulary: Vocabulary | None = None
    table: Mapping[str, Any] = field(default_factory=dict)
    """What concepts.toml states; empty without a vocabulary."""
    names: Sequence[str] = ()
    """Names that people may type, such as those of instruments."""
    plain: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """What units say in plain words, by their identifiers; others may be among them."""


def write(
    folder: Path,
    entries: Sequence[tuple[str, str]],
    encoder: Encoder,
    cache: VectorCache | None = None,
    progress: Progress | None = None,
    language: Language | None = None,
    remembered: Remembered | None = None,
) -> Written:
    """Write everything that searching `entries` needs into `folder`, which may exist.

    `entries` are identifiers and clean texts, in the order of the build. `progress` is told the
    distinct passages done and to do. How texts are cut is `remembered`.
    """
    known = language or Language()
    cut = _passages([text for _, text in entries], encoder, remembered or Remembered())
    pairs = [
        pair
        for found, (name, text) in zip(cut, entries, strict=True)
        for pair in parted(found, text, known.plain.get(name, ()))
    ]
    rows, parts = [row for row, _ in pairs], [part for _, part in pairs]
    encoded = encode_cached(parts, encoder, cache, progress)
    vectors.save(folder, rows, encoded.vectors)
    everyday = [words for _, words in notions.everyday_of(known.vocabulary)]
    meant = encode_cached(everyday, encoder, cache).vectors
    write_words(folder, entries, encoder.model, known, meant, remembered)
    touched = {row.unit for row, text in zip(rows, parts, strict=True) if text in encoded.computed}
    return Written(len(entries), len(rows), len(encoded.computed), len(touched))


def write_words(
    folder: Path,
    entries: Sequence[tuple[str, str]],
    model: ModelId,
    language: Language | None = None,
    everyday: Vectors | None = None,
    remembered: Remembered | None = None,
) -> None:
    """Write everything of the search but the vectors, which are saved with `vectors.save`.

    `everyday` are the vectors of the vocabulary's everyday words, where there are any.
    """
    known = language or Language()
    texts = [
        ". ".join((text, *known.plain.get(name, ()))) if text.strip() else text
        for name, text in entries
    ]
    words = known.vocabulary
    marks = notions.marked(words, texts) if words is not None else ()
    said = [bool(known.plain.get(name)) for name, text in entries if text.strip()]
    mostly = 2 * sum(said) >= len(said)
    lexical.save(folder / WORDS, texts, marks, remembered, said=mostly)
    meant = np.zeros((0, model.dimensions), np.float32) if everyday is None else everyday
    notions.save(folder / NOTIONS, words, known.table, meant)
    spelling.save(folder / WORDS, [*texts, *notions.words_of(words), *known.names], remembered)
    write_names(folder, (unit for unit, _ in entries))
    _write_lines(folder / MODEL, [json.dumps(asdict(model), indent=1, sort_keys=True)])


def _passages(
    texts: Sequence[str], encoder: Encoder, remembered: Remembered
) -> Iterator[list[Row]]:
    """Yield the rows of each text, which is cut as it was before where that is remembered."""

    def cut(text: str) -> list[tuple[int, int, bool]]:
        return [(own.start, own.end, own.sentence) for own in passages(0, text, encoder)]

    found = remembered.each("passages", texts, cut, encoder.model)
    return ([Row(unit, *own) for own in parts] for unit, parts in enumerate(found))


def parted(found: Sequence[Row], text: str, plain: Sequence[str]) -> Iterator[tuple[Row, str]]:
    """The rows of one unit with what each stands for: its passages, then its plain words.

    A unit without a text has none, whatever is said of it.
    """
    yield from ((row, text[row.start : row.end]) for row in found)
    if found:
        unit = found[0].unit
        yield from ((Row(unit, 0, 0, sentence=False, plain=True), saying) for saying in plain)


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
