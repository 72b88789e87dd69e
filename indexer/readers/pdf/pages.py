"""Each page in turn, closed as soon as it is read: memory stays that of one page and its lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from indexer.readers.pdf.characters import Descents, glyphs
from indexer.readers.pdf.columns import columns_of
from indexer.readers.pdf.lines import lines_of, runs_of, usual_size
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
    chars: list[dict[str, Any]] = page.chars
    descents.learn(chars)
    found, unreadable, dropped = glyphs(chars, float(page.width), float(page.height), descents)
    runs = _without_giants(runs_of(found))
    runs = _without_line_numbers(runs)
    tables, flowing = take_tables(number, page, runs)
    columns = columns_of(flowing)
    lines = tuple(lines_of(number, flowing, columns))
    return Page(
        number,
        float(page.width),
        float(page.height),
        lines,
        tuple(tables),
        _short_rules(page),
        len(page.images),
        len(chars),
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


def _short_rules(page: PrintedPage) -> tuple[tuple[float, float, float], ...]:
    """Horizontal rules of less than half of the page's width."""
    drawn = [*page.lines, *(rect for rect in page.rects if rect["height"] < 2)]
    return tuple(
        (float(x["x0"]), float(x["x1"]), float(x["top"]))
        for x in drawn
        if abs(x["bottom"] - x["top"]) < 2 and 20 < x["x1"] - x["x0"] < 0.5 * float(page.width)
    )
