"""Lines of a source with their places, because every rule of the grammar looks at lines.

Offsets are code points in the decoded file. Blank lines are dropped, but each line knows where
its block (a run of lines without a blank one) begins, ends and which text surrounds it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from indexer.model import Span


@dataclass(frozen=True, slots=True)
class Line:
    """One line that is not blank."""

    text: str
    """The line without its newline (`\\n` or `\\r\\n`), exactly as in the file."""
    start: int
    number: int
    """Line number in the file, from 1."""
    block: int
    """Number of the block, from 0; equal for lines with no blank line between them."""

    @property
    def span(self) -> Span:
        """The line's extent, without white space at either end."""
        lead = len(self.text) - len(self.text.lstrip())
        return Span(self.start + lead, self.start + len(self.text.rstrip()))


def _raw_lines(text: str, span: Span) -> Iterator[tuple[int, str]]:
    start = span.start
    while start < span.end:
        newline = text.find("\n", start, span.end)
        end = span.end if newline < 0 else newline
        yield start, text[start:end].removesuffix("\r")
        start = end + 1


def split_lines(text: str, spans: Sequence[Span]) -> tuple[Line, ...]:
    """Split the given ranges of `text` into lines; a new range begins a new block."""
    lines: list[Line] = []
    block, number, counted = 0, 1, 0
    for span in spans:
        number += text.count("\n", counted, span.start)
        counted = span.start
        open_block = False
        for start, line in _raw_lines(text, span):
            if line.strip():
                block += not open_block
                open_block = True
                at = number + text.count("\n", span.start, start)
                lines.append(Line(line, start, at, block))
            else:
                open_block = False
    return tuple(lines)


def line_number(text: str, offset: int) -> int:
    """Return the line number, from 1, of a code point."""
    return text.count("\n", 0, offset) + 1
