"""One PDF, read whole: the steps in their order, and the document that they make."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from indexer.errors import InputError
from indexer.readers.document import Document, Notice
from indexer.readers.limits import ReadLimits
from indexer.readers.pdf.composing import write_paragraph
from indexer.readers.pdf.contents import entries
from indexer.readers.pdf.endnotes import Endnotes, entry_labels, find_endnotes
from indexer.readers.pdf.flow import Flow, flow_of
from indexer.readers.pdf.footnotes import Footnote, find_footnotes
from indexer.readers.pdf.hyphens import vocabulary
from indexer.readers.pdf.kept import Chosen, Pages
from indexer.readers.pdf.measures import Measures, measure
from indexer.readers.pdf.notes import Written, count_notes, written
from indexer.readers.pdf.opening import opened
from indexer.readers.pdf.pages import pages_of
from indexer.readers.pdf.paragraphs import by_hand, is_item, paragraphs
from indexer.readers.pdf.pieces import write_endnotes, write_note, write_table
from indexer.readers.pdf.quality import notices_of
from indexer.readers.pdf.superscripts import marks_of
from indexer.readers.pdf.turning import as_shown
from indexer.readers.pdf.values import Table
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
        pages = Pages(pages_of(pdf))
        title, language = _stated(pdf.metadata, "Title"), _stated(pdf.doc.catalog, "Lang")
    document = composed(pages, name)
    told = (_REPAIRED, *document.notices) if found.repaired else document.notices
    return replace(document, notices=told, title=title, language=language)


def composed(pages: Pages, name: str) -> Document:
    """Return the document that pages make; for what it raises, see `read_pdf`."""
    notices = notices_of(pages, name)
    flow = flow_of(pages)
    parts = _parts(flow, pages)
    writer = Writer(parts.marks, vocabulary(flow.lines))
    _write(parts, writer)
    text = writer.text()
    if not text.strip():
        raise InputError(
            f"{name} has no text within its pages.", mend="Add the file that holds the text."
        )
    return Document(
        f"{text}\n",
        "pdf",
        as_shown(writer.boxes, pages.facts),
        tuple(sorted(writer.mends, key=lambda mend: mend.start)),
        (*notices, *count_notes(parts.marks, parts.footnotes, entry_labels(parts.endnotes), text)),
        len(pages),
    )


def _stated(facts: Any, key: str) -> str | None:
    value = facts.get(key)
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    return " ".join(value.split()) or None if isinstance(value, str) else None


@dataclass(frozen=True, slots=True)
class _Parts:
    """The pieces of a document that are written."""

    flow: Flow
    measures: Measures
    endnotes: Sequence[Endnotes]
    """Each list of them."""
    footnotes: Sequence[Footnote]
    marks: Mapping[tuple[int, int], Written]
    """The markers by the places of their line and of their first run in it."""


def _parts(flow: Flow, pages: Pages) -> _Parts:
    measures = measure(flow.lines)
    endnotes = find_endnotes(flow.lines, measures.body)
    taken = {at for own in endnotes for at in own.taken}
    marks = marks_of(flow.everything)
    footnotes = find_footnotes(flow.lines, pages.facts, measures, taken, marks)
    heads = {note.lines[0] for note in footnotes}
    heads |= {entry.first for own in endnotes for entry in own.entries}
    marks = [m for m in marks if not (m.line in heads and m.run == 0)]
    found = written(marks, footnotes, entry_labels(endnotes))
    return _Parts(flow, measures, endnotes, footnotes, found)


def _write(parts: _Parts, writer: Writer) -> None:
    """Write paragraphs in order, each followed by what interrupted it."""
    lines = parts.flow.everything
    own = _own(parts)
    flow = Chosen(lines, own)
    listed = entries(flow)
    waiting = _interruptions(parts)
    for paragraph in paragraphs(flow, _breaks(parts, own), listed, parts.measures):
        places = [own[index] for index in paragraph]
        _write_until(places[0], waiting, parts, writer)
        first = lines[places[0]]
        before = lines[places[0] - 1] if places[0] else None
        if before is not None and by_hand(before, [lines[at] for at in places], parts.measures):
            writer.line()
        else:
            writer.part()
        if is_item(first, parts.measures):
            writer.put("- ")
            writer.mend(2, "", "list-item", first.page)
        write_paragraph(places, lines, writer)
        if paragraph[0] in listed:
            writer.page_number(lines[places[-1]].page)
    _write_until(len(parts.flow.lines) + 1, waiting, parts, writer)


def _own(parts: _Parts) -> Sequence[int]:
    """The places of the lines that belong to no note."""
    taken = {at for note in parts.footnotes for at in note.lines}
    taken |= {at for own in parts.endnotes for at in own.taken}
    return array("L", (at for at in range(len(parts.flow.lines)) if at not in taken))


def _breaks(parts: _Parts, own: Sequence[int]) -> set[int]:
    """Before which of the lines in `own` a table or a list of endnotes stands."""
    places = [*parts.flow.tables, *(own.taken.stop for own in parts.endnotes)]
    return {bisect_left(own, place) for place in places}


_Waiting = deque[tuple[int, "Footnote | Table | Endnotes"]]


def _interruptions(parts: _Parts) -> _Waiting:
    found: list[tuple[int, Footnote | Table | Endnotes]] = []
    found += [(note.lines[0], note) for note in parts.footnotes]
    found += [(at, table) for at, tables in parts.flow.tables.items() for table in tables]
    found += [(own.taken.start, own) for own in parts.endnotes]
    return deque(sorted(found, key=lambda pair: pair[0]))


def _write_until(at: int, waiting: _Waiting, parts: _Parts, writer: Writer) -> None:
    """Write what stands before a place and interrupts no paragraph."""
    lines = parts.flow.everything
    while waiting and waiting[0][0] <= at:
        _, piece = waiting.popleft()
        if isinstance(piece, Table):
            write_table(piece, lines, writer)
        elif isinstance(piece, Endnotes):
            write_endnotes(piece, lines, writer)
        else:
            writer.part()
            write_note(piece, lines, parts.measures, writer)
