"""Which units a search may return, decided before anything is ranked.

Two filters of one kind are alternatives, filters of different kinds must all hold. What is known of
an instrument (its bindingness, its bodies) is turned into a set of instruments first. A unit that
is a heading only is no answer, unless its kind is asked for by name.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexer.errors import InputError
from indexer.model import Instrument, Unit
from indexer.retrieval.arrays import Mask

_NAMES = "facets.json"
_CODES = ("instrument", "kind", "element", "own_text")
_KEPT = 32
"""Answers that are kept, for the same few filters are asked for again and again."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What a caller asks for; an empty set asks for nothing in particular."""

    instruments: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    elements: frozenset[int] = frozenset()
    bindingness: frozenset[str] = frozenset()
    bodies: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Columns:
    instruments: Sequence[str]
    kinds: Sequence[str]
    instrument: NDArray[np.int32]
    """For each unit the place of its instrument among the names; likewise its kind."""
    kind: NDArray[np.int32]
    element: NDArray[np.int16]
    """0 where a unit has none."""
    own_text: Mask


class Facets:
    """What filters ask about, of all units of a build, as arrays in the order of the units."""

    def __init__(self, units: Iterable[Unit], instruments: Mapping[str, Instrument]) -> None:
        """Take them from the units themselves."""
        self._columns = _columns(units)
        self._known = instruments
        self._made: dict[tuple[Filters, frozenset[str]], Mask] = {}

    @classmethod
    def opened(cls, folder: Path, instruments: Mapping[str, Instrument]) -> Facets:
        """Open what `write_facets` wrote. Raises InputError where it cannot be read."""
        found = cls((), instruments)
        try:
            names = json.loads((folder / _NAMES).read_text(encoding="utf-8"))
            codes = (np.load(folder / f"facet-{name}.npy", mmap_mode="r") for name in _CODES)
            found._columns = _Columns(names["instruments"], names["kinds"], *codes)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise InputError(
                f"The facets in {folder} cannot be read: {error}", mend="Build the index again."
            ) from error
        return found

    @property
    def instruments(self) -> frozenset[str]:
        """Every instrument that has a unit."""
        return frozenset(self._columns.instruments)

    @property
    def kinds(self) -> frozenset[str]:
        """Every kind of which there is a unit."""
        return frozenset(self._columns.kinds)

    def units_of(self) -> Counter[str]:
        """How many units each instrument has."""
        counts = np.bincount(self._columns.instrument, minlength=len(self._columns.instruments))
        return Counter(dict(zip(self._columns.instruments, counts.tolist(), strict=True)))

    def kinds_under(self, element: int) -> Counter[str]:
        """How many units of each kind an element has, in the order of their first unit."""
        kinds = self._columns.kind[np.flatnonzero(self._columns.element == element)]
        places, first, counts = np.unique(kinds, return_index=True, return_counts=True)
        order = np.argsort(first)
        names = [self._columns.kinds[place] for place in places[order]]
        return Counter(dict(zip(names, counts[order].tolist(), strict=True)))

    def allowed(self, filters: Filters, excluded_kinds: frozenset[str] = frozenset()) -> Mask:
        """One truth value for each unit: whether `filters` let it through; not to be written to.

        Units of `excluded_kinds` and headings are left out unless `filters` name their kind.
        """
        asked = (filters, excluded_kinds)
        mask = self._made.get(asked)
        if mask is None:
            mask = self._mask(filters, excluded_kinds)
            mask.flags.writeable = False
            if len(self._made) >= _KEPT:
                self._made = {}
            self._made[asked] = mask
        return mask

    @staticmethod
    def below(edition: str, identifiers: Iterable[str]) -> Mask:
        """One truth value for each identifier: whether it is one of the edition."""
        return np.array([name.startswith(f"{edition}:") for name in identifiers], np.bool_)

    def _mask(self, filters: Filters, excluded_kinds: frozenset[str]) -> Mask:
        own = self._columns
        fits = [self._instrument_fits(name, filters) for name in own.instruments]
        mask: Mask = np.array(fits, dtype=np.bool_)[own.instrument]
        if filters.elements:
            mask &= np.isin(own.element, sorted(filters.elements))
        if filters.kinds:
            wanted = [kind in filters.kinds for kind in own.kinds]
        else:
            wanted = [kind not in excluded_kinds for kind in own.kinds]
            mask &= own.own_text
        mask &= np.array(wanted, dtype=np.bool_)[own.kind]
        return mask

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


def write_facets(folder: Path, units: Iterable[Unit]) -> None:
    """Write what filters ask about, of units in the order of the build."""
    columns = _columns(units)
    names = {"instruments": columns.instruments, "kinds": columns.kinds}
    (folder / _NAMES).write_text(json.dumps(names, indent=1) + "\n", encoding="utf-8")
    for name in _CODES:
        np.save(folder / f"facet-{name}.npy", getattr(columns, name))


def _columns(units: Iterable[Unit]) -> _Columns:
    rows = [(u.instrument, u.kind, u.element or 0, u.own_text) for u in units]
    columns = tuple(zip(*rows, strict=True)) or ((), (), (), ())
    instruments, instrument = _coded([str(value) for value in columns[0]])
    kinds, kind = _coded([str(value) for value in columns[1]])
    element = np.array(columns[2], dtype=np.int16)
    own_text = np.array(columns[3], dtype=np.bool_)
    return _Columns(instruments, kinds, instrument, kind, element, own_text)


def _coded(values: Sequence[str]) -> tuple[list[str], NDArray[np.int32]]:
    """The distinct values in their order of sorting, and for each value its place there."""
    names, codes = np.unique(np.array(values, dtype=np.str_), return_inverse=True)
    return [str(name) for name in names], codes.astype(np.int32)
