"""Plain text and Markdown: decoded, and in the conventions that the parser reads."""

from __future__ import annotations

import re
from collections.abc import Iterator

from indexer.readers.decode import decode
from indexer.readers.document import Document, Notice
from indexer.readers.limits import ReadLimits
from indexer.readers.plain import mended, superscript

_FRONT = re.compile(r"\A---[ \t]*\r?\n(?P<facts>.*?)^(?:---|\.\.\.)[ \t]*\r?$\n?", re.M | re.S)
_TITLE = re.compile(r"^title:\s*[\"']?(?P<title>.*?)[\"']?\s*$", re.M)
_UNDERLINED = re.compile(r"^(?P<words>\S.*)\n(?P<line>=+|-{3,})[ \t]*$", re.M)
_NOTE = re.compile(r"^\[\^(?P<label>\d+)\]:[ \t]*", re.M)
_MARKER = re.compile(r"\[\^(?P<label>\d+)\](?!:)")
_LINK = re.compile(
    r"(?<!!)\[(?P<words>[^\[\]\n]+)\]\((?:[^()\s]|\([^()\s]*\))*(?: \"[^\"\n]*\")?\)"
)
_IMAGE = re.compile(r"!\[[^\[\]\n]*\]\([^()\n]*\)")
_ESCAPED = re.compile(r"\\(?P<char>[\\`*_{}\[\]()#+\-.!|<>])")
_CLOSED = re.compile(r"^(?P<head>#{1,6} .*?)[ \t]+#+[ \t]*$", re.M)
_HEADING = re.compile(r"^# (?P<title>.+)$", re.M)


def read_text(data: bytes, name: str, limits: ReadLimits) -> Document:
    """Return plain text as a document. Raises InputError for its size or its encoding."""
    limits.check_size(data, name)
    text, notices = decode(data, name)
    return Document(mended(text), "text", notices=notices)


def read_markdown(data: bytes, name: str, limits: ReadLimits) -> Document:
    """Return Markdown as a document: headings keep their `#`, links and notes lose their marks.

    Raises InputError for its size or its encoding.
    """
    limits.check_size(data, name)
    text, notices = decode(data, name)
    text = mended(text).replace("\r\n", "\n")
    front = _FRONT.match(text)
    stated = _TITLE.search(front["facts"]) if front else None
    text = _plain(text[front.end() :] if front else text)
    first = stated or _HEADING.search(text)
    told = (*notices, *_told(text, name))
    return Document(text, "markdown", notices=told, title=first["title"].strip() if first else None)


def _plain(text: str) -> str:
    text = _without_comments(text)
    text = _UNDERLINED.sub(_hashed, text)
    text = _CLOSED.sub(r"\g<head>", text)
    text = _NOTE.sub(lambda found: f"{superscript(found['label'])} ", text)
    text = _MARKER.sub(lambda found: superscript(found["label"]), text)
    text = _LINK.sub(r"\g<words>", _IMAGE.sub("", text))
    return _ESCAPED.sub(r"\g<char>", text)


def _without_comments(text: str) -> str:
    """Return a text without its comments; one that never ends is none."""
    kept, at = [], 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start + 4)) >= 0:
        kept.append(text[at:start])
        at = end + 3
    return "".join(kept) + text[at:]


def _hashed(found: re.Match[str]) -> str:
    if found["line"][0] == "-" and found["words"].startswith(("|", "-")):
        return found[0]
    return f"{'#' if found['line'][0] == '=' else '##'} {found['words']}"


def _told(text: str, name: str) -> Iterator[Notice]:
    if "<table" in text.lower():
        yield Notice(
            f"{name} has tables in HTML, kept as they stand.", "Write them as rows of `|`."
        )
