"""Of which instruments reading a text asked what provisions they have.

What a text cites may depend on them: "Article 7.2" is one provision or two. Reading again is only
needed where the provisions of one that was asked about are others now.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from functools import cache

from indexer.registry import Registry

Known = Mapping[str, frozenset[str]]


class Asked(Mapping[str, frozenset[str]]):
    """The known provisions by instrument, with the names that were asked for."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self.names: set[str] = set()

    def __getitem__(self, name: str) -> frozenset[str]:
        self.names.add(name)
        return self._known[name]

    def __iter__(self) -> Iterator[str]:
        self.names.update(self._known)
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)


def digests_of(registry: Registry) -> Callable[[str], str]:
    """Return the function that gives the hash of the provisions known of an instrument."""

    @cache
    def digest(name: str) -> str:
        known = registry.known.get(name)
        told = "" if known is None else "\n".join((name, *sorted(known)))
        return hashlib.sha256(told.encode()).hexdigest()

    return digest
