"""The text while it is written: one string, a box for every line, a mend for every difference.

Nothing is written without its place. Words that a line's end breaks, markers that go on over one
and the dots that lead to a page number are mended here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from indexer.readers.document import Box, Boxes, Mend
from indexer.readers.pdf.hyphens import SOFT, Vocabulary, broken_word, is_soft
from indexer.readers.pdf.notes import Written, endnote_text
from indexer.readers.pdf.values import Line

_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_LIGATURE = re.compile("[ﬀ-ﬆ]")
_LEADERS = re.compile(r"\s*(?:[.·…_]\s?){3,}\s*(?=\d{1,4}$)|\s*(?:[.·…_]\s?){3,}$")
_LONGEST_RANGE = 40
_BEFORE_NUMBER = re.compile(r"\s*(?=\d{1,4}$)")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S*[/._=&?-]$")
_CLOSED_UP = re.compile(r"(?<=\w)[–—/]$")
_TAIL = 6
"""So many parts of a text are looked back on for the word at its end."""


class Writer:
    """A text while it is written. Offsets count its code points."""

    def __init__(self, marks: Mapping[tuple[int, int], Written], known: Vocabulary) -> None:
        self.marks = marks
        feet = (mark for mark in marks.values() if mark.kind == "footnote")
        self.called = frozenset(label for mark in feet for label in mark.labels)
        """The labels of footnotes to which a raised sign points."""
        self.known = known
        self.length = 0
        self.boxes = Boxes()
        self.mends: list[Mend] = []
        self._done: list[str] = []
        self._parts: list[str] = []
        """What the stretch that is being written has so far."""

    def put(self, text: str) -> None:
        """Append text that stands for itself."""
        if text:
            self._parts.append(text)
            self.length += len(text)

    def mend(self, width: int, was: str, kind: str, page: int) -> None:
        """Note that the last `width` code points stand for `was`."""
        self.mends.append(Mend(self.length - width, self.length, was, kind, page))

    def box(self, start: int, line: Line) -> None:
        """Note where the text from `start` on stands; nothing where there is none."""
        if self.length > start:
            sides = (round(side, 2) for side in (line.x0, line.top, line.x1, line.bottom))
            self.boxes.append(Box(start, self.length, line.page, *sides))

    def fresh(self) -> None:
        """Begin a new stretch: what was written before is not looked back on."""
        self._done.append("".join(self._parts))
        self._parts.clear()

    def part(self) -> None:
        """End a block: a blank line."""
        if self.length:
            self.put("\n\n")
        self.fresh()

    def line(self) -> None:
        """Begin a line within a block."""
        self.put("\n")
        self.fresh()

    @property
    def begun(self) -> bool:
        """Whether the stretch has any text yet."""
        return bool(self._parts)

    def text(self) -> str:
        """Return everything that was written."""
        self.fresh()
        return "".join(self._done)

    def letters(self, text: str, page: int) -> None:
        """Write letters, ligatures by the letters that they join."""
        at = 0
        for match in _LIGATURE.finditer(text):
            self.put(text[at : match.start()])
            plain = _LIGATURES.get(match[0], match[0])
            self.put(plain)
            self.mend(len(plain), match[0], "ligature", page)
            at = match.end()
        self.put(text[at:])

    def mark(self, mark: Written, page: int, begins: bool) -> None:
        """Write a marker; one that begins a line goes on with one that ends the line above."""
        if begins and mark.kind == "endnote" and self._goes_on(mark, page):
            return
        self.put(mark.text)
        if mark.text != mark.was:
            ranged = mark.kind == "endnote" and len(mark.labels) > len(re.findall(r"\d+", mark.was))
            self.mend(len(mark.text), mark.was, "note-range" if ranged else "marker", page)

    def _goes_on(self, mark: Written, page: int) -> bool:
        """Write a marker together with the one before it; return whether there is one."""
        last = self.mends[-1] if self.mends else None
        if last is None or last.kind != "marker" or last.end != self.length or not self._parts:
            return False
        labels = re.findall(r"\[(\d+)\]", self._parts[-1])
        if not labels or not self._parts[-1].startswith("^"):
            return False
        self._drop(len(self._parts[-1]))
        self.mends.pop()
        self.put(endnote_text(_with_between(labels, last.was, mark.labels)))
        self.mend(self.length - last.start, f"{last.was}\n{mark.was}", "marker", page)
        return True

    def _drop(self, width: int) -> None:
        """Take back the last `width` code points, which are within the last part."""
        kept = self._parts.pop()[:-width]
        if kept:
            self._parts.append(kept)
        self.length -= width
        self.boxes.cut(self.length)

    def join(self, text: str, line: Line, before: Line, by: str) -> None:
        """Write what parts a line, which begins with `text`, from the one above it; mend a word
        that they share."""
        tail = "".join(self._parts[-_TAIL:])
        broken = broken_word(tail, text)
        if broken is not None:
            self._rejoin(broken, before.page)
        elif _ADDRESS.search(tail) or (_CLOSED_UP.search(tail) and text[:1].isalnum()):
            self.mend(0, "\n", "line-end", before.page)
        else:
            self.put(by)
            if before.page != line.page:
                self.mend(len(by), "\n", "page-break", line.page)

    def _rejoin(self, broken: tuple[str, str, str], page: int) -> None:
        first, sign, second = broken
        if is_soft(first, sign, second, self.known):
            self._drop(1)
            self.mend(0, f"{sign}\n", "soft-hyphen", page)
        else:
            if sign in SOFT:
                self._drop(1)
                self.put("-")
            self.mend(1, f"{sign}\n", "hard-hyphen", page)

    def leaders(self, page: int) -> None:
        """Write the dots that lead to a page number as a tab."""
        self._tab(_LEADERS, page)

    def page_number(self, page: int) -> None:
        """Part the number at the end of an entry of a table of contents by a tab."""
        self._tab(_BEFORE_NUMBER, page)

    def _tab(self, pattern: re.Pattern[str], page: int) -> None:
        whole = "".join(self._parts)
        match = pattern.search(whole)
        if match and match.end() < len(whole) and match[0] != "\t":
            rest = whole[match.end() :]
            self._parts.clear()
            self.length -= len(whole)
            self.put(f"{whole[: match.start()]}\t{rest}")
            self.mend(1 + len(rest), match[0] + rest, "leaders", page)
            self.boxes.cut(self.length)


def _with_between(labels: Sequence[str], was: str, more: Sequence[str]) -> list[str]:
    """The labels of a group that a line's end parts; a dash at its end stands for a range."""
    between: list[str] = []
    if was.rstrip()[-1:] in ("–", "‒", "-") and more[0].isdigit():
        between = [str(number) for number in range(int(labels[-1]) + 1, int(more[0]))]
    return [*labels, *between[:_LONGEST_RANGE], *more]
