"""What a build worked out of its texts, kept for the next one.

Each value is kept under the hash of everything that decides it: this program, the version of
Python, what kind of value it is, and what it was made from. So nothing has to be declared stale: a
changed text or program asks for another hash. A value says the hash of what it holds; one that does
not match is made again. SQLite sees to it that a build killed at any moment leaves whole values,
and what a published build did not use is forgotten.
"""

from __future__ import annotations

import hashlib
import json
import platform
import sqlite3
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from functools import cache, partial
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, NamedTuple

from indexer.errors import InputError

_TOGETHER = 500
"""Keys that are asked for at a time."""
_RUN = 32
"""Texts whose values are kept together, on average; at most 256."""
_DIGEST = 8
_WAIT = 10.0
"""Seconds to wait for another process that writes."""
_TABLE = "CREATE TABLE IF NOT EXISTS made (key BLOB PRIMARY KEY, value BLOB) WITHOUT ROWID"


@cache
def program() -> str:
    """Return the hash of this program: the Python and data files of what writes a build."""
    digest = hashlib.sha256()
    for package in ("indexer", "ontology"):
        for name, data in sorted(_files(files(package), package)):
            digest.update(f"{name}\0{hashlib.sha256(data).hexdigest()}\n".encode())
    return digest.hexdigest()


def _files(folder: Traversable, name: str) -> Iterator[tuple[str, bytes]]:
    for entry in folder.iterdir():
        path = f"{name}/{entry.name}"
        if entry.is_dir() and entry.name != "__pycache__":
            yield from _files(entry, path)
        elif entry.is_file() and not entry.name.endswith(".pyc"):
            yield path, entry.read_bytes()


class _Form(NamedTuple):
    """How values are kept."""

    write: Callable[[Any], bytes]
    read: Callable[[bytes], Any]


_JSON = _Form(
    lambda value: json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(), json.loads
)


