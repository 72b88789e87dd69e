"""Reads English words so that they can be compared: the small differences of print are gone.

Case, accents, British or American spelling, hyphen or space, singular or plural and the endings
of verbs make no difference. Only inflection is taken off: a stemmer that also takes off
derivation would read "informal", "informed" and "information" as one word.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import NamedTuple

_LETTERS = r"(?:[^\W_⁰¹²³⁴⁵⁶⁷⁸⁹]++|[\u00ad\u0300-\u036f]++)++"
_WORD = re.compile(rf"{_LETTERS}(?:['’]{_LETTERS})*+|[&,]")
_GAP = re.compile(r"[\s'’*_/\-\u2010-\u2015]*")
_GENITIVE = re.compile(r"['’]s?$")
_SPELLINGS = (
    (re.compile(r"is(?=(?:e[drs]?|ing|ations?|ers)$)"), "iz"),
    (re.compile(r"(?<=..)our(?=(?:able|ably|ed|ing|s|er|ers)?$)"), "or"),
    (re.compile(r"(?<=...)tre(?=s?$)"), "ter"),
    (re.compile(r"amme(?=s?$)"), "am"),
    (re.compile(r"(?<=f)ence(?=s?$)"), "ense"),
)
_VERB_ENDING = re.compile(r"(?<=[a-z]{2}[a-df-z])(?:ed|ing)$")
_VOWEL = re.compile("[aeiouy]")
_DOUBLE = re.compile(r"([bdfgmnprt])\1$")
_SHORT = re.compile("[^aeiouy][aeiouy][^aeiouywx]")
_REMEMBERED = 100_000


class Token(NamedTuple):
    """A word as compared, and where it stands."""

    key: str
    start: int
    """Code points of the text before the word."""
    end: int
    apart: bool
    """Whether more than spaces, hyphens, strokes and apostrophes part it from the word before. A
    comma is a word of its own, for it stands within some labels."""
    inner: bool
    """Whether it is a later part of a compound."""


class Reader:
    """Cuts a text into words as they are compared."""

    def __init__(
        self, skipped: Iterable[str], whole: Iterable[str], spelling: Mapping[str, str]
    ) -> None:
        """Take the words to pass over, those whose ending is no inflection, such as "housing",
        and words with the word or words that each is read as."""
        self._skipped = frozenset(skipped)
        self._whole = frozenset(whole)
        self._spelling = {word: tuple(read.split()) for word, read in spelling.items()}
        self._keys: dict[str, tuple[str, ...]] = {}

    def tokens(self, text: str) -> list[Token]:
        """Return the words of a text, in order; a compound gives several at one place."""
        tokens = []
        end = 0
        apart = False
        for word in _WORD.finditer(text):
            apart = apart or _GAP.fullmatch(text, end, word.start()) is None
            end = word.end()
            for part, key in enumerate(self._keys_of(word[0])):
                tokens.append(Token(key, word.start(), end, apart, part > 0))
                apart = False
        return tokens

    def _keys_of(self, word: str) -> tuple[str, ...]:
        """The words that a printed word is compared as: none where it is passed over."""
        keys = self._keys.get(word)
        if keys is None:
            folded = _folded(word)
            parts = () if folded in self._skipped else self._spelling.get(folded, (folded,))
            keys = tuple(p if p in self._whole else _stem(_respelled(p)) for p in parts)
            if len(self._keys) < _REMEMBERED:
                self._keys[word] = keys
        return keys


def _folded(word: str) -> str:
    """A word without case, accents, soft hyphens and the ending of a genitive."""
    if word == "&":
        return "and"
    plain = unicodedata.normalize("NFKD", word.replace("\u00ad", "")).casefold()
    bare = "".join(char for char in plain if not unicodedata.combining(char))
    return _GENITIVE.sub("", bare)


def _respelled(word: str) -> str:
    """A word in one of its two spellings, by its ending."""
    for ending, instead in _SPELLINGS:
        word = ending.sub(instead, word)
    return word


def _stem(word: str) -> str:
    """A folded word without the ending of a plural or of a verb, and without a final e."""
    if len(word) <= 3:
        return word
    word = _infinitive(_singular(word))
    if len(word) > 4 and word.endswith(("e", "ll")):
        return word[:-1]
    return word


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def _infinitive(word: str) -> str:
    if word.endswith("ied") and len(word) > 4:
        return word[:-3] + "y"
    bare = _VERB_ENDING.sub("", word)
    if bare == word or not _VOWEL.search(bare):
        return word
    if _SHORT.fullmatch(bare):
        return bare + "e"
    return _DOUBLE.sub(r"\1", bare)
