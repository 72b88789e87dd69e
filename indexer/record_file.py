"""Records on disk that are read one at a time, so that opening a build costs the same at any size.

Beside the JSON lines of `units.jsonl` stand `units.at`, where each line begins, and for each key by
which lines are looked up a file such as `units.by-parent`: hashes of the keys in ascending order,
then the number of the line of each. All are mapped into memory. A hash only says where to look: the
line itself decides. Numbers are 64 bits, little end first.
"""

from __future__ import annotations

import mmap
import sys
from array import array
from bisect import bisect_left
from collections.abc import Callable, ItemsView, Iterable, Iterator, Mapping, Sequence, ValuesView
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from typing import TypeVar

from indexer import publish, records
from indexer.records import Record

ID = "id"
KEPT = 20_000
"""Records that are kept once they are read; all of them where a file has no more."""
_OPENING = b'{"id": "'
_WIDTH = 8

_Value = TypeVar("_Value")


class RecordFile:
    """The records of one file, by their place and by their keys."""

    def __init__(self, folder: Path, name: str) -> None:
        """Open what `write_rows` wrote. Raises InputError where it is not as it was written."""
        self.path = folder / f"{name}.jsonl"
        self.keys = records.KEYS[name]
        try:
            self._lines = _mapped(self.path)
            self._at = _numbers(folder / f"{name}.at")
            self._by = {key: _numbers(folder / f"{name}.by-{key}") for key in self.keys}
        except (OSError, ValueError, TypeError) as error:
            raise publish.unreadable(self.path, error) from error
        if not len(self._at) or self._at[-1] != len(self._lines):
            raise publish.unreadable(self.path, "it is not as long as it was written")

    def __len__(self) -> int:
        return len(self._at) - 1

    def rows(self) -> Iterator[Record]:
        """Yield every record, in order."""
        return map(self._row, range(len(self)))

    def ids(self) -> Iterator[str]:
        """Yield the identifier of every record, in order, mostly without reading all of it."""
        for number in range(len(self)):
            start = self._at[number]
            head = bytes(self._lines[start : min(start + 256, self._at[number + 1])])
            name, closed, _ = head[len(_OPENING) :].partition(b'"')
            plain = closed and head.startswith(_OPENING) and b"\\" not in name
            yield name.decode() if plain else str(self._row(number)[ID])

    def having(self, key: str, value: str) -> Iterator[Record]:
        """Yield the records that have a value among those of one of their keys, in order."""
        hashes = self._by[key]
        count, wanted = len(hashes) // 2, _hash(value)
        place = bisect_left(hashes, wanted, 0, count)
        while place < count and hashes[place] == wanted:
            row = self._row(hashes[count + place])
            if value in self.keys[key](row):
                yield row
            place += 1

    def made(self, row: Record, value: Callable[[Record], _Value]) -> _Value:
        """Return what a record stands for. Raises InputError where it lacks something."""
        try:
            return value(row)
        except (ValueError, KeyError, TypeError) as error:
            raise publish.unreadable(self.path, error) from error

    def _row(self, number: int) -> Record:
        line = bytes(self._lines[self._at[number] : self._at[number + 1]])
        try:
            (row,) = records.read_lines(line)
        except ValueError as error:
            raise publish.unreadable(self.path, error) from error
        return row


class ById(Mapping[str, _Value]):
    """The records of a file by identifier, in their order, each made into a value when read."""

    def __init__(self, file: RecordFile, value: Callable[[Record], _Value]) -> None:
        self._file = file
        self._made = value
        self._kept: dict[str, _Value] = {}
        self._all = False

    def __len__(self) -> int:
        return len(self._file)

    def __iter__(self) -> Iterator[str]:
        return iter(self._kept) if self._all else self._file.ids()

    def __contains__(self, name: object) -> bool:
        if self._all or name in self._kept:
            return name in self._kept
        return isinstance(name, str) and any(True for _ in self._file.having(ID, name))

    def __getitem__(self, name: str) -> _Value:
        if self._all or name in self._kept:
            return self._kept[name]
        row = next(self._file.having(ID, name), None)
        if row is None:
            raise KeyError(name)
        value = self._file.made(row, self._made)
        self._keep(name, value)
        return value

    def values(self) -> ValuesView[_Value]:
        """The values, read in order."""
        return _Values(self)

    def items(self) -> ItemsView[str, _Value]:
        """Identifiers and values, read in order."""
        return _Items(self)

    def pairs(self) -> Iterator[tuple[str, _Value]]:
        """Yield identifiers and values, in order; few enough are kept."""
        if self._all:
            yield from self._kept.items()
            return
        found: dict[str, _Value] = {}
        for row in self._file.rows():
            name, value = str(row[ID]), self._file.made(row, self._made)
            if len(self) <= KEPT:
                found[name] = self._kept.get(name, value)
            yield name, found.get(name, value)
        if len(self) <= KEPT:
            self._kept, self._all = found, True

    def _keep(self, name: str, value: _Value) -> None:
        if len(self._kept) >= KEPT:
            self._kept = {}
        self._kept[name] = value


