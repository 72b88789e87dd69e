"""Tables of contents: below their heading, lines that end in the number of a page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from indexer.readers.pdf.facts import facts
from indexer.readers.pdf.values import Line

_NUMBER = re.compile(r"(?<!\d)(\d{1,4})$")
_MISSES = 3
"""How many lines in a row may lack a number before the table has ended."""
_LONGEST = 4


def entries(lines: Sequence[Line]) -> dict[int, int]:
    """Return the entries of tables of contents: the first and the last line of each, by place."""
    found: dict[int, int] = {}
    for at, line in enumerate(lines):
        if " ".join(line.text.lower().split()) in facts().contents_headings:
            found |= _below(lines, at + 1)
    return found


def _below(lines: Sequence[Line], start: int) -> dict[int, int]:
    found: dict[int, int] = {}
    page, first = 0, start
    for at in range(start, len(lines)):
        match = _NUMBER.search(lines[at].text.strip())
        if match and page <= int(match[1]) <= page + 100:
            page = int(match[1])
            found[first if _whole(lines, first, at) else at] = at
            first = at + 1
        elif at - first >= _MISSES:
            break
    return found


def _whole(lines: Sequence[Line], first: int, last: int) -> bool:
    """Whether lines make up one entry: each below the other, in one type."""
    own = lines[first : last + 1]
    level = all(x.bold == own[0].bold and abs(x.size - own[0].size) < 0.5 for x in own)
    near = all(0 < b.base - a.base < 1.5 * a.size for a, b in pairwise(own))
    return level and near and len(own) <= _LONGEST
