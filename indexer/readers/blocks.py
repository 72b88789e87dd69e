"""Blocks of a structured document put together as text: headings, paragraphs, items, rows, notes.

Readers of HTML and DOCX hand their blocks to one `Blocks`, so that both give the same text for the
same document. A heading gets as many `#` as its rank; a line that is an article or a part by its
label is one whatever its rank, since pages mark it up in all manners.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from indexer.readers.labels import labels
from indexer.readers.plain import superscript

_SPACE = re.compile(r"[^\S\n]+")
_LONGEST_HEADING = 160
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))


def flat(text: str) -> str:
    """Return text with single spaces, and without characters that print nothing."""
    return _SPACE.sub(" ", text.translate(_INVISIBLE)).strip()


def is_labelled(text: str) -> bool:
    """Whether a text begins with a printed label of its own, such as `(a)`."""
    return bool(labels().printed.match(text))


@dataclass(frozen=True, slots=True)
class Look:
    """How all of a paragraph is printed."""

    bold: bool = False
    italic: bool = False
    centred: bool = False

    @property
    def stands_out(self) -> bool:
        """Whether it is printed unlike running text."""
        return self.bold or self.italic or self.centred

    def heads(self, words: str) -> bool:
        """Whether a short line that is printed so is a heading of what follows it."""
        return self.bold or (self.centred and (self.italic or words.isupper()))


PLAIN = Look()


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
        words = _one_line(text)
        if not words or self._titles(words):
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

    def paragraph(self, text: str, look: Look = PLAIN) -> None:
        """Add a paragraph; its lines stay lines.

        One that stands out may be a heading by its label or its look, the title of the article
        above it, or, where it opens the text, the title of that.
        """
        lines = [line for line in map(flat, text.split("\n")) if line]
        if not lines:
            return
        words = _one_line(text) if look.stands_out else ""
        if words and self._titles(words):
            return
        marks = self._marks_by_look(words, look) if words else None
        self.titled = self.titled or marks == "#"
        self.parts.append(f"{marks} {words}" if marks else "\n".join(lines))

    def _marks_by_look(self, words: str, look: Look) -> str | None:
        """Return the marks of a paragraph that is a heading, though the file does not say so."""
        marks = _marks(words)
        if marks or is_labelled(words) or not _may_head(words):
            return marks
        if not self.parts:
            return "#"
        return "##" if look.heads(words) else None

    def _titles(self, words: str) -> bool:
        """Take words as the title of the article that has just been labelled, if they can be."""
        label = self.parts[-1].rstrip(".:") if self.parts else ""
        if not _may_head(words) or not labels().alone.match(label) or _is_labelled_heading(words):
            return False
        self.parts[-1] = f"{label}. {words}"
        return True

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
        if labels().pointed.match(head):
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


def _is_labelled_heading(words: str) -> bool:
    """Whether words begin with a label of their own; `Annex` alone may be an article's title."""
    part = labels().part.match(words)
    return bool(labels().article.match(words) or (part and part["label"]) or is_labelled(words))


def _may_head(words: str) -> bool:
    return 0 < len(words) <= _LONGEST_HEADING and words[-1] not in ".;:," and words[0].isupper()


def _one_line(text: str) -> str:
    """Return the lines of a heading as one; a label by itself is parted from its title."""
    first, *rest = [line for line in map(flat, text.split("\n")) if line] or [""]
    if rest and labels().alone.match(first.rstrip(".:")):
        return f"{first.rstrip('.:')}. {' '.join(rest)}"
    return " ".join([first, *rest])


def _marks(words: str) -> str | None:
    """Return the marks of a heading that its label tells, or None."""
    if len(words) > _LONGEST_HEADING or words.endswith((";", ",")):
        return None
    if labels().article.match(words):
        return "###"
    return "##" if labels().part.match(words) else None
