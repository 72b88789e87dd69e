"""Hyphens at the ends of lines: one that only breaks a word goes, one that the word has stays.

A document writes most of its words more than once, so its own words decide first; where they are
silent, what is known of halves of words; and last, whether the document breaks words at all.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from indexer.readers.pdf.facts import facts
from indexer.readers.pdf.values import Line

SOFT, HARD = "\u00ad\u2010", "-"
_WORD = re.compile(r"[^\W\d_]+(?:[-\u2010\u00ad’'][^\W\d_]+)*")
_END = re.compile(r"([^\W_]+(?:[-\u2010\u00ad][^\W_]+)*)([-\u2010\u00ad])$")
_BEGIN = re.compile(r"^[^\W_]+(?:[-\u2010\u00ad][^\W_]+)*")
_ENDINGS = ("s", "es", "d", "ed", "ing", "ly", "er", "ers", "al", "ion", "ions")
_BREAKS_WORDS = 0.025


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of a document, as far as no line's end touches them."""

    words: Counter[str]
    hyphened: Counter[str]
    """Words with a hyphen inside."""
    firsts: Counter[str]
    """First halves of words with a hyphen."""
    breaks_words: bool
    soft_inside: frozenset[str]
    """Signs for a soft hyphen that the file prints inside of lines, where they must be meant."""

    def knows(self, word: str) -> bool:
        """Whether the document has the word, or a near form of it."""
        if self.words[word]:
            return True
        stems = [word.removesuffix(end) for end in _ENDINGS if word.endswith(end)]
        return len(word) > 3 and (
            any(len(s) > 2 and (self.words[s] or self.words[f"{s}e"]) for s in stems)
            or any(self.words[word + end] for end in _ENDINGS)
        )


def vocabulary(lines: Iterable[Line]) -> Vocabulary:
    """Return the vocabulary of a document."""
    words: Counter[str] = Counter()
    hyphened: Counter[str] = Counter()
    inside: Counter[str] = Counter()
    ends = long = 0
    broken = False
    for line in lines:
        text = line.text.rstrip()
        found = [match[0].lower() for match in _WORD.finditer(text)]
        ends_broken = text[-1:] in SOFT + HARD
        whole = found[broken : len(found) - ends_broken]
        words.update(whole)
        hyphened.update(w for w in whole if re.search(r"[-\u2010\u00ad]", w))
        inside.update(c for c in text[:-1] if c in SOFT)
        long += len(text) > 25
        ends += len(text) > 25 and ends_broken
        broken = ends_broken
    plain = Counter({re.sub(r"[\u2010\u00ad]", "-", w): n for w, n in hyphened.items()})
    for word, count in plain.items():
        for half in word.split("-"):
            words[half] += count
    firsts = Counter({}) + Counter(word.partition("-")[0] for word in plain)
    meant = frozenset(sign for sign, count in inside.items() if count > 2)
    return Vocabulary(words, plain, firsts, long > 0 and ends / long >= _BREAKS_WORDS, meant)


def broken_word(left: str, right: str) -> tuple[str, str, str] | None:
    """Return the first half, the sign and the second half of a word that a line's end breaks."""
    end, begin = _END.search(left.rstrip()), _BEGIN.match(right)
    return (end[1], end[2], begin[0]) if end and begin else None


def is_soft(first: str, sign: str, second: str, known: Vocabulary) -> bool:
    """Whether the hyphen between two halves only breaks the word."""
    if sign in SOFT and sign not in known.soft_inside:
        return True
    if first[-1:].isdigit() or second[:1].isdigit():
        return False
    capital = second[:1].isupper() or (first.isupper() and len(first) > 1)
    first, second = first.lower(), second.lower()
    together, apart = known.words[first + second], known.hyphened[f"{first}-{second}"]
    if together or apart:
        return together > apart
    if capital:
        return False
    if "-" in first or "-" in second:
        return not _is_compound(first, second, known)
    return _by_halves(first, second, known)


def _is_compound(first: str, second: str, known: Vocabulary) -> bool:
    """Whether a word with other hyphens, as in `up-to-date`, is made of words here too."""
    left, right = first.rpartition("-")[2], second.partition("-")[0]
    return bool(known.words[left] or known.knows(right)) and not known.words[left + right]


def _by_halves(first: str, second: str, known: Vocabulary) -> bool:
    """Decide by the halves, where the document has the word nowhere else."""
    if known.knows(first + second):
        return True
    stated = facts()
    right = known.knows(second) or second in stated.second_halves
    if first in stated.first_halves and right:
        return first in stated.weak_halves and not known.firsts[first]
    if second in stated.second_halves and known.knows(first):
        return False
    if first in stated.prefixes:
        return known.breaks_words
    if len(first) > 2 and len(second) > 2 and known.words[first] and known.words[second]:
        return False
    if len(first) > 4 and len(second) > 5 and known.words[second]:
        return False
    return known.breaks_words
