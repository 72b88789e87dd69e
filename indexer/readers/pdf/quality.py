"""Whether pages can be read at all: scans without a text layer, layers that hold no language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from indexer.errors import InputError
from indexer.readers.document import Notice
from indexer.readers.pdf.characters import UNKNOWN
from indexer.readers.pdf.facts import facts
from indexer.readers.pdf.values import Page

_WORD = re.compile(r"[^\W\d_]+")
_IDEOGRAPHS = ("\u4e00", "\u9fff")
_STAMP, _SHOWN = 60, 12
_ENOUGH, _COMMON, _UNREADABLE = 120, 0.03, 0.2
_OCR = "Run OCR on the file (for example with ocrmypdf) and add the result."


def notices_of(pages: Sequence[Page], name: str) -> list[Notice]:
    """Return what is the matter with single pages.

    Raises InputError where the whole file has no text, or none that can be read.
    """
    if not pages:
        raise InputError(f"{name} has no pages.", mend="Download the file again.")
    if not any(page.characters for page in pages):
        if any(page.images for page in pages):
            raise InputError(f"{name} has images of its pages and no text: needs OCR.", mend=_OCR)
        raise InputError(f"{name} has no text.", mend="Add the file that holds the text.")
    if _unreadable(pages):
        raise InputError(
            f"{name} has a text layer that is unreadable: its characters spell no words.", mend=_OCR
        )
    return [
        *(n for page in pages for n in _page_notices(page)),
        *_unknown(pages),
        *_left_out(pages),
    ]


def _unknown(pages: Sequence[Page]) -> Iterable[Notice]:
    """A notice that counts the characters that the text has as �."""
    found = {
        page.number: count
        for page in pages
        if (count := sum(line.text.count(UNKNOWN) for line in page.lines))
    }
    if found:
        total, first = sum(found.values()), next(iter(found))
        places = f"on page {first}" if len(found) == 1 else f"on {len(found)} pages from {first} on"
        what = "1 character has" if total == 1 else f"{total} characters have"
        yield Notice(
            f"{what} no letter in the file, {places}: each is shown as {UNKNOWN}.",
            "Compare the pages with the print.",
            first,
        )


def _left_out(pages: Sequence[Page]) -> Iterable[Notice]:
    """A notice of pages where more than a stamp stands askew, or outside of what is shown."""
    found = [page for page in pages if page.dropped >= _STAMP]
    if found:
        places = ", ".join(str(page.number) for page in found[:_SHOWN])
        more = " …" if len(found) > _SHOWN else ""
        yield Notice(
            f"{sum(page.dropped for page in found)} characters stand askew or outside of the page "
            f"and are left out, on page {places}{more}.",
            "Compare the pages with the print.",
            found[0].number,
        )


def _page_notices(page: Page) -> Iterable[Notice]:
    if not page.characters and page.images:
        yield Notice(f"Page {page.number} has no text but an image: needs OCR.", _OCR, page.number)
    elif page.characters and _unreadable([page]):
        yield Notice(f"Page {page.number} has an unreadable text layer.", _OCR, page.number)


def _unreadable(pages: Sequence[Page]) -> bool:
    """Whether the characters of pages are no letters, or spell no words of a known language."""
    total = sum(page.characters for page in pages)
    if sum(page.unreadable for page in pages) > _UNREADABLE * total:
        return True
    words = [
        word.lower() for page in pages for line in page.lines for word in _WORD.findall(line.text)
    ]
    signs = [char for word in words for char in word if _IDEOGRAPHS[0] <= char <= _IDEOGRAPHS[1]]
    if len(signs) >= _ENOUGH:
        return sum(char in facts().common_signs for char in signs) < _COMMON * len(signs)
    latin = [word for word in words if word.isascii()]
    if len(words) < _ENOUGH or len(latin) < 0.6 * len(words):
        return False
    return sum(word in facts().common_words for word in words) < _COMMON * len(words)
