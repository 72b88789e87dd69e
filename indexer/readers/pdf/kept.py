"""The pages of a file as they are kept until all of them have been read: packed, page by page.

A line with its runs and their places takes ten times the room of its letters, and what repeats in a
document can only be told from all of its pages. So pages are packed as they come in, and a few are
open at a time; every step goes through them in order.
"""

from __future__ import annotations

import pickle
import zlib
from abc import abstractmethod
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import chain
from typing import overload

from indexer.readers.pdf.values import Line, Page

_OPEN = 48
"""How many pages are open at a time."""
_QUICKLY = 1


class Pages(Sequence[Page]):
    """The pages of a file. What a page prints is unpacked when it is asked for."""

    def __init__(self, pages: Iterable[Page]) -> None:
        self.facts: list[Page] = []
        """The pages without their lines."""
        self._packed: list[bytes] = []
        for page in pages:
            self.facts.append(replace(page, lines=(), cells=()))
            self._packed.append(zlib.compress(pickle.dumps((page.lines, page.cells)), _QUICKLY))
        self._page = lru_cache(_OPEN)(self._unpacked)

    def __len__(self) -> int:
        return len(self.facts)

    def _unpacked(self, at: int) -> Page:
        lines, cells = pickle.loads(zlib.decompress(self._packed[at]))
        return replace(self.facts[at], lines=lines, cells=cells)

    @overload
    def __getitem__(self, at: int) -> Page: ...

    @overload
    def __getitem__(self, at: slice) -> list[Page]: ...

    def __getitem__(self, at: int | slice) -> Page | list[Page]:
        if isinstance(at, slice):
            return [self._page(index) for index in range(*at.indices(len(self)))]
        if not 0 <= at < len(self):
            raise IndexError(at)
        return self._page(at)


class Lines(Sequence[Line]):
    """Lines that are looked up when they are asked for; a slice of them is a list."""

    @abstractmethod
    def _line(self, at: int) -> Line: ...

    @overload
    def __getitem__(self, at: int) -> Line: ...

    @overload
    def __getitem__(self, at: slice) -> list[Line]: ...

    def __getitem__(self, at: int | slice) -> Line | list[Line]:
        if isinstance(at, slice):
            return [self._line(index) for index in range(*at.indices(len(self)))]
        if not 0 <= at < len(self):
            raise IndexError(at)
        return self._line(at)


class Placed(Lines):
    """Lines of all pages: `orders` has for each page the places of its lines, `of` tells which
    lines of a page are meant."""

    def __init__(
        self,
        pages: Pages,
        orders: Sequence[Sequence[int]],
        of: Callable[[Page], Sequence[Line]] = lambda page: page.lines,
    ) -> None:
        self._pages, self._orders, self._of = pages, orders, of
        self.starts = [0]
        """The place of the first line of each page, and of the end."""
        for order in orders:
            self.starts.append(self.starts[-1] + len(order))

    def __len__(self) -> int:
        return self.starts[-1]

    def _line(self, at: int) -> Line:
        page = bisect_right(self.starts, at) - 1
        return self._of(self._pages[page])[self._orders[page][at - self.starts[page]]]

    def __iter__(self) -> Iterator[Line]:
        for page, order in zip(self._pages, self._orders, strict=True):
            own = self._of(page)
            yield from (own[index] for index in order)


class Chosen(Lines):
    """Some of the lines of others, by their places."""

    def __init__(self, lines: Sequence[Line], places: Sequence[int]) -> None:
        self._lines, self._places = lines, places

    def __len__(self) -> int:
        return len(self._places)

    def _line(self, at: int) -> Line:
        return self._lines[self._places[at]]


class Both(Lines):
    """Lines of the flow, and behind them those of tables."""

    def __init__(self, first: Sequence[Line], second: Sequence[Line]) -> None:
        self._first, self._second = first, second

    def __len__(self) -> int:
        return len(self._first) + len(self._second)

    def _line(self, at: int) -> Line:
        own = len(self._first)
        return self._first[at] if at < own else self._second[at - own]

    def __iter__(self) -> Iterator[Line]:
        return chain(self._first, self._second)
