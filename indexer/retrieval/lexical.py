"""The words of a build: a BM25 index whose scores say how much of the query a unit answers.

bm25s writes the index. Reading needs only its arrays, mapped into memory, so that a search by words
imports neither bm25s nor torch. A score is divided by the most that any unit could reach for the
query, words that no unit has included: 1 would be every word of the query many times over, 0 none.
So the scores of different queries can be compared, and be added to a cosine.

Weights are those of the Lucene variant, https://arxiv.org/abs/2407.03618, section 2.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexer.errors import InputError
from indexer.remembered import Remembered
from indexer.retrieval.embed import Vectors
from indexer.retrieval.names import Names, write_names
from indexer.retrieval.terms import forms, pairs, terms
from indexer.retrieval.weights import weights

K1 = 0.2
"""Little gain from a repeated word: what counts is how many of the query's words are there."""
B = 0.5
DIGITS = 6
"""Scores are rounded to this many decimals, so that equal texts score equally."""
_DATA, _UNITS, _STARTS = "weights.npy", "units.npy", "starts.npy"
_VOCABULARY, _PARAMETERS = "vocabulary.json", "parameters.json"
_TERMS, _NUMBERS = "terms", "numbers.npy"
_SAID = "said"

_TERMS_KEPT = 1 << 14
"""Terms whose numbers are remembered, by each index."""

_SENTENCES_KEPT = 8192
"""Sentences whose terms are remembered: the same ones are found again and again."""


@lru_cache(_SENTENCES_KEPT)
def _different(sentence: str) -> frozenset[str]:
    """The terms of a sentence, each once."""
    return frozenset(terms(sentence))


class LexicalIndex:
    """The saved arrays, opened for reading."""

    def __init__(self, folder: Path) -> None:
        """Open what `save` wrote; InputError if it cannot be read."""
        self._number = lru_cache(_TERMS_KEPT)(self._found)  # a question's words come many times
        self._rarity = lru_cache(_TERMS_KEPT)(self._weighed)
        try:
            self._terms = Names(folder, _TERMS)
            parameters = json.loads((folder / _PARAMETERS).read_text(encoding="utf-8"))
            self._weights, self._units, self._starts, self._numbers = (
                np.load(folder / name, mmap_mode="r") for name in (_DATA, _UNITS, _STARTS, _NUMBERS)
            )
            self._count = int(parameters["num_docs"])
            self.said = bool(parameters[_SAID])
            self.weights = weights(said=self.said)
        except (OSError, ValueError, KeyError) as error:
            raise InputError(
                f"The lexical index in {folder} cannot be read: {error}",
                mend="Build the index again.",
            ) from error

    def __len__(self) -> int:
        return self._count

    def shares(self, query: str, marks: Iterable[str] = ()) -> Vectors:
        """How much of the query each unit answers, float32 of shape (units,), each in [0, 1].

        `marks` are terms beside the words of the query, such as the concepts that it names.
        """
        totals = np.zeros(self._count, dtype=np.float32)
        most = 0.0
        for weight, asked in (
            (1.0, [*terms(query), *marks]),
            (self.weights.forms, forms(query) if self.weights.forms else ()),
            (self.weights.pairs, pairs(query) if self.weights.pairs else ()),
        ):
            for term, rarity in self._weigh(asked).items():
                most += weight * rarity
                number = self._number(term)
                if number is not None:
                    begin, end = self._starts[number], self._starts[number + 1]
                    totals[self._units[begin:end]] += weight * self._weights[begin:end]
        return np.round(totals / (most or 1.0), DIGITS)

    def having(self, marks: Mapping[str, float]) -> Vectors:
        """How many of `marks` each unit has, each by its weight and rarity, in [0, 1]."""
        totals = np.zeros(self._count, dtype=np.float32)
        weights = {mark: weight * self._rarity(mark) for mark, weight in marks.items()}
        for mark, weight in weights.items():
            number = self._number(mark)
            if number is not None:
                totals[self._units[self._starts[number] : self._starts[number + 1]]] += weight
        return np.round(totals / (sum(weights.values()) or 1.0), DIGITS)

    def knows(self, word: str) -> bool:
        """Whether a word, in any inflection, stands in a text, or means nothing to a search."""
        return all(self._number(term) is not None for term in terms(word))

    def coverage(self, query: str, texts: Sequence[str]) -> Vectors:
        """Share of the query's terms, by weight, that occur in each of `texts`, in [0, 1]."""
        weights = self._weigh(terms(query))
        there = [weights.keys() & _different(text) for text in texts]
        found = np.array([sum(weights[term] for term in some) for some in there], dtype=np.float32)
        return np.round(found / (sum(weights.values()) or 1.0), DIGITS)

    def _weigh(self, asked: Iterable[str]) -> dict[str, float]:
        """The terms of a query with their inverse document frequencies."""
        return {term: self._rarity(term) for term in dict.fromkeys(asked)}

    def _found(self, term: str) -> int | None:
        """The number of a term, or None where no unit has it."""
        place = bisect_left(self._terms, term)
        there = place < len(self._terms) and self._terms[place] == term
        return int(self._numbers[place]) if there else None

    def _weighed(self, term: str) -> float:
        number = self._number(term)
        units = 0 if number is None else int(self._starts[number + 1] - self._starts[number])
        return float(np.log(1 + (self._count - units + 0.5) / (units + 0.5)))


