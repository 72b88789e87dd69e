"""Whole citations as the house writes them, looked up by their words.

Every citation of a place contains that of its instrument, so that only those instruments have to be
put into words whose citation stands in what was typed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property

from indexer.citing.words import folded


class House:
    """The house citations of one build."""

    def __init__(
        self,
        instruments: Iterable[str],
        places: Callable[[str], Sequence[str]],
        write: Callable[[str], str],
    ) -> None:
        """Know the instruments; `places` gives the identifiers of one, `write` cites by them."""
        self._instruments = instruments
        self._places = places
        self._write = write
        self._found: dict[str, Mapping[str, tuple[str, ...]]] = {}

    def cited(self, text: str) -> tuple[str, ...]:
        """Return what a text is the citation of, print and letter case aside."""
        plain = _plain(text)
        named = (name for name, whole in self._titles.items() if whole in plain)
        return tuple(own for name in named for own in self.of(name).get(plain, ()))

    def of(self, instrument: str) -> Mapping[str, tuple[str, ...]]:
        """Return what each citation of an instrument and its places cites."""
        if instrument not in self._found:
            found: dict[str, list[str]] = defaultdict(list)
            for identifier in self._places(instrument):
                found[_plain(self._write(identifier))].append(identifier)
            self._found[instrument] = {text: tuple(ids) for text, ids in found.items()}
        return self._found[instrument]

    @cached_property
    def _titles(self) -> Mapping[str, str]:
        return {name: _plain(self._write(name)) for name in self._instruments}


def _plain(text: str) -> str:
    return folded(text).casefold()
