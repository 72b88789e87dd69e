"""One PDF, read whole: the steps in their order, and the document that they make."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from indexer.errors import InputError
from indexer.readers.document import Document, Notice
from indexer.readers.limits import ReadLimits
from indexer.readers.pdf.columns import in_order
from indexer.readers.pdf.contents import entries
from indexer.readers.pdf.endnotes import Endnotes, find_endnotes
from indexer.readers.pdf.footnotes import Footnote, find_footnotes
from indexer.readers.pdf.furniture import running_lines
from indexer.readers.pdf.hyphens import vocabulary
from indexer.readers.pdf.measures import Measures, body_size, measure
from indexer.readers.pdf.notes import count_notes, written
from indexer.readers.pdf.opening import opened
from indexer.readers.pdf.pages import pages_of
from indexer.readers.pdf.paragraphs import by_hand, is_item, paragraphs
from indexer.readers.pdf.pieces import write_endnotes, write_note, write_table
from indexer.readers.pdf.quality import notices_of
from indexer.readers.pdf.superscripts import marks_of
from indexer.readers.pdf.turning import as_shown
from indexer.readers.pdf.values import Line, Page, Table
from indexer.readers.pdf.writing import Writer

_REPAIRED = Notice(
    "The table of references of the file is broken: its parts were found by searching.",
    "Download the file again, and compare.",
)


def read_pdf(data: bytes, name: str, limits: ReadLimits) -> Document:
    """Read a PDF into plain text with boxes, mends and notices.

    `name` is what messages call the file. Raises InputError, with one sentence for the cause and
    one for the mend, where the file is broken, hostile, beyond `limits`, or has no text.
    """
    with opened(data, name, limits) as found:
        pdf = found.pdf
        pages = list(pages_of(pdf))
        title, language = _stated(pdf.metadata, "Title"), _stated(pdf.doc.catalog, "Lang")
    notices = [*([_REPAIRED] if found.repaired else []), *notices_of(pages, name)]
    flow = _flow(pages)
    document = _compose(flow, pages)
    if not document.text.strip():
        raise InputError(
            f"{name} has no text within its pages.", mend="Add the file that holds the text."
        )
    return Document(
        document.text,
        "pdf",
        as_shown(document.boxes, pages),
        document.mends,
        (*notices, *document.notices),
        len(pages),
        title,
        language,
    )


def _stated(facts: Any, key: str) -> str | None:
    value = facts.get(key)
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    return " ".join(value.split()) or None if isinstance(value, str) else None


@dataclass(frozen=True, slots=True)
class _Flow:
    """The lines of a document in reading order, and the tables by the line they stand before."""

    lines: tuple[Line, ...]
    tables: dict[int, list[Table]]

    @property
    def cells(self) -> tuple[Line, ...]:
        """The lines of all cells of tables: their places follow those of the other lines."""
        tables = (table for at in sorted(self.tables) for table in self.tables[at])
        return tuple(x for t in tables for row in t.rows for cell in row for x in cell.lines)


def _flow(pages: Sequence[Page]) -> _Flow:
    gone = running_lines(pages, body_size(line for page in pages for line in page.lines))
    lines: list[Line] = []
    tables: dict[int, list[Table]] = {}
    for page in pages:
        own = in_order([line for line in page.lines if id(line) not in gone])
        for table in page.tables:
            below = (i for i, x in enumerate(own) if x.base > table.top and x.order > table.order)
            at = len(lines) + next(below, len(own))
            tables.setdefault(at, []).append(table)
        lines += own
    return _Flow(tuple(lines), tables)


@dataclass(slots=True)
class _Parts:
    """The pieces of a document that are written."""

    flow: _Flow
    measures: Measures
    endnotes: Endnotes
    footnotes: list[Footnote]
    cells: Iterator[tuple[int, Line]]
    """The lines of cells that are not written yet, with their places."""


def _compose(flow: _Flow, pages: Sequence[Page]) -> Document:
    lines = flow.lines
    measures = measure(lines)
    endnotes = find_endnotes(lines, measures.body)
    marks = marks_of([*lines, *flow.cells])
    footnotes = find_footnotes(lines, pages, measures, endnotes.taken, marks)
    heads = {note.lines[0] for note in footnotes} | {e.first for e in endnotes.entries}
    marks = [m for m in marks if not (m.line in heads and m.run == 0)]
    found = written(marks, footnotes, endnotes.labels)
    writer = Writer(found, vocabulary(lines))
    cells = enumerate(flow.cells, len(lines))
    _write(_Parts(flow, measures, endnotes, footnotes, cells), writer)
    notices = count_notes(found, footnotes, endnotes.labels, "".join(writer.parts))
    return _document(writer, notices)


def _document(writer: Writer, notices: Sequence[Notice]) -> Document:
    text = "".join(writer.parts)
    mends = tuple(sorted(writer.mends, key=lambda mend: mend.start))
    boxes = tuple(sorted(writer.boxes, key=lambda box: box.start))
    return Document(f"{text}\n", "pdf", boxes, mends, tuple(notices))


def _write(parts: _Parts, writer: Writer) -> None:
    """Write paragraphs in order, each followed by what interrupted it."""
    lines = parts.flow.lines
    in_notes = {at for note in parts.footnotes for at in note.lines}
    taken = parts.endnotes.taken
    own = [at for at in range(len(lines)) if at not in in_notes and at not in taken]
    place = {at: index for index, at in enumerate(own)}
    breaks = {place[b] for t in parts.flow.tables for b in (_next(own, t),) if b is not None}
    breaks |= {place[b] for b in (_next(own, taken.stop),) if taken and b is not None}
    waiting = _interruptions(parts)
    flow = [lines[at] for at in own]
    listed = entries(flow)
    for paragraph in paragraphs(flow, breaks, listed, parts.measures):
        places = [own[index] for index in paragraph]
        waiting = _write_until(places[0], waiting, parts, writer)
        before = lines[places[0] - 1] if places[0] else None
        if before is not None and by_hand(before, [lines[at] for at in places], parts.measures):
            writer.put("\n")
            writer.begin = len(writer.parts)
        else:
            writer.part()
        if is_item(lines[places[0]], parts.measures):
            writer.put("- ")
            writer.mend(2, "", "list-item", lines[places[0]].page)
        writer.paragraph([(at, lines[at]) for at in places])
        if paragraph[0] in listed:
            writer.page_number(lines[places[-1]].page)
    _write_until(len(lines) + 1, waiting, parts, writer)


def _next(own: Sequence[int], at: int) -> int | None:
    return next((line for line in own if line >= at), None)


_Waiting = list[tuple[int, "Footnote | Table | Endnotes"]]


def _interruptions(parts: _Parts) -> _Waiting:
    found: _Waiting = [(note.lines[0], note) for note in parts.footnotes]
    found += [(at, table) for at, tables in parts.flow.tables.items() for table in tables]
    if parts.endnotes.entries:
        found.append((parts.endnotes.taken.start, parts.endnotes))
    return sorted(found, key=lambda pair: pair[0])


def _write_until(at: int, waiting: _Waiting, parts: _Parts, writer: Writer) -> _Waiting:
    """Write what stands before a place and interrupts no paragraph."""
    while waiting and waiting[0][0] <= at:
        _, piece = waiting.pop(0)
        if isinstance(piece, Table):
            write_table(piece, writer, parts.cells)
        elif isinstance(piece, Endnotes):
            write_endnotes(piece, parts.flow.lines, writer)
        else:
            writer.part()
            write_note(piece, parts.flow.lines, parts.measures, writer)
    return waiting
