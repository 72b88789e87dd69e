"""Which reader reads a file: what its bytes are decides, and its name where they do not tell."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import PurePath

from indexer.errors import InputError
from indexer.readers.document import Document
from indexer.readers.limits import ReadLimits
from indexer.readers.text import read_markdown, read_text

Reader = Callable[[bytes, str, ReadLimits], Document]
_HTML = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b",
    re.I | re.S,
)
_ENDINGS = {
    ".htm": "html",
    ".html": "html",
    ".xhtml": "html",
    ".docx": "docx",
    ".pdf": "pdf",
    ".md": "markdown",
    ".markdown": "markdown",
    ".txt": "text",
    ".text": "text",
}
KINDS = ("docx", "html", "pdf", "markdown", "text")
"""The kinds of file, those that keep their structure first."""
_OLD_WORD = b"\xd0\xcf\x11\xe0"
"""How files of Word 97 and encrypted ones begin; the reader of DOCX tells what is the matter."""
_CALLED = {"docx": "a Word document", "html": "HTML", "pdf": "a PDF", "zip": "a ZIP archive"}


def _read_html(data: bytes, name: str, limits: ReadLimits) -> Document:
    from indexer.readers.html import read_html

    return read_html(data, name, limits)


def _read_docx(data: bytes, name: str, limits: ReadLimits) -> Document:
    from indexer.readers.docx import read_docx

    return read_docx(data, name, limits)


def _read_pdf(data: bytes, name: str, limits: ReadLimits) -> Document:
    from indexer.readers.pdf import read_pdf

    return read_pdf(data, name, limits)


_READERS: dict[str, Reader] = {
    "docx": _read_docx,
    "html": _read_html,
    "markdown": read_markdown,
    "pdf": _read_pdf,
    "text": read_text,
}


def named_kind(name: str) -> str:
    """Return the kind of file that a name says; `text` where it says nothing."""
    return _ENDINGS.get(PurePath(name).suffix.lower(), "text")


def _found_kind(data: bytes) -> str | None:
    """Return the kind of file that the first bytes say, where they say one."""
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "docx" if b"word/" in data else "zip"
    return "html" if _HTML.match(data[:4096]) else None


def kind_of(data: bytes, name: str) -> str:
    """Return the kind of a file. Raises InputError where its name says another one."""
    said, found = named_kind(name), _found_kind(data)
    if data.startswith(_OLD_WORD):
        return "docx"
    if found is None and said in ("docx", "pdf"):
        raise InputError(
            f"{name} is called {PurePath(name).suffix}, but is not {_CALLED[said]}.",
            mend="Download or save it again, or give it the name that fits.",
        )
    if found is None:
        return said
    if found == "zip" or (said != found and PurePath(name).suffix.lower() in _ENDINGS):
        ending = PurePath(name).suffix or "without an ending"
        raise InputError(
            f"{name} is called {ending}, but is {_CALLED[found]}.",
            mend="Download or save it again, or give it the name that fits.",
        )
    return found


def read_document(data: bytes, name: str, limits: ReadLimits) -> Document:
    """Return a file as plain text, by the reader that fits.

    Raises InputError for a file that is empty, too large, not what its name says, or not readable.
    """
    limits.check_size(data, name)
    return _READERS[kind_of(data, name)](data, name, limits)
