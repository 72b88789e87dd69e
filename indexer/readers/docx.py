"""Word documents by their XML parts: paragraphs, headings, numbering, tables, foot- and endnotes.

ECMA-376 Part 1 (https://ecma-international.org/publications-and-standards/standards/ecma-376/).
What is deleted, hidden or only a fall-back is left out. Neither an archive that inflates beyond
the limit nor XML with a document type is read.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from indexer.errors import InputError
from indexer.readers.blocks import Blocks, Look, flat, is_labelled
from indexer.readers.document import Document, Notice
from indexer.readers.limits import ReadLimits
from indexer.readers.numbering import Numbering, Styles
from indexer.readers.plain import mended, superscript
from indexer.readers.wordml import W, attribute, child, children, element, inside

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_BODY = "word/document.xml"
_MOST_PARTS = 5000
_ENCRYPTED = b"\xd0\xcf\x11\xe0"
_SKIPPED = frozenset(
    {W + name for name in ("del", "moveFrom", "instrText", "delText", "pPr", "sectPr")}
    | {"{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
)
_DIGITS = re.compile(r"\d{1,3}")
_NOT_NOTES = frozenset({"separator", "continuationSeparator", "continuationNotice"})


def read_docx(data: bytes, name: str, limits: ReadLimits) -> Document:
    """Return a Word document as a document.

    Raises InputError where it is encrypted, broken, too large once inflated, or not safe to read.
    """
    limits.check_size(data, name)
    if data.startswith(_ENCRYPTED):
        raise InputError(
            f"{name} is encrypted, or a .doc of Word 97.", mend="Save it as .docx without password."
        )
    parts = _Parts(_opened(data, name), name, limits.stream_bytes)
    body = parts.xml(_BODY)
    if body is None:
        raise InputError(
            f"{name} has no {_BODY}: it is no Word document.", mend="Save it as .docx again."
        )
    reading = _Reading(
        Styles(parts.xml("word/styles.xml")),
        Numbering(parts.xml("word/numbering.xml")),
        _notes(parts.xml("word/footnotes.xml")),
        _notes(parts.xml("word/endnotes.xml")),
    )
    try:
        reading.body(body)
    except RecursionError as error:
        raise InputError(
            f"{name}: its elements are nested too deep to be read.", mend="Save it as plain text."
        ) from error
    text = mended(reading.blocks.text())
    title = _title(parts.xml("docProps/core.xml"))
    return Document(text, "docx", notices=tuple(reading.told()), title=title)


def _opened(data: bytes, name: str) -> zipfile.ZipFile:
    try:
        archive = zipfile.ZipFile(BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise InputError(
            f"{name} is no whole ZIP archive: {error}.", mend="Download or save it again."
        ) from error
    if len(archive.infolist()) > _MOST_PARTS:
        raise InputError(
            f"{name} has {len(archive.infolist()):,} parts, more than the {_MOST_PARTS:,} allowed.",
            mend="Save it as .docx again, or as plain text.",
        )
    return archive


@dataclass(frozen=True)
class _Parts:
    """The parts of the archive, each inflated no further than the limit."""

    archive: zipfile.ZipFile
    name: str
    most: int

    def xml(self, part: str) -> Element | None:
        """Return a part's root element; None where there is no such part."""
        if part not in self.archive.namelist():
            return None
        try:
            root: Element = fromstring(self._inflated(part), forbid_dtd=True)
        except DefusedXmlException as error:
            raise InputError(
                f"{self.name}: {part} declares a document type or entities.",
                mend="Save it as .docx again, with an office program.",
            ) from error
        except (ParseError, ValueError) as error:
            raise InputError(
                f"{self.name}: {part} is no sound XML: {error}.", mend="Save it as .docx again."
            ) from error
        return root

    def _inflated(self, part: str) -> bytes:
        try:
            with self.archive.open(part) as stream:
                data = stream.read(self.most + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError) as error:
            raise InputError(
                f"{self.name}: {part} cannot be inflated: {error}.",
                mend="Download or save it again, without a password.",
            ) from error
        except NotImplementedError as error:
            raise InputError(
                f"{self.name}: {part} is packed in a way that Word does not use.",
                mend="Save it as .docx again.",
            ) from error
        if len(data) > self.most:
            raise InputError(
                f"{self.name}: {part} inflates to more than the {self.most:,} bytes allowed.",
                mend="Save it as plain text, or raise CLAUSEGRAPH_READ_STREAM_BYTES.",
            )
        return data


def _title(core: Element | None) -> str | None:
    found = None if core is None else core.find("{http://purl.org/dc/elements/1.1/}title")
    return flat(found.text or "") or None if found is not None else None


def _notes(root: Element | None) -> dict[str, Element]:
    """Return the notes of a part by their numbers in the file."""
    return {
        attribute(note, "id") or "": note
        for note in (root if root is not None else ())
        if attribute(note, "type") not in _NOT_NOTES
    }


