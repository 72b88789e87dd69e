"""From a page's characters to glyphs: upright ones on the page, each once, with a true baseline.

A baseline is where the file puts the character, plus its rise. The library tells the two apart
only by the lower edge of the character's box, which hangs below the baseline by the same share of
the size for all characters of a font; the share that most characters of the font have is taken.
"""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from indexer.readers.pdf.facts import facts
from indexer.readers.pdf.values import Glyph

if TYPE_CHECKING:
    from indexer.readers.pdf.opening import LTChar

_CID = "(cid:"
_USUAL_DESCENT = 0.2
_SAME = 0.25
"""Two equal characters nearer than this share of their size are one, printed twice for weight."""


@lru_cache(maxsize=4096)
def style(fontname: str) -> tuple[bool, bool]:
    """Return whether a font is bold and whether it is slanted, by its name."""
    name = fontname.partition("+")[2] or fontname
    return bool(facts().bold.search(name)), bool(facts().italic.search(name))


def readable(text: str) -> bool:
    """Whether a character's text is one that a person could read."""
    if text.startswith(_CID) or not text:
        return False
    if text in facts().private_bullets:
        return True
    return all(unicodedata.category(char) not in ("Co", "Cn", "Cs") for char in text) and (
        "\ufffd" not in text
    )


class Descents:
    """How far the boxes of each font hang below the baseline, learnt from page to page."""

    def __init__(self) -> None:
        self._seen: defaultdict[str, Counter[float]] = defaultdict(Counter)

    def learn(self, chars: Iterable[LTChar]) -> None:
        """Take note of a page's characters."""
        for char in chars:
            if char.upright and char.size > 0:
                hangs = (char.matrix[5] - char.y0) / char.size
                self._seen[char.fontname][round(hangs, 2)] += 1

    def of(self, fontname: str) -> float:
        """Return the share of the size for a font."""
        usual = self._seen[fontname].most_common(1)
        share = usual[0][0] if usual else _USUAL_DESCENT
        return share if -0.02 <= share <= 0.6 else _USUAL_DESCENT


def glyphs(
    chars: Iterable[LTChar], width: float, height: float, descents: Descents
) -> tuple[list[Glyph], int, int]:
    """Return the glyphs of a page in stream order, how many are unreadable, how many dropped.

    `chars` are the library's characters of the page; white space is kept.
    """
    found: list[Glyph] = []
    recent: dict[str, Glyph] = {}
    unreadable = dropped = 0
    hangs: dict[str, float] = {}
    for order, char in enumerate(chars):
        text, size, font = char.get_text(), char.size, char.fontname
        outside = char.x1 < 0 or char.x0 > width or char.y1 < 0 or char.y0 > height
        if not char.upright or size <= 0 or outside:
            dropped += not text.isspace()
            continue
        if not readable(text):
            unreadable += 1
            continue
        if font not in hangs:
            hangs[font] = descents.of(font)
        glyph = Glyph(
            _plain(text),
            char.x0,
            char.x1,
            height - char.y1,
            height - char.y0,
            height - char.y0 - hangs[font] * size,
            size,
            *style(font),
            order,
        )
        if _again(glyph, recent.get(glyph.text)):
            dropped += not glyph.text.isspace()
            continue
        recent[glyph.text] = glyph
        found.append(glyph)
    return found, unreadable, dropped


def _plain(text: str) -> str:
    """Return bullets from a font's private area as a bullet, odd spaces as a space."""
    if text in facts().private_bullets:
        return "•"
    return " " if text.isspace() or text in "\u200b\ufeff" else text


def _again(glyph: Glyph, before: Glyph | None) -> bool:
    if before is None or glyph.text == " ":
        return False
    near = _SAME * glyph.size
    return abs(glyph.x0 - before.x0) < near and abs(glyph.base - before.base) < near
