"""Opening a PDF without trusting it: a finite page tree, sound boxes, one sentence a fault.

A file whose table of references is broken is given a new one, as viewers do.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from indexer.errors import InputError
from indexer.readers.limits import ReadLimits
from indexer.readers.pdf import bounds
from indexer.readers.pdf.library import (
    PDF,
    MalformedPDFException,
    PDFDocument,
    PdfminerException,
    PDFPage,
    PDFPasswordIncorrect,
    PrintedPage,
    resolve1,
)
from indexer.readers.pdf.repair import repaired

_HEAD, _TAIL = 1024, 1 << 16
_USUAL_PAGE = (0.0, 0.0, 595.0, 842.0)
_Sides = tuple[float, float, float, float]
_AGAIN = "Print the file to PDF again from a viewer that shows it."


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
    """Return how many pages stand below a node of the page tree, counting to `left` + 1; what is no
    reference to a page is taken out of the tree."""
    objid = getattr(node, "objid", None)
    if objid is not None and objid in seen:
        raise InputError(f"{name} has a page tree that leads back to itself.", mend=_AGAIN)
    tree = resolve1(node)
    kids = resolve1(tree["Kids"]) if isinstance(tree, dict) and "Kids" in tree else None
    if not isinstance(kids, list):
        return 1
    kids[:] = [kid for kid in kids if hasattr(kid, "objid")]
    if any(not isinstance(resolve1(kid), dict) for kid in kids):
        raise InputError(f"{name} lacks some of its pages.", mend="Download the file again.")
    below = seen | {objid} if objid is not None else seen
    count = 0
    for kid in kids:
        count += _walk(kid, below, name, left - count)
        if count > left:
            break
    return count


def _check_pages(document: PDFDocument, name: str, limits: ReadLimits) -> None:
    root = document.catalog.get("Pages")
    try:
        count = _walk(root, set(), name, limits.pages) if root is not None else 0
    except RecursionError as error:
        raise InputError(f"{name} has a page tree that is nested too deep.", mend=_AGAIN) from error
    if count > limits.pages:
        raise InputError(
            f"{name} has more than the {limits.pages:,} pages allowed.",
            mend="Split the file, or raise CLAUSEGRAPH_READ_PAGES.",
        )


def _failure(error: BaseException, name: str) -> InputError:
    """Return what went wrong in one sentence, with its mend."""
    causes = [error, *error.args, error.__cause__, error.__context__]
    if bounds.exceeded():
        return _beyond(name)
    if any(isinstance(cause, PDFPasswordIncorrect) for cause in causes):
        return InputError(
            f"{name} is encrypted with a password.",
            mend="Save a copy without the password and add that.",
        )
    if any(isinstance(cause, RecursionError) for cause in causes):
        return InputError(
            f"{name} has parts that are nested too deep, or that lead back to themselves.",
            mend=_AGAIN,
        )
    if any(isinstance(cause, _FAULTS) for cause in causes):
        return InputError(f"{name} is broken: its parts do not fit together.", mend=_AGAIN)
    what = next((str(c) for c in causes if c is not None and str(c)), type(error).__name__)
    return InputError(
        f"{name} is not a PDF that can be read: {' '.join(what.split())[:120].rstrip('.')}.",
        mend="Download the file again, or print it to PDF again from a viewer that shows it.",
    )


def _beyond(name: str) -> InputError:
    """Return what is larger than its limit, with the setting."""
    most = bounds.limits()
    if bounds.exceeded() == "page":
        return InputError(
            f"{name} has a page with more than the {most.page_characters:,} characters allowed.",
            mend="Split the page, or raise CLAUSEGRAPH_READ_PAGE_CHARACTERS.",
        )
    return InputError(
        f"{name} has a stream that inflates to more than the {most.stream_bytes:,} bytes allowed.",
        mend="Do not trust this file; if you do, raise CLAUSEGRAPH_READ_STREAM_BYTES.",
    )


_FAULTS = (AttributeError, IndexError, KeyError, TypeError, ValueError, AssertionError)


@dataclass(frozen=True, slots=True)
class Opened:
    """An open file. It holds nothing but memory, and the library's way to close it would read all
    pages once more."""

    pdf: PDF
    repaired: bool
    """Whether its table of references had to be made anew."""


def _begun(data: bytes, limits: ReadLimits) -> Opened:
    """Return the opened file; where its table of references leads nowhere, with a table anew."""
    try:
        pdf = PDF.open(io.BytesIO(data))
        anew = None if _has_pages(pdf) else repaired(data)
        if anew is None:
            return Opened(pdf, repaired=False)
    except (PdfminerException, RecursionError) as error:
        anew = None if _is_told(error) else repaired(data)
        if anew is None:
            raise
    bounds.begin(limits)
    return Opened(PDF.open(io.BytesIO(anew)), repaired=True)


def _has_pages(pdf: PDF) -> bool:
    return bool(resolve1(pdf.doc.catalog.get("Pages"))) or bounds.exceeded() is not None


def _is_told(error: BaseException) -> bool:
    """Whether what is wrong is no matter of the table of references."""
    locked = any(isinstance(cause, PDFPasswordIncorrect) for cause in error.args)
    return locked or bounds.exceeded() is not None


def printed_pages(pdf: PDF) -> Iterator[PrintedPage]:
    """Yield the pages of a file in order, as large as what is shown of them; the caller closes."""
    for number, page in enumerate(PDFPage.create_pages(pdf.doc), 1):
        shown = _shown(page.attrs.get("MediaBox"), page.attrs.get("CropBox"))
        page.attrs = {k: v for k, v in page.attrs.items() if k not in _BOXES}
        page.attrs["MediaBox"] = page.mediabox = page.cropbox = shown
        page.attrs["Rotate"] = page.rotate
        yield PrintedPage(pdf, page, number)


def close(page: PrintedPage) -> None:
    """Forget a page, and what the library keeps of its contents: every stream that it has decoded.

    Only contents are let go of: fonts and figures serve other pages too.
    """
    page.close()
    kept = page.page_obj.doc._cached_objs
    for content in page.page_obj.contents:
        kept.pop(getattr(content, "objid", 0), None)


_BOXES = ("CropBox", "TrimBox", "BleedBox", "ArtBox")


def turned_page(page: PrintedPage, degrees: int) -> PrintedPage:
    """Return a page turned clockwise by a quarter or more."""
    own = page.page_obj
    own.rotate = own.attrs["Rotate"] = (own.rotate + degrees) % 360
    return PrintedPage(page.pdf, own, page.page_number)


def _shown(media: Any, crop: Any) -> _Sides:
    """The part of a page that viewers show, from its lower left to its upper right corner."""
    paper = _box(media) or _USUAL_PAGE
    cut = _box(crop)
    if cut is None:
        return paper
    lower, upper = map(max, paper[:2], cut[:2]), map(min, paper[2:], cut[2:])
    x0, y0, x1, y1 = *lower, *upper
    return (x0, y0, x1, y1) if x0 < x1 and y0 < y1 else paper


def _box(value: Any) -> _Sides | None:
    """The corners of a box in order; None where it is no box."""
    sides = resolve1(value)
    if not isinstance(sides, Sequence) or len(sides) != 4:
        return None
    found = [resolve1(side) for side in sides]
    if not all(isinstance(side, int | float) for side in found):
        return None
    (x0, x1), (y0, y1) = sorted(found[0::2]), sorted(found[1::2])
    return (x0, y0, x1, y1) if x0 < x1 and y0 < y1 else None


@contextmanager
def opened(data: bytes, name: str, limits: ReadLimits) -> Iterator[Opened]:
    """Open a PDF for the time of a with statement.

    Raises InputError, on opening or from inside the statement, for whatever is wrong in the file:
    its sentence names the file, the cause and the mend.
    """
    _check_bytes(data, name, limits)
    bounds.begin(limits)
    try:
        found = _begun(data, limits)
        _check_pages(found.pdf.doc, name, limits)
        yield found
        if bounds.exceeded():
            raise bounds.TooLargeError
    except InputError:
        raise
    except (MemoryError, KeyboardInterrupt):
        raise
    except (PdfminerException, MalformedPDFException, Exception) as error:
        raise _failure(error, name) from error
