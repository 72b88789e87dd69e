"""The files that a user names: which of them are read, and their bytes, whatever they are."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Mapping
from pathlib import Path

from indexer.errors import InputError
from indexer.readers.limits import ReadLimits
from indexer.readers.read import KINDS, named_kind

_CHUNK = 1 << 20


def printable(name: str) -> str:
    """Return the name of a file as it can be told: control characters and odd bytes escaped."""
    shown = (c if c.isprintable() else c.encode("unicode_escape").decode() for c in name)
    return "".join(shown)


def rank(file: Path) -> int:
    """Return the place of a file among those of one text: the less, the more of its structure."""
    return KINDS.index(named_kind(file.name))


def better(files: Iterable[Path]) -> Mapping[Path, Path]:
    """Return for each file the one to prefer: of the same name, with more of its structure."""
    files = list(files)
    best: dict[Path, Path] = {}
    for file in files:
        other = best.setdefault(_stem(file), file)
        if rank(file) < rank(other):
            best[_stem(file)] = file
    return {file: best[_stem(file)] for file in files if best[_stem(file)] != file}


def _stem(file: Path) -> Path:
    return file.parent / file.stem


def bytes_of(file: Path, limits: ReadLimits) -> bytes:
    """Return the bytes of a file, of which no more are read than are allowed.

    Raises InputError for what is no file, cannot be read, is too large, or changes meanwhile.
    """
    name = printable(file.name) or printable(str(file))
    try:
        # Without waiting: a pipe that nobody writes to would be waited for without end.
        descriptor = os.open(file, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        try:
            before = os.fstat(descriptor)
            _check_file(before, name)
            data = _read(descriptor, limits.file_bytes + 1)
            after = os.fstat(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        link = f" is a link to {printable(str(file.readlink()))} and" if file.is_symlink() else ""
        raise InputError(
            f"{printable(str(file))}{link} cannot be read: {error.strerror or error}.",
            mend="Check its name and rights.",
        ) from error
    size = max(len(data), after.st_size)
    if size > limits.file_bytes:
        raise InputError(
            f"{name} has {size:,} bytes, more than the {limits.file_bytes:,} allowed.",
            mend="Split the file, or raise CLAUSEGRAPH_READ_FILE_BYTES.",
        )
    if (before.st_size, before.st_mtime_ns) != (len(data), after.st_mtime_ns):
        raise InputError(
            f"{name} changed while it was read.", mend="Add it again once nothing writes to it."
        )
    return data


def _check_file(found: os.stat_result, name: str) -> None:
    if stat.S_ISDIR(found.st_mode):
        raise InputError(f"{name} is a folder.", mend="Name the files in it one by one.")
    if not stat.S_ISREG(found.st_mode):
        raise InputError(
            f"{name} is no file but a device, a pipe or a socket.",
            mend="Copy what it gives into a file, and add that.",
        )


def _read(descriptor: int, most: int) -> bytes:
    parts: list[bytes] = []
    while most > 0 and (part := os.read(descriptor, min(_CHUNK, most))):
        parts.append(part)
        most -= len(part)
    return b"".join(parts)
