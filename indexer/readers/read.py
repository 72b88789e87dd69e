"""Which reader reads a file: what its bytes are decides, and its name where they do not tell."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import PurePath

from indexer.errors import InputError
from indexer.readers.document import Document, Notice
from indexer.readers.labels import labels
from indexer.readers.limits import ReadLimits
from indexer.readers.text import read_markdown, read_text

Reader = Callable[[bytes, str, ReadLimits], Document]
_HTML = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b",
    re.I | re.S,
)
_LOST = "\N{REPLACEMENT CHARACTER}"
_MISREAD = re.compile("â€[™œ“”\u0153\u009d\u02dc]|Ã[©¨ª¼¶¤±]")
_BY_CHANCE = 2
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
ENDINGS = tuple(_ENDINGS)
"""How names of files end that tell what they are."""
KINDS = ("docx", "html", "pdf", "markdown", "text")
"""The kinds of file, those that keep their structure first."""
_OLD_WORD = b"\xd0\xcf\x11\xe0"
"""How files of Word 97 and encrypted ones begin; the reader of DOCX tells what is the matter."""
_OTHER = (
    (b"{\\rtf", "RTF", "Save it as .docx"),
    (b"\x89PNG", "a picture", "Give a file with text; a scan needs OCR"),
    (b"\xff\xd8\xff", "a picture", "Give a file with text; a scan needs OCR"),
    (b"GIF8", "a picture", "Give a file with text; a scan needs OCR"),
    (b"II*\x00", "a picture", "Give a file with text; a scan needs OCR"),
    (b"MM\x00*", "a picture", "Give a file with text; a scan needs OCR"),
    (b"\x1f\x8b", "packed by gzip", "Unpack it"),
    (b"BZh", "packed by bzip2", "Unpack it"),
    (b"\xfd7zXZ", "packed by xz", "Unpack it"),
    (b"7z\xbc\xaf", "an archive", "Unpack it, and add the files in it"),
    (b"Rar!", "an archive", "Unpack it, and add the files in it"),
    (b"<?xml", "XML that is no page", "Save it as .docx, HTML or plain text"),
    (b"RIFF", "a picture or a sound", "Give a file with text"),
    (b"ID3", "a sound", "Give a file with text"),
    (b"MZ", "a program", "Give a file with text"),
    (b"\x7fELF", "a program", "Give a file with text"),
    (b"%!PS", "PostScript", "Save it as PDF"),
    (b"\\documentclass", "LaTeX", "Print it as PDF, or save its text as Markdown"),
    (b"SQLite format", "a database", "Give a file with text"),
    (b"MIME-Version:", "a page packed as MHTML", "Save the page as HTML"),
    (b"From: <Saved by", "a page packed as MHTML", "Save the page as HTML"),
)
"""How files begin that are no text, what they are, and what may be done."""
_PACKED = (
    (b"opendocument.text", "an OpenDocument text", "Save it as .docx"),
    (b"application/epub", "an EPUB", "Save its text as HTML or plain text"),
    (b".iwa", "a document of Apple's", "Export it as .docx"),
    (b"xl/", "a workbook", "Save its text as .docx or plain text"),
    (b"ppt/", "a presentation", "Save its text as .docx or plain text"),
    (b"", "a ZIP archive", "Unpack it, and add the files in it"),
)
"""What names in a ZIP archive tell of it."""
_CALLED = {"docx": "a Word document", "html": "HTML", "pdf": "a PDF"}


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
    if found in (None, "zip"):
        _check_other(data, name, found)
    if found is None and said in ("docx", "pdf"):
        raise InputError(
            f"{name} is called {PurePath(name).suffix}, but is not {_CALLED[said]}.",
            mend="Download or save it again, or give it the name that fits.",
        )
    if found is None:
        return said
    if said != found and PurePath(name).suffix.lower() in _ENDINGS:
        ending = PurePath(name).suffix or "without an ending"
        raise InputError(
            f"{name} is called {ending}, but is {_CALLED[found]}.",
            mend="Download or save it again, or give it the name that fits.",
        )
    return found


def _check_other(data: bytes, name: str, found: str | None) -> None:
    """Raise InputError where the first bytes say that a file has no text that is read here."""
    if found == "zip":
        what, mend = next((what, mend) for sign, what, mend in _PACKED if sign in data)
    else:
        head = data.removeprefix(codecs.BOM_UTF8).lstrip()[:64]
        known = ((what, mend) for sign, what, mend in _OTHER if head.startswith(sign))
        what, mend = next(known, ("", ""))
    if what:
        ending = PurePath(name).suffix
        called = f"is called {ending}, but is" if ending.lower() in _ENDINGS else "is"
        raise InputError(f"{name} {called} {what}.", mend=f"{mend}.")


def read_document(data: bytes, name: str, limits: ReadLimits) -> Document:
    """Return a file as plain text, by the reader that fits.

    Raises InputError for a file that is empty, too large, not what its name says, or not readable.
    """
    limits.check_size(data, name)
    document = _READERS[kind_of(data, name)](data, name, limits)
    return replace(document, notices=(*document.notices, *_doubts(document.text, name)))


def _doubts(text: str, name: str) -> Iterator[Notice]:
    """Yield what shows that a text was damaged before it was given, or is in another language."""
    foreign = [line.strip() for line in text.split("\n") if labels().foreign.match(line.strip())]
    if foreign:
        yield Notice(
            f"{name} has headings in another language than English ({foreign[0][:40]}).",
            "Only headings in English are told apart: add the English text, or take what is read "
            "as paragraphs.",
        )
    lost = text.count(_LOST)
    if lost:
        yield Notice(
            f"{name} has {lost} characters that some program could not read (U+FFFD).",
            "Look at the words around them, and correct the file.",
        )
    if len(_MISREAD.findall(text)) > _BY_CHANCE:
        yield Notice(
            f"{name} looks like UTF-8 that was read as Windows-1252 (such as â€™).",
            "Save it again from its source, in UTF-8.",
        )
