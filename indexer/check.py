"""The promises of a build, checked on the build itself, each with the count of what was checked.

Nothing is taken from the corpus folder: a build carries its texts and its facts, so that anyone
who is handed one can check it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from indexer import publish, records
from indexer.errors import InputError
from indexer.model import NoteKind, Piece
from indexer.parsing.clean import to_source
from indexer.parsing.tiling import check_tiling
from indexer.read import Index

Outcome = Iterator[str | None]
"""One item for each thing checked: None where it holds, else what is wrong."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check looked at and what it found."""

    name: str
    checked: int
    failures: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the finding as JSON."""
        return {"check": self.name, "checked": self.checked, "failures": list(self.failures)}


def _tiles(index: Index) -> dict[str, list[Piece]]:
    found: dict[str, list[Piece]] = {file: [] for file in index.sources}
    data = (index.folder / "pieces.jsonl").read_bytes()
    for file, piece in map(records.record_piece, records.read_lines(data)):
        found[file].append(piece)
    return found


def _tiling(index: Index) -> Outcome:
    """Every non-blank code point of each file lies in one tile."""
    for file, pieces in _tiles(index).items():
        try:
            covered = check_tiling(file, index.text(file), pieces)
        except InputError as error:
            yield str(error)
        else:
            yield from (None for _ in range(covered))


def _texts(index: Index) -> Outcome:
    """Every code point of a unit's clean text is the one of the file to which it maps."""
    files = {file: index.text(file) for file in index.sources}
    for unit in index.units.values():
        text = files[unit.file]
        wrong = [
            at
            for at, char in enumerate(unit.text)
            if char != " " and unit.offsets and text[to_source(unit.offsets, at)] != char
        ]
        yield (
            f"{unit.id}: code point {wrong[0]} of its text is not in {unit.file}" if wrong else None
        )


def _anchors(index: Index) -> Outcome:
    """Every marker stands in its file and in its unit's text, and slices to its label."""
    files = {file: index.text(file) for file in index.sources}
    for unit in index.units.values():
        for marker in unit.markers:
            quote = files[unit.file][marker.span.start : marker.span.end]
            inside = any(
                s.start <= marker.span.start and marker.span.end <= s.end for s in unit.spans
            )
            good = inside and quote.strip() and marker.offset <= len(unit.text)
            yield None if good else f"{unit.id}: the marker {marker.label} is not anchored"


def _markers(index: Index) -> Outcome:
    """Every endnote marker is anchored once."""
    seen: dict[str, str] = {}
    for unit in index.units.values():
        for marker in unit.markers:
            if marker.kind is NoteKind.ENDNOTE:
                first = seen.setdefault(marker.target, unit.id)
                yield (
                    None if first == unit.id else f"{marker.target} stands in {first} and {unit.id}"
                )


def _identifiers(index: Index) -> Outcome:
    """Every identifier that something refers to is there."""
    for unit in index.units.values():
        known = unit.parent is None or unit.parent in index.units
        yield None if known else f"{unit.id}: its parent {unit.parent} is missing"
        yield None if unit.instrument in index.instruments else f"{unit.id}: no such instrument"
        for marker in unit.markers:
            yield None if marker.target in index.notes else f"{unit.id}: {marker.target} is missing"


def _licences(index: Index) -> Outcome:
    """Every source states its rights and origin, and is the file that it was declared to be."""
    for source in index.sources.values():
        stated = source.rights.strip() and source.origin.strip() and source.publisher.strip()
        yield None if stated else f"{source.file}: rights, origin or publisher are not stated"
        found = sha256(index.text(source.file).encode()).hexdigest()
        yield None if found == source.sha256 else f"{source.file}: has sha256 {found}"


def _hashes(index: Index) -> Outcome:
    """Every file of the build is as its manifest says."""
    stated, found = index.manifest["outputs"], publish.hashes(index.folder)
    for name in sorted({*stated, *found}):
        same = stated.get(name) == found.get(name)
        yield None if same else f"{name} is not as the manifest says"


def _store(index: Index) -> Outcome:
    """The store holds the quads of the dump, no more and no fewer."""
    from indexer.store import dump_nquads

    dump = (index.folder / "graph.nq").read_bytes()
    same = dump_nquads(index.store) == dump
    yield None if same else "the store does not hold the quads of graph.nq"
    yield from (None for _ in range(dump.count(b"\n") - 1))


def _shapes(index: Index) -> Outcome:
    """The graph conforms to the SHACL shapes of the ontology."""
    from indexer.shacl import validate

    report = validate((index.folder / "graph.nq").read_bytes())
    yield from (str(violation) for violation in report.violations)
    yield from (None for _ in range(sum(report.checked.values()) - len(report.violations)))


CHECKS: tuple[tuple[str, Callable[[Index], Outcome]], ...] = (
    ("tiling: code points", _tiling),
    ("texts: units", _texts),
    ("anchors: markers", _anchors),
    ("endnote markers once", _markers),
    ("identifiers referred to", _identifiers),
    ("licences: statements", _licences),
    ("files of the build", _hashes),
    ("store: quads", _store),
    ("SHACL: nodes", _shapes),
)


def check_index(index: Index) -> list[Finding]:
    """Run every check on a build and return what each found."""
    findings = []
    for name, run in CHECKS:
        outcomes = list(run(index))
        failures = tuple(outcome for outcome in outcomes if outcome is not None)
        findings.append(Finding(name, len(outcomes), failures))
    return findings
