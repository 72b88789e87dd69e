"""Which units a search may return, decided before anything is ranked.

Two filters of one kind are alternatives, filters of different kinds must all hold. What is known of
an instrument (its bindingness, its bodies) is turned into a set of instruments first. A unit that
is a heading only is no answer, unless its kind is asked for by name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indexer.model import Instrument, Unit
from indexer.retrieval.vectors import Mask


@dataclass(frozen=True, slots=True)
class Filters:
    """What a caller asks for; an empty set asks for nothing in particular."""

    instruments: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    elements: frozenset[int] = frozenset()
    bindingness: frozenset[str] = frozenset()
    bodies: frozenset[str] = frozenset()


class Facets:
    """What filters ask about, of all units of a build, as arrays in the order of the units."""

    def __init__(self, units: Iterable[Unit], instruments: Mapping[str, Instrument]) -> None:
        rows = [(u.instrument, u.kind, u.element or 0, u.own_text) for u in units]
        columns = tuple(zip(*rows, strict=True)) or ((), (), (), ())
        self._known = instruments
        self._instruments, self._instrument = _coded([str(value) for value in columns[0]])
        self._kinds, self._kind = _coded([str(value) for value in columns[1]])
        self._element = np.array(columns[2], dtype=np.int16)
        self._own_text = np.array(columns[3], dtype=np.bool_)

    def allowed(self, filters: Filters, excluded_kinds: frozenset[str] = frozenset()) -> Mask:
        """One truth value for each unit: whether `filters` let it through.

        Units of `excluded_kinds` and headings are left out unless `filters` name their kind.
        """
        mask = np.isin(self._instrument, self._places(self._instruments, filters))
        if filters.elements:
            mask &= np.isin(self._element, sorted(filters.elements))
        if filters.kinds:
            wanted = [place for place, kind in enumerate(self._kinds) if kind in filters.kinds]
            return mask & np.isin(self._kind, wanted)
        shut = [place for place, kind in enumerate(self._kinds) if kind in excluded_kinds]
        return mask & self._own_text & ~np.isin(self._kind, shut)

    @staticmethod
    def below(edition: str, identifiers: Iterable[str]) -> Mask:
        """One truth value for each identifier: whether it is one of the edition."""
        return np.array([name.startswith(f"{edition}:") for name in identifiers], np.bool_)

    def _places(self, names: Sequence[str], filters: Filters) -> list[int]:
        return [place for place, name in enumerate(names) if self._instrument_fits(name, filters)]

    def _instrument_fits(self, name: str, filters: Filters) -> bool:
        if filters.instruments and name not in filters.instruments:
            return False
        if not filters.bindingness and not filters.bodies:
            return True
        known = self._known.get(name)
        if known is None:
            return False
        bound = not filters.bindingness or known.bindingness in filters.bindingness
        return bound and (not filters.bodies or bool(filters.bodies & set(known.body)))


def _coded(values: Sequence[str]) -> tuple[list[str], NDArray[np.intp]]:
    """The distinct values in their order of sorting, and for each value its place there."""
    names, codes = np.unique(np.array(values, dtype=np.str_), return_inverse=True)
    return [str(name) for name in names], codes
