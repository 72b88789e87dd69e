"""Which note each marker means: footnotes by page, style and sequence; the others are endnotes."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from indexer.readers.document import Notice
from indexer.readers.pdf.footnotes import Footnote
from indexer.readers.pdf.superscripts import Mark

_DIGITS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_SHOWN = 12
_GROUP = re.compile(r"\^\{[^}]*\}|\^\[\d+\]")
_ENTRY = re.compile(r"\[(\d+)\]")


@dataclass(frozen=True, slots=True)
class Written:
    """How a marker group stands in the text, and what the print has."""

    text: str
    was: str
    kind: str
    """`footnote`, `endnote`, or `plain` for raised digits that point to no note."""
    labels: tuple[str, ...]


def footnote_text(label: str) -> str:
    """Return how the label of a footnote that is called stands in the text: `¹`, `^a^`, `^†^`."""
    return label.translate(_DIGITS) if label.isdigit() else f"^{label}^"


def endnote_text(labels: Sequence[str]) -> str:
    """Return how the marker of endnotes stands in the text: `^[20]`, `^{[22],[23]}`."""
    bracketed = [f"[{label}]" for label in labels]
    return f"^{bracketed[0]}" if len(bracketed) == 1 else "^{" + ",".join(bracketed) + "}"


def calls(marks: Sequence[Mark], footnotes: Sequence[Footnote]) -> set[tuple[int, int]]:
    """Return the places (line, run) of the marks that call footnotes."""
    by_label: defaultdict[tuple[str, int], list[int]] = defaultdict(list)
    for index, mark in enumerate(marks):
        for label in mark.labels:
            by_label[label, mark.page].append(index)
    found: set[int] = set()
    for note in footnotes:
        for page in (note.page, note.page - 1):
            around = [i for i in by_label[note.label, page] if i not in found]
            if around:
                found.add(min(around, key=lambda i: _strangeness(marks, i, note)))
                break
    everywhere = {note.label for note in footnotes if not note.label.isdigit()}
    found |= {i for i, mark in enumerate(marks) if everywhere & set(mark.labels)}
    return {(marks[i].line, marks[i].run) for i in found}


def _strangeness(marks: Sequence[Mark], index: int, note: Footnote) -> tuple[int, int, int]:
    """How ill a mark fits a footnote: brackets, groups, neighbours that count on from it."""
    mark = marks[index]
    fits = 0
    if note.label.isdigit():
        number = int(note.label)
        before = [m for m in marks[max(index - 1, 0) : index] if m.numbered]
        after = [m for m in marks[index + 1 : index + 2] if m.numbered]
        fits += any(m.labels[-1] == str(number - 1) for m in before)
        fits += any(m.labels[0] == str(number + 1) for m in after)
    return mark.bracketed, len(mark.labels) > 1, fits


def written(
    marks: Sequence[Mark], footnotes: Sequence[Footnote], endnotes: frozenset[str]
) -> dict[tuple[int, int], Written]:
    """Return by place how each marker stands in the text."""
    called = calls(marks, footnotes)
    return {(m.line, m.run): _written(m, (m.line, m.run) in called, endnotes) for m in marks}


def _written(mark: Mark, is_call: bool, endnotes: frozenset[str]) -> Written:
    if is_call:
        text = ",".join(footnote_text(label) for label in mark.labels)
        return Written(text, mark.was, "footnote", mark.labels)
    known = bool(endnotes & set(mark.labels)) and all(label.isdigit() for label in mark.labels)
    if (mark.bracketed and mark.numbered) or known:
        return Written(endnote_text(mark.labels), mark.was, "endnote", mark.labels)
    if mark.numbered:
        return Written(mark.was.translate(_DIGITS), mark.was, "plain", mark.labels)
    return Written(mark.was, mark.was, "plain", mark.labels)


def count_notes(
    found: Mapping[tuple[int, int], Written],
    footnotes: Sequence[Footnote],
    endnotes: frozenset[str],
    text: str,
) -> list[Notice]:
    """Return notices that count markers without notes and notes without markers.

    `text` is what was written, in which ranges that a line's end parts are whole.
    """
    ends = {label for group in _GROUP.findall(text) for label in _ENTRY.findall(group)}
    feet = {x for w in found.values() if w.kind == "footnote" for x in w.labels}
    stray = [w.was for w in found.values() if w.kind == "plain"]
    printed = {note.label for note in footnotes}
    return [
        *_counted("endnote marker", "has no entry in a list of endnotes", ends - endnotes),
        *_counted("endnote", "has no marker in the text", endnotes - ends),
        *_counted("footnote", "has no marker in the text", printed - feet),
        *_counted("raised sign", "points to no note that was found", stray),
    ]


def _counted(
    what: str, lacks: str, labels: Sequence[str] | set[str] | frozenset[str]
) -> list[Notice]:
    if not labels:
        return []
    ordered = sorted(labels, key=lambda label: (not label.isdigit(), len(label), label))
    shown = ", ".join(ordered[:_SHOWN]) + (" …" if len(ordered) > _SHOWN else "")
    some = f"1 {what} {lacks}" if len(ordered) == 1 else f"{len(ordered)} {what}s: each {lacks}"
    return [Notice(f"{some}: {shown}.", "Compare the pages with the print.")]
