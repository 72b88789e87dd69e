"""Each page in turn, closed as soon as it is read, so that only its lines are left of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from indexer.readers.pdf.characters import Descents, glyphs
from indexer.readers.pdf.columns import Gutters, columns_of
from indexer.readers.pdf.initials import with_initials
from indexer.readers.pdf.library import PDF, PrintedPage
from indexer.readers.pdf.lines import lines_of, usual_size
from indexer.readers.pdf.margins import LineNumbers
from indexer.readers.pdf.opening import close, printed_pages, turned_page
from indexer.readers.pdf.printed import print_of
from indexer.readers.pdf.runs import runs_of
from indexer.readers.pdf.tables import take_tables
from indexer.readers.pdf.turning import turn_of
from indexer.readers.pdf.values import Page, Run

_MOST = 0.5
"""An image of this share of a page is a picture of it."""
_GIANT = 3.5
"""Type of more sizes of the text than this is a watermark, unless it is alone on its page."""


@dataclass(slots=True)
class _Learnt:
    """What earlier pages tell of later ones."""

    descents: Descents = field(default_factory=Descents)
    gutters: Gutters = field(default_factory=Gutters)
    numbers: LineNumbers = field(default_factory=LineNumbers)


def pages_of(pdf: PDF) -> Iterator[Page]:
    """Yield what each page prints."""
    learnt = _Learnt()
    for number, page in enumerate(printed_pages(pdf), 1):
        try:
            yield _page(number, page, learnt)
        finally:
            close(page)


def _page(number: int, page: PrintedPage, learnt: _Learnt) -> Page:
    shown = print_of(page)
    turn = turn_of(shown.characters)
    if turn:
        page = turned_page(page, turn)
        shown = print_of(page)
    learnt.descents.learn(shown.characters)
    found, unreadable, dropped = glyphs(
        shown.characters, shown.width, shown.height, learnt.descents
    )
    runs = runs_of(found, shown.walls)
    runs = with_initials(runs, usual_size(runs))
    runs = learnt.numbers.without(_without_giants(runs))
    tables, cells, flowing = take_tables(number, page, shown.edges, runs)
    lines = tuple(lines_of(number, flowing, columns_of(flowing, learnt.gutters)))
    short = tuple(rule for rule in shown.rules if 20 < rule[1] - rule[0] < 0.5 * shown.width)
    return Page(
        number,
        shown.width,
        shown.height,
        lines,
        tuple(cells),
        tuple(tables),
        short,
        shown.images,
        shown.covered >= _MOST,
        len(shown.characters),
        unreadable,
        dropped,
        turn,
    )


def _without_giants(runs: list[Run]) -> list[Run]:
    usual = usual_size(runs)
    return [run for run in runs if run.size <= _GIANT * usual or run.size < 40]
