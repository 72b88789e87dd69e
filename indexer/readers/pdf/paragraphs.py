"""From lines to paragraphs: which line goes on with the one above, also over a page's end.

The test that serves most prints is the compositor's own: a line was broken because the next word
did not fit. Where it would have fitted, the paragraph had ended. Gaps, indents, labels, size and
weight decide the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from indexer.readers.pdf.facts import facts
from indexer.readers.pdf.measures import Measures
from indexer.readers.pdf.superscripts import is_mark
from indexer.readers.pdf.values import Line, gap

_LABEL = re.compile(
    r"^(?:\(?(?:\d{1,3}|[a-z]{1,2}|[ivxlc]{1,5}|[A-Z])[.)]|\d{1,2}(?:\.\d{1,2})+\.?\*?|\[\d{1,3}\])(?:\s|$)"
)
_LETTERED = re.compile(r"^(?:[a-z]|[ivxlc]+)\.\s")
_HEADING = re.compile(r"^(?:[A-Z][\w°]*\.? )?(?:N°\s?)?\d{1,2}(?:\.\d{1,2})*\.?(?:[\s:–—-]|$)")
_STOP = re.compile(r"(?:[.;:!?…]|\b(?:and|or))[”»\"’')\]]*$")
_ENTRY = re.compile(r"(?:\t|[.·…_] ?[.·…_] ?[.·…_][.·…_\s]*)\s*\d{1,4}$")
_DASHES = "-–—"
_COLUMN, _LEVEL = 3.0, 1.5
_GAP = 1.32
_RECENT = 8
"""So many lines of a paragraph are looked back on."""
_HEADING_SIZE = 1.05
_INDENT = 0.8
_SET_IN = 0.35
"""Labels that end at one edge begin at several: the widest is hardly set in."""


def is_contents_entry(text: str) -> bool:
    """Whether a line ends as an entry of a table of contents does."""
    return bool(_ENTRY.search(text))


def bullet(line: Line) -> str:
    """Return the bullet with which a line begins, or an empty string."""
    text = line.text
    sign = text[:1]
    return sign if sign in facts().bullets and text[1:2] in (" ", "\t") else ""


def labelled(line: Line) -> bool:
    """Whether a line begins with a bullet or a label."""
    return bool(bullet(line)) or bool(_LABEL.match(line.text))


def plain_end(line: Line) -> str:
    """Return the line's text without the markers at its end."""
    runs = list(line.runs)
    while len(runs) > 1 and is_mark(line, len(runs) - 1):
        runs.pop()
    return runs[-1].text.rstrip()


def paragraphs(
    lines: Sequence[Line], breaks: set[int], entries: Mapping[int, int], measures: Measures
) -> Iterator[list[int]]:
    """Yield the paragraphs as lists of places of lines.

    `breaks` has the places of lines before which something else than a footnote or a page's end
    interrupts the flow; `entries` the first and last lines of entries of a table of contents.
    """
    now: list[int] = []
    for at, line in enumerate(lines):
        if now and now[0] in entries:
            joins = at <= entries[now[0]]
        else:
            above = [lines[i] for i in now[-_RECENT:]]
            joins = (
                bool(now)
                and at not in entries
                and (_goes_on(above, lines[now[0]], line, measures, at in breaks))
            )
        if now and not joins:
            yield now
            now = []
        now.append(at)
    if now:
        yield now


def is_item(line: Line, measures: Measures) -> bool:
    """Whether a line begins an item of a list: lettered, set in from the edge, and no heading."""
    indent = line.x0 - measures.left(line)
    return bool(_LETTERED.match(line.text)) and indent > _SET_IN * line.size and not line.bold


def by_hand(last: Line, paragraph: Sequence[Line], measures: Measures) -> bool:
    """Whether a short line was broken off by hand below another, as in an address: both belong to
    one block, each on its own line."""
    line = paragraph[0]
    half = measures.left(line) + 0.55 * (measures.right(line) - measures.left(line))
    return (
        len(paragraph) == 1
        and (last.page, last.column) == (line.page, line.column)
        and 0 < line.base - last.base <= 1.12 * measures.leading(line.size)
        and _same_type(last, line)
        and not (line.bold or labelled(line) or labelled(last))
        and max(last.x1, line.x1) < half
        and abs(last.x0 - line.x0) < 1
        and round(line.size) <= round(measures.body)
        and not is_contents_entry(line.text)
        and last.text[-1:] not in ".;:?!"
    )


