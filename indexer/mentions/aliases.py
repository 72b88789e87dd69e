"""Names of instruments found in running text, however the print breaks, spaces or dresses them.

A text is cut into words once; a trie of all names, word by word, finds the longest name at each
word in time linear in the text. Two rules decide whether what stands there is the name: a name
of one or two words must be capitalised as registered, and one of three begin so; and punctuation
may stand between two words only where the name has some, except that a long name may gain or
lose a comma.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

LONG = 3
"""Words from which on a name is so telling that case and commas no longer matter."""

_WORD = re.compile(r"[^\W_]+|&")
_PLAIN_GAP = re.compile(r"[ '\"/-]{0,14}")
_COMMA_GAP = re.compile(r"[ '\",/-]{0,14}")
_NUMERAL = re.compile(r"I{1,3}|IV")
_ANY_GAP = re.compile(r"[ '\",/:().;-]{0,14}")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of folded text: as printed, as compared, and where it stands."""

    text: str
    key: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Name:
    """A name and the instruments that go by it."""

    text: str
    ids: tuple[str, ...]
    sort: str = "name"
    """`name`, `ambiguous` (any one of the instruments) or `collective` (all of them)."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A name found: where, and whose."""

    start: int
    end: int
    ids: tuple[str, ...]
    sort: str
    small: bool = False
    """Whether it is in small letters throughout although the name is registered with capitals."""


@dataclass(slots=True)
class _Node:
    children: dict[str, _Node] = field(default_factory=dict)
    names: list[tuple[tuple[Word, ...], tuple[bool, ...], Name]] = field(default_factory=list)


def words(folded: str, spelling: Mapping[str, str]) -> list[Word]:
    """Cut folded text into words; `key` is without case, accents and national spelling."""
    found = []
    for match in _WORD.finditer(folded):
        key = match[0].casefold()
        if not key.isascii():
            key = unicodedata.normalize("NFD", key).encode("ascii", "ignore").decode() or key
        found.append(Word(match[0], spelling.get(key, key), match.start(), match.end()))
    return found


class Names:
    """A trie of names; built once, then only read."""

    def __init__(self, names: Iterable[Name], spelling: Mapping[str, str]) -> None:
        self._root = _Node()
        self._spelling = spelling
        for name in names:
            self._add(name)

    def _add(self, name: Name) -> None:
        cut = tuple(words(name.text, self._spelling))
        node = self._root
        for word in cut:
            node = node.children.setdefault(word.key, _Node())
        gaps = tuple(
            bool(re.search(r"[^ '/-]", name.text[a.end : b.start])) for a, b in pairwise(cut)
        )
        node.names.append((cut, gaps, name))

    def words(self, folded: str) -> list[Word]:
        """Cut a text as the names were cut."""
        return words(folded, self._spelling)

    def find(self, folded: str, cut: list[Word]) -> list[Hit]:
        """Return the names in a text from left to right, the longest at each place."""
        hits, position = [], 0
        while position < len(cut):
            hit, used = self._longest(folded, cut, position)
            if hit is not None:
                hit, used = self._overlapping(folded, cut, position, hit, used)
                hits.append(hit)
            position += used
        return hits

    def _overlapping(
        self, folded: str, cut: list[Word], position: int, hit: Hit, used: int
    ) -> tuple[Hit, int]:
        """Stretch a hit over another name of the same instruments that begins inside it."""
        for inner in range(position + 1, position + used):
            other, length = self._longest(folded, cut, inner)
            if other is not None and other.ids == hit.ids and other.end > hit.end:
                return Hit(hit.start, other.end, hit.ids, hit.sort), inner + length - position
        return hit, used

    def at(self, folded: str, cut: list[Word], start: int) -> Hit | None:
        """Return the longest name that begins at the code point `start`, if any."""
        position = bisect_left(cut, start, key=lambda word: word.start)
        if position == len(cut) or cut[position].start != start:
            return None
        return self._longest(folded, cut, position)[0]

    def _longest(self, folded: str, cut: list[Word], position: int) -> tuple[Hit | None, int]:
        node, best, used, here = self._root, None, 1, position
        while here < len(cut) and (child := node.children.get(cut[here].key)) is not None:
            node, here = child, here + 1
            for own, gaps, name in node.names:
                run = cut[position:here]
                if _fits(folded, run, own, gaps):
                    small = _is_small(run) and not _is_small(own)
                    best = Hit(run[0].start, _closed(folded, run), name.ids, name.sort, small)
                    used = here - position
        return best, used


def _fits(folded: str, run: list[Word], own: tuple[Word, ...], gaps: tuple[bool, ...]) -> bool:
    long = len(own) >= LONG
    strict = (1 if len(own) == LONG else 0) if long else len(own)
    pairs = zip(run[:strict], own[:strict], strict=True)
    if not all(_cased(word.text, word_own.text) for word, word_own in pairs):
        return False
    for a, b, punctuated in zip(run, run[1:], gaps, strict=False):
        numeral = _NUMERAL.fullmatch(b.text) is not None
        gap = _ANY_GAP if punctuated or numeral else _COMMA_GAP if long else _PLAIN_GAP
        if gap.fullmatch(folded, a.end, b.start) is None:
            return False
    return True


def _cased(printed: str, own: str) -> bool:
    shouted = printed.isupper() and len(own) > 1
    return printed == own or shouted or (own.islower() and printed.lower() == own)


def _is_small(run: Sequence[Word]) -> bool:
    return all(word.text == word.text.lower() for word in run)


def _closed(folded: str, run: list[Word]) -> int:
    """Return where a name ends: past the bracket or quotation mark that it leaves open."""
    start, end = run[0].start, run[-1].end
    inside = folded[start:end]
    if inside.count("(") > inside.count(")") and folded[end : end + 1] == ")":
        return end + 1
    return end
