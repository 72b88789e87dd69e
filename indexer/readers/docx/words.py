"""The words of a paragraph as they are shown: fields by their results, raised numbers as markers.

What is deleted, hidden, a placeholder or only a fall-back is left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from indexer.readers.docx.notes import Notes
from indexer.readers.docx.styles import Styles
from indexer.readers.docx.wordml import W, attribute, child, children, element, is_on, number
from indexer.readers.raised import joined, raised

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_SKIPPED = frozenset(
    W + name
    for name in (
        "del", "moveFrom", "instrText", "delText", "delInstrText", "pPr", "rPr", "sectPr", "sdtPr",
        "rt", "txbxContent",
    )
)  # fmt: skip
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_STRICT_MATHS = "{http://purl.oclc.org/ooxml/officeDocument/math}t"
_MARKS = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "-", "softHyphen": ""}
_SIGNS = {0x2D: "-", 0xB7: "•", 0xA7: "•", 0xD8: "•", 0xFC: "✓", 0xE0: "→", 0xA8: "□"}
"""Characters of the fonts Symbol and Wingdings that texts use, by their codes."""
_UNKNOWN = "\N{REPLACEMENT CHARACTER}"
_PRIVATE = range(0xF000, 0xF100)
Piece = tuple[str, bool]
"""Words, and whether they are raised."""


def is_placeholder(node: Element) -> bool:
    """Whether a content control only shows what might be written in it."""
    return node.tag == W + "sdt" and bool(is_on(element(node, "sdtPr", "showingPlcHdr")))


@dataclass
class Words:
    """Reads the words of elements; markers are counted as they come."""

    styles: Styles
    notes: Notes

    def of(self, node: Element) -> str:
        """Return the words of an element in reading order, with the markers of its notes."""
        shown: list[str] = []
        for is_raised, own in groupby(self._pieces(node), key=lambda piece: piece[1]):
            texts = [piece[0] for piece in own]
            marker = raised("".join(texts)) if is_raised else None
            shown += texts if marker is None else [marker]
        return joined(shown)

    def runs(self, node: Element) -> list[Element | None]:
        """Return the properties of the runs that show words in a paragraph."""
        return [
            child(run, "rPr")
            for run in node.iter(W + "r")
            if any((own.text or "").strip() for own in children(run, "t"))
        ]

    def _pieces(self, node: Element) -> Iterator[Piece]:
        for own in node:
            if own.tag in _SKIPPED or own.tag == FALLBACK or is_placeholder(own):
                continue
            if own.tag == W + "r":
                yield from self._run(own)
            else:
                yield from self._pieces(own)

    def _run(self, node: Element) -> Iterator[Piece]:
        facts = child(node, "rPr")
        if self.styles.is_hidden(facts):
            return
        is_raised = self.styles.is_raised(facts)
        marked = False
        for own in node:
            name = own.tag.removeprefix(W) if isinstance(own.tag, str) else ""
            if name in ("footnoteReference", "endnoteReference"):
                kind = name.removesuffix("Reference")
                marked = bool(attribute(own, "customMarkFollows") in ("1", "true", "on"))
                yield self.notes.marker(kind, attribute(own, "id") or ""), False
            elif own.tag in _SKIPPED or own.tag == FALLBACK or (marked and name in ("t", "sym")):
                continue
            elif name in ("t", "sym", "br", *_MARKS):
                yield _shown(own, name), is_raised
            elif own.tag in (_MATHS, _STRICT_MATHS):
                yield own.text or "", False
            else:
                yield from self._run_in(own)

    def _run_in(self, node: Element) -> Iterator[Piece]:
        """Yield the words inside what a run holds: alternatives, bases of ruby, formulas."""
        for own in node:
            if own.tag in (_MATHS, _STRICT_MATHS):
                yield own.text or "", False
            elif own.tag == W + "r":
                yield from self._run(own)
            elif own.tag not in _SKIPPED and own.tag != FALLBACK:
                yield from self._run_in(own)


def _shown(node: Element, name: str) -> str:
    if name == "t":
        return node.text or ""
    if name == "br":
        return "\n" if attribute(node, "type") in (None, "textWrapping") else " "
    if name == "sym":
        return _sign(attribute(node, "char") or "")
    return _MARKS[name]


def _sign(code: str) -> str:
    """Return a character that is given by its code in a font."""
    try:
        value = int(code, 16)
    except ValueError:
        return _UNKNOWN
    if value in _PRIVATE or value < 0x100:
        return _SIGNS.get(value & 0xFF, _UNKNOWN)
    return chr(value) if value < 0xD800 or 0xDFFF < value < 0x110000 else _UNKNOWN


def starts_of(settings: Element | None, body: Element) -> dict[str, int]:
    """Return the numbers at which a document says that its notes begin."""
    found: dict[str, int] = {}
    for kind in ("footnote", "endnote"):
        holders = [settings, *body.iter(W + "sectPr")]
        stated = (
            number(attribute(element(own, f"{kind}Pr", "numStart"), "val")) for own in holders
        )
        found[kind] = next((start for start in stated if start is not None), 1)
    return found
