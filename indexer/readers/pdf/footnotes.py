"""Footnotes: small type that begins with a label in sequence, at the foot of a column or below a
short rule; lines of the same type below it belong to it, also at the foot of the next page.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field, replace

from indexer.readers.pdf.measures import Measures
from indexer.readers.pdf.superscripts import Mark, is_mark, labels_of
from indexer.readers.pdf.values import Line, Page

_SMALL = 0.95
_PLAIN = re.compile(r"^(\d{1,3}|[*∗†‡§¶‖]{1,3})(?:[.)]?\s+)(?=\S)")
_UNSPACED = re.compile(r"^(\d{1,3}(?=[^\W\d]|[*“\"(‘«])|[*∗†‡§¶‖]{1,3}(?=\S))")
"""A label that nothing parts from its note: believed where the page calls it."""
_STRIDE = 4
_EDGE = 24.0
"""How far from the left end of the rule that parts notes from the text a note may begin."""


@dataclass(frozen=True, slots=True)
class Footnote:
    """One footnote: its label, its lines by their places, and what to leave out of the first."""

    label: str
    page: int
    lines: tuple[int, ...]
    skip: int


def find_footnotes(
    lines: Sequence[Line],
    pages: Sequence[Page],
    measures: Measures,
    taken: Container[int],
    marks: Sequence[Mark],
) -> list[Footnote]:
    """Return the footnotes of a document; lines in `taken` belong to lists of endnotes."""
    calls: defaultdict[int, set[str]] = defaultdict(set)
    for mark in marks:
        calls[mark.page] |= set(mark.labels)
    rules = {page.number: page.rules for page in pages}
    state = _Reading(lines, measures, rules, calls, _feet(lines, measures))
    for at, line in enumerate(lines):
        if at in taken:
            state.open_note = False
        else:
            state.take(at, line)
    return state.found


@dataclass(slots=True)
class _Reading:
    """What is known while lines are read in order."""

    lines: Sequence[Line]
    measures: Measures
    rules: Mapping[int, Sequence[tuple[float, float, float]]]
    """By page."""
    calls: Mapping[int, set[str]]
    """The labels that the marks of a page name."""
    feet: Container[int]
    """Places of small lines at the foot of a column."""
    found: list[Footnote] = field(default_factory=list)
    open_note: bool = False
    last: int = 0
    page_first: bool = True
    page: int = 0
    seen: set[str] = field(default_factory=set)

    def take(self, at: int, line: Line) -> None:
        """Read a line: it begins a note, goes on with the last one, or is of the text."""
        below_rule = _below_rule(line, self.rules[line.page])
        small = line.size <= _SMALL * self.measures.body
        if line.page != self.page:
            self.page, self.page_first, self.open_note = line.page, True, False
        called = self.calls.get(line.page, set()) | self.calls.get(line.page - 1, set())
        start = _start(line, self, called) if small or below_rule else None
        if start is not None and (small or start[0] in called):
            self._begin(at, line, *start)
        elif (small or below_rule) and self._goes_on(at, below_rule):
            note = self.found.pop()
            self.found.append(replace(note, lines=(*note.lines, at)))
            self.open_note = True
        else:
            self.open_note = False

    def _begin(self, at: int, line: Line, label: str, skip: int) -> None:
        self.found.append(Footnote(label, line.page, (at,), skip))
        if label.isdigit():
            self.last, self.page_first = _last(self, int(label)), False
            self.seen.add(label)
        self.open_note = True

    def _goes_on(self, at: int, below_rule: bool) -> bool:
        return bool(self.found) and _belongs(
            self.found[-1], at, self.lines, self.open_note, self.feet, below_rule
        )


def _last(state: _Reading, number: int) -> int:
    """The number that the next note goes on from; numbers may begin anew on a page."""
    return number if number == 1 else max(number, state.last)


def _start(line: Line, state: _Reading, called: set[str]) -> tuple[str, int] | None:
    """The label with which a line begins, where it fits the sequence."""
    if is_mark(line, 0):
        labels = labels_of(line.runs[0].text)
        known = labels[0] in called and labels[0] not in state.seen
        if len(labels) == 1 and len(line.runs) > 1 and (known or _fits(labels[0], state, True)):
            return labels[0], len(line.runs[0].text)
        return None
    match = _PLAIN.match(line.text)
    if match is None:
        match = _UNSPACED.match(line.text)
        if match and match[1].isdigit() and match[1] not in called:
            return None
    if match and _fits(match[1], state, False):
        return match[1], match.end()
    return None


def _fits(label: str, state: _Reading, is_raised: bool) -> bool:
    if not label.isdigit():
        return True
    number = int(label)
    restarts = state.page_first and number == 1
    stride = _STRIDE if is_raised else 1
    return restarts or 0 < number - state.last <= stride


def _below_rule(line: Line, rules: Sequence[tuple[float, float, float]]) -> bool:
    """Whether a short rule stands above the line, at the left edge of its column."""
    return any(
        top <= line.base and x0 - _EDGE <= line.x0 <= max(x1, x0 + _EDGE) and line.base - top < 400
        for x0, x1, top in rules
        if x1 - x0 < 240
    )


def _feet(lines: Sequence[Line], measures: Measures) -> set[int]:
    """Places of the lines at the foot of a column, below every line of the text's own size."""
    found: set[int] = set()
    lowest: dict[tuple[int, int], float] = {}
    for line in lines:
        if line.size > _SMALL * measures.body:
            for column in (line.column, 0):
                key = (line.page, column)
                lowest[key] = max(lowest.get(key, 0.0), line.base)
    for at, line in enumerate(lines):
        if line.size <= _SMALL * measures.body and line.base > lowest.get(
            (line.page, line.column), 0.0
        ):
            found.add(at)
    return found


def _belongs(
    note: Footnote,
    at: int,
    lines: Sequence[Line],
    open_note: bool,
    feet: Container[int],
    below_rule: bool,
) -> bool:
    """Whether a line goes on with the last footnote, from above or from the page before."""
    line, last = lines[at], lines[note.lines[-1]]
    same = abs(line.size - last.size) <= 0.06 * last.size
    if open_note:
        near = (line.page, line.column) != (last.page, last.column) or (
            0 < line.base - last.base <= 2.6 * line.size
        )
        return same and near
    stops = last.text.rstrip()[-1:] in ".!?”)"
    goes_on = (at in feet and not stops) or below_rule
    return same and goes_on and line.page == last.page + 1
