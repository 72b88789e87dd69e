"""The files of a folder that a user names in place of its files."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from indexer.errors import InputError
from indexer.readers.read import ENDINGS

_ABOUT = "readme"
"""A file of this name tells of its folder; it is no text to be added unless it is named itself."""


def in_folders(paths: Iterable[Path]) -> list[Path]:
    """Return files as they are named, and in place of each folder the files directly in it.

    Of a folder those count that end like a format that is read, in the order of their names.
    Raises InputError for a folder that has none.
    """
    found: list[Path] = []
    for path in paths:
        found += _files(path) if path.is_dir() else [path]
    return found


def _files(folder: Path) -> list[Path]:
    try:
        names = sorted(folder.iterdir())
    except OSError as error:
        raise InputError(
            f"{folder} cannot be read: {error.strerror}.", mend="Check its rights."
        ) from error
    files = [path for path in names if path.suffix.lower() in ENDINGS and path.is_file()]
    files = [path for path in files if path.stem.lower() != _ABOUT and path.name[0] != "."]
    if not files:
        raise InputError(
            f"{folder} has no file that could be added.",
            mend=f"Name files that end with {', '.join(ENDINGS)}.",
        )
    return files
