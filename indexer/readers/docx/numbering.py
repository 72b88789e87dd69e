"""The numbering of Word documents: which label a paragraph prints."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from indexer.readers.docx.styles import Styles
from indexer.readers.docx.wordml import attribute, child, children, element, is_on, number
from indexer.readers.enumerators import counted

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_PLACE = re.compile(r"%(\d)")
_WORD = re.compile(r"^[^\W\d_]{3,} ")
_DEEPEST = 20
"""Styles of numbering that lead to each other, at most."""


@dataclass(frozen=True, slots=True)
class Label:
    """The label of a paragraph in a list."""

    text: str | None
    """As printed; None for a bullet."""
    level: int
    heads: bool
    """Whether it is a heading by itself, such as `Article 3`."""


@dataclass
class Numbering:
    """The lists of a document, counted as its paragraphs come."""

    root: Element | None
    styles: Styles
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)
    _begun: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        root = self.root
        abstracts = [] if root is None else children(root, "abstractNum")
        nums = [] if root is None else children(root, "num")
        self._abstract = {attribute(own, "abstractNumId") or "": own for own in abstracts}
        self._num = {attribute(own, "numId") or "": own for own in nums}

    def label(self, identifier: str, level: int, styles: Sequence[str] = ()) -> Label | None:
        """Return the label of the next paragraph of a list; None where there is no such list.

        `styles` are those of the paragraph: a level that one of them is linked to is its level.
        """
        num = self._num.get(identifier)
        abstract = self._abstract_of(num)
        if num is None or abstract is None:
            return None
        levels = _levels(self._abstract[abstract], num)
        level = next((at for at, own in levels.items() if _linked(own) in styles), level)
        counts = self._counts.setdefault(abstract, {})
        self._restart(identifier, num, counts)
        counts[level] = counts.get(level, _start(levels, level) - 1) + 1
        for deeper in [own for own in counts if own > level and _restarts(levels, own, level)]:
            del counts[deeper]
        if _style(levels, level) == "bullet":
            return Label(None, level, heads=False)
        text = _printed(levels, level, counts)
        return Label(text, level, heads=bool(text and _WORD.match(text)))

    def _abstract_of(self, num: Element | None) -> str | None:
        """Return the definition that a list follows, also by the name of a style of numbering."""
        abstract = attribute(child(num, "abstractNumId"), "val") if num is not None else None
        for _ in range(_DEEPEST):
            found = self._abstract.get(abstract or "")
            linked = attribute(element(found, "numStyleLink"), "val")
            if linked is None:
                return abstract if found is not None else None
            other = self._num.get(self.styles.list_of(linked) or "")
            abstract = attribute(element(other, "abstractNumId"), "val")
        return None

    def _restart(self, identifier: str, num: Element, counts: dict[int, int]) -> None:
        """Begin again where a list says so when it is first used."""
        if identifier in self._begun:
            return
        self._begun.add(identifier)
        for own in children(num, "lvlOverride"):
            level = number(attribute(own, "ilvl")) or 0
            start = number(attribute(child(own, "startOverride"), "val"))
            if start is not None:
                counts[level] = start - 1


def _levels(abstract: Element, num: Element) -> dict[int, Element]:
    """Return the levels of a list: those of its definition, and those that it has instead."""
    found = {number(attribute(own, "ilvl")) or 0: own for own in children(abstract, "lvl")}
    for override in children(num, "lvlOverride"):
        own = child(override, "lvl")
        if own is not None:
            found[number(attribute(override, "ilvl")) or 0] = own
    return found


def _linked(level: Element) -> str | None:
    return attribute(child(level, "pStyle"), "val")


def _restarts(levels: Mapping[int, Element], deeper: int, level: int) -> bool:
    """Whether a level begins again below a new item of a higher one."""
    stated = number(attribute(element(levels.get(deeper), "lvlRestart"), "val"))
    return stated is None or 0 < level + 1 <= stated


def _start(levels: Mapping[int, Element], level: int) -> int:
    stated = number(attribute(element(levels.get(level), "start"), "val"))
    return 1 if stated is None else stated


def _style(levels: Mapping[int, Element], level: int) -> str:
    return attribute(element(levels.get(level), "numFmt"), "val") or "decimal"


def _printed(levels: Mapping[int, Element], level: int, counts: Mapping[int, int]) -> str | None:
    template = attribute(element(levels.get(level), "lvlText"), "val")
    if template is not None and not template.strip():
        return None
    if _style(levels, level) == "none" and not _PLACE.search(template or "%1"):
        return (template or "").strip() or None
    legal = is_on(element(levels.get(level), "isLgl"))

    def shown(match: re.Match[str]) -> str:
        place = int(match[1]) - 1
        count = counts.get(place, _start(levels, place))
        return counted(count, "decimal" if legal else _style(levels, place))

    return _PLACE.sub(shown, template or f"%{level + 1}.").strip() or None
