"""What one build holds, as values of the model, read from its folder when first asked for.

Opening reads no more than the manifest; units and notes are read one by one, however many there
are. Nothing here searches, queries or writes.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from indexer import publish, records
from indexer.citing.particulars import Particulars, record_particulars
from indexer.errors import NotFoundError
from indexer.model import Area, Element, Instrument, Note, Piece, Provision, Source, Unit
from indexer.nearest import nearest
from indexer.record_file import ById, ByKey, RecordFile
from indexer.redirects import Retired, by_identifier

if TYPE_CHECKING:
    from indexer.retrieval.filters import Facets

_Value = TypeVar("_Value")


class Contents:
    """The units, notes, instruments, texts and facts of one build."""

    def __init__(self, folder: Path) -> None:
        """Open the units. Raises InputError where the build cannot be read."""
        self.folder = folder
        self.manifest = publish.read_manifest(folder)
        self._units = RecordFile(folder, "units")
        self._cited: Mapping[str, str] = ById(self._units, lambda row: str(row["cite_as"]))
        self.edition_of: Mapping[str, str] = ById(self._units, lambda row: str(row["edition"]))
        """The edition whose words stand for each unit."""
        self.units: Mapping[str, Unit] = ById(self._units, records.record_stated_unit)

    @property
    def build(self) -> str:
        """The identifier of the build."""
        return str(self.manifest["build"])

    @property
    def base(self) -> str:
        """The IRI below which the data lies."""
        return str(self.manifest["base"])

    def _rows(self, name: str, made: Callable[[dict[str, Any]], _Value]) -> list[_Value]:
        """The values of a file of records. Raises InputError where it is not as it was written."""
        path = self.folder / f"{name}.jsonl"
        try:
            return [made(row) for row in records.read_lines(path.read_bytes())]
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise publish.unreadable(path, error) from error

    @cached_property
    def instruments(self) -> Mapping[str, Instrument]:
        """Every registered instrument by identifier."""
        return {own.id: own for own in self._rows("instruments", records.record_instrument)}

    @cached_property
    def by_path(self) -> Mapping[str, Instrument]:
        """Every registered instrument by its path below the base."""
        return {own.path: own for own in self.instruments.values()}

    @cached_property
    def sources(self) -> Mapping[str, Source]:
        """What is stated of each source file."""
        return {own.file: own for own in self._rows("sources", lambda row: Source(**row))}

    @cached_property
    def editions(self) -> Sequence[Mapping[str, Any]]:
        """Which file prints which instrument, in which edition and language."""
        return tuple(self._rows("editions", lambda row: row))

    @cached_property
    def notes(self) -> Mapping[str, Note]:
        """Every footnote and endnote by identifier."""
        return ById(RecordFile(self.folder, "notes"), records.record_note)

    @cached_property
    def areas(self) -> Mapping[str, Area]:
        """The areas of the framework."""
        return {own.id: own for own in self._rows("areas", lambda row: Area(**row))}

    @cached_property
    def elements(self) -> Mapping[int, Element]:
        """The elements of the framework by number."""
        return {own.number: own for own in self._rows("elements", lambda row: Element(**row))}

    @cached_property
    def pieces(self) -> Mapping[str, Sequence[Piece]]:
        """The tiles of each source file, in order."""
        found: dict[str, list[Piece]] = {file: [] for file in self.sources}
        for file, piece in self._rows("pieces", records.record_piece):
            found.setdefault(file, []).append(piece)
        return found

    @cached_property
    def templates(self) -> Mapping[str, Mapping[str, str]]:
        """The words of citations (see indexer.citeas)."""
        return publish.read_json(self.folder / "citation.json")

    @cached_property
    def provisions(self) -> Mapping[str, Provision]:
        """The registered provisions by identifier; their subjects are an editor's words."""
        return {own.id: own for own in self._rows("provisions", lambda row: Provision(**row))}

    @cached_property
    def particulars(self) -> Mapping[str, Particulars]:
        """What citations need to know of each instrument."""
        return {own.id: own for own in self._rows("particulars", record_particulars)}

    @cached_property
    def names(self) -> Mapping[str, Sequence[str]]:
        """Every name of an instrument, with the instruments that it may mean."""
        return dict(self._rows("names", lambda row: (str(row["name"]), tuple(row["ids"]))))

    @cached_property
    def styles(self) -> Mapping[str, Any]:
        """The styles of citations (see indexer.citing.styles)."""
        return publish.read_json(self.folder / "styles.json")

    @cached_property
    def resolver(self) -> Mapping[str, Any]:
        """The words by which typed citations are read (see indexer.citing.grammar)."""
        return publish.read_json(self.folder / "resolver.json")

    @cached_property
    def withdrawn(self) -> frozenset[str]:
        """The units that the current edition of their instrument has no more."""
        gone = self._units.having(records.WITHDRAWN, records.WITHDRAWN)
        return frozenset(str(row["id"]) for row in gone)

    @cached_property
    def retired(self) -> Mapping[str, Retired]:
        """Identifiers and paths that are no longer in use (see indexer.redirects)."""
        if not (self.folder / "redirects.jsonl").is_file():
            return {}  # a build from before there were any
        return {own.name: own for own in self._rows("redirects", lambda row: Retired(**row))}

    def refuse_retired(self, identifier: str) -> None:
        """Raise RetiredError where an identifier was withdrawn."""
        error = by_identifier(identifier, self.retired, self.known)
        if error is not None:
            raise error

    @property
    def known(self) -> Mapping[str, object]:
        """Every unit, note, provision and instrument by identifier."""
        found: list[Any] = [self.units, self.notes, self.provisions, self.instruments]
        return ChainMap(*found)

    @cached_property
    def facets(self) -> Facets:
        """What filters ask about, of every unit."""
        from indexer.retrieval.filters import Facets

        return Facets.opened(self.folder / "search", self.instruments)

    @cached_property
    def children(self) -> Mapping[str, Sequence[str]]:
        """The units directly below each unit, in order."""
        return ByKey(self._units, "parent", lambda row: str(row["id"]))

    @cached_property
    def carriers(self) -> Mapping[str, Sequence[str]]:
        """The units that point to each note."""
        return ByKey(self._units, "note", lambda row: str(row["id"]))

    def text(self, file: str) -> str:
        """Return a source file as decoded. Raises InputError where it cannot be read."""
        path = self.folder / "texts" / file
        try:
            return path.read_bytes().decode()
        except (OSError, ValueError) as error:
            raise publish.unreadable(path, error) from error

    def unit(self, identifier: str) -> Unit:
        """Return a unit. Raises NotFoundError with the nearest identifiers, or RetiredError."""
        if identifier in self.units:
            return self.units[identifier]
        self.refuse_retired(identifier)
        near = nearest(identifier, self.units)
        raise NotFoundError(
            f"There is no unit {identifier!r} in build {self.build}.",
            mend=f"Did you mean {', '.join(near)}?" if near else "See `clausegraph list`.",
            nearest=near,
        )

    def instrument(self, identifier: str) -> Instrument:
        """Return a registered instrument. Raises NotFoundError with the nearest."""
        if identifier in self.instruments:
            return self.instruments[identifier]
        self.refuse_retired(identifier)
        near = nearest(identifier, self.instruments)
        raise NotFoundError(
            f"There is no instrument {identifier!r} in the registry.",
            mend=f"Did you mean {', '.join(near)}?" if near else "See `clausegraph list`.",
            nearest=near,
        )

    def element(self, number: int) -> Element:
        """Return a framework element. Raises NotFoundError."""
        if number in self.elements:
            return self.elements[number]
        raise NotFoundError(
            f"There is no element {number}.",
            mend=f"Elements are numbered 1 to {max(self.elements, default=0)}.",
        )

    def cite_as(self, identifier: str) -> str:
        """Return the house citation of a unit."""
        return str(self._cited[self.unit(identifier).id])
