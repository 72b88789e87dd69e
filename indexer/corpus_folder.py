"""A corpus folder as files: read on demand, hashed, and told by name where they are wrong."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from copy import deepcopy
from functools import lru_cache
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import corpus
from indexer.errors import InputError

_TABLES = 512
"""Files of which the tables are kept: a build asks for most of them more than once."""


@lru_cache(_TABLES)
def _tables(data: bytes) -> dict[str, Any]:
    return tomllib.loads(data.decode("utf-8"))


class CorpusFolder:
    """A corpus folder, read on demand; every file read is hashed."""

    def __init__(self, root: Traversable | Path | None = None) -> None:
        self.root: Traversable = root if root is not None else corpus.root
        self.hashes: dict[str, str] = {}

    def read(self, name: str) -> bytes:
        """Return a file's bytes. Raises InputError where it cannot be read."""
        try:
            data = self.root.joinpath(name).read_bytes()
        except OSError as error:
            raise _unreadable(name, error) from error
        self.hashes[name] = hashlib.sha256(data).hexdigest()
        return data

    def names(self, name: str) -> list[str]:
        """Return the names in a folder, sorted. Raises InputError where it cannot be read."""
        try:
            return sorted(entry.name for entry in self.root.joinpath(name).iterdir())
        except OSError as error:
            raise _unreadable(name, error) from error

    def toml(self, name: str) -> dict[str, Any]:
        """Return a TOML file's tables. Raises InputError with the place of a syntax error."""
        try:
            return deepcopy(_tables(self.read(name)))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise InputError(f"{name}: {error}.", mend="Correct the file's syntax.") from error

    def noted(self, _name: str) -> bytes | None:
        """Return what a reader noted of a source besides its text: nothing, of plain text."""
        return None

    def is_shipped(self, _file: str) -> bool:
        """Return whether a source comes with the corpus, and was not laid over it by a user."""
        return True

    def text(self, name: str, sha256: str) -> str:
        """Return a source text. Raises InputError where its bytes are not those declared."""
        data = self.read(f"sources/{name}")
        check_hash(f"sources/{name}", self.hashes[f"sources/{name}"], sha256)
        try:
            return data.decode("utf-8").removeprefix("\ufeff")
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            raise InputError(
                f"sources/{name}, line {line}: byte {data[error.start]:#04x} is not UTF-8.",
                mend="Save the text as UTF-8.",
            ) from error


def check_hash(name: str, found: str, declared: str) -> None:
    """Raise InputError where a file's hash is not the one that sources.toml declares."""
    if found != declared:
        raise InputError(
            f"{name} has sha256 {found}, but sources.toml declares {declared}.",
            mend="Restore the file, or declare the new text as an edition of its own.",
        )


def _unreadable(name: str, error: OSError) -> InputError:
    return InputError(
        f"{name} of the corpus cannot be read: {error.strerror or error}.",
        mend="Give a folder laid out as corpus/ in the repository with --corpus.",
    )


def field(where: str, table: Mapping[str, Any], key: str) -> Any:
    """Return what a table states. Raises InputError, with `where` that is, for what it lacks."""
    if key not in table:
        raise InputError(f"{where}: {key!r} is missing.", mend=f"State {key!r}.")
    return table[key]
