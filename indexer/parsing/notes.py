"""Pointers to notes: where they are printed, and which note each of them means.

Two ways of printing: marks that a profile's patterns know (brackets, superscript, a star), and
plain digits glued to a word, which only the footnotes at the foot of the page can tell from
digits of the text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from indexer.model import NoteKind, Span
from indexer.parsing.node import Node
from indexer.parsing.profiles import Profile

_GLUED_TO_STOP = re.compile(r"(?<=[.,;:?!)])\d{1,3}(?=\s*$)")


@dataclass(frozen=True, slots=True)
class Mark:
    """One printed pointer: the whole group it stands in, its own place, and its label."""

    kind: NoteKind
    label: str
    group: Span
    span: Span


def digits(label: str) -> str:
    """Return a label with superscript digits as plain digits, and a raised star as a star."""
    return "".join("*" if char == "∗" else str(unicodedata.digit(char, char)) for char in label)


def printed_marks(text: str, span: Span, profile: Profile) -> Iterator[Mark]:
    """Yield the marks that the profile's patterns find within a span, in order of pattern."""
    for rule in profile.markers:
        for group in rule.pattern.finditer(text, span.start, span.end):
            found = list(rule.label.finditer(text, group.start(), group.end()))
            whole = Span(group.start(), group.end())
            for label in found:
                own = whole if len(found) == 1 else Span(label.start(), label.end())
                yield Mark(NoteKind(rule.kind), digits(label[1]), whole, own)


def without_marks(line: str, profile: Profile) -> str:
    """Return a line without its printed marks."""
    for rule in profile.markers:
        line = rule.pattern.sub("", line)
    return _GLUED_TO_STOP.sub("", line) if profile.glued_footnotes else line


def _glued(text: str, label: str, spans: Sequence[Span]) -> list[Span]:
    """Places within `spans` where `label` is glued to a word and cannot be part of it."""
    pattern = re.compile(rf"(?<=[^\W_]|[.,;:)])(?<!\d[.,:]){re.escape(label)}(?![^\W_])")
    return [
        Span(match.start(), match.end())
        for span in spans
        for match in pattern.finditer(text, span.start, span.end)
        if _is_mark(text, match.start(), label)
    ]


def _is_mark(text: str, at: int, label: str) -> bool:
    """Whether the digits at `at` are a mark: behind a letter or a stop, or behind a number that
    the text also prints without them, as `UHC20306` beside `UHC2030`."""
    if not text[at - 1].isdigit():
        return True
    word = re.search(r"[^\W\d_][^\W_]*$", text[max(at - 40, 0) : at])
    return word is not None and bool(
        re.search(rf"\b{re.escape(word[0])}\b(?!{re.escape(label)})", text)
    )


def glued_marks(text: str, notes: Sequence[tuple[str, int]], spans: Sequence[Span]) -> list[Mark]:
    """Find the mark of each footnote, whose label and place in the file `notes` gives in order.

    A mark stands between the mark before it and its own footnote. A footnote that has no such
    place, or more than one, has no mark: it is never guessed.
    """
    marks: list[Mark] = []
    after = 0
    for label, note_start in notes:
        window = [span for span in spans if span.start < note_start and span.end > after]
        places = [p for p in _glued(text, label, window) if after <= p.start < note_start]
        if len(places) == 1:
            marks.append(Mark(NoteKind.FOOTNOTE, label, places[0], places[0]))
            after = places[0].end
    return marks


def all_marks(text: str, nodes: Sequence[Node], profile: Profile) -> list[Mark]:
    """Return every mark of an instrument in order of print; overlapping patterns yield to the
    first. `nodes` are its units and footnotes."""
    spans = [span for node in nodes for span in (*node.title, *node.body, *node.speaker)]
    taken: set[int] = set()
    marks: list[Mark] = []
    for span in spans:
        for mark in printed_marks(text, span, profile):
            inside = set(range(mark.group.start, mark.group.end))
            if not inside & taken or any(mark.group == other.group for other in marks):
                marks.append(mark)
                taken |= inside
    if profile.glued_footnotes:
        printed = {mark.label for mark in marks if mark.kind == NoteKind.FOOTNOTE}
        feet = [node for node in nodes if node.type == "fn"]
        notes = [(x.label, x.start) for x in feet if x.label and digits(x.label) not in printed]
        body = [span for node in nodes if node.type != "fn" for span in (*node.title, *node.body)]
        marks += glued_marks(text, notes, body)
    return sorted(marks, key=lambda mark: (mark.span.start, mark.span.end))
