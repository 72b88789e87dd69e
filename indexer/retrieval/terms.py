"""What a text or a query is made of, for a search by words.

English words are stemmed (Snowball, https://snowballstem.org) and stop words left out. Where words
weigh more, the forms in which they are written, stop words too, and the pairs of terms that follow
each other stand beside these terms; no term looks like one of them.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise

import Stemmer

_WORDS_KEPT = 1 << 16
"""Words whose terms are remembered."""
_FORM = "="
"""Before the form of a word, so that it is no term."""

_WORD = re.compile(r"[^\W_]+(?:[.\-/'][^\W_]+)*(?:\([^\W_]{1,4}\))*")
_NUMBERED = re.compile(r"([a-z]*)(\d[\d.]*)((?:\([^\W_]+\))*)")


def terms(text: str) -> list[str]:
    """The terms of a text or a query, in order: stemmed words, without stop words.

    A reference stays whole and also gives its parts: "26(g)" gives 26(g) and 26, "WHA63.16" gives
    wha63.16, wha and 63.16. A word with a hyphen gives its parts and the whole written together.
    """
    return [term for word in _words(text) for term in _terms_of(word)]


def forms(text: str) -> list[str]:
    """The words of a text as they are written, in small letters and in order."""
    return [_FORM + word for word in _words(text)]


def pairs(text: str) -> list[str]:
    """Each two terms of a text that follow each other, in order."""
    return [f"{one} {other}" for one, other in pairwise(terms(text))]


def _words(text: str) -> list[str]:
    found: list[str] = _WORD.findall(text.replace("’", "'").lower())
    return found


@lru_cache(_WORDS_KEPT)
def _terms_of(word: str) -> tuple[str, ...]:
    """The terms of one word of a text in lower case; most words of a text come again."""
    return tuple(_split(word))


def _split(word: str) -> Iterator[str]:
    word = word.removesuffix("'s")
    numbered = _NUMBERED.fullmatch(word)
    if numbered:
        letters, number, bracket = numbered.groups()
        yield word
        if letters or bracket:
            yield from ([letters] if len(letters) > 1 else [])
            yield number
        return
    parts = re.split(r"[-/]", word)
    if len(parts) > 1:
        parts.append("".join(parts))
    yield from (_stem(part) for part in parts if part and part not in _stop_words())


@cache
def _stop_words() -> frozenset[str]:
    table = tomllib.loads((files(__package__) / "language.toml").read_text(encoding="utf-8"))
    return frozenset(table["stop_words"]["english"])


@cache
def _stemmer() -> Stemmer.Stemmer:
    return Stemmer.Stemmer("english")


def _stem(word: str) -> str:
    stem: str = _stemmer().stemWord(word)
    return stem
