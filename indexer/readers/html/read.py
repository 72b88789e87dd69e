"""HTML as a document: the text of a page, or why it has none.

The tree is that of the HTML standard's own algorithm (lexbor), whatever the tags are.
https://html.spec.whatwg.org/
"""

from __future__ import annotations

from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser

from indexer.errors import InputError
from indexer.readers.blocks import flat
from indexer.readers.document import Document, Notice
from indexer.readers.html.encoding import decoded
from indexer.readers.html.notes import Notes, notes_of
from indexer.readers.html.page import Page
from indexer.readers.html.sheet import apply_sheet
from indexer.readers.html.shown import attribute, is_typed, root_of
from indexer.readers.limits import ReadLimits
from indexer.readers.plain import mended
from indexer.readers.raised import settled


def read_html(data: bytes, name: str, limits: ReadLimits) -> Document:
    """Return a page as a document.

    Raises InputError for its size, its encoding or its depth, or where its text lies elsewhere.
    """
    limits.check_size(data, name)
    text, notices = decoded(data, name)
    tree = LexborHTMLParser(text)
    try:
        apply_sheet(tree)
        notes = notes_of(tree)
        root = root_of(tree)
        page = Page(notes, typed=is_typed(root))
        if root is not None:
            page.flow(root)
        page.add_notes()
    except RecursionError as error:
        raise InputError(
            f"{name}: its elements are nested too deep to be read.",
            mend="Save the text of the page as plain text.",
        ) from error
    read = settled(mended(page.blocks.text()))
    if not read.strip():
        raise _empty(tree, name)
    title = tree.css_first("title")
    html = tree.css_first("html")
    stated = flat(title.text().replace("\n", " ")) if title is not None else None
    language = (attribute(html, "lang") or attribute(html, "xml:lang")) if html else ""
    told = (*notices, *_told(notes, name))
    return Document(read, "html", notices=told, title=stated, language=language or None)


def _told(notes: Notes, name: str) -> Iterator[Notice]:
    if notes.relabelled:
        signs = ", ".join(dict.fromkeys(notes.relabelled))
        yield Notice(f"{name} marks notes with {signs}; they got numbers.", "Nothing.")


def _empty(tree: LexborHTMLParser, name: str) -> InputError:
    frames = [attribute(node, "src") for node in tree.css("frame, iframe")]
    sources = ", ".join(dict.fromkeys(filter(None, frames)))
    if sources:
        return InputError(
            f"{name} has no text of its own, only frames ({sources[:120]}).",
            mend="Save the page of the frame that has the text.",
        )
    if tree.css_first("script") is not None:
        return InputError(
            f"{name} has no text: a script would load it.",
            mend="Open it in a browser and save the page that is shown, or its text.",
        )
    return InputError(f"{name} has no text.", mend="Give a page with text in it.")
