"""How people spell a place in an instrument: words, labels, brackets, dots, and `of`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from indexer.citing.places import UNNUMBERED, Asked, Place
from indexer.citing.words import Word, key

_GLUE = {"": "", ".": ".", "-": "."}
_ROMAN = re.compile(r"[ivxlcdm]+")
_SEPARATORS = frozenset(" ,;:.()[]-\"'/_")
_LETTERS = 2
"""A label of letters that are no roman number has so many at most."""


@dataclass(frozen=True, slots=True)
class _Kind:
    """What a word before a label says of it."""

    types: frozenset[str] | None = None
    unnumbered: bool = False
    alone: bool = False
    """It may stand without a label."""


_NONE = _Kind()


class Grammar:
    """The words of registry/resolver.toml that come before and between labels."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        self._words = {
            key(name): _Kind(
                frozenset(entry["types"]), entry.get("nn", False), entry.get("alone", False)
            )
            for entry in table["word"]
            for name in entry["words"]
        }
        self._longest = max(map(len, self._words))
        self._connectors = frozenset(table["connectors"])
        self._reversing = frozenset(table["reversing"])
        self._ordinals = {word: at for at, word in enumerate(table["ordinals"], 1)}
        self._repeated = tuple(table["repeated"])
        self.bare = frozenset(table["bare"])
        self.below = frozenset(table["below"])

    def read(self, runs: Sequence[Sequence[Word]]) -> Place | None:
        """Return the place that runs of words spell, or None where a word is not understood.

        `paragraph 1 of Article 15` is turned round; runs follow one another.
        """
        place: Place | None = Place()
        for run in runs:
            for piece in reversed(self._pieces(run)):
                place = self._piece(piece, place) if place else None
        return place

    def _pieces(self, run: Sequence[Word]) -> list[list[Word]]:
        pieces: list[list[Word]] = [[]]
        quoted = False
        for word in run:
            quoted = (quoted or '("' in word.before) and '")' not in word.before
            if word.key in self._reversing and not quoted and not _bracketed(word):
                pieces.append([])
            else:
                pieces[-1].append(word)
        return pieces

    def _piece(self, piece: Sequence[Word], place: Place) -> Place | None:
        at = 0
        while at < len(piece):
            step = self._nth(piece, at, place) or self._heading(piece, at, place)
            step = step or self._step(piece, at, place)
            if step is None and piece[at].key in self._connectors:
                step = place, at + 1
            if step is None:
                return None
            place, at = step
        return place

    def _nth(self, piece: Sequence[Word], at: int, place: Place) -> tuple[Place, int] | None:
        """Read `the second so labelled`, from its ordinal on."""
        behind = tuple(word.key for word in piece[at + 1 : at + 1 + len(self._repeated)])
        if behind != self._repeated or piece[at].key not in self._ordinals:
            return None
        return replace(place, nth=self._ordinals[piece[at].key]), at + 1 + len(behind)

    def _heading(self, piece: Sequence[Word], at: int, place: Place) -> tuple[Place, int] | None:
        """Read a heading in quotation marks behind an unnumbered step."""
        if not place.chunks or '("' not in piece[at].before:
            return None
        if not place.chunks[-1].key.startswith(UNNUMBERED):
            return None
        end = next((i for i in range(at, len(piece)) if '")' in piece[i].after), None)
        if end is None:
            return None
        heading = tuple(word.key for word in piece[at : end + 1])
        return replace(place, heading=heading), end + 1

    def _step(self, piece: Sequence[Word], at: int, place: Place) -> tuple[Place, int] | None:
        """Read a word and its label, or a label alone."""
        kind, start = _NONE, at
        for length in range(min(self._longest, len(piece) - at), 0, -1):
            found = self._words.get(tuple(word.key for word in piece[at : at + length]))
            if found and not _bracketed(piece[at]):
                kind, start = found, at + length
                break
        labels, end = self._label(piece, start, typed=kind.types is not None)
        sign = UNNUMBERED if kind.unnumbered or (kind.alone and not labels) else ""
        if not labels and kind.alone:
            labels = [("1", "")]
        if not labels:
            return None
        chunks = [
            Asked(kind.types if not n else None, f"{sign}{label}", text, begins=not n)
            for n, (label, text) in enumerate(labels)
        ]
        return replace(place, chunks=(*place.chunks, *chunks)), end

    def _label(
        self, piece: Sequence[Word], at: int, *, typed: bool
    ) -> tuple[list[tuple[str, str]], int]:
        """Read a label with what dots join to it; its parts as key and text, and where it ends."""
        if at >= len(piece) or not self._is_label(piece[at], typed=typed):
            return [], at
        parts, end = [(piece[at].key, piece[at].text)], at + 1
        while end < len(piece) and piece[end].before in _GLUE:
            glue, word = _GLUE[piece[end].before], piece[end]
            if glue and not (word.key.isdigit() or len(word.key) <= _LETTERS):
                break
            if glue:
                parts.append((word.key, word.text))
            else:
                parts[-1] = (parts[-1][0] + word.key, parts[-1][1] + word.text)
            end += 1
        return parts, end

    def _is_label(self, word: Word, *, typed: bool) -> bool:
        if set(word.before) - _SEPARATORS or not (word.key.isalnum() or word.key == "*"):
            return False
        if word.key.isdigit() or word.key == "*":
            return True
        short = len(word.key) == 1 or bool(_ROMAN.fullmatch(word.key)) or len(word.key) == _LETTERS
        return short and (typed or _bracketed(word) or bool(_ROMAN.fullmatch(word.key)))


def _bracketed(word: Word) -> bool:
    return word.before.endswith("(") and word.after.startswith(")")
