"""The words of a page as they stand in a line, with the markers of its notes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

from indexer.readers.blocks import flat
from indexer.readers.html.notes import Notes, is_way_back, target_of
from indexer.readers.html.shown import COMMENT, TEXT, attribute, children, elements, is_dropped
from indexer.readers.plain import superscript
from indexer.readers.raised import endnote_marker, joined, raised

_BLOCKS = elements("blocks")
HEADINGS = {f"h{rank}": rank for rank in range(1, 7)}
STRUCTURE = _BLOCKS | HEADINGS.keys() | {"ol", "ul", "table", "li", "hr"}
"""Elements that end the line that they stand in."""


@dataclass
class Words:
    """Reads the words of elements."""

    notes: Notes
    elements: frozenset[int] = field(init=False)
    """Elements of notes, which are no running text."""

    def __post_init__(self) -> None:
        self.elements = self.notes.elements

    def inside(self, node: LexborNode) -> str:
        """Return the words inside an element, its own blocks on lines of their own."""
        return joined(self.of(child) for child in children(node))

    def of(self, node: LexborNode) -> str:
        """Return the words of an element as they stand in a line."""
        if node.tag == TEXT:
            text = node.text_content or ""
            return text if _is_set_as_typed(node) else re.sub(r"\s+", " ", text)
        if node.tag == "br":
            return "\n"
        if is_dropped(node) or node.mem_id in self.elements:
            return ""
        marker = self._marker(node)
        if marker is not None:
            return marker
        inside = self.inside(node)
        if node.tag == "sup":
            return raised(flat(inside)) or inside
        return f"\n{inside}\n" if node.tag in STRUCTURE else inside

    def _marker(self, node: LexborNode) -> str | None:
        """Return the marker of a note, where an element is a link to one."""
        note = self.notes.by_name.get(target_of(node)) if node.tag == "a" else None
        if note is None or not attribute(node, "href").startswith("#"):
            return None
        return endnote_marker([note.label]) if note.is_endnote else superscript(note.label)

    def noted(self, node: LexborNode) -> str:
        """Return the words of a note, without the links in it that only lead back."""
        parts = []
        for child in children(node):
            if child.tag in ("a", "sup", "span", "b") and is_way_back(child):
                continue
            holds = child.tag not in (TEXT, COMMENT) and child.css_first("a, sup") is not None
            parts.append(self.noted(child) if holds and child.tag != "a" else self.of(child))
            if child.tag in STRUCTURE:
                parts.append(" ")
        return "".join(parts)


def _is_set_as_typed(node: LexborNode) -> bool:
    """Whether the lines of a stretch of text are those of the file."""
    at = node.parent
    while at is not None and at.tag not in _BLOCKS:
        at = at.parent
    return at is not None and at.tag == "pre"
