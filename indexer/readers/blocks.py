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
_BARE_LABEL = re.compile(r"\d{1,3}(?:\.\d{1,3})*|[A-Za-z]|[ivxlcIVXLC]{2,5}")
_LEADERS = re.compile(r"(?:[.…]\s?){4,}\s*(?=\w{1,4}$)")
_OPEN_END = re.compile(r"[\w,–-]$")
_LONGEST_HEADING = 160
_CONTENTS = "Contents"
_PARTED, _WRAPPED = 0.3, 0.3
"""Shares of empty paragraphs, or of sentences that go on in the next, of a text typed in lines."""
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))


def flat(text: str) -> str:
    """Return text with single spaces, and without characters that print nothing."""
    shown = text.translate(_INVISIBLE)
    return _SPACE.sub(" ", shown).strip() if "\n" in shown else " ".join(shown.split())


def lined(text: str) -> str:
    """Return one line like `flat`, but with a tab where words are set in columns.

    A tab behind a label is a space, the dots that lead to the number of a page are a tab, and a
    sign that is only a bullet is a dash.
    """
    line = "\t".join(part for part in map(flat, text.split("\t")) if part)
    first, tab, rest = line.partition("\t")
    if tab and (labels().printed.fullmatch(f"{first} ") or _BARE_LABEL.fullmatch(first)):
        line = f"{first} {rest}"
    leaders = _LEADERS.search(line)
    if leaders is not None:
        line = f"{line[: leaders.start()].rstrip()}\t{line[leaders.end() :]}"
    return labels().sign.sub("- ", line)


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
    headed: bool = False
    """Whether the file marks its headings as such."""
    _plain: set[int] = field(default_factory=set)
    """The places of paragraphs that are nothing else."""
    _gaps: set[int] = field(default_factory=set)
    """The places before which a paragraph without words stands."""

    def blank(self) -> None:
        """Take a paragraph without words, which parts what is above it from what is below."""
        if self.parts:
            self._gaps.add(len(self.parts))

    def heading(self, text: str, rank: int) -> None:
        """Add a heading; rank 1 is the highest. One that opens the text, or is the first of rank 1,
        is the title."""
        words = _one_line(text)
        self.headed = self.headed or bool(words)
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
        lines = [line for line in map(lined, text.split("\n")) if line]
        if not lines:
            return
        words = _one_line(text) if look.stands_out else ""
        if words and self._titles(words):
            return
        marks = self._marks_by_look(words, look) if words else None
        self.titled = self.titled or marks == "#"
        if not marks:
            self._plain.add(len(self.parts))
            if self.headed and not look.stands_out:
                # Where headings are marked as such, `i. Dialogue` by itself is none.
                lines = [f"- {own}" if labels().pointed.match(own) else own for own in lines]
        self.parts.append(f"{marks} {words}" if marks else "\n".join(lines))

    def contents(self, text: str) -> None:
        """Add a line of a table of contents, its page behind a tab; one without a page is none."""
        title, _, page = lined(text).rpartition("\t")
        if not page.isalnum():
            return
        before = self.parts[-1].split("\n")[-1] if self.parts else ""
        if before.lstrip("# ").casefold() in ("contents", "table of contents"):
            self.parts[-1] = _CONTENTS
        elif "\t" not in before:
            self.parts.append(_CONTENTS)
        self.parts.append(f"{title.replace(chr(9), ' ')}\t{page}")

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
        lines = [line for line in map(lined, text.split("\n")) if line]
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
        parts = self._typed_blocks() if self._is_typed() else list(self.parts)
        parts += [f"{superscript(label)} {flat(own)}" for label, own in self.footnotes]
        if self.endnotes:
            parts.append("Endnotes")
            parts += [f"[{label}] {flat(own)}" for label, own in self.endnotes]
        return "\n\n".join(parts) + "\n" if parts else ""

    def _is_typed(self) -> bool:
        """Whether the paragraphs of the file are lines, and empty ones part its paragraphs, as in
        a text that was typed or taken over line by line."""
        pairs = [at for at in self._plain if at - 1 in self._plain and at not in self._gaps]
        cut = sum(
            bool(_OPEN_END.search(self.parts[at - 1])) and self.parts[at][:1].islower()
            for at in pairs
        )
        often = len(self._gaps) >= _PARTED * len(self.parts) or cut >= _WRAPPED * len(pairs)
        return bool(pairs) and not self.headed and bool(self._gaps) and often

    def _typed_blocks(self) -> list[str]:
        blocks: list[str] = []
        for at, part in enumerate(self.parts):
            if at in self._plain and at - 1 in self._plain and at not in self._gaps:
                blocks[-1] += f"\n{part}"
            else:
                blocks.append(part)
        return blocks


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
