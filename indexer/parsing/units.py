"""From the outline to units: identifiers are minted, words cleaned, markers anchored.

The outline knows places; here they get their final names. Notes come out as values of their own,
each with the state of its text, and every place is handed on as a tile of its file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from indexer.model import Marker, Note, NoteKind, NoteState, Piece, Span, Unit
from indexer.parsing.clean import clean, emphasis
from indexer.parsing.naming import in_order, names, ordinals
from indexer.parsing.node import Node
from indexer.parsing.notes import Mark, all_marks, digits
from indexer.parsing.pointing import targets_of
from indexer.parsing.profiles import Profile

_ENDNOTE = "note"


@dataclass(frozen=True, slots=True)
class Frame:
    """What the units of one instrument have in common."""

    instrument: str
    file: str
    text: str
    profile: Profile
    elements: Mapping[str, int]
    """Framework element by section label."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """The units, notes and tiles of one instrument in one file."""

    units: tuple[Unit, ...]
    notes: tuple[Note, ...]
    pieces: tuple[Piece, ...]


def _words(
    frame: Frame, spans: Sequence[Span], marks: Sequence[Mark]
) -> tuple[str, list[Mark], dict[int, int], tuple[tuple[int, int], ...]]:
    spans = _merge(frame.text, spans)
    inside = [
        m for m in marks if any(s.start <= m.group.start and m.group.end <= s.end for s in spans)
    ]
    groups = dict.fromkeys(mark.group for mark in inside)
    slants = [span for s in spans for span in emphasis(frame.text, s)]
    text, offsets, places = clean(frame.text, spans, [*groups, *slants])
    return text, inside, places, offsets


def _merge(text: str, spans: Iterable[Span]) -> tuple[Span, ...]:
    """Join spans that only white space parts."""
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and not text[merged[-1].end : span.start].strip():
            merged[-1] = Span(merged[-1].start, span.end)
        else:
            merged.append(span)
    return tuple(merged)


def _ancestors(node: Node) -> Iterator[Node]:
    at: Node | None = node
    while at is not None:
        yield at
        at = at.parent


def _section_label(node: Node) -> str | None:
    for at in _ancestors(node):
        if at.type in ("sec", "part", "chap"):
            return at.label
    return None


def _recommends(frame: Frame, nodes: Sequence[Node]) -> None:
    """Lettered items are recommendations where the words above them recommend."""
    pattern = frame.profile.recommends
    if pattern is None:
        return
    for node in nodes:
        chapeau = clean(frame.text, node.body)[0] if node.kind == "paragraph" else ""
        if pattern.search(chapeau):
            for child in node.children:
                if child.type == "point" and child.label:
                    child.kind = "recommendation"


class UnitMaker:
    """Turns the nodes of one instrument into units, notes and tiles."""

    def __init__(self, frame: Frame, nodes: Iterable[Node]) -> None:
        self.frame = frame
        in_print = in_order(nodes)
        self.nodes = [node for node in in_print if node.type != _ENDNOTE]
        self.endnotes = [node for node in in_print if node.type == _ENDNOTE]
        _recommends(frame, self.nodes)
        self.eids = names(self.nodes)
        self.ordinals = ordinals(self.nodes)
        self.marks = all_marks(frame.text, self.nodes, frame.profile)
        self.endnote_eids = names(self.endnotes)
        self.targets = targets_of(self.marks, [*self.nodes, *self.endnotes], self.name)
        self.carriers: dict[str, str] = {}

    def name(self, node: Node) -> str:
        """The identifier of a node."""
        eids = self.endnote_eids if node.type == _ENDNOTE else self.eids
        return f"{self.frame.instrument}:{eids[id(node)]}"

    def target(self, mark: Mark) -> str:
        """The identifier of the note that a mark points to."""
        kind = "fn" if mark.kind is NoteKind.FOOTNOTE else _ENDNOTE
        return self.targets.get(mark.span, f"{self.frame.instrument}:{kind}_{mark.label}")

    def _heading(self, node: Node) -> str | None:
        for at in _ancestors(node):
            if at.title:
                return _words(self.frame, at.title, self.marks)[0]
        return None

    def _markers(
        self, inside: Sequence[Mark], places: Mapping[int, int], text: str
    ) -> tuple[Marker, ...]:
        return tuple(
            Marker(m.kind, m.label, min(places[m.group.start], len(text)), m.span, self.target(m))
            for m in inside
        )

    def unit(self, node: Node) -> Unit:
        """Make the unit of a node."""
        frame = self.frame
        own = bool(node.body)
        text, inside, places, offsets = _words(frame, node.body or node.title, self.marks)
        if node.body and node.title:
            inside += _words(frame, node.title, self.marks)[1]
        markers = self._markers([m for m in inside if m.group.start in places], places, text)
        for marker in markers:
            self.carriers.setdefault(marker.target, self.name(node))
        section = _section_label(node)
        speaker = _words(frame, node.speaker, ())[0] if node.speaker else None
        spans = _merge(frame.text, (*node.head, *node.title, *node.body, *node.speaker))
        return Unit(
            id=self.name(node),
            instrument=frame.instrument,
            kind=node.kind,
            printed_label=digits(node.label) if node.label and node.type == "fn" else node.label,
            ordinal=self.ordinals[id(node)],
            parent=self.name(node.parent) if node.parent is not None else None,
            section=section,
            heading=self._heading(node),
            element=frame.elements.get(section or ""),
            text=text or (self._heading(node) or ""),
            own_text=own,
            markers=markers,
            file=frame.file,
            spans=spans,
            offsets=offsets,
            attribution=speaker,
        )

    def notes(self, units: Sequence[Unit]) -> Iterator[Note]:
        """Yield every note that is printed or pointed to."""
        printed = {unit.id: unit for unit in units if unit.kind == "note"}
        for unit in printed.values():
            label = unit.printed_label or ""
            yield Note(unit.id, NoteKind.FOOTNOTE, label, NoteState.TEXT_PRESENT, unit.text)
        texts = self.endnote_texts()
        for mark in sorted(self.marks, key=lambda m: (len(m.label), m.label)):
            if self.target(mark) not in printed:
                text = texts.get(self.targets.get(mark.span, ""))
                state = NoteState.TEXT_PRESENT if text else NoteState.TEXT_ABSENT
                yield Note(self.target(mark), mark.kind, mark.label, state, text)

    def endnote_texts(self) -> dict[str, str]:
        """Return the clean text of each endnote that a list prints, by its identifier."""
        return {
            self.name(node): _words(self.frame, node.body, ())[0]
            for node in self.endnotes
            if node.body
        }

    def pieces(self) -> Iterator[Piece]:
        """Yield the tiles of all nodes; a mark is cut out of the text around it."""
        groups = sorted({mark.group for mark in self.marks})
        for node in self.nodes:
            note = node.type == "fn"
            headed = "heading" if not note else "note"
            role = "note" if note else "unit"
            parts = [(s, headed if node.title else role) for s in node.head]
            parts += [(s, headed) for s in node.title]
            parts += [(s, role) for s in (*node.body, *node.speaker)]
            for span, name in parts:
                yield from self._cut(span, name, self.name(node), groups)
        called = set(self.targets.values())
        for node in self.endnotes:
            owner = self.name(node)
            known = owner in called
            for span in (*node.head, *node.body):
                yield Piece(span, "note" if known else "endnotes", owner if known else None)

    def _cut(self, span: Span, role: str, owner: str, groups: Sequence[Span]) -> Iterator[Piece]:
        at = span.start
        for group in groups:
            if span.start <= group.start and group.end <= span.end:
                if at < group.start:
                    yield Piece(Span(at, group.start), role, owner)
                yield Piece(group, "marker", owner)
                at = group.end
        if at < span.end:
            yield Piece(Span(at, span.end), role, owner)


def make_units(frame: Frame, nodes: Iterable[Node]) -> Parsed:
    """Make the units, notes and tiles of one instrument from its outline."""
    maker = UnitMaker(frame, nodes)
    units = [maker.unit(node) for node in maker.nodes]
    by_id = {unit.id: unit for unit in units}
    placed = tuple(_below(unit, by_id.get(maker.carriers.get(unit.id, ""))) for unit in units)
    return Parsed(placed, tuple(_unique(maker.notes(placed))), tuple(maker.pieces()))


def _below(unit: Unit, carrier: Unit | None) -> Unit:
    """A footnote stands below the unit that first points to it."""
    if carrier is None:
        return unit
    return replace(
        unit,
        parent=carrier.id,
        section=carrier.section,
        heading=carrier.heading,
        element=carrier.element,
    )


def _unique(notes: Iterable[Note]) -> Iterator[Note]:
    seen: set[str] = set()
    for note in notes:
        if note.id not in seen:
            seen.add(note.id)
            yield note
