"""Tiling: every non-blank code point of a source lies in exactly one tile (invariant 1)."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.errors import InputError
from indexer.model import Piece, Span
from indexer.parsing.lines import line_number

_SHOWN = 60


def check_tiling(file: str, text: str, pieces: Sequence[Piece]) -> int:
    """Return how many non-blank code points the tiles cover.

    Raises InputError naming the file, the line and the text that is left over or taken twice.
    """
    covered = bytearray(len(text))
    for piece in pieces:
        for at in range(piece.span.start, piece.span.end):
            if covered[at] and not text[at].isspace():
                raise _error(file, text, Span(at, piece.span.end), "is taken twice")
            covered[at] = 1
    count = 0
    for at, char in enumerate(text):
        if char.isspace():
            continue
        if not covered[at]:
            raise _error(file, text, _gap(text, covered, at), "is left over")
        count += 1
    return count


def _gap(text: str, covered: bytearray, start: int) -> Span:
    end = start
    while end < len(text) and not covered[end] and text[end] != "\n":
        end += 1
    return Span(start, end)


def _error(file: str, text: str, span: Span, what: str) -> InputError:
    shown = text[span.start : span.end].strip()
    cut = f"{shown[:_SHOWN]}…" if len(shown) > _SHOWN else shown
    return InputError(
        f"{file}, line {line_number(text, span.start)}: the text {cut!r} {what}.",
        mend="Correct the profile of this kind of document, or the part it is read with.",
    )
