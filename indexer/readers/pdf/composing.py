"""Composing a paragraph from its lines: run by run, with italics between asterisks, markers as the
corpus writes them, and words put together that a line's end breaks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from indexer.readers.pdf.superscripts import stretches
from indexer.readers.pdf.values import Line, gap
from indexer.readers.pdf.writing import Writer

_LABEL = re.compile(r"^[(\[]?(?:\d{1,3}(?:\.\d+)*|[a-z]{1,2}|[ivxlc]{1,5})[.)\]]?$")
_MOSTLY = 0.7


def write_paragraph(
    places: Sequence[int], lines: Sequence[Line], writer: Writer, skip: int = 0, join: str = " "
) -> None:
    """Write the lines at some places as one paragraph.

    `skip` leaves out that many characters of the first line, a label written already; `join` parts
    lines, a space or for cells of tables a newline.
    """
    composer = _Composer(writer, _is_slanted(lines[at] for at in places), join, skip)
    for at in places:
        composer.line(at, lines[at])
    composer.slant(False)
    writer.leaders(lines[places[-1]].page)


@dataclass(slots=True)
class _Composer:
    """A paragraph while it is composed."""

    writer: Writer
    slanted: bool
    """Whether it is in italics throughout, so that they set nothing apart."""
    join: str
    skip: int
    """Characters that are still to be left out."""
    before: Line | None = None
    open_slant: bool = False

    def line(self, place: int, line: Line) -> None:
        """Write a line."""
        marks = self.writer.marks
        groups = {start: end for start, end in stretches(line) if (place, start) in marks}
        start, index = self.writer.length, 0
        while index < len(line.runs):
            begins = self.before is not None and index == 0
            text = self._left(line, index)
            if not text:
                index += 1
            elif index in groups:
                self.slant(False)
                self.writer.mark(marks[place, index], line.page, begins)
                start = min(start, self.writer.length)
                index = groups[index]
            else:
                start = self._run(text, line, index, start)
                index += 1
        self.writer.box(start, line)
        self.before, self.skip = line, 0

    def _run(self, text: str, line: Line, index: int, start: int) -> int:
        """Write a run; return where the text of its line, which has begun at `start`, begins."""
        wants = line.runs[index].italic and not self.slanted and not self._is_label(text)
        parted = gap(line.runs, index) if self.writer.length != start else ""
        self.slant(wants and self.open_slant)
        if self.before is not None and index == 0:
            self.writer.join(text, line, self.before, self.join)
            start = self.writer.length
        else:
            self.writer.put(parted)
        self.slant(wants)
        self.writer.letters(text, line.page)
        return start

    def slant(self, wanted: bool) -> None:
        """Begin or end italics, where that is not done yet."""
        if wanted != self.open_slant:
            self.writer.put("*")
            self.open_slant = wanted

    def _is_label(self, text: str) -> bool:
        return not self.writer.begun and bool(_LABEL.match(text))

    def _left(self, line: Line, index: int) -> str:
        """The text of a run without what is to be skipped."""
        run = line.runs[index]
        if not self.skip:
            return run.text
        self.skip -= len(gap(line.runs, index))
        if self.skip >= len(run.text):
            self.skip -= len(run.text)
            return ""
        text = run.text[max(self.skip, 0) :].lstrip()
        self.skip = 0
        return text


def _is_slanted(lines: Iterable[Line]) -> bool:
    """Whether most of a paragraph is in italics."""
    total = slanted = 0
    for line in lines:
        for run in line.runs:
            total += len(run.text)
            slanted += len(run.text) * run.italic
    return slanted > _MOSTLY * total
