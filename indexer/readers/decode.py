"""Bytes as text: UTF-8, and UTF-16 or UTF-32 where a byte order mark says so. Nothing is guessed.

A file in another encoding is refused with what it looks like, for a wrong guess would put wrong
words into the mouth of a treaty.
"""

from __future__ import annotations

import codecs

from indexer.errors import InputError
from indexer.readers.document import Notice

_MARKS = (
    (codecs.BOM_UTF8, "utf-8", "UTF-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
)
_WINDOWS = frozenset(range(0x80, 0x100)) - {0x81, 0x8D, 0x8F, 0x90, 0x9D}
_MANY, _FEW = 0.6, 0.1
"""Shares of NULs among every other byte, and among the rest, of UTF-16 without its mark."""


def decode(data: bytes, name: str) -> tuple[str, tuple[Notice, ...]]:
    """Return the text of some bytes, and a notice where they were not UTF-8.

    Raises InputError with the line and the byte where they are in no encoding that is stated.
    """
    for mark, encoding, called in _MARKS:
        if data.startswith(mark):
            text = _decoded(data.removeprefix(mark), encoding, called, name)
            notice = Notice(f"{name} is in {called}.", "Nothing: its text is kept in UTF-8.")
            return text, () if called == "UTF-8" else (notice,)
    if _looks_wide(data[:4096]):
        raise InputError(
            f"{name} looks like UTF-16 without a byte order mark.", mend="Save it as UTF-8."
        )
    return _decoded(data, "utf-8", "UTF-8", name), ()


def _looks_wide(data: bytes) -> bool:
    shares = sorted(half.count(0) / max(len(half), 1) for half in (data[::2], data[1::2]))
    return len(data) > 3 and shares[0] < _FEW and shares[1] > _MANY


def _decoded(data: bytes, encoding: str, called: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _undecoded(data, error, called, name) from error


def _undecoded(data: bytes, error: UnicodeDecodeError, called: str, name: str) -> InputError:
    line = data.count(b"\n", 0, error.start) + 1
    high = {byte for byte in data if byte >= 0x80}
    windows = called == "UTF-8" and b"\0" not in data and high <= _WINDOWS
    guess = "; it looks like Windows-1252" if windows else ""
    return InputError(
        f"{name}, line {line}: byte {data[error.start]:#04x} is not {called}{guess}.",
        mend="Save it as UTF-8.",
    )