def _goes_on(
    above: Sequence[Line], first: Line, line: Line, measures: Measures, interrupted: bool
) -> bool:
    last = above[-1]
    here = (last.page, last.column) == (line.page, line.column) and line.base > last.base
    if all(is_mark(line, index) for index in range(len(line.runs))):
        return True
    if not _same_type(last, line) or is_contents_entry(last.text):
        return False
    if here and not interrupted and not _near(above, line, measures):
        return False
    if here and not interrupted and _hangs_in_row(above, line):
        return True
    forced = _forced(above, line, measures)
    if _begins(first, above, line, forced) or measures.begins(above[-1], line):
        return False
    if not here or interrupted:
        return _over_a_break(above, line, measures, forced)
    if _centred(last, measures) and _centred(line, measures):
        return abs(last.x0 - line.x0) > 1 or forced
    return forced and _aligned(above, first, line)


def _hangs_in_row(above: Sequence[Line], line: Line) -> bool:
    """Whether a line goes on with the last column of a row that has no rules: it begins where that
    does, to the right of a wide gap."""
    row = next((x for x in reversed(above) if x.runs[-1].x0 - x.x0 > _COLUMN * x.size), None)
    if row is None or labelled(line) or "\t" not in row.text or "\t" in line.text:
        return False
    starts = [run.x0 for at, run in enumerate(row.runs) if gap(row.runs, at) == "\t"]
    return bool(starts) and abs(line.x0 - starts[-1]) < _LEVEL


def _same_type(last: Line, line: Line) -> bool:
    if abs(last.size - line.size) > 0.08 * max(last.size, line.size):
        return False
    if last.bold == line.bold:
        return True
    return line.runs[0].bold if last.bold else last.runs[-1].bold


def _near(above: Sequence[Line], line: Line, measures: Measures) -> bool:
    away = line.base - above[-1].base
    usual = measures.leading(line.size)
    for upper, lower in pairwise(above):
        if upper.page == lower.page and lower.base > upper.base:
            usual = min(max(usual, lower.base - upper.base), 1.5 * usual)
    return away <= _GAP * usual


def _forced(above: Sequence[Line], line: Line, measures: Measures) -> bool:
    """Whether the line above was full: the next word would not have fitted into it."""
    last = above[-1]
    if last.text[-1:] in "-\u2010\u00ad/":
        return True
    left, right = measures.left(last), measures.right(last)
    room = right - last.x1
    if last.size > _HEADING_SIZE * measures.body or last.bold:
        return last.x1 - left > 0.6 * (right - left)
    full = [measures.right(x) - x.x1 < 0.15 * x.size for x in above[:-1]]
    if measures.justified(last) and full and all(full):
        return room < 0.25 * last.size
    return line.runs[0].first_word + 0.2 * line.size > room


def _begins(first: Line, above: Sequence[Line], line: Line, forced: bool) -> bool:
    """Whether a line begins something of its own by its label."""
    sign = bullet(line)
    if sign and sign not in _DASHES:
        return True
    if not sign and not _LABEL.match(line.text):
        return line.bold and bool(_HEADING.match(line.text)) and not above[-1].text.endswith(",")
    if line.bold and not sign and above[-1].text[-1:] not in f",{_DASHES}":
        return True
    hangs = len(above) > 1 and above[-1].x0 > first.x0 + 0.5 * line.size
    if labelled(first) and abs(line.x0 - first.x0) < 2 and hangs:
        return True
    stops = bool(_STOP.search(plain_end(above[-1])))
    return stops or not forced or (plain_end(above[-1]).endswith(",") and labelled(first))


def _aligned(above: Sequence[Line], first: Line, line: Line) -> bool:
    """Whether a full line and the next stand to each other as lines of a paragraph do."""
    shift = line.edge - above[-1].edge
    wide = _INDENT * line.size
    if abs(shift) <= wide:
        return True
    if shift > 0:
        return len(above) == 1
    begins = labelled(first) and labelled(line) and bool(_STOP.search(plain_end(above[-1])))
    return len(above) == 1 and not begins


def _over_a_break(above: Sequence[Line], line: Line, measures: Measures, forced: bool) -> bool:
    last = above[-1]
    if last.bold or last.size > _HEADING_SIZE * measures.body:
        return False
    stops = bool(re.search(r"[.;:!?…][”»\"’')\]]*$", plain_end(last)))
    lower = line.text[:1].islower()
    if not stops:
        return lower or (forced and not line.bold)
    if not forced or lower:
        return forced
    indent = (line.x0 - measures.left(line)) - (last.x0 - measures.left(last))
    return len(above) > 1 and abs(indent) <= 0.5 * line.size and not line.bold


def _centred(line: Line, measures: Measures) -> bool:
    left, right = measures.left(line), measures.right(line)
    room = line.x0 - left
    return room > 2 * line.size and abs(room - (right - line.x1)) < 0.6 * line.size
