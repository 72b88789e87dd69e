"""Bounds within pdfminer: what a stream may inflate to, and how much one page may hold.

pdfminer decodes whatever a stream says and keeps whatever a page draws. The names by which it knows
its decoders, and pdfplumber the device that keeps a page's characters, are replaced by ones that
stop at a limit; tests/indexer/readers/pdf/test_bounds.py fails if one of the names changes.
"""

from __future__ import annotations

import io
import logging
import threading
import zlib
from collections.abc import Callable
from typing import Any

from indexer.readers.limits import ReadLimits
from indexer.readers.pdf.drawings import ThinParser
from indexer.readers.pdf.library import (
    Device,
    LZWDecoder,
    apply_png_predictor,
    apply_tiff_predictor,
    ascii85decode,
    asciihexdecode,
    pages,
    pdfinterp,
    pdftypes,
)

DECODERS = ("zlib", "lzwdecode", "rldecode", "ascii85decode", "asciihexdecode",
            "apply_png_predictor", "apply_tiff_predictor")  # fmt: skip
"""The names within pdfminer.pdftypes that are replaced."""
DEVICE = "PDFPageAggregatorWithMarkedContent"
"""The name within pdfplumber.page that is replaced."""
PARSER = "PDFContentParser"
"""The name within pdfminer.pdfinterp that is replaced."""
_PATHS = 20_000
"""So many lines and curves of a page are kept; with more it is a drawing, and no table."""
_FIGURES = 5_000
_state = threading.local()


class TooLargeError(Exception):
    """A stream or a page goes beyond its limit. `_state` knows it, where a library swallows it."""


def limits() -> ReadLimits:
    """Return the limits of this thread."""
    found: ReadLimits = getattr(_state, "limits", ReadLimits())
    return found


def exceeded() -> str | None:
    """Return what has gone beyond its limit since `begin`: `stream`, `page`, or nothing."""
    found: str | None = getattr(_state, "exceeded", None)
    return found


def begin(given: ReadLimits) -> None:
    """Set the limits of this thread, and put the bounded names in place."""
    _state.limits, _state.exceeded = given, None
    for name, own in _REPLACED.items():
        setattr(pdftypes, name, own)
    setattr(pages, DEVICE, BoundedDevice)
    setattr(pdfinterp, PARSER, ThinParser)
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)


def _too_large(what: str = "stream") -> TooLargeError:
    _state.exceeded = what
    return TooLargeError(what)


def _check(size: int) -> None:
    if size > limits().stream_bytes:
        raise _too_large()


class _Inflater:
    """A zlib.decompressobj that stops at the limit."""

    def __init__(self) -> None:
        self._inner = zlib.decompressobj()
        self._left = limits().stream_bytes

    def decompress(self, data: bytes) -> bytes:
        """Inflate the next bytes."""
        out = self._inner.decompress(data, self._left + 1)
        self._left -= len(out)
        if self._left < 0:
            raise _too_large()
        return out


class BoundedZlib:
    """Stands in for the module zlib where pdfminer looks for it."""

    error = zlib.error
    decompressobj = _Inflater

    @staticmethod
    def decompress(data: bytes) -> bytes:
        """Inflate a stream. Raises zlib.error where it is broken, another error where too large."""
        inner = zlib.decompressobj()
        out = inner.decompress(data, limits().stream_bytes + 1)
        _check(len(out))
        if not inner.eof:
            raise zlib.error("incomplete stream")
        return out


def _lzw(data: bytes) -> bytes:
    out = bytearray()
    for part in LZWDecoder(io.BytesIO(data)).run():
        out += part
        _check(len(out))
    return bytes(out)


def _run_lengths(data: bytes) -> bytes:
    """RunLengthDecode: a length below 128 copies, one above repeats, 128 ends."""
    out = bytearray()
    at = 0
    while at < len(data) and data[at] != 128:
        length = data[at]
        if length < 128:
            out += data[at + 1 : at + 2 + length]
            at += 2 + length
        else:
            out += data[at + 1 : at + 2] * (257 - length)
            at += 2
        _check(len(out))
    return bytes(out)


def _sized(decode: Callable[[bytes], bytes], size: Callable[[bytes], int]) -> Any:
    """A decoder that first asks how much its input will make."""

    def bounded(data: bytes) -> bytes:
        _check(size(data))
        return decode(data)

    return bounded


def _rows(predict: Callable[..., bytes]) -> Any:
    """A predictor that takes no row longer than a stream may be."""

    def bounded(*given: Any) -> bytes:
        colors, columns, bits = given[-4:-1]
        _check(colors * columns * bits // 8)
        return predict(*given)

    return bounded


_REPLACED: dict[str, Any] = {
    "zlib": BoundedZlib,
    "lzwdecode": _lzw,
    "rldecode": _run_lengths,
    "ascii85decode": _sized(ascii85decode, lambda data: 4 * data.count(b"z") + len(data) * 4 // 5),
    "asciihexdecode": _sized(asciihexdecode, lambda data: len(data) // 2),
    "apply_png_predictor": _rows(apply_png_predictor),
    "apply_tiff_predictor": _rows(apply_tiff_predictor),
}


class BoundedDevice(Device):
    """Keeps what a page draws, up to the limit: characters and figures beyond it are refused, lines
    and curves left out."""

    characters = paths = figures = 0

    def render_char(self, *given: Any, **named: Any) -> float:
        """Keep a character."""
        self.characters += 1
        if self.characters > limits().page_characters:
            raise _too_large("page")
        width: float = super().render_char(*given, **named)
        return width

    def paint_path(self, *given: Any, **named: Any) -> None:
        """Keep a line or a curve."""
        self.paths += 1
        if self.paths <= _PATHS:
            super().paint_path(*given, **named)

    def begin_figure(self, *given: Any, **named: Any) -> None:
        """Begin a figure: an image, or a form drawn by another."""
        self.figures += 1
        if self.figures > _FIGURES:
            raise _too_large("page")
        super().begin_figure(*given, **named)
