"""Each page in turn, closed as soon as it is read: memory stays that of one page and its lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from indexer.readers.pdf.characters import Descents, glyphs
from indexer.readers.pdf.columns import columns_of
from indexer.readers.pdf.lines import lines_of, runs_of, usual_size
from indexer.readers.pdf.printed import print_of
from indexer.readers.pdf.tables import take_tables
from indexer.readers.pdf.values import Page, Run

if TYPE_CHECKING:
    from indexer.readers.pdf.opening import PDF, PrintedPage

_GIANT = 3.5
"""Type of more sizes of the text than this is a watermark, unless it is alone on its page."""
_LINE_NUMBERS = 12


def pages_of(pdf: PDF) -> Iterator[Page]:
    """Yield what each page prints."""
    descents = Descents()
    for number, page in enumerate(pdf.pages, 1):
        try:
            yield _page(number, page, descents)
        finally:
            page.close()


def _page(number: int, page: PrintedPage, descents: Descents) -> Page:
    shown = print_of(page)
    descents.learn(shown.characters)
    found, unreadable, dropped = glyphs(shown.characters, shown.width, shown.height, descents)
    runs = _without_line_numbers(_without_giants(runs_of(found)))
    tables, flowing = take_tables(number, page, shown.edges, runs)
    lines = tuple(lines_of(number, flowing, columns_of(flowing)))
    short = tuple(rule for rule in shown.rules if 20 < rule[1] - rule[0] < 0.5 * shown.width)
    return Page(
        number,
        shown.width,
        shown.height,
        lines,
        tuple(tables),
        short,
        shown.images,
        len(shown.characters),
        unreadable,
        dropped,
    )


def _without_giants(runs: list[Run]) -> list[Run]:
    usual = usual_size(runs)
    return [run for run in runs if run.size <= _GIANT * usual or run.size < 40]


def _without_line_numbers(runs: list[Run]) -> list[Run]:
    """Drop the numbers that drafts print in the margin: many, rising, with one right edge."""
    numbers = [run for run in runs if run.text.isdigit() and len(run.text) <= 4]
    if len(numbers) < _LINE_NUMBERS:
        return runs
    edges = Counter(round(run.x1 / 3) for run in numbers)
    edge, count = edges.most_common(1)[0]
    own = sorted((r for r in numbers if abs(round(r.x1 / 3) - edge) <= 1), key=lambda run: run.base)
    values = [int(run.text) for run in own]
    rising = sum(b > a for a, b in pairwise(values))
    others = [run for run in runs if not run.text.isdigit()]
    beside = sum(run.x0 > own[0].x1 for run in others) > 0.9 * len(others)
    if count < _LINE_NUMBERS or rising < 0.9 * (len(values) - 1) or not beside:
        return runs
    gone = {id(run) for run in own}
    return [run for run in runs if id(run) not in gone]
