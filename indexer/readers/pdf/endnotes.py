"""Composed lists of endnotes, found before footnotes are, since their type looks like theirs.

A document has one at its end, or one behind every chapter, below the same heading in the same type.

The first entry below the heading fixes how labels are printed; lines that begin otherwise, such as
`187), Arts. 2–5`, belong to the entry above. Numbers must rise.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from indexer.readers.pdf.facts import facts
from indexer.readers.pdf.superscripts import is_mark, labels_of
from indexer.readers.pdf.values import Line

_STYLES = {
    "bracketed": re.compile(r"^\[(\d{1,3})\][\s.:]*"),
    "round": re.compile(r"^\((\d{1,3})\)\s*"),
    "dotted": re.compile(r"^(\d{1,3})[.)]\s+"),
    "bare": re.compile(r"^(\d{1,3})(?:\t|\s+)(?=\S)"),
}
_NUMERAL = re.compile(r"^(?:\d+(?:\.\d+)*\.?|[IVX]+\.|[A-Z]\.)?\s*")
_LEAST, _STRIDE = 3, 4
_SAME = 0.04
_LONGEST = 60
_LONG = 8
"""Entries that a list without a heading must have."""
_SMALL = 0.95
_MARGIN = 14.0
"""How far labels may stand apart from each other, as right-aligned ones do."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One endnote: its label, the lines it takes, and what to leave out of the first."""

    label: str
    first: int
    end: int
    skip: int
    """Characters of the printed label, as in `Line.text`."""


@dataclass(frozen=True, slots=True)
class Endnotes:
    """One list of endnotes by places in the lines of the document."""

    heading: int | None
    entries: tuple[Entry, ...]

    @property
    def taken(self) -> range:
        """The lines of the list, its heading included."""
        first = self.entries[0].first if self.heading is None else self.heading
        return range(first, self.entries[-1].end)


def entry_labels(lists: Iterable[Endnotes]) -> frozenset[str]:
    """Return the labels of all entries of some lists."""
    return frozenset(entry.label for own in lists for entry in own.entries)


def find_endnotes(lines: Sequence[Line], body: float) -> list[Endnotes]:
    """Return the lists of endnotes in order; none where there is none."""
    found: list[Endnotes] = []
    for at, line in enumerate(lines):
        if _heading(line) and at + 1 < len(lines):
            entries = _entries(lines, at + 1)
            found += [Endnotes(at, entries)] if entries else []
    best = max(found, key=lambda own: len(own.entries), default=None)
    if best is not None and len(best.entries) >= _LEAST:
        return [own for own in found if own is best or _alike(own, best, lines)]
    entries = _unheaded(lines, body)
    return [Endnotes(None, entries)] if entries else []


def _alike(own: Endnotes, best: Endnotes, lines: Sequence[Line]) -> bool:
    """Whether a list is one of another chapter than that of the longest: set as that is."""
    if set(own.taken) & set(best.taken):
        return False
    return all(
        abs(lines[one].size - lines[other].size) <= _SAME * lines[other].size
        for one, other in zip(_heads(own), _heads(best), strict=True)
    ) and _words(lines[own.taken.start]) == _words(lines[best.taken.start])


def _heads(own: Endnotes) -> tuple[int, int]:
    return own.taken.start, own.entries[0].first


def _heading(line: Line) -> bool:
    return len(line.text) <= _LONGEST and _words(line) in facts().endnote_headings


def _words(line: Line) -> str:
    return " ".join(_NUMERAL.sub("", line.text).lower().rstrip(" :.").split())


def _label(line: Line, style: str | None) -> tuple[str, str, int] | None:
    """The style, label and width of the label with which a line begins."""
    if style in (None, "raised") and len(line.runs) > 1 and is_mark(line, 0):
        labels = labels_of(line.runs[0].text)
        if len(labels) == 1 and labels[0].isdigit():
            return "raised", labels[0], len(line.runs[0].text)
    for name, pattern in _STYLES.items():
        match = pattern.match(line.text) if style in (None, name) else None
        if match and not (style is None and is_mark(line, 0)):
            return name, match[1], match.end()
    return None


def _entries(lines: Sequence[Line], start: int) -> tuple[Entry, ...]:
    first = _label(lines[start], None) if start < len(lines) else None
    if first is None or int(first[1]) != 1:
        return ()
    style, found = first[0], [(first[1], start, first[2])]
    lefts = {lines[start].column: lines[start].x0}
    at = start + 1
    while at < len(lines) and not _ends(lines[at], lines[start]):
        label = _label(lines[at], style)
        if label is not None and _goes_on(label[1], found[-1][0], lines[at], lefts, lines):
            found.append((label[1], at, label[2]))
        at += 1
    ends = [first for _, first, _ in found[1:]] + [at]
    return tuple(
        Entry(label, begin, end, skip)
        for (label, begin, skip), end in zip(found, ends, strict=True)
    )


def _goes_on(
    label: str, before: str, line: Line, lefts: dict[int, float], lines: Sequence[Line]
) -> bool:
    ahead = int(label) - int(before)
    left = lefts.setdefault(line.column, line.x0)
    level = abs(line.x0 - left) <= _MARGIN or line.page != lines[0].page
    return ahead == 1 or (1 < ahead <= _STRIDE and level)


def _ends(line: Line, first: Line) -> bool:
    """Whether a heading ends the list: larger type than the entries, or bold where they are not."""
    larger = line.size > 1.12 * first.size
    heavy = line.bold and not first.bold and not first.runs[-1].bold and len(line.text) < 90
    return (larger or heavy) and not re.match(r"^[\[(]?\d{1,3}[\]).]?$", line.text)


def _unheaded(lines: Sequence[Line], body: float) -> tuple[Entry, ...]:
    """A list that ends the document without a heading, as word processors set it: raised labels
    from 1 on, in small type, to the last line."""
    for at, line in enumerate(lines):
        label = _label(line, None)
        if label is None or label[0] != "raised" or label[1] != "1" or line.size > _SMALL * body:
            continue
        entries = _entries(lines, at)
        if len(entries) >= _LONG and entries[-1].end == len(lines) and _dense(lines, at, body):
            return entries
    return ()


def _dense(lines: Sequence[Line], start: int, body: float) -> bool:
    small = sum(lines[at].size <= _SMALL * body for at in range(start, len(lines)))
    return small >= 0.95 * (len(lines) - start)