class _Values(ValuesView[_Value]):
    _mapping: ById[_Value]

    def __iter__(self) -> Iterator[_Value]:
        return (value for _, value in self._mapping.pairs())


class _Items(ItemsView[str, _Value]):
    _mapping: ById[_Value]

    def __iter__(self) -> Iterator[tuple[str, _Value]]:
        return self._mapping.pairs()


class ByKey(Mapping[str, Sequence[_Value]]):
    """The records of a file by another of their keys: for each value, all that have it."""

    def __init__(self, file: RecordFile, key: str, value: Callable[[Record], _Value]) -> None:
        self._file = file
        self._key = key
        self._made = value

    def __getitem__(self, name: str) -> tuple[_Value, ...]:
        if self._all is not None:
            return self._all[name]
        rows = self._file.having(self._key, name)
        found = tuple(self._file.made(row, self._made) for row in rows)
        if not found:
            raise KeyError(name)
        return found

    def __contains__(self, name: object) -> bool:
        if self._all is not None:
            return name in self._all
        return isinstance(name, str) and any(True for _ in self._file.having(self._key, name))

    def __iter__(self) -> Iterator[str]:
        if self._all is not None:
            return iter(self._all)
        keys = self._file.keys[self._key]
        return iter(dict.fromkeys(name for row in self._file.rows() for name in keys(row)))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    @cached_property
    def _all(self) -> Mapping[str, tuple[_Value, ...]] | None:
        """Everything, where that is little."""
        if len(self._file) > KEPT:
            return None
        found: dict[str, list[_Value]] = {}
        for row in self._file.rows():
            value = self._file.made(row, self._made)
            for name in dict.fromkeys(self._file.keys[self._key](row)):
                found.setdefault(name, []).append(value)
        return {name: tuple(values) for name, values in found.items()}


def write_rows(folder: Path, name: str, rows: Iterable[Record]) -> None:
    """Write records as JSON lines with what it takes to find one; they are not held in memory."""
    keys = records.KEYS.get(name, {})
    at, hashes = array("Q", [0]), {key: array("Q") for key in keys}
    places = {key: array("Q") for key in keys}
    with (folder / f"{name}.jsonl").open("wb") as stream:
        for number, row in enumerate(rows):
            at.append(at[-1] + stream.write(records.lines([row])))
            for key, of in keys.items():
                for value in dict.fromkeys(of(row)):
                    hashes[key].append(_hash(value))
                    places[key].append(number)
    if not keys:
        return
    _write(folder / f"{name}.at", at)
    for key, own in hashes.items():
        order = sorted(range(len(own)), key=own.__getitem__)
        found = array("Q", (own[place] for place in order))
        found.extend(places[key][place] for place in order)
        _write(folder / f"{name}.by-{key}", found)


def _hash(value: str) -> int:
    return int.from_bytes(blake2b(value.encode(), digest_size=_WIDTH).digest(), "little")


def _write(path: Path, numbers: array[int]) -> None:
    if sys.byteorder == "big":
        numbers.byteswap()
    path.write_bytes(numbers.tobytes())


def _mapped(path: Path) -> memoryview:
    """The bytes of a file, without reading them."""
    with path.open("rb") as stream:
        if not path.stat().st_size:  # which cannot be mapped
            return memoryview(b"")
        return memoryview(mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ))


def _numbers(path: Path) -> Sequence[int]:
    view = _mapped(path)
    if sys.byteorder == "little":
        return view.cast("Q")
    swapped = array("Q", view.tobytes())
    swapped.byteswap()
    return swapped
