"""Identifiers: `instrument:eId`, and the IRI of everything that has one.

The eId follows the grammar of Akoma Ntoso's naming convention: `{type}_{num}` joined by `__`.
Num is the printed label without outer punctuation and inner spaces, inner punctuation turned to
`-`, case kept. A label printed twice gets `_2`; a unit without a label counts as `nn_1`.
See docs/decisions/0002-identity.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import quote

from indexer.model import Instrument, Unit

_PUNCTUATION = re.compile(r"[\W_]+")
EID = re.compile(r"[A-Za-z]+_[A-Za-z0-9.-]+(?:_\d+)*(?:__[A-Za-z]+_[A-Za-z0-9.-]+(?:_\d+)*)*")


def number(label: str) -> str:
    """Return a printed label as the num of an eId; empty if it has no letter or digit."""
    joined = _PUNCTUATION.sub("-", re.sub(r"\s+", "", label))
    ascii_only = joined.encode("ascii", "ignore").decode()
    return _PUNCTUATION.sub("-", ascii_only).strip("-")


class Minter:
    """Mints identifiers in document order, so that no two are ever the same."""

    def __init__(self) -> None:
        self._used: set[str] = set()
        self._unnumbered: dict[tuple[str, str], int] = {}

    def mint(self, host: str, unit_type: str, label: str | None) -> str:
        """Return the eId of the next unit below `host` (empty at the top of an instrument)."""
        num = number(label) if label else ""
        prefix = f"{host}__" if host else ""
        if not num:
            count = self._unnumbered.get((host, unit_type), 0) + 1
            self._unnumbered[host, unit_type] = count
            num = f"nn_{count}"
        return self._unique(f"{prefix}{unit_type}_{num}")

    def _unique(self, eid: str) -> str:
        candidate, count = eid, 1
        while candidate in self._used:
            count += 1
            candidate = f"{eid}_{count}"
        self._used.add(candidate)
        return candidate


def split_id(identifier: str) -> tuple[str, str]:
    """Split `compact:para_26` into instrument and eId; the eId is empty for an instrument."""
    instrument, _, eid = identifier.partition(":")
    return instrument, eid


def instrument_iri(base: str, instrument: Instrument) -> str:
    """Return the IRI of an instrument: `{base}{body}/{kind}/{year}/{slug}`."""
    return f"{base}{instrument.path}"


def unit_iri(base: str, instrument: Instrument, eid: str) -> str:
    """Return the IRI of a unit, or of a note, of an instrument."""
    return f"{base}{instrument.path}/{eid}"


def edition_iri(base: str, instrument: Instrument, language: str, edition: str) -> str:
    """Return the IRI of one edition of an instrument."""
    return f"{base}{instrument.path}/{language}-{quote(edition)}"


def graph_iri(base: str, name: str) -> str:
    """Return the IRI of a named graph."""
    return f"{base}graph/{name}"


def iris_of(base: str, instruments: Iterable[Instrument], units: Iterable[Unit]) -> dict[str, str]:
    """Return the IRI of every given instrument and unit by identifier."""
    by_id = {instrument.id: instrument for instrument in instruments}
    found = {name: instrument_iri(base, instrument) for name, instrument in by_id.items()}
    for unit in units:
        found[unit.id] = unit_iri(base, by_id[unit.instrument], unit.eid)
    return found
