"""Markers of notes as the corpus prints them, whatever way a document raises their numbers.

A number by itself points to a footnote: superscript digits. Numbers in brackets, or several of
them, point to endnotes: `^[20]`, `^{[22],[23]}`; so does every number that only a list of endnotes
at the end of the text explains.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from indexer.readers.plain import superscript

_ONE = re.compile(r"[\[(]?(\d{1,3})[\])]?")
_MANY = re.compile(r"\[?\d{1,3}\]?(?:\s*(?:[,;.]|[-–—])\s*\[?\d{1,3}\]?)*")
_PART = re.compile(r"([-–—])?\s*\[?(\d{1,3})\]?")
_WIDEST = 40
"""Notes that a range such as 22–24 may name."""
ENDNOTES = re.compile(
    r"(?:\d+\.? )?(?:end ?notes|notes|references|notes and references|references and notes):?",
    re.IGNORECASE,
)
"""Headings of lists of endnotes."""
_DIGITS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_SUPERS = frozenset(_DIGITS)
_PLAIN = str.maketrans(_DIGITS, "0123456789")
_FOOTNOTE = re.compile(rf"^([{_DIGITS}]+) ", re.MULTILINE)
_LISTED = re.compile(
    rf"^(?:#+ )?({ENDNOTES.pattern})\n\n(?=(?:\[1\]|1[.)]?) )", re.MULTILINE | re.IGNORECASE
)
_ENTRY = re.compile(r"^\[?(\d{1,3})(?:\]|[.)])? ", re.MULTILINE)
_RUN = re.compile(rf"(?:(?<=\S)|(?<=[{_DIGITS}] ))[{_DIGITS}]+")
_GROUP = re.compile(r"\^\{(\[\d+\](?:,\[\d+\])*)\}")
_NEIGHBOURS = re.compile(r"\^\[\d+\](?:\s*[,;]?\s*\^\[\d+\])+")
_COMMAS = re.compile(rf"(?<=[{_DIGITS}])[,;] ?(?=[{_DIGITS}])")


def endnote_marker(labels: list[str]) -> str:
    """Return the marker of one endnote or of several."""
    shown = ",".join(f"[{label}]" for label in labels)
    return f"^{shown}" if len(labels) == 1 else f"^{{{shown}}}"


def raised(words: str) -> str | None:
    """Return raised words as a marker; None where they are no numbers of notes."""
    bare = words.strip()
    one = _ONE.fullmatch(bare)
    if one is not None:
        return endnote_marker([one[1]]) if bare.startswith("[") else superscript(one[1])
    if not _MANY.fullmatch(bare):
        return None
    labels = _labels(bare)
    return endnote_marker([str(label) for label in labels]) if labels else None


def _labels(words: str) -> list[int]:
    """Return the numbers of a list such as `22–24, 27`; none where a range runs backwards."""
    found: list[int] = []
    for ranged, digits in _PART.findall(words):
        number = int(digits)
        if ranged:
            if not found or not 0 < number - found[-1] <= _WIDEST:
                return []
            found += range(found[-1] + 1, number)
        found.append(number)
    return found


def joined(parts: Iterable[str]) -> str:
    """Return stretches of words as one; markers that touch stay two, for ¹² is the twelfth."""
    found: list[str] = []
    last = ""
    for part in parts:
        if last in _SUPERS and part[:1] in _SUPERS:
            found.append(" ")
        found.append(part)
        last = part[-1:] or last
    return "".join(found)


def settled(text: str) -> str:
    """Return a whole text with each marker as the kind of note that the text has for it."""
    text = _COMMAS.sub(" ", _NEIGHBOURS.sub(_grouped, text))
    footnotes = {label.translate(_PLAIN) for label in _FOOTNOTE.findall(text)}
    lists = list(_LISTED.finditer(text))
    if not lists:
        return _GROUP.sub(lambda found: _as_footnotes(found, footnotes), text)
    head = lists[-1]
    entries = set(_ENTRY.findall(text[head.end() :])) - footnotes
    body = _RUN.sub(lambda found: _as_endnote(found[0], entries), text[: head.start()])
    body = _NEIGHBOURS.sub(_grouped, re.sub(r"(?<=\]) (?=\^\[)", "", body))
    blocks = text[head.end() :].rstrip("\n").split("\n\n")
    feet = "".join(f"{block}\n\n" for block in blocks if _FOOTNOTE.match(block))
    rest = "\n\n".join(block for block in blocks if not _FOOTNOTE.match(block))
    return f"{body}{feet}{head[1]}\n\n{rest}\n"


def _grouped(found: re.Match[str]) -> str:
    return endnote_marker(re.findall(r"\d+", found[0]))


def _as_footnotes(found: re.Match[str], footnotes: set[str]) -> str:
    labels = re.findall(r"\d+", found[1])
    if not footnotes.issuperset(labels):
        return found[0]
    return " ".join(map(superscript, labels))


def _as_endnote(run: str, entries: set[str]) -> str:
    label = run.translate(_PLAIN)
    return endnote_marker([label]) if label in entries else run
