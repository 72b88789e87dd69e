"""Writing what stands beside the flow: footnotes, lists of endnotes, tables.

`lines` are those of the document; a place is an index among them.
"""

from __future__ import annotations

from collections.abc import Sequence

from indexer.readers.pdf.composing import write_paragraph
from indexer.readers.pdf.endnotes import Endnotes, Entry
from indexer.readers.pdf.footnotes import Footnote
from indexer.readers.pdf.kept import Chosen
from indexer.readers.pdf.measures import Measures
from indexer.readers.pdf.notes import footnote_text
from indexer.readers.pdf.paragraphs import paragraphs
from indexer.readers.pdf.superscripts import STAR
from indexer.readers.pdf.values import Line, Table
from indexer.readers.pdf.writing import Writer

_SHORT = 12
"""The longest label of a row, in characters: a year, a number."""


def write_note(note: Footnote, lines: Sequence[Line], measures: Measures, writer: Writer) -> None:
    """Write a footnote: its label, then its paragraphs, each on a line."""
    own = paragraphs(Chosen(lines, note.lines), set(), {}, measures)
    for number, paragraph in enumerate(own):
        places = [note.lines[index] for index in paragraph]
        if number:
            writer.line()
            write_paragraph(places, lines, writer)
            continue
        called = note.label.isdigit() or note.label in writer.called
        label = f"{footnote_text(note.label) if called else note.label.replace(STAR, '*')} "
        writer.put(label)
        writer.mend(len(label), lines[places[0]].text[: note.skip], "note-label", note.page)
        write_paragraph(places, lines, writer, skip=note.skip)


def write_endnotes(endnotes: Endnotes, lines: Sequence[Line], writer: Writer) -> None:
    """Write one list of endnotes below its heading, each as a block."""
    if endnotes.heading is not None:
        writer.part()
        write_paragraph([endnotes.heading], lines, writer)
    for entry in endnotes.entries:
        _write_entry(entry, lines, writer)


def _write_entry(entry: Entry, lines: Sequence[Line], writer: Writer) -> None:
    writer.part()
    label = f"[{entry.label}] "
    writer.put(label)
    was = lines[entry.first].text[: entry.skip]
    if was.strip() != label.strip():
        writer.mend(len(label), was, "note-label", lines[entry.first].page)
    write_paragraph(range(entry.first, entry.end), lines, writer, skip=entry.skip)


def write_table(table: Table, lines: Sequence[Line], writer: Writer) -> None:
    """Write a table row by row: rows of short cells as lines, else each cell as a block.

    The cells of `table` are places among `lines`.
    """
    if any(len(cell) > 1 for row in table.rows for cell in row):
        for row in table.rows:
            _write_row(row, lines, writer)
        return
    writer.part()
    for index, row in enumerate(table.rows):
        writer.put("\n" if index else "")
        for column, cell in enumerate(row):
            writer.put("\t" if column else "")
            if cell:
                writer.fresh()
                write_paragraph(cell, lines, writer)


def _write_row(row: Sequence[range], lines: Sequence[Line], writer: Writer) -> None:
    """Write a row of long cells: each as a block, or a short label and what it labels as a line."""
    is_label = len(row) == 2 and len(row[0]) == 1 and len(lines[row[0][0]].text) <= _SHORT
    if is_label and row[1]:
        writer.part()
        write_paragraph(row[0], lines, writer)
        writer.put("\t")
        writer.fresh()
        write_paragraph(row[1], lines, writer)
        return
    for cell in row:
        if cell:
            writer.part()
            write_paragraph(cell, lines, writer, join="\n")
