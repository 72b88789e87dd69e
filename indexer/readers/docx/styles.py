"""The styles of a Word document: which paragraphs are headings, listed, hidden, or stand out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from indexer.readers.blocks import Look
from indexer.readers.docx.wordml import attribute, child, children, element, is_on, number

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_HEADING = re.compile(
    r"(?:heading|überschrift|titre|título|titolo|заголовок|rubrik|overskrift|kop|nagłówek|標題|标题|"
    r"عنوان|otsikko|başlık)\s*(\d)",
    re.IGNORECASE,
)
"""Built-in headings, as Word and others name them; Word itself always writes `heading 1`."""
_TITLES = frozenset({"title", "titel", "titre", "título", "titolo", "название", "标题", "العنوان"})
_DEEPEST = 20
"""Styles that build on each other, at most."""
Numbered = tuple[str, int]
"""The list that a paragraph belongs to, and its level from 0."""


class Styles:
    """The styles of paragraphs and characters."""

    def __init__(self, root: Element | None) -> None:
        styles = [] if root is None else children(root, "style")
        self._styles = {attribute(style, "styleId") or "": style for style in styles}
        self._usual = next(
            (
                attribute(style, "styleId")
                for style in styles
                if attribute(style, "type") == "paragraph"
                and attribute(style, "default") in ("1", "true", "on")
            ),
            None,
        )

    def rank(self, facts: Element | None, style: str | None) -> int | None:
        """Return the rank of a heading from 1; None for a paragraph that is none."""
        stated = number(attribute(element(facts, "outlineLvl"), "val"))
        if stated is not None:
            return stated + 1 if stated < 9 else None
        for own in self._chain(style):
            name = (attribute(child(own, "name"), "val") or "").strip()
            match = _HEADING.fullmatch(name)
            if match or name.lower() in _TITLES:
                return max(int(match[1]), 1) if match else 1
            level = number(attribute(element(own, "pPr", "outlineLvl"), "val"))
            if level is not None:
                return level + 1 if 0 <= level < 9 else None
        return None

    def is_contents(self, style: str | None) -> bool:
        """Whether a paragraph is a line of a table of contents."""
        names = [attribute(child(own, "name"), "val") or "" for own in self._chain(style)]
        return any(re.fullmatch(r"toc \d", name, re.IGNORECASE) for name in names)

    def numbered(self, facts: Element | None, style: str | None) -> Numbered | None:
        """Return the list and level of a paragraph, by its own facts or those of its style."""
        stated: int | None = None
        for own in (facts, *(child(style_, "pPr") for style_ in self._chain(style))):
            found = element(own, "numPr")
            if found is None:
                continue
            level = number(attribute(child(found, "ilvl"), "val"))
            stated = level if stated is None else stated
            identifier = attribute(child(found, "numId"), "val")
            if identifier is not None:
                return None if identifier == "0" else (identifier, max(stated or 0, 0))
        return None

    def list_of(self, style: str | None) -> str | None:
        """Return the list that a style of numbering stands for."""
        found = self._styles.get(style or "")
        return attribute(element(found, "pPr", "numPr", "numId"), "val")

    def chain(self, style: str | None) -> list[str]:
        """Return the identifiers of a style and of those that it builds on."""
        return [attribute(own, "styleId") or "" for own in self._chain(style)]

    def is_hidden(self, run: Element | None) -> bool:
        """Whether the characters of a run are hidden, by its own properties or its style."""
        return self._switch("vanish", run, attribute(element(run, "rStyle"), "val") or "")

    def is_raised(self, run: Element | None) -> bool:
        """Whether the characters of a run stand above the line."""
        chain = self._chain(attribute(element(run, "rStyle"), "val") or "")
        for own in (run, *(child(found, "rPr") for found in chain)):
            stated = attribute(element(own, "vertAlign"), "val")
            raised = number(attribute(element(own, "position"), "val"))
            if stated is not None or raised is not None:
                return stated == "superscript" or (raised or 0) > 0
        return False

    def look(self, facts: Element | None, style: str | None, runs: list[Element | None]) -> Look:
        """Return how a paragraph is printed, whose runs have these properties."""
        align = self._stated(facts, style, "jc", "val")
        bold, italic = (
            bool(runs) and all(self._run_switch(name, run, style) for run in runs)
            for name in ("b", "i")
        )
        return Look(bold=bold, italic=italic, centred=align == "center")

    def is_set_in(self, facts: Element | None, style: str | None) -> bool:
        """Whether a paragraph begins further in than the text around it."""
        left = self._stated(facts, style, "ind", "left") or self._stated(
            facts, style, "ind", "start"
        )
        return (number(left) or 0) > 0

    def _stated(self, facts: Element | None, style: str | None, fact: str, name: str) -> str | None:
        """Return what a paragraph, or the nearest of its styles that says so, states of a fact."""
        holders = (facts, *(child(own, "pPr") for own in self._chain(style)))
        stated = (attribute(element(own, fact), name) for own in holders)
        return next((own for own in stated if own is not None), None)

    def _run_switch(self, name: str, run: Element | None, style: str | None) -> bool:
        own = is_on(element(run, name))
        if own is not None:
            return own
        character = attribute(element(run, "rStyle"), "val")
        return self._switch(name, None, character or "") or self._switch(name, None, style)

    def _switch(self, name: str, run: Element | None, style: str | None) -> bool:
        for own in (run, *(child(found, "rPr") for found in self._chain(style))):
            stated = is_on(element(own, name))
            if stated is not None:
                return stated
        return False

    def _chain(self, style: str | None) -> list[Element]:
        found: list[Element] = []
        style = self._usual if style is None else style
        while style in self._styles and len(found) < _DEEPEST:
            found.append(self._styles[style])
            style = attribute(child(found[-1], "basedOn"), "val")
        return found
