"""Whether pages can be read at all: scans without a text layer, layers that hold no language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass
from itertools import chain

from indexer.errors import InputError
from indexer.readers.document import Notice
from indexer.readers.pdf.characters import UNKNOWN
from indexer.readers.pdf.facts import facts
from indexer.readers.pdf.kept import Pages
from indexer.readers.pdf.values import Page

_WORD = re.compile(r"[^\W\d_]+")
_IDEOGRAPHS = ("\u4e00", "\u9fff")
_STAMP, _SHOWN = 60, 12
_STAMPED = 100
"""A scan with fewer characters has a stamp or a page number, and no layer of text."""
_ENOUGH, _COMMON, _UNREADABLE, _LATIN = 120, 0.03, 0.2, 0.6
_OCR = "Run OCR on the file (for example with ocrmypdf) and add the result."


@dataclass(frozen=True, slots=True)
class _Spelled:
    """What the letters of a page, or of a document, spell."""

    words: int = 0
    latin: int = 0
    common: int = 0
    """Words that every text of a known language has."""
    signs: int = 0
    common_signs: int = 0
    unknown: int = 0
    """Characters that the text has as �."""

    def __add__(self, other: _Spelled) -> _Spelled:
        return _Spelled(*(a + b for a, b in zip(astuple(self), astuple(other), strict=True)))

    @property
    def nothing(self) -> bool:
        """Whether there is enough of a text, and it has none of the words of its language."""
        if self.signs >= _ENOUGH:
            return self.common_signs < _COMMON * self.signs
        if self.words < _ENOUGH or self.latin < _LATIN * self.words:
            return False
        return self.common < _COMMON * self.words


def _spelled(page: Page) -> _Spelled:
    texts = [line.text for line in page.lines]
    words = [word.lower() for text in texts for word in _WORD.findall(text)]
    signs = [char for word in words for char in word if _IDEOGRAPHS[0] <= char <= _IDEOGRAPHS[1]]
    return _Spelled(
        len(words),
        sum(word.isascii() for word in words),
        sum(word in facts().common_words for word in words),
        len(signs),
        sum(char in facts().common_signs for char in signs),
        sum(text.count(UNKNOWN) for text in texts),
    )


def notices_of(pages: Pages, name: str) -> list[Notice]:
    """Return what is the matter with single pages.

    Raises InputError where the whole file has no text, or none that can be read.
    """
    own = pages.facts
    if not own:
        raise InputError(f"{name} has no pages.", mend="Download the file again.")
    if not any(page.characters for page in own):
        if any(page.images for page in own):
            raise InputError(f"{name} has images of its pages and no text: needs OCR.", mend=_OCR)
        raise InputError(f"{name} has no text.", mend="Add the file that holds the text.")
    spelled = [_spelled(page) for page in pages]
    if _unreadable(own, sum(spelled, _Spelled())):
        raise InputError(
            f"{name} has a text layer that is unreadable: its characters spell no words.", mend=_OCR
        )
    told = (_page_notices(*both) for both in zip(own, spelled, strict=True))
    return [
        *_scans(own),
        *chain.from_iterable(told),
        *_unknown(own, spelled),
        *_left_out(own),
    ]


def _scans(pages: Sequence[Page]) -> Iterable[Notice]:
    """Notices of pages among others that are images: without text, or with no more than a stamp."""
    bare = [page.number for page in pages if page.images and not page.characters]
    little = [p.number for p in pages if p.pictured and 0 < p.characters < _STAMPED]
    for numbers, what in ((bare, "no text but an image"), (little, "an image and hardly any text")):
        if len(numbers) == 1:
            yield Notice(f"Page {numbers[0]} has {what}: needs OCR.", _OCR, numbers[0])
        elif numbers:
            places = ", ".join(map(str, numbers[:_SHOWN])) + " …" * (len(numbers) > _SHOWN)
            told = f"{len(numbers)} pages have {what} each, and need OCR: {places}."
            yield Notice(told, _OCR, numbers[0])


def _unknown(pages: Sequence[Page], spelled: Sequence[_Spelled]) -> Iterable[Notice]:
    """A notice that counts the characters that the text has as �."""
    both = zip(pages, spelled, strict=True)
    found = {page.number: own.unknown for page, own in both if own.unknown}
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


def _page_notices(page: Page, spelled: _Spelled) -> Iterable[Notice]:
    if page.characters and _unreadable([page], spelled):
        yield Notice(f"Page {page.number} has an unreadable text layer.", _OCR, page.number)


def _unreadable(pages: Sequence[Page], spelled: _Spelled) -> bool:
    """Whether the characters of pages are no letters, or spell no words of a known language."""
    total = sum(page.characters for page in pages)
    return sum(page.unreadable for page in pages) > _UNREADABLE * total or spelled.nothing
