"""Which note a mark points to, where labels begin again: on every page, or with every chapter.

Where a label is printed once, there is nothing to ask. Else footnotes are paired with their marks
in order, and a list of endnotes serves the marks before it; lists that all stand at the end serve
the chapters in order. What fits no list points to a note without text: it is never guessed.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from indexer.model import NoteKind, Span
from indexer.parsing.node import Node
from indexer.parsing.notes import Mark, digits


class Labelled(NamedTuple):
    """A mark or a note: its label, and where it begins in the file."""

    label: str
    start: int


def targets_of(
    marks: Sequence[Mark], nodes: Sequence[Node], name: Callable[[Node], str]
) -> dict[Span, str]:
    """Return the identifiers of the notes that marks point to, by the places of the marks.

    A mark without a note is left out; `nodes` has the notes among others, `name` names them.
    """
    found: dict[Span, str] = {}
    for kind, node_type, point in (
        (NoteKind.FOOTNOTE, "fn", footnotes_of),
        (NoteKind.ENDNOTE, "note", endnotes_of),
    ):
        own = [mark for mark in marks if mark.kind is kind]
        notes = [node for node in nodes if node.type == node_type]
        given = [Labelled(mark.label, mark.span.start) for mark in own]
        labels = [Labelled(digits(note.label or ""), note.start) for note in notes]
        for mark, at in zip(own, point(given, labels), strict=True):
            if at is not None:
                found[mark.span] = name(notes[at])
    return found


def footnotes_of(marks: Sequence[Labelled], notes: Sequence[Labelled]) -> list[int | None]:
    """Return for each mark the place of its footnote among `notes`; both are in order of print.

    Marks and notes whose labels follow each other alike belong together; any other mark belongs to
    the next note of its label, or to the last.
    """
    found: list[int | None] = [_next(mark, notes) for mark in marks]
    labels = [note.label for note in notes]
    if len(set(labels)) == len(labels):
        return found
    matcher = SequenceMatcher(None, [mark.label for mark in marks], labels, autojunk=False)
    for first, other, size in matcher.get_matching_blocks():
        for step in range(size):
            found[first + step] = other + step
    return found


def _next(mark: Labelled, notes: Sequence[Labelled]) -> int | None:
    own = [at for at, note in enumerate(notes) if note.label == mark.label]
    return next((at for at in own if notes[at].start > mark.start), own[-1] if own else None)


def endnotes_of(marks: Sequence[Labelled], notes: Sequence[Labelled]) -> list[int | None]:
    """Return for each mark the place of its endnote among `notes`; both are in order of print."""
    lists = _lists(notes) if notes else []
    if len(lists) < 2:
        return [_within(mark, range(len(notes)), notes) for mark in marks]
    if marks and marks[-1].start < notes[lists[1].start].start:
        return _by_chapter(marks, notes, lists)
    ends = [notes[own[-1]].start for own in lists]
    places = [min(bisect_right(ends, mark.start), len(lists) - 1) for mark in marks]
    return [_within(mark, lists[at], notes) for mark, at in zip(marks, places, strict=True)]


def _lists(notes: Sequence[Labelled]) -> list[range]:
    """The notes of each list: a number that does not rise begins another one."""
    starts = [
        at for at, note in enumerate(notes) if not at or _number(note) <= _number(notes[at - 1])
    ]
    return [range(start, end) for start, end in zip(starts, [*starts[1:], len(notes)], strict=True)]


def _number(note: Labelled) -> int:
    return int(note.label) if note.label.isdigit() else 0


def _by_chapter(
    marks: Sequence[Labelled], notes: Sequence[Labelled], lists: Sequence[range]
) -> list[int | None]:
    """Marks before lists that all stand at the end: a first label begins a chapter."""
    chapter, chapters = -1, []
    last = ""
    for mark in marks:
        chapter += mark.label == "1" != last
        chapters.append(chapter)
        last = mark.label
    if chapter + 1 != len(lists):
        return [None] * len(marks)
    return [
        _within(mark, lists[max(at, 0)], notes) for mark, at in zip(marks, chapters, strict=True)
    ]


def _within(mark: Labelled, own: range, notes: Sequence[Labelled]) -> int | None:
    return next((at for at in reversed(own) if notes[at].label == mark.label), None)
