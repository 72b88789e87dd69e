"""Texts and queries that are given to a command: a file, or standard input."""

from __future__ import annotations

import sys
from pathlib import Path

from indexer.errors import InputError


def read_text(file: str, kind: str = "a text file", encoding: str = "utf-8") -> str:
    """Return the text of a file, or of standard input for "-", as it is.

    Offsets count its code points, so that a byte order mark stays unless `encoding` is utf-8-sig.
    `kind` says what was to be named. Raises InputError where it cannot be read or is not UTF-8.
    """
    name = "Standard input" if file == "-" else file
    try:
        data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as error:
        raise InputError(
            f"{name} cannot be read: {error.strerror or error}.",
            mend=f"Name {kind}, or - for standard input.",
        ) from error
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InputError(
            f"{name}, line {line}: byte {data[error.start]:#04x} is not UTF-8.",
            mend="Save it as plain text in UTF-8.",
        ) from error
