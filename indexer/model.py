"""The words of the domain as frozen values, so that every other module speaks of the same things.

Nothing here reads, writes or computes more than a name. Offsets count Unicode code points:
`Span` offsets in the source file as decoded, `Note.offset` in the unit's clean text.
Kinds and identifiers follow docs/decisions/0002-identity.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class NoteKind(StrEnum):
    """What a marker points to."""

    ENDNOTE = "endnote"
    FOOTNOTE = "footnote"


class NoteState(StrEnum):
    """What we know of a note's text; absent text is a state, never an empty string."""

    TEXT_ABSENT = "text-absent"
    TEXT_PRESENT = "text-present"
    RESOLVED = "resolved"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range [start, end) of code points in a source file."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Marker:
    """One printed pointer to a note: where it stands in a unit and in the file."""

    kind: NoteKind
    label: str
    offset: int
    """Code points of the unit's clean text before the marker."""
    span: Span
    target: str
    """Identifier of the note it points to, such as `compact:note_42`."""


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote or endnote as a thing of its own, whether or not its text is present."""

    id: str
    kind: NoteKind
    label: str
    state: NoteState
    text: str | None
    """The clean text, or None where the source prints only the marker."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One addressable piece of an instrument, with its own words and where they stand."""

    id: str
    instrument: str
    kind: str
    printed_label: str | None
    ordinal: int
    """Place among siblings, from 1: the units below the same identifier, or at the top of an
    instrument the units of the same identifier type."""
    parent: str | None
    """Identifier of the unit above, or None directly below the instrument."""
    section: str | None
    """Printed label of the nearest section at or above the unit, where it has one."""
    heading: str | None
    """The unit's own heading, or else that of the nearest unit above."""
    element: int | None
    """Number of the framework element, where the section has one."""
    text: str
    """Clean text of the unit alone, without its markers and its children; for a unit that is
    a heading only, the words of the heading."""
    own_text: bool
    """False where the unit is a heading only, so that its text is the heading's words."""
    markers: tuple[Marker, ...]
    file: str
    spans: tuple[Span, ...]
    """Where the unit stands in `file`: label, text and markers; several where a page break or a
    footnote interrupts it."""
    offsets: tuple[tuple[int, int], ...]
    """Breakpoints (clean offset, file offset), ascending: from each on, both run in step."""
    attribution: str | None = None
    """Who is quoted, for a quotation."""

    @property
    def eid(self) -> str:
        """The identifier without its instrument, such as `para_26__point_g`."""
        return self.id.partition(":")[2]

    @property
    def start(self) -> int:
        """First code point of the unit in its file."""
        return self.spans[0].start

    @property
    def end(self) -> int:
        """End of the unit's last span in its file."""
        return self.spans[-1].end


@dataclass(frozen=True, slots=True)
class Mention:
    """One place in a text that points to an instrument, a provision or a part of its own text."""

    start: int
    """Code points of the text as given before the mention."""
    end: int
    quote: str
    kind: str
    """`instrument`, `provision`, `resolution` or `internal`."""
    status: str
    """`resolved`, `ambiguous` (its targets are the candidates) or `unresolved`."""
    targets: tuple[str, ...]
    """Identifiers: `C155`, `C155:art_13`, `code:art_5__para_1`."""
    rule: str
    """Name of the pattern that fired."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One tile of a source file: which code points, and what they are."""

    span: Span
    role: str
    """`unit`, `heading`, `note`, `marker`, or the name of a kind of furniture."""
    owner: str | None
    """Identifier of the unit or note the tile belongs to; None for furniture."""


@dataclass(frozen=True, slots=True)
class Instrument:
    """A registered instrument, whether or not its text is in the build."""

    id: str
    title: str
    short_title: str
    path: str
    """ELI-like path below the base: `{body}/{kind}/{year}/{slug}`."""
    body: tuple[str, ...]
    kind: str
    bindingness: str
    is_law: bool
    year: int | None
    number: str | None = None
    symbol: str | None = None
    date: str | None = None
    form: str | None = None
    status: str | None = None
    cite_title: str | None = None
    """The title that citations write, where it differs from the official one."""


@dataclass(frozen=True, slots=True)
class Provision:
    """A provision that the registry knows of: which one, and what it is about in our words."""

    id: str
    """Such as `C155:art_13`."""
    subject: str
    """At most 20 words of an editor; never the provision's own words."""
    basis: str
    """`text` or `knowledge`: what the subject was written from."""

    @property
    def instrument(self) -> str:
        """Identifier of the instrument."""
        return self.id.partition(":")[0]

    @property
    def eid(self) -> str:
        """The identifier below the instrument's, such as `art_13`."""
        return self.id.partition(":")[2]


@dataclass(frozen=True, slots=True)
class Source:
    """One supplied file, with what its own pages say of it."""

    file: str
    sha256: str
    title: str
    publisher: str
    date: str | None
    date_earliest: str | None
    date_latest: str | None
    status: str
    edition: str
    language: str
    origin: str
    rights: str
    date_basis: str | None = None
    text_sha256: str | None = None
    """Hash of the text that was read from the file, where that is not the file itself."""
    received: str | None = None
    """The name under which a user gave the file, where it is kept under another."""

    @property
    def text_hash(self) -> str:
        """Hash of the text in which places are counted."""
        return self.text_sha256 or self.sha256

    @property
    def last_day(self) -> str:
        """The latest date that is stated of the text, as far as it is stated."""
        return self.date or self.date_latest or self.date_earliest or ""


@dataclass(frozen=True, slots=True)
class Element:
    """One of the ten elements of the Compact's framework."""

    number: int
    label: str
    area: str
    section: str


@dataclass(frozen=True, slots=True)
class Area:
    """One of the four areas of the framework."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Edition:
    """The text of one instrument as one file prints it."""

    instrument: str
    edition: str
    language: str
    file: str
    units: tuple[Unit, ...]
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Corpus:
    """Everything that a build takes in, parsed: the pure input of graph, vectors and words."""

    instruments: tuple[Instrument, ...]
    sources: tuple[Source, ...]
    areas: tuple[Area, ...]
    elements: tuple[Element, ...]
    editions: tuple[Edition, ...]
    pieces: Mapping[str, tuple[Piece, ...]] = field(default_factory=dict)
    """Tiles of each file, in order."""