class Remembered:
    """Values by what they were made from, in one file."""

    def __init__(self, path: Path | None = None) -> None:
        """Open the file at `path`, which need not exist; without one nothing is kept."""
        self._path = path
        self._seed = f"{program()} {platform.python_version()}".encode()
        self._used: set[bytes] = set()
        self._connection: sqlite3.Connection | None = None

    def one(
        self,
        kind: str,
        made_from: object,
        make: Callable[[], Any],
        holds: Callable[[Any], bool] = lambda _: True,
    ) -> Any:
        """Return what `make` returns, a value of JSON, or what it returned for the same before.

        `made_from` decides the value, and its `repr` must say all of it, but for what `holds`
        looks at: a value for which it does not hold any more is made again.
        """
        key = _key(self._seed_of(kind), repr(made_from).encode())
        return self._kept({key: make}, holds=holds)[key]

    def data(self, kind: str, made_from: object, make: Callable[[], bytes]) -> bytes:
        """Return the bytes that `make` returns, or that it returned for the same before."""
        form = _Form(lambda data: zlib.compress(data, 1), zlib.decompress)
        key = _key(self._seed_of(kind), repr(made_from).encode())
        return bytes(self._kept({key: make}, form)[key])

    def each(
        self, kind: str, texts: Sequence[str], make: Callable[[str], Any], decides: object = ""
    ) -> list[Any]:
        """Return what `make` returns for each of some texts, a value of JSON.

        `decides` is what the values depend on besides their texts. They are kept by runs of texts,
        for a value alone takes nearly as long to find as a run of them: of a run with a text that
        is new all are made again.
        """
        seed = self._seed_of(kind, decides)
        names = {text: _key(seed, text.encode()) for text in dict.fromkeys(texts)}
        runs = {_key(seed, b"".join(names[text] for text in own)): own for own in _runs(names)}
        makers = {key: partial(_made, make, own) for key, own in runs.items()}
        found = self._kept(makers)
        values = {
            text: value
            for key, own in runs.items()
            for text, value in zip(own, found[key], strict=True)
        }
        return [values[text] for text in texts]

    def _seed_of(self, kind: str, decides: object = "") -> bytes:
        return b"\0".join((self._seed, kind.encode(), repr(decides).encode()))

    def _kept(
        self,
        makers: Mapping[bytes, Callable[[], Any]],
        form: _Form = _JSON,
        holds: Callable[[Any], bool] = lambda _: True,
    ) -> dict[bytes, Any]:
        """Return the value of each key; what is not kept, or does not hold, is made and kept."""
        self._used.update(makers)
        with self._opened() as opened:
            kept = () if opened is None else _found(opened, list(makers), form)
            found = {key: value for key, value in kept if holds(value)}
            made = {key: make() for key, make in makers.items() if key not in found}
            if opened is not None and made:
                _write(opened, ((key, _sealed(key, own, form)) for key, own in made.items()))
        return found | made

    def sweep(self) -> None:
        """Forget what was neither asked for nor made since this was opened."""
        with self._opened() as opened:
            if opened is None:
                return
            with opened:
                opened.execute("CREATE TEMP TABLE used (key BLOB PRIMARY KEY) WITHOUT ROWID")
                opened.executemany("INSERT INTO used VALUES (?)", ((key,) for key in self._used))
                gone = opened.execute("DELETE FROM made WHERE key NOT IN (SELECT key FROM used)")
            if gone.rowcount:
                opened.execute("PRAGMA incremental_vacuum")

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection | None]:
        """Open the file at the first call; a damaged one is begun anew.

        Where there can be no folder for it nothing is kept: whoever writes the build says so.
        Raises InputError where the file cannot be used.
        """
        if self._path is None or not _has_folder(self._path):
            yield None
            return
        try:
            if self._connection is None:
                _begin(self._path)
                self._connection = _prepared(self._path)
            yield self._connection
        except sqlite3.Error as error:
            raise InputError(
                f"{self._path} cannot be used: {error}.",
                mend="Look at its disk and rights, or remove it: it is made again.",
            ) from error

    def close(self) -> None:
        """Close the file; it is opened again when it is needed."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def _has_folder(path: Path) -> bool:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    return True


def _begin(path: Path) -> None:
    """Make a file where there is none, or none that can be read whole."""
    if not _is_sound(path):
        for name in (path.name, f"{path.name}-wal", f"{path.name}-shm"):
            path.with_name(name).unlink(missing_ok=True)


def _is_sound(path: Path) -> bool:
    """Whether a file can be read whole."""
    try:
        with closing(_prepared(path)) as opened:
            return bool(opened.execute("PRAGMA quick_check(1)").fetchone() == ("ok",))
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError:
        return False


def _prepared(path: Path) -> sqlite3.Connection:
    opened = sqlite3.connect(path, timeout=_WAIT)
    for wanted in ("auto_vacuum = INCREMENTAL", "journal_mode = WAL", "synchronous = NORMAL"):
        opened.execute(f"PRAGMA {wanted}")
    with opened:
        opened.execute(_TABLE)
    return opened


def _key(seed: bytes, made_from: bytes) -> bytes:
    return hashlib.blake2b(seed + b"\0" + made_from, digest_size=16).digest()


def _runs(names: Mapping[str, bytes]) -> Iterator[list[str]]:
    """Yield texts in runs of some `_RUN`, in their order; `names` are their hashes.

    A run ends with a text whose hash says so, and so wherever the same texts stand together,
    whatever comes before or behind them.
    """
    run: list[str] = []
    for text, name in names.items():
        run.append(text)
        if name[0] < 256 // _RUN:
            yield run
            run = []
    if run:
        yield run


def _made(make: Callable[[str], Any], texts: Iterable[str]) -> list[Any]:
    return [make(text) for text in texts]


def _found(
    opened: sqlite3.Connection, keys: Sequence[bytes], form: _Form
) -> Iterator[tuple[bytes, Any]]:
    for start in range(0, len(keys), _TOGETHER):
        some = keys[start : start + _TOGETHER]
        marks = ",".join("?" * len(some))
        for key, value in opened.execute(f"SELECT * FROM made WHERE key IN ({marks})", some):
            payload = value[_DIGEST:]
            if value[:_DIGEST] == _digest(key, payload):
                yield key, form.read(payload)


def _write(opened: sqlite3.Connection, rows: Iterator[tuple[bytes, bytes]]) -> None:
    with opened:
        opened.executemany("INSERT OR REPLACE INTO made VALUES (?, ?)", rows)


def _sealed(key: bytes, value: Any, form: _Form) -> bytes:
    payload = form.write(value)
    return _digest(key, payload) + payload


def _digest(key: bytes, payload: bytes) -> bytes:
    return hashlib.blake2b(key + payload, digest_size=_DIGEST).digest()
