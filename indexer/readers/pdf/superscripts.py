"""Markers: raised runs that are numbers, numerals or signs of a note; groups and ranges of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from indexer.readers.pdf.values import Line, Run, raised

_NUMBERS = re.compile(r"^[\[({]?\s*\d{1,3}[\])}]?(?:[\s,;.–‒—-]*[\[({]?\d{1,3}[\])}]?)*[\s,;–‒-]*$")
_SEPARATOR = re.compile(r"^[\s,;.–-]+$")
_SIGN = re.compile(r"^[\[(]?(?:[ivxlc]{1,7}|[a-z]|[*∗†‡§¶‖#]{1,3})[\])]?$")
_NUMERAL = re.compile(r"[ivxlc]{2,7}")
_PART = re.compile(r"(\d{1,3})[\])]?\s*[–‒—-]\s*[\[(]?(\d{1,3})|(\d{1,3})")
_LONGEST_RANGE = 40
STAR = "∗"
"""How a raised star is told, since a plain one sets words in italics."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One raised run or several that belong together."""

    line: int
    """Place of the line among all lines of the document."""
    run: int
    """Place of its first run in the line."""
    labels: tuple[str, ...]
    was: str
    """What is printed."""
    bracketed: bool
    page: int

    @property
    def numbered(self) -> bool:
        """Whether the labels are numbers."""
        return self.labels[0].isdigit()

    @property
    def ranged(self) -> bool:
        """Whether the print names its labels only by the first and the last."""
        return len(self.labels) > len(re.findall(r"\d+", self.was)) > 0


def labels_of(text: str) -> tuple[str, ...]:
    """Return the labels that a raised run prints, in order; none where it is no marker."""
    text = text.strip()
    if _NUMBERS.match(text):
        return tuple(_numbers(text))
    if _SIGN.match(text):
        return (text.strip("[]()").replace("*", STAR),)
    return ()


def _numbers(text: str) -> Iterator[str]:
    for first, last, alone in _PART.findall(text):
        if alone:
            yield alone
        elif 0 < int(last) - int(first) <= _LONGEST_RANGE:
            yield from map(str, range(int(first), int(last) + 1))
        else:
            yield from (first, last)


def is_mark(line: Line, index: int) -> bool:
    """Whether a run of a line is raised and prints a marker."""
    run = line.runs[index]
    if not raised(run, line) or not labels_of(run.text):
        return False
    ordinal = run.text.isalpha() and not run.spaced and _after_digit(line.runs, index)
    return not ordinal or bool(_NUMERAL.fullmatch(run.text))


def _after_digit(runs: Sequence[Run], index: int) -> bool:
    return index > 0 and runs[index - 1].text[-1:].isdigit()


def is_separator(line: Line, index: int) -> bool:
    """Whether a run is a comma or a dash that is raised as markers are."""
    run = line.runs[index]
    return raised(run, line) and bool(_SEPARATOR.match(run.text))


def stretches(line: Line) -> list[tuple[int, int]]:
    """Return the ranges of runs that make up one marker group each."""
    found: list[tuple[int, int]] = []
    index = 0
    while index < len(line.runs):
        if not is_mark(line, index):
            index += 1
            continue
        end = index + 1
        while end < len(line.runs) and (is_mark(line, end) or _leads_on(line, end)):
            end += 1
        found.append((index, end))
        index = end
    return found


def _leads_on(line: Line, index: int) -> bool:
    """Whether a raised comma or dash stands between two markers."""
    return is_separator(line, index) and index + 1 < len(line.runs) and is_mark(line, index + 1)


def printed(line: Line, start: int, end: int) -> str:
    """Return the runs of a marker group as printed."""
    return "".join(run.text for run in line.runs[start:end])


def marks_of(lines: Sequence[Line]) -> list[Mark]:
    """Return every marker group of the lines, in order."""
    return [
        Mark(number, start, labels, was, was[:1] in "[(", line.page)
        for number, line in enumerate(lines)
        for start, end in stretches(line)
        if (was := printed(line, start, end)) and (labels := labels_of(_joined(line, start, end)))
    ]


def _joined(line: Line, start: int, end: int) -> str:
    """The group's runs with a comma between any two that only their place parts."""
    text = ""
    for run in line.runs[start:end]:
        parted = text and text[-1].isalnum() and run.text[0].isalnum()
        text += ("," if parted else "") + run.text
    return text
