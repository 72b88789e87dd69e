"""Where a draft is cut: into paragraphs and items of lists, and those into sentences.

Offsets count code points of the text as given; ranges are half-open. Nothing is lost: all that is
not white space lies in exactly one range.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from indexer.retrieval.windows import Window, sentences

LONGEST = 1000
"""A sentence with more code points is cut between words: no model reads so much at once."""
LEAST_WORDS = 3
"""A sentence with fewer words, such as a number or a heading, is not looked up."""

_BLOCK = re.compile(r"\n[ \t]*\n|\n(?=[ \t]*(?:[-*•–#>]+[ \t]|\(?[0-9A-Za-z]{1,4}[.)][ \t]))")
_MARKER = re.compile(r"(?:[-*•–#>]+|\(?[0-9A-Za-z]{1,4}[.)])[ \t]+")
_WORD = re.compile(r"[^\W\d_]{2,}")


def draft_sentences(text: str) -> tuple[Window, ...]:
    """Return the sentences of a draft, in order."""
    plain = text.replace("\r", " ")
    found: list[Window] = []
    for block in _blocks(plain):
        for own in sentences(plain[block.start : block.end]):
            found += _at_words(plain, Window(block.start + own.start, block.start + own.end))
    return tuple(found)


def _blocks(text: str) -> Iterator[Window]:
    start = 0
    for gap in _BLOCK.finditer(text):
        yield Window(start, gap.start())
        start = gap.end()
    yield Window(start, len(text))


def _at_words(text: str, piece: Window) -> Iterator[Window]:
    """Yield a sentence, or the parts of one that is too long."""
    start = piece.start
    while piece.end - start > LONGEST:
        space = text.rfind(" ", start + 1, start + LONGEST)
        end = space if space > start else start + LONGEST
        yield Window(start, end)
        start = end + 1 if space > start else end
    if start < piece.end:
        yield Window(start, piece.end)


def query_of(sentence: str) -> str:
    """Return the words of a sentence by which it is looked up, without the marker of an item.

    Empty where there are too few.
    """
    words = " ".join(_MARKER.sub("", sentence, count=1).split()) if sentence else ""
    return words if len(_WORD.findall(words)) >= LEAST_WORDS else ""
