"""Blocks of a structured document put together as text: headings, paragraphs, items, rows, notes.

Readers of HTML and DOCX hand their blocks to one `Blocks`, so that both give the same text for the
same document. A heading gets as many `#` as its rank; a line that is an article or a part by its
label is one whatever its rank, since pages mark it up in all manners.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from indexer.readers.plain import superscript

_SPACE = re.compile(r"[^\S\n]+")
_ARTICLE = re.compile(
    r"^(?i:article|paragraph|regulation|standard|guideline) [\dIVXLCA-Z][\w.]{0,6}\b"
)
_PART = re.compile(
    r"^(?i:part|title|chapter|section|annex|appendix|schedule)"
    r"(?: (?:[IVXLC]+|\d+|[A-Z]))?(?=$|[ .:–—-])"
)
_LONGEST_HEADING = 160
_LABELLED = re.compile(
    r"^(?:\((?:\d+|[a-zA-Z]{1,4})\)|(?:\d+(?:\.\d+)*|[a-z]|[ivxlc]+|[A-Z])[.)]|[-–•])\s"
)
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))


def flat(text: str) -> str:
    """Return text with single spaces, and without characters that print nothing."""
    return _SPACE.sub(" ", text.translate(_INVISIBLE)).strip()


def is_labelled(text: str) -> bool:
    """Whether a text begins with a printed label of its own, such as `(a)`."""
    return bool(_LABELLED.match(text))


@dataclass
class Blocks:
    """The text so far, and the notes that stand at its end."""

    parts: list[str] = field(default_factory=list)
    footnotes: list[tuple[str, str]] = field(default_factory=list)
    endnotes: list[tuple[str, str]] = field(default_factory=list)
    titled: bool = False

    def heading(self, text: str, rank: int) -> None:
        """Add a heading; rank 1 is the highest. One that opens the text, or is the first of rank 1,
        is the title."""
        words = flat(text.replace("\n", " "))
        if not words:
            return
        marks = _marks(words)
        if marks is None and not self.parts:
            marks = "#"
        if marks is None:
            marks = "#" * min(rank, 4)
            if marks == "#" and self.titled:
                marks = "##"
        self.titled = self.titled or marks == "#"
        self.parts.append(f"{marks} {words}")

    def paragraph(self, text: str, *, strong: bool = False) -> None:
        """Add a paragraph; its lines stay lines. One all in bold may be a heading by its label."""
        lines = [line for line in map(flat, text.split("\n")) if line]
        if not lines:
            return
        marks = _marks(lines[0]) if strong and len(lines) == 1 else None
        self.parts.append(f"{marks} {lines[0]}" if marks else "\n".join(lines))

    def item(self, text: str, label: str | None, depth: int = 0) -> None:
        """Add an item of a list; without a label it is a bullet, unless its words have one."""
        lines = [line for line in map(flat, text.split("\n")) if line]
        if not lines:
            return
        head = lines[0]
        if label is not None:
            head = f"{label} {head}"
        elif not is_labelled(head):
            head = f"- {head}"
        self.parts.append("\n".join([f"{'  ' * depth if label is None else ''}{head}", *lines[1:]]))

    def rows(self, rows: list[list[str]]) -> None:
        """Add a table, one line a row."""
        shown = [
            "| "
            + " | ".join(flat(cell.replace("\n", " ")).replace("|", "¦") for cell in row)
            + " |"
            for row in rows
            if any(flat(cell) for cell in row)
        ]
        if shown:
            self.parts.append("\n".join(shown))

    def text(self) -> str:
        """Return the whole text, footnotes and endnotes at its end."""
        parts = list(self.parts)
        parts += [f"{superscript(label)} {flat(own)}" for label, own in self.footnotes]
        if self.endnotes:
            parts.append("Endnotes")
            parts += [f"[{label}] {flat(own)}" for label, own in self.endnotes]
        return "\n\n".join(parts) + "\n" if parts else ""


def _marks(words: str) -> str | None:
    """Return the marks of a heading that its label tells, or None."""
    if len(words) > _LONGEST_HEADING or words.endswith((";", ",")):
        return None
    if _ARTICLE.match(words):
        return "###"
    return "##" if _PART.match(words) else None
