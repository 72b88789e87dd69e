"""Writing what stands beside the flow: footnotes, lists of endnotes, tables.

`lines` are those of the document; a place is an index among them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from indexer.readers.pdf.endnotes import Endnotes, Entry
from indexer.readers.pdf.footnotes import Footnote
from indexer.readers.pdf.measures import Measures
from indexer.readers.pdf.notes import footnote_text
from indexer.readers.pdf.paragraphs import paragraphs
from indexer.readers.pdf.values import Cell, Line, Table
from indexer.readers.pdf.writing import Writer

_SHORT = 12
"""The longest label of a row, in characters: a year, a number."""
_Placed = Iterator[tuple[int, Line]]


def write_note(note: Footnote, lines: Sequence[Line], measures: Measures, writer: Writer) -> None:
    """Write a footnote: its label, then its paragraphs, each on a line."""
    written_label = footnote_text(note.label)
    own = paragraphs([lines[at] for at in note.lines], set(), {}, measures)
    for number, paragraph in enumerate(own):
        places = [note.lines[index] for index in paragraph]
        if number:
            writer.put("\n")
            writer.begin = len(writer.parts)
            writer.paragraph([(at, lines[at]) for at in places])
            continue
        writer.put(f"{written_label} ")
        writer.mend(len(written_label) + 1, lines[places[0]].text[: note.skip], "note-label",
                    note.page)  # fmt: skip
        writer.paragraph([(at, lines[at]) for at in places], skip=note.skip)


def write_endnotes(endnotes: Endnotes, lines: Sequence[Line], writer: Writer) -> None:
    """Write a list of endnotes below its heading, each as a block."""
    if endnotes.heading is not None:
        writer.part()
        writer.paragraph([(endnotes.heading, lines[endnotes.heading])])
    for entry in endnotes.entries:
        _write_entry(entry, lines, writer)


def _write_entry(entry: Entry, lines: Sequence[Line], writer: Writer) -> None:
    writer.part()
    label = f"[{entry.label}] "
    writer.put(label)
    was = lines[entry.first].text[: entry.skip]
    if was.strip() != label.strip():
        writer.mend(len(label), was, "note-label", lines[entry.first].page)
    places = range(entry.first, entry.end)
    writer.paragraph([(at, lines[at]) for at in places], skip=entry.skip)


def write_table(table: Table, writer: Writer, cells: _Placed) -> None:
    """Write a table row by row: rows of short cells as lines, else each cell as a block."""
    short = all(len(cell.lines) <= 1 for row in table.rows for cell in row)
    if not short:
        for row in table.rows:
            _write_row(row, writer, cells)
        return
    writer.part()
    for index, row in enumerate(table.rows):
        writer.put("\n" if index else "")
        for column, cell in enumerate(row):
            writer.put("\t" if column else "")
            if cell.lines:
                writer.begin = len(writer.parts)
                writer.paragraph(_placed(cell.lines, cells))


def _write_row(row: Sequence[Cell], writer: Writer, cells: _Placed) -> None:
    """Write a row of long cells: each as a block, or a short label and what it labels as a line."""
    label = row[0].lines[0] if len(row) == 2 and len(row[0].lines) == 1 else None
    if label is not None and len(label.text) <= _SHORT and row[1].lines:
        writer.part()
        writer.paragraph(_placed([label], cells))
        writer.put("\t")
        writer.begin = len(writer.parts)
        writer.paragraph(_placed(row[1].lines, cells))
        return
    for cell in row:
        if cell.lines:
            writer.part()
            writer.paragraph(_placed(cell.lines, cells), join="\n")


def _placed(lines: Sequence[Line], cells: _Placed) -> list[tuple[int, Line]]:
    """Lines of a cell with their places, which are taken in order."""
    return [next(cells) for _ in lines]
