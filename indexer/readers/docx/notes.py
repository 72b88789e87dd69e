"""The notes of a Word document, numbered as they are pointed to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from indexer.readers.document import Notice
from indexer.readers.docx.wordml import attribute
from indexer.readers.plain import superscript
from indexer.readers.raised import endnote_marker

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_NOT_NOTES = frozenset({"separator", "continuationSeparator", "continuationNotice"})
Key = tuple[str, str]
"""`footnote` or `endnote`, and the note's number in the file."""


def notes_in(root: Element | None) -> dict[str, Element]:
    """Return the notes of a part by their numbers in the file."""
    return {
        attribute(note, "id") or "": note
        for note in (root if root is not None else ())
        if attribute(note, "type") not in _NOT_NOTES
    }


@dataclass
class Notes:
    """The notes of a document, and which of them were pointed to so far."""

    listed: Mapping[str, Mapping[str, Element]]
    """By kind, `footnote` or `endnote`, and number in the file."""
    starts: Mapping[str, int]
    """The number of the first note of each kind."""
    called: dict[Key, str] = field(default_factory=dict)
    """The labels of the notes that were pointed to, in order."""

    def marker(self, kind: str, number: str) -> str:
        """Return the marker of a note; notes are counted as they are pointed to."""
        key = (kind, number)
        if key not in self.called:
            before = sum(own == kind for own, _ in self.called)
            self.called[key] = str(self.starts.get(kind, 1) + before)
        label = self.called[key]
        return superscript(label) if kind == "footnote" else endnote_marker([label])

    def told(self) -> Iterator[Notice]:
        """Yield what a reader must know: markers without a note, notes without a marker."""
        missing = sum(number not in self.listed[kind] for kind, number in self.called)
        if missing:
            noun = "marker has" if missing == 1 else "markers have"
            yield Notice(f"{missing} {noun} no note.", "Look at the file's notes.")
        known = sum(map(len, self.listed.values()))
        unused = known - (len(self.called) - missing)
        if unused > 0:
            noun = "note has" if unused == 1 else "notes have"
            yield Notice(f"{unused} {noun} no marker.", "They are left out.")
