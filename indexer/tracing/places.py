"""Whether an instrument has a provision, as far as a build knows, and which are near to it.

An instrument whose text is in the build has what its text has. Of another one some provisions are
registered, and of most treaties it is known how far the numbers run; what is neither is not known.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import cached_property

from indexer.ident import split_id
from indexer.kept import Extent

NEAREST = 3
_TOP = re.compile(r"([a-z]+)_(\d+)")
_LONGEST_NUMBER = 6
_MOST_KEYS = 60


class Known(StrEnum):
    """What is known of a provision."""

    UNIT = "unit"
    """Its text is in the build."""
    PROVISION = "provision"
    """It is registered with its subject."""
    NUMBERED = "numbered"
    """The numbers of its instrument run so far; nothing else is known of it."""
    NOT_KNOWN = "not-known"
    NOT_THERE = "not-there"


class Places:
    """The units and provisions of a build by instrument."""

    def __init__(
        self, units: Iterable[str], provisions: Iterable[str], extents: Mapping[str, Extent]
    ) -> None:
        self._units, self._provisions = frozenset(units), frozenset(provisions)
        self._extents = extents

    @cached_property
    def _with_text(self) -> frozenset[str]:
        return frozenset(split_id(name)[0] for name in self._units)

    @cached_property
    def _by_instrument(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, list[str]] = defaultdict(list)
        for name in sorted(self._units | self._provisions):
            found[split_id(name)[0]].append(name)
        return {instrument: tuple(names) for instrument, names in found.items()}

    @cached_property
    def _by_labels(self) -> Mapping[tuple[str, tuple[str, ...]], tuple[str, ...]]:
        found: dict[tuple[str, tuple[str, ...]], list[str]] = defaultdict(list)
        for instrument, names in self._by_instrument.items():
            for name in names:
                found[instrument, _labels(name)].append(name)
        return {key: tuple(names) for key, names in found.items()}

    def known(self, identifier: str) -> Known:
        """Return what is known of a provision."""
        if identifier in self._units:
            return Known.UNIT
        if identifier in self._provisions:
            return Known.PROVISION
        instrument, eid = split_id(identifier)
        if instrument in self._with_text:
            return Known.NOT_THERE
        extent, top = self._extents.get(instrument), _TOP.match(eid)
        if extent is None or top is None or top[1] != extent.type:
            return Known.NOT_KNOWN
        if _number(top[2]) > extent.last:
            return Known.NOT_THERE
        return Known.NUMBERED if top[0] == eid else Known.NOT_KNOWN

    def last(self, identifier: str) -> Extent | None:
        """Return how far the numbers of a provision's instrument run, where that is known."""
        return self._extents.get(split_id(identifier)[0])

    def nearest(self, identifier: str) -> tuple[str, ...]:
        """Return up to three known provisions near to one that is not, the nearest first.

        The same labels under other words, what it would stand in, and its neighbours in number.
        """
        instrument, eid = split_id(identifier)
        found = dict.fromkeys(self._by_labels.get((instrument, _labels(identifier)), ()))
        steps = eid.split("__")[:_MOST_KEYS]
        for depth in range(len(steps) - 1, 0, -1):
            above = f"{instrument}:{'__'.join(steps[:depth])}"
            if above in self._units or above in self._provisions:
                found[above] = None
                break
        if not found:
            found = dict.fromkeys(self._neighbours(instrument, eid))
        return tuple(found)[:NEAREST]

    def _neighbours(self, instrument: str, eid: str) -> list[str]:
        """Return the provisions at the top of an instrument that are nearest in number."""
        wanted = _TOP.match(eid)
        tops = [
            (found, name)
            for name in self._by_instrument.get(instrument, ())
            if (found := _TOP.fullmatch(split_id(name)[1]))
        ]
        if wanted is None:
            return []

        def distance(top: tuple[re.Match[str], str]) -> tuple[bool, int, str]:
            apart = abs(_number(top[0][2]) - _number(wanted[2]))
            return top[0][1] != wanted[1], apart, top[1]

        return [name for _, name in sorted(tops, key=distance)[:NEAREST]]


def _number(digits: str) -> int:
    """Return a number as printed; one that is absurdly long is as good as its first digits."""
    return int(digits[:_LONGEST_NUMBER])


def _labels(identifier: str) -> tuple[str, ...]:
    """Return the labels of an identifier without the words before them."""
    steps = split_id(identifier)[1].split("__")[:_MOST_KEYS]
    return tuple(step.partition("_")[2].casefold() for step in steps)
