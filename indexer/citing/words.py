"""What people type, cut into words that compare: without case, accents, print and spacing.

A word is a run of letters or of digits, so that `C155`, `C.155` and `C 155` are the same two
words; what stands between two words is kept, for `5.1` and `(g)` are told by it.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

MOST_WORDS = 150
MOST_CHARACTERS = 4000
"""A citation has fewer; a text with more is not read as one."""

_WORD = re.compile(r"[^\W\d_]+|\d+|[*§¶°]")
_SUPERSCRIPT = re.compile(r"[\u00b9\u00b2\u00b3\u2070-\u2079]+")
_SAME = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‑": "-"})

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text as typed."""

    key: str
    """What it is compared by: lower case, no accents, no leading zeros."""
    text: str
    before: str
    """What stands between it and the word before, spaces and all."""
    after: str
    """What stands between it and the word behind."""


def folded(text: str) -> str:
    """Return a text in one form of print: plain quotes, dashes and spaces, no superscripts."""
    plain = unicodedata.normalize("NFKC", _SUPERSCRIPT.sub("", text)).translate(_SAME)
    shown = "".join(c for c in plain if unicodedata.category(c) not in ("Cf", "Cc") or c.isspace())
    return " ".join(shown.split())


def _key(text: str) -> str:
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    low = bare.casefold()
    return low.lstrip("0") or low[:1] if low.isdigit() else low


def words(text: str) -> tuple[Word, ...]:
    """Cut a text into words."""
    plain = folded(text)
    found = list(_WORD.finditer(plain))
    ends = [0, *(match.end() for match in found)]
    starts = [*(match.start() for match in found), len(plain)]
    between = [plain[end:start] for end, start in zip(ends, starts, strict=True)]
    return tuple(
        Word(_key(match[0]), match[0], before, after)
        for match, before, after in zip(found, between, between[1:], strict=False)
    )


def key(text: str) -> Key:
    """Return the words of a name as what they are compared by."""
    return tuple(word.key for word in words(text))
