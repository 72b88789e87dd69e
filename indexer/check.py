"""The promises of a build, checked on the build itself, each with the count of what was checked.

Nothing is taken from the corpus folder: a build carries its texts and its facts, so that anyone
who is handed one can check it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from unicodedata import normalize

from indexer import publish
from indexer.errors import InputError
from indexer.ident import split_id
from indexer.model import Marker, NoteKind, Unit
from indexer.parsing.clean import to_source
from indexer.parsing.tiling import check_tiling
from indexer.read import Index
from indexer.redirects import problems

_ENDNOTE = NoteKind.ENDNOTE
_AROUND_LABELS = "^{}[],. \t\r\n"
"""What the texts print around the labels of their markers."""
_BYTE_ORDER_MARK = "\ufeff"
"""Counts for the hash of a file, and is no part of its text."""
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


def _tiling(index: Index) -> Outcome:
    """Every non-blank code point of each file lies in one tile."""
    for file, pieces in index.pieces.items():
        try:
            covered = check_tiling(file, index.text(file), pieces)
        except InputError as error:
            yield str(error)
        else:
            yield from (None for _ in range(covered))


def _texts(index: Index) -> Outcome:
    """Every code point of a unit's clean text is the one of the file to which it maps."""
    for unit in index.units.values():
        text = index.text(unit.file)
        wrong = next((at for at, char in _visible(unit) if text[at : at + 1] != char), None)
        yield (
            None if wrong is None else f"{unit.id}: its text is not that of {unit.file} at {wrong}"
        )


def _visible(unit: Unit) -> Iterator[tuple[int, str]]:
    """Each code point of the clean text that is no space, with its place in the file.

    A unit of neither words nor a heading of its own shows the heading above it, in no place.
    """
    if not unit.own_text and not unit.offsets:
        return
    for at, char in enumerate(unit.text):
        if char != " ":
            yield to_source(unit.offsets or ((0, unit.start),), at), char


def _anchors(index: Index) -> Outcome:
    """Every marker slices its file to its label, and stands at its offset in the unit's text."""
    for unit in index.units.values():
        text = index.text(unit.file)
        for marker in unit.markers:
            printed = normalize("NFKC", text[marker.span.start : marker.span.end])
            good = printed.strip(_AROUND_LABELS) == marker.label and _in_place(unit, marker)
            yield None if good else f"{unit.id}: the marker {marker.label} is not anchored"


def _in_place(unit: Unit, marker: Marker) -> bool:
    """Whether a marker stands in its unit, between the words before its offset and those after."""
    inside = any(s.start <= marker.span.start and marker.span.end <= s.end for s in unit.spans)
    before = len(unit.text[: marker.offset].replace(" ", ""))
    places = [at for at, _ in _visible(unit)]
    ordered = all(at < marker.span.start for at in places[:before]) and all(
        at >= marker.span.end for at in places[before:]
    )
    return inside and ordered and marker.offset <= len(unit.text)


def _markers(index: Index) -> Outcome:
    """Every endnote is pointed to by a marker, and in what is shipped by no second.

    Real documents cite a note twice: where a text was added, that is no fault.
    """
    added = {file for file, source in index.sources.items() if source.received is not None}
    found: dict[str, list[Unit]] = {n.id: [] for n in index.notes.values() if n.kind is _ENDNOTE}
    for unit in index.units.values():
        for marker in unit.markers:
            if marker.kind is _ENDNOTE:
                found.setdefault(marker.target, []).append(unit)
    for note, carriers in found.items():
        where = " and ".join(unit.id for unit in carriers) or "no unit"
        most = len(carriers) if any(unit.file in added for unit in carriers) else 1
        yield None if 0 < len(carriers) <= most else f"the marker of {note} stands in {where}"


def _identifiers(index: Index) -> Outcome:
    """Every identifier that something refers to is there."""
    for unit in index.units.values():
        known = unit.parent is None or unit.parent in index.units
        yield None if known else f"{unit.id}: its parent {unit.parent} is missing"
        yield None if unit.instrument in index.instruments else f"{unit.id}: no such instrument"
        for marker in unit.markers:
            yield None if marker.target in index.notes else f"{unit.id}: {marker.target} is missing"
    for file, pieces in index.pieces.items():
        for owner in dict.fromkeys(piece.owner for piece in pieces if piece.owner):
            known = owner in index.units or owner in index.notes
            yield None if known else f"{file}: {owner}, to whom a tile belongs, is missing"
    for element in index.elements.values():
        known = element.area in index.areas
        yield None if known else f"element {element.number}: no such area {element.area}"


