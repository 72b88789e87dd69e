"""Which registered instruments are near to one that is cited but not registered.

By number where a series is named, by symbol where one is printed, else by the telling words that
two titles share. Each look-up is quick, for a draft may name hundreds that do not exist.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cached_property

from indexer.mentions.patterns import Pattern
from indexer.model import Instrument
from indexer.nearest import nearest
from indexer.registry import Registry, symbol_key
from indexer.tracing.printed import words

NEAREST = 3
LEAST_SHARED = 0.25
"""Of the telling words of two titles together, so many are in both."""

_NUMBER = re.compile(r"\d{1,4}")
_WORD = re.compile(r"[^\W\d_]{2,}")


class Likeness:
    """The instruments of a registry, to be found by what is nearly theirs."""

    def __init__(self, registry: Registry, instruments: Mapping[str, Instrument]) -> None:
        self._registry, self._instruments = registry, instruments

    @cached_property
    def _titles(self) -> tuple[tuple[str, frozenset[str]], ...]:
        return tuple(
            (own.id, _telling(title))
            for own in self._instruments.values()
            for title in {own.title, own.short_title, own.cite_title or own.title}
        )

    def last_number(self, series: str) -> int:
        """Return the highest registered number of a series, 0 where there is none."""
        return max((n for letter, n in self._registry.numbered if letter == series), default=0)

    def by_number(self, series: str, number: str) -> tuple[str, ...]:
        """Return the instruments of a series whose numbers look most like one."""
        known = {
            f"{series}{n}": name for (s, n), name in self._registry.numbered.items() if s == series
        }
        return tuple(known[near] for near in nearest(f"{series}{number}", known))

    def by_symbol(self, printed: str) -> tuple[str, ...]:
        """Return the instruments whose symbols look most like what is printed."""
        near = nearest(symbol_key(printed.split()[-1]), self._registry.symbols)
        return tuple(dict.fromkeys(self._registry.symbols[key][0] for key in near))

    def by_title(self, printed: str) -> tuple[str, ...]:
        """Return the instruments whose titles share most telling words with what is printed."""
        wanted = _telling(printed)
        likely: dict[str, float] = {}
        for name, own in self._titles:
            share = len(wanted & own) / len(wanted | own) if wanted | own else 0.0
            if share >= LEAST_SHARED:
                likely[name] = max(share, likely.get(name, 0.0))
        return tuple(sorted(likely, key=lambda name: (-likely[name], name))[:NEAREST])

    def comments(self, printed: str) -> tuple[str, ...]:
        """Return the general comments of a number, whatever the year and the committee."""
        numbers = _NUMBER.findall(printed)[:1]
        found = self._registry.comments.items()
        return tuple(i for (_, number), ids in found if number in numbers for i in ids)

    def nearest(self, pattern: Pattern | None, printed: str) -> tuple[str, ...]:
        """Return what is nearest to a mention; `pattern` is the one by which it was seen."""
        if pattern is not None and pattern.use == "number":
            series, number = series_and_number(pattern, printed)
            return self.by_number(series, number)
        if pattern is not None and pattern.use == "symbol":
            return self.by_symbol(printed)
        if pattern is not None and pattern.use == "comment":
            return self.comments(printed)[:NEAREST]
        return self.by_title(printed)

    def agrees(self, name: str, instruments: Iterable[str]) -> bool:
        """Whether every telling word of a printed title is in a title of one of instruments."""
        wanted = _telling(name)
        return any(wanted <= own for title, own in self._titles if title in {*instruments})


def series_and_number(pattern: Pattern, printed: str) -> tuple[str, str]:
    """Return the letter of the series and the number in the print of a numbered instrument."""
    numbers = _NUMBER.findall(printed)
    return pattern.series or printed.strip()[:1].upper(), numbers[-1] if numbers else ""


def _telling(title: str) -> frozenset[str]:
    return frozenset(_WORD.findall(title.casefold())) - words("telling_nothing")
