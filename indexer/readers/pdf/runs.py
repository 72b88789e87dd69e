"""From glyphs to runs: characters of one style that follow each other on one baseline.

Spaces are those of the stream, or gaps as wide as one. Runs keep the order of the content stream.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from indexer.readers.pdf.values import Glyph, Run

SPACE = 0.16
"""A gap of this share of the size is a space, where the stream has none."""
_SPACED_OUT = 4
"""From so many gaps on it can be told that letters are spaced out."""
_BREAK = 1.2
"""A gap of this many sizes ends a run; with spaces in the stream, of twice as many."""
_SAME_BASE = 0.1
_THIN = 0.5
Wall = tuple[float, float, float]
"""An upright rule: its place from the left, its upper and its lower end."""


@dataclass(slots=True)
class _Open:
    """A run while its glyphs come in."""

    first: Glyph
    spaced: bool
    glyphs: list[Glyph]
    blanks: list[bool]
    """For each glyph, whether the stream has a space before it."""
    pending: bool = False

    @property
    def last(self) -> Glyph:
        return self.glyphs[-1]

    def takes(self, glyph: Glyph, walls: Sequence[Wall]) -> bool:
        size = max(self.first.size, glyph.size)
        room = glyph.x0 - self.last.x1
        return (
            abs(glyph.size - self.first.size) <= 0.04 * size
            and abs(glyph.base - self.first.base) <= _SAME_BASE * size
            and glyph.bold == self.first.bold
            and glyph.italic == self.first.italic
            and -0.5 * size <= room <= _BREAK * size * (2 if self.pending else 1)
            and not (walls and room > _THIN and self._walled(glyph, walls))
        )

    def _walled(self, glyph: Glyph, walls: Sequence[Wall]) -> bool:
        """Whether a rule stands between the last glyph and the next."""
        left, right, base = self.last.x1 - _THIN, glyph.x0 + _THIN, glyph.base
        return any(left < x < right and top < base < bottom for x, top, bottom in walls)

    def add(self, glyph: Glyph) -> None:
        self.glyphs.append(glyph)
        self.blanks.append(self.pending)
        self.pending = False

    def run(self) -> Run:
        first = self.first
        parted = _parted(self.glyphs, self.blanks)
        text = "".join(
            f"{' ' * blank}{g.text}" for g, blank in zip(self.glyphs, parted, strict=True)
        )
        word = next((i for i, blank in enumerate(parted) if blank), len(parted))
        return Run(
            text,
            first.x0,
            self.last.x1,
            min(glyph.top for glyph in self.glyphs),
            max(glyph.bottom for glyph in self.glyphs),
            first.base,
            first.size,
            first.bold,
            first.italic,
            first.order,
            self.spaced,
            self.glyphs[word - 1].x1 - first.x0,
        )


def _parted(glyphs: Sequence[Glyph], blanks: Sequence[bool]) -> list[bool]:
    """Before which glyphs a space stands: where the stream has one, or where the gap is as wide as
    one; letters that are spaced out have wide gaps between all of them."""
    gaps = [b.x0 - a.x1 for a, b in pairwise(glyphs)]
    least = SPACE * glyphs[0].size
    inner = [gap for gap, blank in zip(gaps, blanks[1:], strict=True) if not blank]
    if len(inner) >= _SPACED_OUT and median(inner) > 0.5 * least:
        if any(blanks):
            return list(blanks)
        least += median(inner)
    return [False, *(b or gap > least for b, gap in zip(blanks[1:], gaps, strict=True))]


def runs_of(glyphs: Iterable[Glyph], walls: Sequence[Wall] = ()) -> list[Run]:
    """Return the runs of a page in stream order; none goes through a wall, as of a cell."""
    found: list[Run] = []
    now: _Open | None = None
    blank: Glyph | None = None
    for glyph in glyphs:
        if glyph.text == " ":
            blank = glyph
            continue
        space = blank is not None and not _overprinted(blank, glyph)
        if now is not None:
            now.pending = space
        if now is not None and now.takes(glyph, walls):
            now.add(glyph)
        else:
            if now is not None:
                found.append(now.run())
            now = _Open(glyph, space, [glyph], [False])
        blank = None
    if now is not None:
        found.append(now.run())
    return found


def _overprinted(blank: Glyph, glyph: Glyph) -> bool:
    """Whether the next glyph stands where a space does: browsers write unused soft hyphens so."""
    level = abs(blank.base - glyph.base) < 0.1 * glyph.size
    return level and -0.2 * glyph.size < glyph.x0 - blank.x0 < 0.3 * (blank.x1 - blank.x0)
