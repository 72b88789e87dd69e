"""The user corpus on disk: what was given, what was read from it, and one table of contents.

`{own}/sources.toml` lists everything; `files/` has each file as it was received, `texts/` the text
read from it, `read/` what the reader noted besides. A change is written aside, built, and becomes
the user corpus when the build with it is published: the published build names the sources.toml
that it was made from, so that both change in one step, whenever the program is killed.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from indexer import publish
from indexer.errors import ClausegraphError, InputError
from indexer.own.toml_text import tables_text

Table = Mapping[str, Any]
SOURCES = "sources.toml"
INPUT = f"own/{SOURCES}"
"""The name under which a manifest has the hash of the user corpus."""
_PENDING = ".pending.toml"
_HEAD = "# The texts of your own, written by `clausegraph add` and `clausegraph remove`.\n"
_LOCK = ".lock"
_KINDS = ("body", "instrument", "source")
_FOLDERS = {"files": "", "texts": ".txt", "read": ".json"}
"""The folders of a user corpus, and what names in them end with."""


@dataclass(frozen=True)
class Listed:
    """The tables of a user corpus."""

    sources: tuple[Table, ...] = ()
    instruments: tuple[Table, ...] = ()
    bodies: tuple[Table, ...] = ()
    data: bytes = field(default=b"", repr=False)
    """The bytes of its sources.toml; empty where there is none."""

    @property
    def sha256(self) -> str | None:
        """The hash of its sources.toml, where that lists anything."""
        return hashlib.sha256(self.data).hexdigest() if self.sources else None

    @property
    def editions(self) -> dict[str, Table]:
        """The source of each edition `instrument@edition`."""
        return {
            f"{part['instrument']}@{source['edition']}": source
            for source in self.sources
            for part in source["part"]
        }


def listed(
    sources: Iterable[Table], instruments: Iterable[Table], bodies: Iterable[Table]
) -> Listed:
    """Return the tables with the bytes that state them."""
    kept = (tuple(bodies), tuple(instruments), tuple(sources))
    texts = (tables_text(name, own) for name, own in zip(_KINDS, kept, strict=True))
    return Listed(kept[2], kept[1], kept[0], (_HEAD + "".join(texts)).encode())


def read_listed(data: bytes, name: str) -> Listed:
    """Return the tables of a sources.toml. Raises InputError where it is not one."""
    try:
        tables = tomllib.loads(data.decode("utf-8"))
        bodies, instruments, sources = (tuple(tables.get(kind, ())) for kind in _KINDS)
        found = Listed(sources, instruments, bodies, data)
        _ = found.editions
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(
            f"{name}: it is not as it was written: {error}.",
            mend="Restore it from a copy, or add the files again.",
        ) from error
    return found


@dataclass(frozen=True, slots=True)
class Kept:
    """One file to be kept: as received, as read, and what was noted of it."""

    name: str
    """The name below `files/`; texts and notes have it too, with an ending."""
    data: bytes
    text: str
    noted: bytes


class OwnFolder:
    """The folder of a user corpus, which need not exist."""

    def __init__(self, root: Path, index: Path) -> None:
        self.root = root
        self.index = index

    def path(self, kind: str, name: str) -> Path:
        """Return where something is kept; `kind` is `files`, `texts` or `read`."""
        return self.root / kind / f"{name}{_FOLDERS[kind]}"

    def read(self) -> Listed:
        """Return what the user corpus lists. Raises InputError where it cannot be read."""
        self.recover()
        return self.read_listed()

    def read_listed(self) -> Listed:
        """Return what the user corpus lists, to one who holds it."""
        path = self.root / SOURCES
        if not path.is_file():
            return Listed()
        return read_listed(path.read_bytes(), str(path))

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the folder for a change. Raises InputError where another change is under way."""
        _make(self.root)
        with (self.root / _LOCK).open("w", encoding="utf-8") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                raise InputError(
                    f"Another `clausegraph add` or `remove` is changing {self.root}.",
                    mend="Wait until it has ended.",
                ) from error
            if (self.root / _PENDING).is_file():
                self.settle()
            yield

    def recover(self) -> None:
        """Finish or undo a change that was interrupted: what the published build was made of holds.

        A change that somebody is making now is left alone.
        """
        if (self.root / _PENDING).is_file():
            with suppress(InputError), self.held():
                pass

    def settle(self) -> None:
        """Finish or undo what was proposed, as the published build decides."""
        pending = self.root / _PENDING
        if not pending.is_file():
            self.sweep()
            return
        wanted = read_listed(pending.read_bytes(), str(pending))
        if wanted.sha256 == self._published():
            self.accept()
        else:
            self.withdraw()

    def _published(self) -> str | None:
        try:
            manifest = publish.read_manifest(publish.published(self.index))
        except ClausegraphError:
            return None
        found = manifest.get("inputs", {}).get(INPUT)
        return None if found is None else str(found)

    def keep(self, things: Iterable[Kept]) -> None:
        """Write files aside; nothing lists them yet."""
        for thing in things:
            parts = (("files", thing.data), ("texts", thing.text.encode()), ("read", thing.noted))
            for kind, data in parts:
                _write(self.path(kind, thing.name), data)

    def propose(self, wanted: Listed) -> None:
        """Write what the user corpus shall be once a build with it is published."""
        _write(self.root / _PENDING, wanted.data)

    def accept(self) -> None:
        """Make what was proposed the user corpus."""
        (self.root / _PENDING).replace(self.root / SOURCES)
        self.sweep()

    def withdraw(self) -> None:
        """Forget what was proposed."""
        (self.root / _PENDING).unlink(missing_ok=True)
        self.sweep()

    def sweep(self) -> None:
        """Remove the files that nothing lists."""
        path = self.root / SOURCES
        data = path.read_bytes() if path.is_file() else b""
        names = {source["file"] for source in read_listed(data, str(path)).sources}
        there = {self.path(kind, name) for kind in _FOLDERS for name in names}
        for kind in _FOLDERS:
            for found in (self.root / kind).glob("*"):
                if found not in there:
                    found.unlink()


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _unwritable(folder, error) from error


def _write(path: Path, data: bytes) -> None:
    """Write a file whole or not at all, and onto the disk. Raises InputError where it cannot be."""
    _make(path.parent)
    try:
        with NamedTemporaryFile(dir=path.parent, prefix=".aside-", delete=False) as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        Path(stream.name).replace(path)
    except OSError as error:
        raise _unwritable(path, error) from error


def _unwritable(path: Path, error: OSError) -> InputError:
    return InputError(
        f"{path} cannot be written: {error.strerror}.",
        mend="Name a folder of yours with CLAUSEGRAPH_OWN, and look at its disk.",
    )
