"""From a page's characters to glyphs: upright ones on the page, each once, with a true baseline.

A baseline is where the file puts the character, plus its rise. The library tells the two apart
only by the lower edge of the character's box, which hangs below the baseline by the same share of
the size for all characters of a font; the share that most characters of the font have is taken.
"""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from indexer.readers.pdf.facts import facts
from indexer.readers.pdf.values import Glyph

if TYPE_CHECKING:
    from indexer.readers.pdf.library import LTChar

_CID = "(cid:"
_NO_LETTERS = ("Cc", "Cn", "Co", "Cs")
UNKNOWN = "\ufffd"
"""Stands for a character that the file prints and gives no letter for."""
_USUAL_DESCENT = 0.2
_BLANK = 0.1
_ASKEW = 0.1
_SAME, _OWN = 0.25, 0.5
"""Two equal characters nearer than this share of their size, and of their own width, are one that
is printed twice for weight; `ll` and `//` stand as near as they are wide."""
_SYMBOL = "\ue000"
"""Stands for a letter of a font for symbols until it is known whether it is a bullet."""
_NOTHING = frozenset("\u200b\u200c\u200d\u2060\ufeff")
"""Characters that print nothing, not even a space."""


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
    if text.isspace():
        return True
    return all(unicodedata.category(char) not in _NO_LETTERS for char in text) and (
        UNKNOWN not in text
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
    """Return the glyphs of a page in stream order, how many are unreadable, how many left out.

    `chars` are the library's characters of the page; white space is kept.
    """
    found: list[Glyph] = []
    recent: dict[str, Glyph] = {}
    unreadable = dropped = 0
    hangs: dict[str, float] = {}
    for order, char in enumerate(chars):
        text, size, font = char.get_text(), char.size, char.fontname
        if text in _NOTHING and char.x1 - char.x0 < _BLANK * size:
            continue
        if not readable(text):
            unreadable += 1
            text = UNKNOWN
        outside = char.x1 < 0 or char.x0 > width or char.y1 < 0 or char.y0 > height
        askew = not char.upright or abs(char.matrix[1]) > _ASKEW * abs(char.matrix[0])
        if askew or size <= 0 or outside:
            dropped += not text.isspace()
            continue
        if text == UNKNOWN and char.x1 - char.x0 < _BLANK * size:
            continue
        if font not in hangs:
            hangs[font] = descents.of(font)
        glyph = Glyph(
            _plain(text, font),
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
            continue
        recent[glyph.text] = glyph
        found.append(glyph)
    return _bulleted(found), unreadable, dropped


def _plain(text: str, fontname: str) -> str:
    """Return bullets from a font's private area as a bullet, odd spaces as a space."""
    if text in facts().private_bullets:
        return "•"
    if text.isspace() or text in _NOTHING:
        return " "
    if len(text) == 1:
        drawn = ord(text) < 0x100 and facts().symbols.search(fontname)
        return _SYMBOL if drawn else text
    return _turned(text)


def _turned(text: str) -> str:
    """Mend a ligature whose letters are written with their bytes in the wrong order, as `吀栀` for
    `Th`: Ghostscript does so; no script joins such characters in one sign."""
    codes = [ord(char) for char in text]
    if any(code & 0xFF for code in codes):
        return text
    return "".join(chr(code >> 8) if 0x20 < code >> 8 < 0x7F else UNKNOWN for code in codes)


def _bulleted(found: Sequence[Glyph]) -> list[Glyph]:
    """Return glyphs in which a sign that begins a line, parted from its words, is a bullet: one
    without a letter, and a letter of a font for symbols."""
    shown = [glyph for glyph in found if glyph.text != " "]
    bullets = {
        glyph.order
        for before, glyph, after in zip([None, *shown], shown, [*shown[1:], None], strict=False)
        if glyph.text in (UNKNOWN, _SYMBOL) and _begins(before, glyph) and _parted(glyph, after)
    }
    return [
        glyph._replace(text="•") if glyph.order in bullets
        else glyph._replace(text=UNKNOWN) if glyph.text == _SYMBOL else glyph
        for glyph in found
    ]  # fmt: skip


def _begins(before: Glyph | None, glyph: Glyph) -> bool:
    return (
        before is None
        or abs(before.base - glyph.base) > 0.5 * glyph.size
        or (not -0.1 * glyph.size < glyph.x0 - before.x1 < 3 * glyph.size)
    )


def _parted(glyph: Glyph, after: Glyph | None) -> bool:
    return (
        after is not None
        and abs(after.base - glyph.base) <= 0.5 * glyph.size
        and (0.15 * glyph.size < after.x0 - glyph.x1 < 5 * glyph.size)
    )


def _again(glyph: Glyph, before: Glyph | None) -> bool:
    if before is None or glyph.text == " ":
        return False
    near = min(_SAME * glyph.size, _OWN * (glyph.x1 - glyph.x0))
    return abs(glyph.x0 - before.x0) < near and abs(glyph.base - before.base) < _SAME * glyph.size
