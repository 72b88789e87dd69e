"""Slips of the key in a query, forgiven: a word that nobody writes is read as its neighbour.

A word is only doubted where no text, label or name has it in any inflection, and where the model's
own list of words does not have it either: an English word that the texts do not use is no slip. It
is then read as the nearest word of the build that begins with the same letter, one change away, or
two for long words; a change is a letter more, less, other, or two that changed places.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from indexer.errors import InputError
from indexer.remembered import Remembered

SHORTEST = 5
"""Letters from which a word is doubted: short words have too many neighbours."""
LONG = 8
"""Letters from which two changes are forgiven."""
_FILE = "spelling.txt"
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Correction:
    """A word of a query, and the word that it was read as."""

    typed: str
    read: str


class Speller:
    """The words of a build, opened for reading."""

    def __init__(self, folder: Path) -> None:
        """Open what `save` wrote; InputError if it cannot be read."""
        try:
            lines = (folder / _FILE).read_text(encoding="utf-8").splitlines()
        except OSError as error:
            raise InputError(
                f"The words in {folder} cannot be read: {error}", mend="Build the index again."
            ) from error
        # the most frequent word first, so that it wins among equals
        self._places = {word: place for place, word in enumerate(lines)}

    def corrections(self, query: str, known: Callable[[str], bool]) -> tuple[Correction, ...]:
        """The slips in a query; `known` says whether a word in small letters is a right one."""
        return tuple(
            Correction(word, read)
            for word in dict.fromkeys(_WORD.findall(query))
            if (read := self._read(word.lower(), known)) is not None
        )

    def _read(self, word: str, known: Callable[[str], bool]) -> str | None:
        if len(word) < SHORTEST or word in self._places or known(word):
            return None
        most = 2 if len(word) >= LONG else 1
        near = (
            (changes, place, other)
            for other, place in self._places.items()
            if other[0] == word[0]
            and abs(len(other) - len(word)) <= most
            and (changes := distance(word, other, most)) <= most
        )
        return min(near, default=(0, 0, None))[2]


def corrected(query: str, corrections: Iterable[Correction]) -> str:
    """The query with every slip mended."""
    read = {own.typed: own.read for own in corrections}
    return _WORD.sub(lambda word: read.get(word[0], word[0]), query)


def distance(one: str, other: str, most: int) -> int:
    """Changes between two words; any number above `most` where there are more than that.

    The optimal string alignment distance: no letter is changed twice.
    """
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        before, last, row = row, before, [i]
        for j, against in enumerate(other, 1):
            best = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != against))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == against:
                best = min(best, last[j - 2] + 1)
            row.append(best)
        if min(row) > most:
            return most + 1
    return row[-1]


def save(folder: Path, texts: Sequence[str], remembered: Remembered | None = None) -> None:
    """Write the words of `texts`, the most frequent first and equals in the order of letters.

    Which words a text has is `remembered`.
    """
    found = (remembered or Remembered()).each("words", texts, lambda text: " ".join(_words(text)))
    counts = Counter(word for words in found for word in words.split())
    ordered = sorted(counts, key=lambda word: (-counts[word], word))
    folder.mkdir(parents=True, exist_ok=True)
    (folder / _FILE).write_text("".join(f"{word}\n" for word in ordered), encoding="utf-8")


def _words(text: str) -> Iterator[str]:
    return (word for word in _WORD.findall(text.lower()) if len(word) >= SHORTEST - 1)
