"""Vectors by the hash of their text, in files that only grow.

A process that has something to keep begins a pack of its own: `NAME.vectors` with a check and a
vector for each text, and `NAME.keys` with the hash of the text, written after it. So a process
killed at any moment leaves whole entries and at most a piece behind the last one, which nobody
reads, and two processes may write at once. Reading needs the hashes in memory, sorted once; the
vectors are read one by one. Packs that have become many, or of which most is not used any more, are
written anew as one.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from mmap import ACCESS_READ, mmap
from pathlib import Path
from tempfile import NamedTemporaryFile, mkstemp
from threading import Lock

import numpy as np
from numpy.typing import NDArray

KEY = 32
"""Bytes of the hash of a text."""
MANY = 16
"""Packs from which on they are merged. Each is opened and searched by itself: measured with 27,000
entries, to find all took 0.07 seconds in one, 0.13 in 16 and 0.32 in 64; the merge took 0.12."""
DEAD = 0.5
"""Share of unused entries above which they are left out: they take more room than the others. Fewer
stay, so that a text that is removed and added again is not encoded again."""
_KEYS, _VECTORS = ".keys", ".vectors"
_ASIDE = ".merged-"
_Words = NDArray[np.uint64]


@dataclass(frozen=True)
class _Pack:
    """The whole entries of a pack when it was opened."""

    vectors: mmap | bytes
    keys: bytes
    order: NDArray[np.int64]
    """The places of the entries, sorted by the first eight bytes of their hash."""
    words: _Words
    """Those eight bytes, in that order."""

    def places(self, keys: Sequence[bytes]) -> Iterator[tuple[int, int]]:
        """Yield the number of each key that is here with the place of its entry.

        Of several entries of a key the last one comes first.
        """
        words = np.frombuffer(b"".join(key[:8] for key in keys), "<u8")
        first, last = (np.searchsorted(self.words, words, side) for side in ("left", "right"))
        for number in np.flatnonzero(last > first).tolist():
            among = self.order[first[number] : last[number]].tolist()
            for place in sorted(among, reverse=True):
                if self.keys[KEY * place : KEY * (place + 1)] == keys[number]:
                    yield number, place

    def all_keys(self) -> Iterator[bytes]:
        """Yield the key of each entry, in their order."""
        return (self.keys[KEY * place : KEY * (place + 1)] for place in range(len(self.order)))

    def entry(self, place: int, size: int) -> bytes:
        """Return the entry of a place."""
        return self.vectors[place * size : (place + 1) * size]


class Packs:
    """The packs of one folder, whose entries have `size` bytes beside their key."""

    def __init__(self, folder: Path, size: int) -> None:
        self._folder = folder
        self._size = size
        self._packs = [_opened(path, size) for path in sorted(folder.glob(f"*{_KEYS}"))]
        self._own: _Own | None = None
        self._new: dict[bytes, int] = {}
        self._lock = Lock()

    def get(self, key: bytes) -> Iterator[bytes]:
        """Yield what was kept under a key, the latest first; there may be several, or none."""
        if key in self._new and self._own is not None:
            yield os.pread(self._own.vectors, self._size, self._new[key] * self._size)
        for pack in reversed(self._packs):
            for _, place in pack.places([key]):
                yield pack.entry(place, self._size)

    def some(self, keys: Sequence[bytes]) -> list[bytes | None]:
        """Return what packs that were there before have under each key; None for nothing.

        That is one of what `get` yields, found much sooner for many keys.
        """
        found: list[bytes | None] = [None] * len(keys)
        for pack in self._packs:
            for number, place in pack.places(keys):
                found[number] = pack.entry(place, self._size)
        return found

    def put(self, key: bytes, entry: bytes) -> None:
        """Keep an entry under a key of 32 bytes. Raises OSError where it cannot be written."""
        if len(key) != KEY or len(entry) != self._size:
            raise ValueError(f"an entry of {len(key)} and {len(entry)} bytes")
        with self._lock:
            if self._own is None:
                self._own = _begun(self._folder)
            self._own.write(entry, key)
            self._new[key] = len(self._new)


def merge(folder: Path, size: int, used: Collection[bytes]) -> bool:
    """Merge the packs of a folder where the rule asks for it; say whether they were.

    `used` are the keys that are still asked for, all of which have an entry; of several entries of
    a key the last one stays. The new pack is whole before it has its name, and only then do the old
    ones go: killed in between, every entry is there, at worst twice. What another process writes
    meanwhile may be lost, and is then encoded again. Raises OSError where it cannot be written.
    """
    _clear(folder)
    paths = sorted(folder.glob(f"*{_KEYS}"))
    packs = [_opened(path, size) for path in paths]
    few = len(used) < (1 - DEAD) * sum(len(pack.order) for pack in packs)
    if len(packs) < MANY and not few:
        return False
    entries = {key: (pack, place) for pack in packs for place, key in enumerate(pack.all_keys())}
    kept = {key: own for key, own in entries.items() if key in used or not few}
    _write_pack(folder, b"".join(kept), (own.entry(at, size) for own, at in kept.values()))
    for path in paths:
        path.unlink()
    _clear(folder)
    return True


def _clear(folder: Path) -> None:
    """Remove the vectors of packs that are gone, or never became whole."""
    for vectors in folder.glob(f"*{_VECTORS}"):
        if not vectors.with_suffix(_KEYS).exists():
            vectors.unlink()


def _write_pack(folder: Path, keys: bytes, entries: Iterable[bytes]) -> None:
    """Write a pack aside; it is there when its keys, as the last, get their name."""
    with (
        NamedTemporaryFile(dir=folder, prefix=_ASIDE, delete=False) as vectors,
        NamedTemporaryFile(dir=folder, prefix=_ASIDE, delete=False) as hashes,
    ):
        vectors.writelines(entries)
        hashes.write(keys)
        for stream in (vectors, hashes):
            stream.flush()
            os.fsync(stream.fileno())
    name = folder / f"pack-{Path(vectors.name).name.removeprefix(_ASIDE)}"
    Path(vectors.name).replace(name.with_suffix(_VECTORS))
    Path(hashes.name).replace(name.with_suffix(_KEYS))


class _Own:
    """The pack that this process writes."""

    def __init__(self, vectors: int, keys: int) -> None:
        self.vectors = vectors
        self._keys = keys

    def write(self, entry: bytes, key: bytes) -> None:
        for handle, data in ((self.vectors, entry), (self._keys, key)):
            while data:
                data = data[os.write(handle, data) :]

    def __del__(self) -> None:
        os.close(self.vectors)
        os.close(self._keys)


def _begun(folder: Path) -> _Own:
    folder.mkdir(parents=True, exist_ok=True)
    vectors, name = mkstemp(dir=folder, prefix="pack-", suffix=_VECTORS)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    return _Own(vectors, os.open(Path(name).with_suffix(_KEYS), flags, 0o600))


def _opened(path: Path, size: int) -> _Pack:
    keys, vectors = path.read_bytes(), _mapped(path.with_suffix(_VECTORS))
    count = min(len(keys) // KEY, len(vectors) // size)
    words = np.frombuffer(keys, "<u8", count * KEY // 8)[:: KEY // 8]
    order = np.argsort(words, kind="stable")
    return _Pack(vectors, keys, order, words[order])


def _mapped(path: Path) -> mmap | bytes:
    """The bytes of a file, without reading them; none where it is empty or not there."""
    if not path.is_file() or not path.stat().st_size:
        return b""
    with path.open("rb") as stream:
        return mmap(stream.fileno(), 0, access=ACCESS_READ)
