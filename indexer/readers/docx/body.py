"""Word documents as documents: their paragraphs, headings, lists, tables and notes, in order.

ECMA-376 Part 1 (https://ecma-international.org/publications-and-standards/standards/ecma-376/).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from indexer.errors import InputError
from indexer.readers.blocks import Blocks, flat, is_labelled
from indexer.readers.document import Document, Notice
from indexer.readers.docx.notes import Notes, notes_in
from indexer.readers.docx.numbering import Label, Numbering
from indexer.readers.docx.parts import Parts, opened
from indexer.readers.docx.styles import Styles
from indexer.readers.docx.tables import Row, is_laid_out, label_of, rows_of
from indexer.readers.docx.wordml import W, attribute, child, element, inside
from indexer.readers.docx.words import FALLBACK, Words, is_placeholder, starts_of
from indexer.readers.labels import labels
from indexer.readers.limits import ReadLimits
from indexer.readers.plain import mended
from indexer.readers.raised import settled

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_SAVED_AGAIN = "Open it in an office program and save it as .docx again."
_LEFT_OUT = (
    (("altChunk",), "It embeds files in other formats, which are left out", _SAVED_AGAIN),
    (("object",), "It embeds objects, which are left out", "Write what they say as text."),
    (
        ("del", "ins", "moveFrom", "moveTo"),
        "It has tracked changes: what was inserted is read, what was deleted is left out",
        "Accept or reject them where that is not meant.",
    ),
    (
        ("commentReference",),
        "It has comments, which are left out",
        "Nothing: they are no part of the text.",
    ),
)
"""What may stand in a document and is no part of its text, what is told of it, and the mend."""
_SKIPPED = frozenset({W + "del", W + "moveFrom", W + "sectPr", W + "sdtPr", FALLBACK})


def read_docx(data: bytes, name: str, limits: ReadLimits) -> Document:
    """Return a Word document as a document.

    Raises InputError where it is encrypted, broken, too large once inflated, or not safe to read.
    """
    limits.check_size(data, name)
    parts = opened(data, name, limits.stream_bytes)
    body = parts.body()
    styles = Styles(parts.beside("styles"))
    kinds = {kind: notes_in(parts.beside(f"{kind}s")) for kind in ("footnote", "endnote")}
    words = Words(styles, Notes(kinds, starts_of(parts.beside("settings"), body)))
    reading = _Reading(styles, Numbering(parts.beside("numbering"), styles), words)
    try:
        reading.body(body)
        reading.add_notes()
    except RecursionError as error:
        raise InputError(
            f"{name}: its elements are nested too deep to be read.", mend="Save it as plain text."
        ) from error
    text = settled(mended(reading.blocks.text()))
    if not text.strip() and next(inside(body, "altChunk"), None) is not None:
        raise InputError(
            f"{name} has no text of its own, only embedded files in other formats.",
            mend=_SAVED_AGAIN,
        )
    title = _title(parts.xml("docProps/core.xml"))
    told = tuple(_told(body, parts, words.notes))
    return Document(text, "docx", notices=told, title=title)


def _title(core: Element | None) -> str | None:
    found = None if core is None else core.find("{http://purl.org/dc/elements/1.1/}title")
    return flat(found.text or "") or None if found is not None else None


def _told(body: Element, parts: Parts, notes: Notes) -> Iterator[Notice]:
    """Yield what a reader must know of a document besides its text."""
    yield from notes.told()
    for names, left_out, mend in _LEFT_OUT:
        found = sum(1 for name in names for _ in inside(body, name))
        if found:
            yield Notice(f"{left_out} ({found}).", mend)
    if parts.has_macros():
        yield Notice("It has macros, which are left out.", "Nothing: they are no text.")


@dataclass
class _Reading:
    """The walk through the body, paragraph by paragraph."""

    styles: Styles
    numbering: Numbering
    words: Words
    blocks: Blocks = field(default_factory=Blocks)
    _label: str | None = None
    """A label of a table's row whose words come next."""
    _bare: list[Label] = field(default_factory=list)
    """Labels of paragraphs without words, which stand before the first item below them."""
    _joined: str = ""
    """Words of a paragraph whose end is deleted, so that it goes on in the next."""

    def body(self, node: Element) -> None:
        """Add every paragraph and table below an element, in order."""
        for own in node:
            if own.tag in _SKIPPED or is_placeholder(own):
                continue
            if own.tag == W + "p":
                self._paragraph(own)
            elif own.tag == W + "tbl":
                self._table(own)
            else:
                self.body(own)

    def _paragraph(self, node: Element) -> None:
        facts = child(node, "pPr")
        text = self._joined + self.words.of(node)
        self._joined = ""
        if (
            element(facts, "rPr", "del") is not None
            or element(facts, "rPr", "moveFrom") is not None
        ):
            self._joined = text
            return
        style = attribute(element(facts, "pStyle"), "val")
        label = self._numbered(facts, style)
        if self.styles.is_contents(style):
            self.blocks.contents(text)
        elif not text.strip() and label is not None and label.text and not label.heads:
            self._bare = [own for own in self._bare if own.level < label.level] + [label]
        elif not text.strip() and label is None:
            self.blocks.blank()
        else:
            self._add(node, text, label, self.styles.rank(facts, style))
        for box in _text_boxes(node):
            self.body(box)

    def _numbered(self, facts: Element | None, style: str | None) -> Label | None:
        """Return the label of a paragraph, which is counted even where it has no words."""
        numbered = self.styles.numbered(facts, style)
        if numbered is None:
            return None
        return self.numbering.label(*numbered, self.styles.chain(style))

    def _add(self, node: Element, text: str, label: Label | None, rank: int | None) -> None:
        facts = child(node, "pPr")
        style = attribute(element(facts, "pStyle"), "val")
        row, self._label = self._label, None
        bare, self._bare = self._bare, []
        if rank is not None or (label is not None and label.heads):
            self.blocks.heading(_headed(label, text), rank or 3)
        elif label is not None:
            above = [own.text for own in bare if own.level < label.level and label.text]
            shown = " ".join(filter(None, (row, *map(_punctuated, [*above, label.text]))))
            self.blocks.item(text, shown or None, label.level)
        elif row is not None:
            self.blocks.item(text, row or None)
        elif labels().pointed.match(flat(text)) and self.styles.is_set_in(facts, style):
            self.blocks.item(text, None)
        else:
            look = self.styles.look(facts, style, self.words.runs(node))
            self.blocks.paragraph(text, look)

    def _table(self, node: Element) -> None:
        rows = rows_of(node, self.words, self.styles)
        labels = [label_of(row) for row in rows]
        if rows and all(labels) and any(not own.isalnum() for own in labels if own):
            for row in rows:
                self._item(row)
        elif is_laid_out(rows, self.styles):
            for cell in (cell for row in rows for cell in row.cells):
                self.body(cell)
        else:
            self.blocks.rows([[self._cell(cell) for cell in row.cells] for row in rows])

    def _item(self, row: Row) -> None:
        """Add a row that lays out an item: a label in one cell, its words in the next."""
        first, second = row.filled
        counted = [label for p in inside(first, "p") if (label := self._label_in(p)) is not None]
        printed = next((own.text for own in counted if own.text), None)
        words = flat(self.words.of(first).replace("\n", " "))
        self._label = _punctuated(printed or words) if (printed or words)[:1] not in "-–—•" else ""
        self.body(second)
        self._label = None

    def _label_in(self, paragraph: Element) -> Label | None:
        facts = child(paragraph, "pPr")
        return self._numbered(facts, attribute(element(facts, "pStyle"), "val"))

    def _cell(self, cell: Element) -> str:
        lines = []
        for paragraph in inside(cell, "p"):
            label, text = self._label_in(paragraph), self.words.of(paragraph)
            lines.append(f"{label.text} {text}" if label is not None and label.text else text)
        return "\n".join(lines)

    def add_notes(self) -> None:
        """Add the notes that were pointed to, those too that only a note points to."""
        notes = self.words.notes
        done = 0
        while done < len(notes.called):
            (kind, number), label = list(notes.called.items())[done]
            done += 1
            found = notes.listed[kind].get(number)
            if found is not None:
                listed = self.blocks.footnotes if kind == "footnote" else self.blocks.endnotes
                words = " ".join(self.words.of(p) for p in inside(found, "p"))
                listed.append((label, words.replace("\n", " ")))


def _text_boxes(node: Element) -> Iterator[Element]:
    """Yield the text boxes that hang from a paragraph, each once, but none inside another."""
    for own in node:
        if own.tag == W + "txbxContent":
            yield own
        elif own.tag not in _SKIPPED:
            yield from _text_boxes(own)


def _headed(label: Label | None, text: str) -> str:
    """Return a heading with the label that is counted for it."""
    shown = label.text if label is not None else None
    if not shown:
        return text
    if not text.strip():
        return shown
    return (
        f"{shown.rstrip('.:')}. {text}" if label is not None and label.heads else f"{shown} {text}"
    )


def _punctuated(label: str | None) -> str | None:
    """Return a label that is printed bare, in a margin, as one that stands before its words."""
    if not label or not label.isalnum() or is_labelled(f"{label} x"):
        return label
    return f"{label}." if label.isdigit() else f"({label})"
