"""What stands open while a text is read: the instruments named so far, the names the text itself
defines, and the last places cited.

An antecedent is taken only where exactly one candidate is open; more than one leaves the mention
ambiguous, none leaves it unresolved. "The Convention" looks back over the whole text; "that
Convention" and a provision without an instrument look to their sentence first, then to their
paragraph, then to the text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from indexer.mentions.patterns import BAR
from indexer.mentions.ranges import Path
from indexer.registry import Registry

MANY = 8
"""More open candidates than this say nothing; the mention stays unresolved."""


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation as a later "ibid." or "that Article" may take it up."""

    position: int
    segment: int
    instruments: tuple[str, ...]
    path: Path
    targets: tuple[str, ...]


@dataclass(slots=True)
class Places:
    """Where the sentences, paragraphs and segments of one text begin, ascending."""

    sentences: list[int]
    paragraphs: list[int]
    segments: list[int]

    @classmethod
    def of(cls, registry: Registry, folded: str) -> Places:
        """Find them in folded text."""
        found = registry.patterns["sentence"].finditer(folded)
        sentences = [m.start("start") if m["start"] else m.end() for m in found]
        bars = [m.end() for m in re.finditer(BAR, folded)]
        cuts = [m.end() for m in registry.patterns["segment"].finditer(folded)]
        return cls(sentences, bars, sorted({*sentences, *cuts}))

    def start(self, kind: list[int], position: int) -> int:
        """Return where the sentence or paragraph around `position` begins."""
        index = bisect_right(kind, position)
        return kind[index - 1] if index else 0


@dataclass(slots=True)
class State:
    """What is open; it may be carried from one piece of a document to the next."""

    opened: dict[str, None] = field(default_factory=dict)
    by_head: dict[str, dict[str, None]] = field(default_factory=dict)
    terms: dict[str, tuple[str, ...]] = field(default_factory=dict)
    here: list[tuple[int, tuple[str, ...]]] = field(default_factory=list)
    """Mentions in the piece at hand: where, and of which instruments; none for a foreign text."""
    cited: list[Cited] = field(default_factory=list)

    def next_piece(self) -> tuple[str, ...]:
        """Go on to the next piece: positions start anew, what this piece cites stays in reach.

        Return the instruments that the piece cites.

        "Ibid." at the head of a note means the note before it, all of it: where that cites two
        instruments it is ambiguous, and where it cites none unresolved.
        """
        self.here.clear()
        own = [c for c in self.cited if c.position >= 0]
        self.cited = [replace(c, position=-1, segment=-1) for c in own[-4 * MANY :]]
        return tuple(dict.fromkeys(i for c in own for i in c.instruments))

    def name(self, registry: Registry, position: int, ids: Iterable[str]) -> None:
        """Note that the text names these instruments; without any, that it names a foreign one."""
        ids = tuple(ids)
        self.here.append((position, ids))
        for i in ids:
            self.opened[i] = None
            for head in registry.entries[i].heads:
                self.by_head.setdefault(head, {})[i] = None

    def define(self, term: str, ids: tuple[str, ...]) -> None:
        """Note that the text itself gives these instruments a name."""
        self.terms.setdefault(" ".join(term.split()), ids)

    def nearest(
        self, places: Places, position: int, fits: Callable[[str], bool]
    ) -> tuple[str, ...]:
        """Return the open instruments that fit, from the narrowest stretch that has any.

        They come in the order in which they were last named.
        """
        for kind in (places.sentences, places.paragraphs):
            found, foreign = self._since(places.start(kind, position), fits)
            if found or foreign:
                return () if foreign else tuple(reversed(found))
        fitting: list[str] = []
        for i in self.opened:
            if fits(i):
                fitting.append(i)
                if len(fitting) > MANY:
                    break
        return tuple(fitting)

    def _since(self, start: int, fits: Callable[[str], bool]) -> tuple[dict[str, None], bool]:
        """Return what fits from `start` on, and whether a foreign text is nearer than all of it."""
        found: dict[str, None] = {}
        for position, ids in reversed(self.here):
            if position < start or len(found) > MANY:
                break
            if not ids and not found:
                return found, True
            found.update(dict.fromkeys(i for i in ids if fits(i)))
        return found, False

    def described(self, registry: Registry, form: str) -> tuple[str, ...]:
        """Return the open instruments that a short form such as "Global Code" may mean."""
        head = form.rsplit(" ", 1)[-1]
        if form.lower() in self.by_head or form == head:
            return tuple(self.by_head.get(form, {}) | self.by_head.get(form.lower(), {}))
        meant = registry.forms.get(form, ())
        return tuple(i for i in self.by_head.get(head, ()) if i in meant)

    def last_citation(self) -> tuple[Cited, ...]:
        """Return the citations of the last segment that has any."""
        if not self.cited:
            return ()
        segment = self.cited[-1].segment
        found: list[Cited] = []
        for cited in reversed(self.cited):
            if cited.segment != segment or len(found) > 4 * MANY:
                break
            found.append(cited)
        return tuple(reversed(found))