def _citations(index: Index) -> Outcome:
    """Every citation slices the words of its unit or note to its quote, and leads somewhere."""
    for cited in index.citations:
        held = index.units.get(cited.place) or index.notes.get(cited.place)
        good = held is not None and (held.text or "")[cited.start : cited.end] == cited.quote
        yield None if good else f"{cited.unit}: {cited.quote!r} does not stand in {cited.place}"
        known = all(split_id(target)[0] in index.instruments for target in cited.targets)
        yield None if known else f"{cited.unit}: {cited.quote!r} leads to no registered instrument"
        through = cited.place == cited.unit or cited.unit in index.carriers.get(cited.place, ())
        yield None if through else f"{cited.unit} does not point to {cited.place}"


def _links(index: Index) -> Outcome:
    """Every editor's link and suggestion leads from a unit to a provision or unit."""
    pairs = [(own.subject, own.target) for own in index.curated]
    pairs += [(own.subject, own.target) for own in index.suggestions]
    for subject, target in pairs:
        yield None if subject in index.units else f"{subject}: no such unit is linked"
        known = target in index.provisions or target in index.units
        yield None if known else f"{subject}: {target} is not registered"


def _retired(index: Index) -> Outcome:
    """No withdrawn name is in use, and what took its place is."""
    paths = {own.path for own in index.instruments.values()}
    wrong = tuple(problems(index.retired.values(), index.known, paths))
    yield from wrong
    yield from (None for _ in range(max(len(index.retired) - len(wrong), 0)))


def _licences(index: Index) -> Outcome:
    """Every source states its rights and origin, and is the file that it was declared to be."""
    for source in index.sources.values():
        stated = source.rights.strip() and source.origin.strip() and source.publisher.strip()
        yield None if stated else f"{source.file}: rights, origin or publisher are not stated"
        text = index.text(source.file)
        found = [sha256(f"{mark}{text}".encode()).hexdigest() for mark in ("", _BYTE_ORDER_MARK)]
        yield None if source.text_hash in found else f"{source.file}: has sha256 {found[0]}"


def _hashes(index: Index) -> Outcome:
    """Every file of the build is as it was written.

    The store is one, however many files it has: their number tells only how it came about.
    """
    compared = publish.compared(index.folder)
    wrong = [name for name, same in compared.items() if not same]
    yield from (f"{name} is not as it was written" for name in wrong)
    sound = {_of_store(name) for name in compared} - {_of_store(name) for name in wrong}
    yield from (None for _ in sound)


def _of_store(name: str) -> str:
    return publish.STORE if name.startswith(f"{publish.STORE}/") else name


def _store(index: Index) -> Outcome:
    """The store holds the quads of the dump, no more and no fewer."""
    from indexer.graph.store import dump_nquads

    dump = (index.folder / "graph.nq").read_bytes()
    same = dump_nquads(index.store) == dump
    yield None if same else "the store does not hold the quads of graph.nq"
    yield from (None for _ in range(dump.count(b"\n") - 1))


def _shapes(index: Index) -> Outcome:
    """The graph conforms to the SHACL shapes of the ontology."""
    from indexer.graph.shacl import validate

    report = validate((index.folder / "graph.nq").read_bytes())
    yield from (str(violation) for violation in report.violations)
    yield from (None for _ in range(sum(report.checked.values()) - len(report.violations)))


CHECKS: tuple[tuple[str, Callable[[Index], Outcome]], ...] = (
    ("tiling: code points", _tiling),
    ("texts: units", _texts),
    ("anchors: markers", _anchors),
    ("endnote markers once", _markers),
    ("identifiers referred to", _identifiers),
    ("citations: quotes", _citations),
    ("links: ends", _links),
    ("withdrawn names", _retired),
    ("licences: statements", _licences),
    ("files of the build", _hashes),
    ("store: quads", _store),
    ("SHACL: nodes", _shapes),
)


def _outcomes(run: Callable[[Index], Outcome], index: Index) -> Outcome:
    """What a check yields; a check that cannot go on has failed, whatever stopped it."""
    try:
        yield from run(index)
    except Exception as error:
        yield f"this cannot be checked: {type(error).__name__}: {error}"


def check_index(index: Index) -> list[Finding]:
    """Run every check on a build and return what each found."""
    findings = []
    for name, run in CHECKS:
        outcomes = list(_outcomes(run, index))
        failures = tuple(outcome for outcome in outcomes if outcome is not None)
        findings.append(Finding(name, len(outcomes), failures))
    return findings
