"""What a query is about, where it says so in other words than the texts: its concepts.

A build marks each unit with the concepts of the vocabulary that it names. A query finds concepts in
two ways: by a label, which counts like a word that query and unit share, synonyms both ways; and by
being near in meaning to the everyday words for a concept, which treaties do not use. Only the files
of the build are read: the labels as they were read, and the vectors of the everyday ones.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from indexer.concepts import Vocabulary, reader_of
from indexer.errors import InputError
from indexer.retrieval.embed import Vectors

MARK = "#"
"""Before the identifier of a concept, so that it is no word of a text."""
LEAST_NEAR = 0.55
"""Cosine from which a query is near to the everyday words for a concept."""
MOST_NEAR = 5
"""Concepts that a query may be near to."""
_LABELS, _VECTORS = "labels.json", "everyday.npy"


class Notions:
    """The concepts of one build, opened for reading; there are none where it has no vocabulary."""

    def __init__(self, folder: Path) -> None:
        """Open what `save` wrote; InputError if it cannot be read."""
        try:
            self._kept: dict[str, Any] = json.loads((folder / _LABELS).read_text(encoding="utf-8"))
            self._vectors: Vectors = np.load(folder / _VECTORS, mmap_mode="r")
        except (OSError, ValueError) as error:
            raise InputError(
                f"The concepts in {folder} cannot be read: {error}", mend="Build the index again."
            ) from error

    def named(self, query: str) -> list[str]:
        """Marks of the concepts of which the query has a label, in the order of the query."""
        return marks(self._vocabulary, query)

    def near(self, vector: Vectors) -> dict[str, float]:
        """Marks of the concepts for which the query has much the same as everyday words.

        Each with how near it is: 0 at the least that counts, 1 for the same meaning.
        """
        best: dict[str, float] = {}
        cosines = np.asarray(np.vecdot(self._vectors, vector))
        near = np.round(cosines, 6).tolist()
        for concept, cosine in zip(self._kept["everyday"], near, strict=True):
            if cosine > LEAST_NEAR:
                nearness = (cosine - LEAST_NEAR) / (1 - LEAST_NEAR)
                best[MARK + concept] = max(best.get(MARK + concept, 0.0), nearness)
        nearest = sorted(best.items(), key=lambda found: (-found[1], found[0]))
        return dict(nearest[:MOST_NEAR])

    @cached_property
    def _vocabulary(self) -> Vocabulary:
        return Vocabulary.of_labels(self._kept["labels"], reader_of(self._kept))


def marks(vocabulary: Vocabulary, text: str) -> list[str]:
    """Marks of the concepts that a text names, each once."""
    return marked(vocabulary, [text])[0]


def marked(vocabulary: Vocabulary, texts: Sequence[str]) -> list[list[str]]:
    """Marks of the concepts that each of some texts names, each once."""
    return [[MARK + name for name in own] for own in vocabulary.named(texts)]


def everyday_of(vocabulary: Vocabulary | None) -> list[tuple[str, str]]:
    """Concepts with their everyday words, in the order of the vocabulary."""
    concepts = vocabulary.concepts.values() if vocabulary else ()
    return [(own.id, words) for own in concepts for words in own.everyday]


def save(
    folder: Path, vocabulary: Vocabulary | None, table: Mapping[str, Any], vectors: Vectors
) -> None:
    """Write what `Notions` reads.

    `table` is what concepts.toml states, empty without a vocabulary; `vectors` are those of the
    everyday words in their order, shape (words, dimensions), or none, and no query is near to any.
    """
    everyday = everyday_of(vocabulary) if len(vectors) else []
    kept = {
        "reading": table.get("reading", {}),
        "spelling": table.get("spelling", {}),
        "labels": vocabulary.read if vocabulary else [],
        "everyday": [concept for concept, _ in everyday],
    }
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(kept, ensure_ascii=False, separators=(",", ":"))
    (folder / _LABELS).write_text(f"{text}\n", encoding="utf-8")
    np.save(folder / _VECTORS, vectors)


def words_of(vocabulary: Vocabulary | None) -> Sequence[str]:
    """Every label, for whoever needs to know which words there are."""
    concepts = vocabulary.concepts.values() if vocabulary else ()
    return [label for own in concepts for label in own.labels]
