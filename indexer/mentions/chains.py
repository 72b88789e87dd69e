"""References to provisions as the grammar gives them: chains of groups of references."""

from __future__ import annotations

from dataclasses import dataclass

from indexer.mentions.ranges import Path

RANK = {
    "annex": 0,
    "part": 1,
    "chap": 1,
    "sec": 1,
    "box": 1,
    "art": 2,
    "para": 3,
    "pream": 3,
    "action": 4,
    "point": 4,
}
"""How deep a type stands; a deeper one may be written inside a shallower one."""

STRONG = frozenset({"art", "para", "pream"})
"""Types that always cite; the others may speak of the very text one reads."""


@dataclass(frozen=True, slots=True)
class Reference:
    """One reference: its place, and the path or, for a range, the paths it means."""

    start: int
    end: int
    paths: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """References under one head word, such as "Articles 7, 9 and 11"."""

    head: str
    """Type of the outermost step: `art` in "paragraph 2 of Article 10"."""
    common: bool
    references: tuple[Reference, ...]

    @property
    def start(self) -> int:
        """Where its first reference begins."""
        return self.references[0].start

    @property
    def end(self) -> int:
        """Where its last reference ends."""
        return self.references[-1].end


@dataclass(frozen=True, slots=True)
class Chain:
    """Groups joined by "and", "read with" and the like; `start` and `end` in the text."""

    groups: tuple[Group, ...]

    @property
    def start(self) -> int:
        """Where its first group begins."""
        return self.groups[0].start

    @property
    def end(self) -> int:
        """Where its last group ends."""
        return self.groups[-1].end
