"""Bytes as text: UTF-8, and UTF-16 or UTF-32 where a byte order mark says so. Nothing is guessed.

A file in another encoding is refused with what it looks like, for a wrong guess would put wrong
words into the mouth of a treaty.
"""

from __future__ import annotations

import codecs
import re

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
_HIGH = re.compile(rb"[\x80-\xff]+")
_HALVES = 0xED, b"\xa0"
"""The bytes from which on a surrogate is written, as if it were a character."""
_OTHER_SCRIPT = 0.9
"""Share of high bytes beside others, of a text that is not in Latin letters."""
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
    guess = _guess(data, error.start) if called == "UTF-8" else ""
    return InputError(
        f"{name}, line {line}: byte {data[error.start]:#04x} is not {called}{guess}.",
        mend="Save it as UTF-8.",
    )


def _guess(data: bytes, at: int) -> str:
    """Return what bytes look like that are not UTF-8 from `at` on; an empty string for nothing."""
    if data[at] == _HALVES[0] and data[at + 1 : at + 2] >= _HALVES[1]:
        return "; it is half of a surrogate pair"
    high = _HIGH.findall(data)
    if b"\0" in data or not frozenset(b"".join(high)) <= _WINDOWS:
        return ""
    if sum(len(run) for run in high if len(run) > 1) > _OTHER_SCRIPT * sum(map(len, high)):
        return "; it looks like another script, such as in Windows-1251 or GB 18030"
    return "; it looks like Windows-1252"
