"""The numbering of Word documents: which label a paragraph prints, and which rank a heading has."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from indexer.readers.enumerators import counted
from indexer.readers.wordml import attribute, child, children, element, number

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_HEADING = re.compile(r"heading (\d)", re.IGNORECASE)
_PLACE = re.compile(r"%(\d)")
_WORD = re.compile(r"^[^\W\d_]{3,} ")
_DEEPEST = 20
"""Styles that build on each other, at most."""
Numbered = tuple[str, int]
"""The list that a paragraph belongs to, and its level from 0."""


@dataclass(frozen=True, slots=True)
class Label:
    """The label of a paragraph in a list."""

    text: str | None
    """As printed; None for a bullet."""
    level: int
    heads: bool
    """Whether it is a heading by itself, such as `Article 3`."""


class Styles:
    """The styles of paragraphs: their ranks as headings and the lists they belong to."""

    def __init__(self, root: Element | None) -> None:
        styles = [] if root is None else children(root, "style")
        self._styles = {attribute(style, "styleId") or "": style for style in styles}

    def rank(self, facts: Element | None, style: str | None) -> int | None:
        """Return the rank of a heading from 1; None for a paragraph that is none."""
        stated = number(attribute(element(facts, "outlineLvl"), "val"))
        if stated is not None:
            return stated + 1 if stated < 9 else None
        for own in self._chain(style):
            name = attribute(child(own, "name"), "val") or ""
            match = _HEADING.fullmatch(name)
            if match or name.lower() == "title":
                return int(match[1]) if match else 1
            level = number(attribute(element(own, "pPr", "outlineLvl"), "val"))
            if level is not None and level < 9:
                return level + 1
        return None

    def numbered(self, facts: Element | None, style: str | None) -> Numbered | None:
        """Return the list and level of a paragraph, by its own facts or those of its style."""
        for own in (facts, *(child(style_, "pPr") for style_ in self._chain(style))):
            found = element(own, "numPr")
            if found is None:
                continue
            identifier = attribute(child(found, "numId"), "val")
            level = number(attribute(child(found, "ilvl"), "val")) or 0
            return None if identifier in (None, "0") else (str(identifier), level)
        return None

    def _chain(self, style: str | None) -> list[Element]:
        found: list[Element] = []
        while style in self._styles and len(found) < _DEEPEST:
            found.append(self._styles[style])
            style = attribute(child(found[-1], "basedOn"), "val")
        return found


@dataclass
class Numbering:
    """The lists of a document, counted as its paragraphs come."""

    root: Element | None
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)
    _begun: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        root = self.root
        abstracts = [] if root is None else children(root, "abstractNum")
        nums = [] if root is None else children(root, "num")
        self._abstract = {attribute(own, "abstractNumId") or "": own for own in abstracts}
        self._num = {attribute(own, "numId") or "": own for own in nums}

    def label(self, identifier: str, level: int) -> Label | None:
        """Return the label of the next paragraph of a list; None where there is no such list."""
        num = self._num.get(identifier)
        abstract = attribute(child(num, "abstractNumId"), "val") if num is not None else None
        if num is None or abstract is None:
            return None
        counts = self._counts.setdefault(abstract, {})
        self._restart(identifier, num, counts)
        first = self._start(abstract, level)
        counts[level] = counts.get(level, first - 1) + 1
        for deeper in [own for own in counts if own > level]:
            del counts[deeper]
        style = self._style(abstract, level)
        if style == "bullet":
            return Label(None, level, heads=False)
        text = self._printed(abstract, level, counts)
        return Label(text, level, heads=bool(text and _WORD.match(text)))

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

    def _level(self, abstract: str, level: int) -> Element | None:
        found = self._abstract.get(abstract)
        own = [] if found is None else children(found, "lvl")
        return next((lvl for lvl in own if attribute(lvl, "ilvl") == str(level)), None)

    def _start(self, abstract: str, level: int) -> int:
        stated = number(attribute(element(self._level(abstract, level), "start"), "val"))
        return 1 if stated is None else stated

    def _style(self, abstract: str, level: int) -> str:
        return attribute(element(self._level(abstract, level), "numFmt"), "val") or "decimal"

    def _printed(self, abstract: str, level: int, counts: dict[int, int]) -> str | None:
        template = attribute(element(self._level(abstract, level), "lvlText"), "val")
        if self._style(abstract, level) == "none" and not (template or "").strip():
            return None
        legal = element(self._level(abstract, level), "isLgl") is not None

        def shown(match: re.Match[str]) -> str:
            place = int(match[1]) - 1
            count = counts.get(place, self._start(abstract, place))
            return counted(count, "decimal" if legal else self._style(abstract, place))

        return _PLACE.sub(shown, template or f"%{level + 1}.").strip() or None
