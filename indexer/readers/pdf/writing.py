"""Writing the text: runs, markers and hyphens into one string, with a box for every line.

Nothing is written without its place: each line that gives characters to the text gives a box, and
each place where text and print differ a mend.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from indexer.readers.document import Box, Mend
from indexer.readers.pdf.hyphens import SOFT, Vocabulary, broken_word, is_soft
from indexer.readers.pdf.notes import Written, endnote_text
from indexer.readers.pdf.superscripts import stretches
from indexer.readers.pdf.values import Line, Run, gap

_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_LIGATURE = re.compile("[ﬀ-ﬆ]")
_LEADERS = re.compile(r"\s*(?:[.·…_]\s?){3,}\s*(?=\d{1,4}$)|\s*(?:[.·…_]\s?){3,}$")
_LONGEST_RANGE = 40
_BEFORE_NUMBER = re.compile(r"\s*(?=\d{1,4}$)")
_LABEL = re.compile(r"^[(\[]?(?:\d{1,3}(?:\.\d+)*|[a-z]{1,2}|[ivxlc]{1,5})[.)\]]?$")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S*[/._=&?-]$")
_CLOSED_UP = re.compile(r"(?<=\w)[–—/]$")


class Writer:
    """A text while it is written. Offsets count its code points."""

    def __init__(self, marks: Mapping[tuple[int, int], Written], known: Vocabulary) -> None:
        self.marks = marks
        self.known = known
        self.parts: list[str] = []
        self.length = 0
        self.boxes: list[Box] = []
        self.mends: list[Mend] = []
        self.begin = 0
        """Where the paragraph that is being written begins in `parts`."""

    def put(self, text: str) -> None:
        """Append text that stands for itself."""
        if text:
            self.parts.append(text)
            self.length += len(text)

    def tail(self) -> str:
        """Return the end of what the paragraph has so far."""
        return "".join(self.parts[max(self.begin, len(self.parts) - 6) :])

    def mend(self, width: int, was: str, kind: str, page: int) -> None:
        """Note that the last `width` code points stand for `was`."""
        self.mends.append(Mend(self.length - width, self.length, was, kind, page))

    def part(self) -> None:
        """End a block: a blank line."""
        if self.length:
            self.put("\n\n")
        self.begin = len(self.parts)

    def paragraph(
        self,
        lines: Sequence[tuple[int, Line]],
        skip: int = 0,
        join: str = " ",
    ) -> None:
        """Write lines, given with their places, as one paragraph.

        `skip` leaves out that many characters of the first line, a label written already; `join`
        parts lines, a space or for cells of tables a newline.
        """
        slanted = _is_slanted([line for _, line in lines])
        open_slant = False
        before: Line | None = None
        for number, line in lines:
            open_slant = self._line(number, line, before, skip, slanted, open_slant, join)
            before, skip = line, 0
        if open_slant:
            self.put("*")
        self._leaders(lines[-1][1].page)

    def _line(
        self,
        number: int,
        line: Line,
        before: Line | None,
        skip: int,
        slanted: bool,
        open_slant: bool,
        join: str,
    ) -> bool:
        groups = {start: end for start, end in stretches(line) if (number, start) in self.marks}
        start, index = self.length, 0
        while index < len(line.runs):
            run = line.runs[index]
            text, skip = _left(line, index, skip)
            if not text:
                index += 1
                continue
            group = groups.get(index)
            first = before is not None and index == 0
            if group is not None:
                if open_slant:
                    self.put("*")
                    open_slant = False
                self._mark(self.marks[number, index], line.page, first)
                start = min(start, self.length)
                index = group
                continue
            wants = run.italic and not slanted and not self._is_label(text)
            parted = "" if self.length == start and not first else gap(line.runs, index)
            if open_slant and not wants:
                self.put("*")
                open_slant = False
            if first and before is not None:
                self._join(text, line, before, join)
                start = self.length
            else:
                self.put(parted)
            if wants and not open_slant:
                self.put("*")
                open_slant = True
            self._letters(text, line.page)
            index += 1
        if self.length > start:
            box = (line.x0, line.top, line.x1, line.bottom)
            self.boxes.append(Box(start, self.length, line.page, *(round(x, 2) for x in box)))
        return open_slant

    def _is_label(self, text: str) -> bool:
        return len(self.parts) == self.begin and bool(_LABEL.match(text))

    def _letters(self, text: str, page: int) -> None:
        at = 0
        for match in _LIGATURE.finditer(text):
            self.put(text[at : match.start()])
            plain = _LIGATURES.get(match[0], match[0])
            self.put(plain)
            self.mend(len(plain), match[0], "ligature", page)
            at = match.end()
        self.put(text[at:])

    def _mark(self, mark: Written, page: int, first: bool) -> None:
        """Write a marker; one that begins a line goes on with one that ends the line above."""
        last = self.mends[-1] if self.mends else None
        if first and mark.kind == "endnote" and last and last.kind == "marker":
            labels = re.findall(r"\[(\d+)\]", self.parts[-1])
            if last.end == self.length and self.parts[-1].startswith("^") and labels:
                self.drop(len(self.parts[-1]))
                self.mends.pop()
                self.put(endnote_text(_with_between(labels, last.was, mark.labels)))
                self.mend(self.length - last.start, f"{last.was}\n{mark.was}", "marker", page)
                return
        self.put(mark.text)
        if mark.text != mark.was:
            ranged = mark.kind == "endnote" and len(mark.labels) > len(re.findall(r"\d+", mark.was))
            kind = "note-range" if ranged else "marker"
            self.mend(len(mark.text), mark.was, kind, page)

    def drop(self, width: int) -> None:
        """Take back the last `width` code points, which are within the last part."""
        self.parts[-1] = self.parts[-1][: len(self.parts[-1]) - width]
        if not self.parts[-1]:
            self.parts.pop()
        self.length -= width
        if self.boxes and self.boxes[-1].end > self.length:
            b = self.boxes[-1]
            self.boxes[-1] = Box(b.start, self.length, b.page, b.x0, b.top, b.x1, b.bottom)

    def _join(self, text: str, line: Line, before: Line, join: str) -> None:
        """Write what parts a line from the one above it, and mend a word that they share."""
        turned = before.page != line.page
        broken = broken_word(self.tail(), text)
        if broken is not None:
            self._rejoin(broken, before.page)
            return
        tail = self.tail()
        if _ADDRESS.search(tail) or (_CLOSED_UP.search(tail) and text[:1].isalnum()):
            self.mend(0, "\n", "line-end", before.page)
            return
        self.put(join)
        if turned:
            self.mend(len(join), "\n", "page-break", line.page)

    def _rejoin(self, broken: tuple[str, str, str], page: int) -> None:
        first, sign, second = broken
        if is_soft(first, sign, second, self.known):
            self.drop(1)
            self.mend(0, f"{sign}\n", "soft-hyphen", page)
        else:
            if sign in SOFT:
                self.drop(1)
                self.put("-")
            self.mend(1, f"{sign}\n", "hard-hyphen", page)

    def _leaders(self, page: int) -> None:
        """Write the dots that lead to a page number as a tab."""
        self._tab(_LEADERS, page)

    def page_number(self, page: int) -> None:
        """Part the number at the end of an entry of a table of contents by a tab."""
        self._tab(_BEFORE_NUMBER, page)

    def _tab(self, pattern: re.Pattern[str], page: int) -> None:
        whole = "".join(self.parts[self.begin :])
        match = pattern.search(whole)
        if match and match.end() < len(whole) and match[0] != "\t":
            rest = whole[match.end() :]
            del self.parts[self.begin :]
            self.length -= len(whole)
            self.put(f"{whole[: match.start()]}\t{rest}")
            self.mend(1 + len(rest), match[0] + rest, "leaders", page)
            self._clip()

    def _clip(self) -> None:
        while self.boxes and self.boxes[-1].start >= self.length:
            self.boxes.pop()
        if self.boxes and self.boxes[-1].end > self.length:
            b = self.boxes[-1]
            self.boxes[-1] = Box(b.start, self.length, b.page, b.x0, b.top, b.x1, b.bottom)


def _with_between(labels: Sequence[str], was: str, more: Sequence[str]) -> list[str]:
    """The labels of a group that a line's end parts; a dash at its end stands for a range."""
    between: list[str] = []
    if was.rstrip()[-1:] in ("–", "‒", "-") and more[0].isdigit():
        between = [str(number) for number in range(int(labels[-1]) + 1, int(more[0]))]
    return [*labels, *between[:_LONGEST_RANGE], *more]


def _left(line: Line, index: int, skip: int) -> tuple[str, int]:
    """The text of a run without what is to be skipped, and what is left to skip."""
    run: Run = line.runs[index]
    if not skip:
        return run.text, 0
    skip -= len(gap(line.runs, index))
    if skip >= len(run.text):
        return "", skip - len(run.text)
    return run.text[max(skip, 0) :].lstrip(), 0


def _is_slanted(lines: Sequence[Line]) -> bool:
    """Whether most of a paragraph is in italics, so that they set nothing apart."""
    slanted = sum(len(run.text) for line in lines for run in line.runs if run.italic)
    return slanted > 0.7 * sum(len(run.text) for line in lines for run in line.runs)
