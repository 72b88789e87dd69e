"""Opening a PDF without trusting it: bounded inflation, a finite page tree, one sentence a fault.

pdfminer inflates whatever a stream says. The name by which it knows zlib is replaced by one that
stops at a limit; tests/indexer/readers/pdf/test_opening.py fails if pdfminer changes that name.
"""

from __future__ import annotations

import io
import logging
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pdfminer.pdftypes
from pdfminer.layout import LTChar, LTContainer, LTCurve, LTImage, LTLine, LTRect
from pdfminer.pdfdocument import PDFDocument, PDFPasswordIncorrect
from pdfminer.pdftypes import resolve1
from pdfplumber.page import Page as PrintedPage
from pdfplumber.pdf import PDF
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from indexer.errors import InputError
from indexer.readers.limits import ReadLimits

__all__ = [
    "PDF",
    "BoundedZlib",
    "LTChar",
    "LTContainer",
    "LTCurve",
    "LTImage",
    "LTLine",
    "LTRect",
    "PrintedPage",
    "opened",
]

_HEAD, _TAIL = 1024, 1 << 16
_NAME = "zlib"
"""The name within pdfminer.pdftypes that is replaced."""
_state = threading.local()


class _StreamTooLargeError(Exception):
    """A stream inflates beyond the limit."""


def _limit() -> int:
    return getattr(_state, "limit", ReadLimits().stream_bytes)


def _too_large() -> _StreamTooLargeError:
    _state.exceeded = True
    return _StreamTooLargeError()


class _Inflater:
    """A zlib.decompressobj that stops at the limit."""

    def __init__(self) -> None:
        self._inner = zlib.decompressobj()
        self._left = _limit()

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
        out = inner.decompress(data, _limit() + 1)
        if len(out) > _limit():
            raise _too_large()
        if not inner.eof:
            raise zlib.error("incomplete stream")
        return out


def _bound_inflation() -> None:
    setattr(pdfminer.pdftypes, _NAME, BoundedZlib)
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)


def _check_bytes(data: bytes, name: str, limits: ReadLimits) -> None:
    limits.check_size(data, name)
    if b"%PDF-" not in data[:_HEAD]:
        kind = "a web page" if data[:_HEAD].lstrip()[:1] == b"<" else "another kind of file"
        raise InputError(
            f"{name} is not a PDF but {kind}: its first bytes are not %PDF-.",
            mend="Name the file after what it is, or download the PDF itself.",
        )
    if b"%%EOF" not in data[-_TAIL:]:
        raise InputError(
            f"{name} is cut off: its end (%%EOF) is missing.", mend="Download the file again."
        )


def _walk(node: Any, seen: set[int], name: str, left: int) -> int:
    """Return how many pages stand below a node of the page tree, counting to `left` + 1."""
    objid = getattr(node, "objid", None)
    if objid is not None and objid in seen:
        raise InputError(
            f"{name} has a page tree that leads back to itself.",
            mend="Print the file to PDF again from a viewer that shows it.",
        )
    tree = resolve1(node)
    if not isinstance(tree, dict) or "Kids" not in tree:
        return 1
    below = seen | {objid} if objid is not None else seen
    count = 0
    for kid in resolve1(tree["Kids"]) or ():
        count += _walk(kid, below, name, left - count)
        if count > left:
            break
    return count


def _check_pages(document: PDFDocument, name: str, limits: ReadLimits) -> None:
    root = document.catalog.get("Pages")
    count = _walk(root, set(), name, limits.pages) if root is not None else 0
    if count > limits.pages:
        raise InputError(
            f"{name} has more than the {limits.pages:,} pages allowed.",
            mend="Split the file, or raise CLAUSEGRAPH_READ_PAGES.",
        )


def _failure(error: BaseException, name: str) -> InputError:
    """Return what went wrong in one sentence, with its mend."""
    causes = [error, *error.args, error.__cause__, error.__context__]
    if getattr(_state, "exceeded", False):
        return InputError(
            f"{name} has a stream that inflates to more than the {_limit():,} bytes allowed.",
            mend="Do not trust this file; if you do, raise CLAUSEGRAPH_READ_STREAM_BYTES.",
        )
    if any(isinstance(cause, PDFPasswordIncorrect) for cause in causes):
        return InputError(
            f"{name} is encrypted with a password.",
            mend="Save a copy without the password and add that.",
        )
    if any(isinstance(cause, RecursionError) for cause in causes):
        return InputError(
            f"{name} has a page tree that is nested too deep.",
            mend="Print the file to PDF again from a viewer that shows it.",
        )
    what = next((str(c) for c in causes if c is not None and str(c)), type(error).__name__)
    return InputError(
        f"{name} is not a PDF that can be read: {' '.join(what.split())[:120].rstrip('.')}.",
        mend="Download the file again, or print it to PDF again from a viewer that shows it.",
    )


@contextmanager
def opened(data: bytes, name: str, limits: ReadLimits) -> Iterator[PDF]:
    """Open a PDF for the time of a with statement.

    Raises InputError, on opening or from inside the statement, for whatever is wrong in the file:
    its sentence names the file, the cause and the mend.
    """
    _check_bytes(data, name, limits)
    _bound_inflation()
    _state.limit, _state.exceeded = limits.stream_bytes, False
    try:
        with PDF.open(io.BytesIO(data)) as pdf:
            _check_pages(pdf.doc, name, limits)
            yield pdf
        if _state.exceeded:
            raise _StreamTooLargeError
    except InputError:
        raise
    except (MemoryError, KeyboardInterrupt):
        raise
    except (PdfminerException, MalformedPDFException, Exception) as error:
        raise _failure(error, name) from error
