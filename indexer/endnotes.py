"""Lists of endnotes: their texts, what they cite, and the units that point to them.

A list is read line by line. A label in brackets always opens a note; a bare number does so only
where it goes on from the label before, so that a line which happens to begin with a number or a
year stays part of its note. Notes are read in their order with one state, so that "Ibid." means
the note before. Adding a list to an edition changes the states and texts of its endnotes, and
nothing else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from indexer.mentions.antecedents import State
from indexer.mentions.located import Located
from indexer.mentions.patterns import fold
from indexer.mentions.resolve import Context, read
from indexer.model import Edition, Mention, Note, NoteKind, NoteState
from indexer.registry import Registry

_STRIDE = 5
"""How far a bare number may be ahead of the label before it and still open a note."""


@dataclass(frozen=True, slots=True)
class Endnote:
    """One note of a list: its label, its text on one line, and what it cites."""

    label: str
    text: str
    mentions: tuple[Mention, ...]
    """Offsets count code points of `text`."""

    @property
    def state(self) -> NoteState:
        """`resolved` where a citation of an instrument is resolved, else `text-present`."""
        kinds = {m.kind for m in self.mentions if m.status == "resolved"}
        return NoteState.RESOLVED if kinds - {"internal"} else NoteState.TEXT_PRESENT


def split_notes(text: str, registry: Registry) -> list[tuple[str, str]]:
    """Return label and text of every note of a list; lines before the first label are left out."""
    notes: list[tuple[str, list[str]]] = []
    for line in text.splitlines():
        label, rest = _label(line, int(notes[-1][0]) if notes else None, registry)
        if label is not None:
            notes.append((label, [rest]))
        elif notes and line.strip():
            notes[-1][1].append(line.strip())
    return [(label, _joined(lines)) for label, lines in notes]


def _label(line: str, previous: int | None, registry: Registry) -> tuple[str | None, str]:
    match = registry.patterns["note-label"].match(fold(line))
    if match is None:
        return None, line
    rest = line[match.end() :].strip()
    if match["sure"]:
        return match["sure"], rest
    goes_on = previous is None or 0 < int(match["bare"]) - previous <= _STRIDE
    return (match["bare"], rest) if goes_on else (None, line)


def _joined(lines: list[str]) -> str:
    """Return the lines of a note as one; a hyphen or slash at a line's end joins without space."""
    text = ""
    for line in filter(None, lines):
        gap = "" if not text or text.endswith(("-", "/")) else " "
        text += gap + " ".join(line.split())
    return text


def read_notes(
    notes: Iterable[tuple[str, str]], registry: Registry, instrument: str | None = None
) -> tuple[Endnote, ...]:
    """Return notes, given as label and text, with what they cite.

    `instrument` is the identifier of the document they belong to: "note 20" then points to
    `{instrument}:note_20`.
    """
    notes = list(notes)
    labels = {label: f"{instrument}:note_{label}" for label, _ in notes} if instrument else {}
    context = Context(state=State(), notes=labels)
    found = []
    for label, text in notes:
        found.append(Endnote(label, text, read(text, registry, context)))
        context.notes_cite[label] = context.state.next_piece()
    return tuple(found)


def parse_endnotes(
    text: str, registry: Registry, instrument: str | None = None
) -> tuple[Endnote, ...]:
    """Return the notes of a list of endnotes, in their order."""
    return read_notes(split_notes(text, registry), registry, instrument)


def with_endnotes(edition: Edition, endnotes: Iterable[Endnote]) -> Edition:
    """Return the edition with the texts and states of its endnotes; markers choose the note.

    A note of the list that the edition has no marker for is left out.
    """
    by_label = {note.label: note for note in endnotes}
    return replace(edition, notes=tuple(_with_text(note, by_label) for note in edition.notes))


def _with_text(note: Note, by_label: Mapping[str, Endnote]) -> Note:
    found = by_label.get(note.label) if note.kind == NoteKind.ENDNOTE else None
    return replace(note, text=found.text, state=found.state) if found else note


def attach(edition: Edition, endnotes: Iterable[Endnote]) -> dict[str, tuple[Located, ...]]:
    """Return what each unit cites through the endnotes whose markers it carries."""
    by_label = {note.label: note for note in endnotes}
    found: dict[str, list[Located]] = defaultdict(list)
    for unit in edition.units:
        for marker in unit.markers:
            if marker.kind == NoteKind.ENDNOTE and marker.label in by_label:
                mentions = by_label[marker.label].mentions
                found[unit.id] += [Located(m, "endnote", marker.target) for m in mentions]
    return {unit: tuple(located) for unit, located in found.items()}


def endnotes_of(edition: Edition, registry: Registry) -> tuple[Endnote, ...]:
    """Return the endnotes of an edition whose texts are present, with what they cite."""
    texts = [(n.label, n.text) for n in edition.notes if n.kind == NoteKind.ENDNOTE and n.text]
    return read_notes(texts, registry, edition.instrument)