@dataclass
class _Reading:
    """The walk through the body, paragraph by paragraph."""

    styles: Styles
    numbering: Numbering
    footnotes: dict[str, Element]
    endnotes: dict[str, Element]
    blocks: Blocks = field(default_factory=Blocks)
    _missing: int = 0
    _called: dict[tuple[str, str], str] = field(default_factory=dict)

    def body(self, node: Element) -> None:
        """Add every paragraph and table below an element, in order."""
        for own in node:
            if own.tag in _SKIPPED:
                continue
            if own.tag == W + "p":
                self._paragraph(own)
            elif own.tag == W + "tbl":
                self._table(own)
            else:
                self.body(own)

    def _paragraph(self, node: Element) -> None:
        text = self.words(node)
        facts = child(node, "pPr")
        style = attribute(element(facts, "pStyle"), "val")
        numbered = self.styles.numbered(facts, style)
        label = self.numbering.label(*numbered) if numbered is not None and text.strip() else None
        rank = self.styles.rank(facts, style)
        if rank is not None:
            self.blocks.heading(_headed(label, text), rank)
        elif label is not None and label.heads:
            self.blocks.heading(_headed(label, text), 3)
        elif label is not None:
            own = is_labelled(flat(text)) and not label.text
            self.blocks.item(text, None if own else label.text, label.level)
        else:
            self.blocks.paragraph(text, Look(bold=self._is_strong(node)))
        for box in node.iter(W + "txbxContent"):
            self.body(box)

    def _is_strong(self, node: Element) -> bool:
        runs = [run for run in node.iter(W + "r") if self.words(run).strip()]
        return bool(runs) and all(_is_on(element(child(run, "rPr"), "b")) for run in runs)

    def _table(self, node: Element) -> None:
        rows = [
            ["\n".join(self.words(p) for p in cell.iter(W + "p")) for cell in children(row, "tc")]
            for row in children(node, "tr")
        ]
        if max((len(row) for row in rows), default=0) < 2:
            for cell in node.iter(W + "tc"):
                self.body(cell)
        else:
            self.blocks.rows(rows)

    def words(self, node: Element) -> str:
        """Return the words of an element in reading order, with the markers of its notes."""
        return "".join(self._pieces(node))

    def _pieces(self, node: Element) -> Iterator[str]:
        for own in node:
            name = own.tag.removeprefix(W) if isinstance(own.tag, str) else ""
            if own.tag in _SKIPPED or name == "txbxContent":
                continue
            if name == "r":
                yield self._run(own)
            elif name in _MARKS:
                yield _MARKS[name]
            elif name == "t":
                yield own.text or ""
            elif name in ("footnoteReference", "endnoteReference"):
                yield self._marker(name.removesuffix("Reference"), attribute(own, "id") or "")
            else:
                yield from self._pieces(own)

    def _run(self, node: Element) -> str:
        facts = child(node, "rPr")
        if _is_on(element(facts, "vanish")):
            return ""
        text = "".join(self._pieces(node))
        raised = attribute(element(facts, "vertAlign"), "val") == "superscript"
        return superscript(text) if raised and _DIGITS.fullmatch(text.strip()) else text

    def _marker(self, kind: str, number: str) -> str:
        """Return the marker of a note; notes are counted as they are pointed to."""
        notes, listed = (
            (self.footnotes, self.blocks.footnotes)
            if kind == "footnote"
            else (self.endnotes, self.blocks.endnotes)
        )
        if (kind, number) not in self._called:
            self._called[kind, number] = str(1 + sum(own == kind for own, _ in self._called))
            if number in notes:
                label = self._called[kind, number]
                listed.append((label, ""))
                place = len(listed) - 1
                listed[place] = (label, " ".join(self.words(p) for p in inside(notes[number], "p")))
            else:
                self._missing += 1
        label = self._called[kind, number]
        return superscript(label) if kind == "footnote" else f"^[{label}]"

    def told(self) -> Iterator[Notice]:
        """Yield what a reader must know: markers without a note, notes without a marker."""
        if self._missing:
            yield Notice(f"{self._missing} markers have no note.", "Look at the file's notes.")
        known = len(self.footnotes) + len(self.endnotes)
        unused = known - (len(self._called) - self._missing)
        if unused > 0:
            yield Notice(f"{unused} notes have no marker.", "They are left out.")


_MARKS = {
    "tab": "\t",
    "br": "\n",
    "cr": "\n",
    "noBreakHyphen": "-",
    "softHyphen": "",
}


def _headed(label: object, text: str) -> str:
    """Return a heading with the label that is counted for it."""
    shown = getattr(label, "text", None)
    if not shown:
        return text
    return f"{shown.rstrip('.')}. {text}" if text.strip() else shown


def _is_on(node: Element | None) -> bool:
    return node is not None and attribute(node, "val") not in ("0", "false", "off", "none")
