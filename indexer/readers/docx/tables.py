"""The tables of a Word document: which hold data, and which only lay out a list or a page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from indexer.readers.blocks import flat
from indexer.readers.docx.styles import Styles
from indexer.readers.docx.wordml import attribute, child, children, element, inside
from indexer.readers.docx.words import Words

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_LABEL = re.compile(
    r"\((?:\d{1,3}|[a-zA-Z]{1,4})\)|(?:\d{1,3}(?:\.\d+)*|[a-zA-Z]|[ivxlc]+|[IVXLC]+)[.)]?|[-–—•·]"
)
_COUNTED = "#"
"""Stands for a label that is counted, not typed."""


@dataclass(frozen=True)
class Row:
    """One row of a table."""

    cells: Sequence[Element]
    words: Sequence[str]
    """What each cell shows, on one line."""
    counted: Sequence[bool]
    """Whether a cell shows only a label that is counted."""

    @property
    def filled(self) -> list[Element]:
        """The cells that show something."""
        shown = zip(self.cells, self.words, self.counted, strict=True)
        return [cell for cell, words, counted in shown if words or counted]


def rows_of(table: Element, words: Words, styles: Styles) -> list[Row]:
    """Return the rows of a table that are not deleted, without those that show nothing."""
    found = []
    for row in children(table, "tr"):
        if element(row, "trPr", "del") is not None:
            continue
        cells = children(row, "tc")
        texts = [_text(cell, words) for cell in cells]
        counted = [not t and _is_counted(c, styles) for c, t in zip(cells, texts, strict=True)]
        if any(texts) or any(counted):
            found.append(Row(cells, texts, counted))
    return found


def _text(cell: Element, words: Words) -> str:
    return flat(" ".join(words.of(p) for p in inside(cell, "p")).replace("\n", " "))


def _is_counted(cell: Element, styles: Styles) -> bool:
    facts = [child(p, "pPr") for p in inside(cell, "p")]
    return any(styles.numbered(own, attribute(element(own, "pStyle"), "val")) for own in facts)


def label_of(row: Row) -> str | None:
    """Return the label that stands alone in the first of a row's two filled cells, or None."""
    shown = [
        _COUNTED if counted else words
        for words, counted in zip(row.words, row.counted, strict=True)
        if words or counted
    ]
    if len(shown) != 2 or not (shown[0] == _COUNTED or _LABEL.fullmatch(shown[0])):
        return None
    return shown[0]


def is_laid_out(rows: Sequence[Row], styles: Styles) -> bool:
    """Whether a table lays out a page: one column, or cells with headings or tables in them."""
    if max((len(row.cells) for row in rows), default=0) < 2:
        return True
    cells = [cell for row in rows for cell in row.cells]
    return any(child(cell, "tbl") is not None or _has_heading(cell, styles) for cell in cells)


def _has_heading(cell: Element, styles: Styles) -> bool:
    facts = (child(p, "pPr") for p in children(cell, "p"))
    return any(
        styles.rank(own, attribute(element(own, "pStyle"), "val")) is not None for own in facts
    )