def terms_of(texts: Sequence[str], remembered: Remembered | None = None) -> list[list[str]]:
    """The terms of each of some texts, as they were found before where they are remembered."""
    return (remembered or Remembered()).each("terms", texts, terms)


def finer_of(texts: Sequence[str], remembered: Remembered | None = None) -> list[list[str]]:
    """The terms of each of some texts, with the forms and the pairs of its words."""

    def finer(text: str) -> list[str]:
        return [*terms(text), *forms(text), *pairs(text)]

    return (remembered or Remembered()).each("finer terms", texts, finer)


def save(
    folder: Path,
    texts: Sequence[str],
    marks: Sequence[Sequence[str]] = (),
    remembered: Remembered | None = None,
    *,
    said: bool = True,
) -> None:
    """Index `texts`, one for each unit in its order, and write the arrays into `folder`.

    `marks` are further terms of each unit, if there are any; no word of a text looks like one.
    `said` is whether plain words are kept of most units: if not, words count as they are written
    and in pairs too.
    """
    vocabulary: dict[str, int] = {}
    of_texts = terms_of(texts, remembered) if said else finer_of(texts, remembered)
    numbers = [
        [vocabulary.setdefault(term, len(vocabulary)) for term in (*found, *own)]
        for found, own in zip(of_texts, marks or [()] * len(texts), strict=True)
    ]
    folder.mkdir(parents=True, exist_ok=True)
    ordered = sorted(vocabulary)
    write_names(folder, ordered, _TERMS)
    np.save(folder / _NUMBERS, np.array([vocabulary[term] for term in ordered], dtype="<i4"))
    if not vocabulary:
        _save_empty(folder, len(texts))
        _note(folder, said)
        return
    import bm25s  # a fifth of a second that no reader should pay

    index = bm25s.BM25(k1=K1, b=B, method="lucene")
    index.index((numbers, vocabulary), create_empty_token=False, show_progress=False)
    index.save(
        folder,
        data_name=_DATA,
        indices_name=_UNITS,
        indptr_name=_STARTS,
        vocab_name=_VOCABULARY,
        params_name=_PARAMETERS,
        show_progress=False,
    )
    (folder / _VOCABULARY).unlink()  # which would have to be read whole
    _note(folder, said)


def _note(folder: Path, said: bool) -> None:
    """Note beside the parameters whether plain words are kept of most units."""
    path = folder / _PARAMETERS
    noted = {**json.loads(path.read_text(encoding="utf-8")), _SAID: said}
    path.write_text(json.dumps(noted), encoding="utf-8")


def _save_empty(folder: Path, count: int) -> None:
    """Write an index of `count` units without any term, which bm25s cannot make."""
    arrays: dict[str, NDArray[np.float32] | NDArray[np.int32]] = {
        _DATA: np.zeros(0, np.float32),
        _UNITS: np.zeros(0, np.int32),
        _STARTS: np.zeros(1, np.int32),
    }
    for name, array in arrays.items():
        np.save(folder / name, array)
    (folder / _PARAMETERS).write_text(json.dumps({"num_docs": count}), encoding="utf-8")
