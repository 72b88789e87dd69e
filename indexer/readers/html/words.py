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
BREAK = "\v"
"""A line's end that is marked as such, where those of the file count too."""
_TAB = re.compile(r"mso-tab-count", re.IGNORECASE)
_RAISED = re.compile(r"vertical-align\s*:\s*super", re.IGNORECASE)
_ITEM = re.compile(
    r"\s*(?:[-–•] )?(?:\((?:\d{1,2}|[a-z]{1,4})\)|(?:\d{1,2}|[a-z]|[ivx]+)[.)]|[-–•])\s|\d{4}\t"
)
_TYPED = re.compile(
    rf"(?:(?<=[.;:,!?\]}})])|(?<= and)|(?<= or))[^\S\n]*\n\s*(?={_ITEM.pattern})|\n(?=\d{{4}}\t)"
)
"""A line's end before a printed label: lines that were typed, and are meant to stay lines."""
_COLUMNS = re.compile(r"(?<=\S)[^\S\n]*\t[^\S\n]*(?=\S)")
STRUCTURE = _BLOCKS | HEADINGS.keys() | {"ol", "ul", "table", "li", "hr"}
"""Elements that end the line that they stand in."""


@dataclass
class Words:
    """Reads the words of elements."""

    notes: Notes
    typed: bool = False
    """Whether the lines of the file are those of the text, as where that was put into paragraphs
    and nothing else."""
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
            return text if self.typed or _is_set_as_typed(node) else _flowed(text)
        if node.tag == "br":
            return BREAK if self.typed else "\n"
        if is_dropped(node) or node.mem_id in self.elements:
            return ""
        marker = self._marker(node)
        if marker is not None:
            return marker
        if _TAB.search(attribute(node, "style")):
            return "\t"
        inside = self.inside(node)
        if node.tag == "sup" or _RAISED.search(attribute(node, "style")):
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


def _flowed(text: str) -> str:
    """Return words that flow, but with the lines and tabs that somebody typed on purpose."""
    if "\n" not in text and "\t" not in text:
        return _spaced(text)
    typed = [line for line in text.split("\n") if line.strip()]
    if len(typed) < 2 or not all(map(_ITEM.match, typed if len(typed) == 2 else typed[1:])):
        typed = _TYPED.sub("\v", text).split("\v")
    lines = typed
    parted = (_COLUMNS.sub("\v", line).split("\v") for line in lines)
    return "\n".join("\t".join(_spaced(part) for part in own) for own in parted)


def _spaced(text: str) -> str:
    """Return words with single spaces, those at both ends kept."""
    words = " ".join(text.split())
    if not words:
        return " " if text else ""
    return f"{' ' * text[0].isspace()}{words}{' ' * text[-1].isspace()}"


def _is_set_as_typed(node: LexborNode) -> bool:
    """Whether the lines of a stretch of text are those of the file."""
    at = node.parent
    while at is not None and at.tag not in _BLOCKS:
        at = at.parent
    return at is not None and at.tag == "pre"
