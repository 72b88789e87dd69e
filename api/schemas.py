"""The JSON of the service, as pydantic models: the OpenAPI document is made from them."""

from __future__ import annotations

from typing import Any, Generic, TypeVar

from pydantic import BaseModel, Field

Item = TypeVar("Item")
Json = dict[str, Any]


class NoteMarker(BaseModel):
    """A pointer to a note in a unit's text."""

    kind: str
    label: str
    offset: int = Field(description="code points of `text` before the marker")
    state: str = Field(description="text-absent, text-present or resolved")
    id: str


class SourcePlace(BaseModel):
    """Where a unit stands in its source file, in code points."""

    file: str
    start: int
    end: int
    parts: list[tuple[int, int]] = Field(description="several where a page break cuts the unit")


class PrintedBox(BaseModel):
    """A stretch of a unit in print: points from the upper left corner of the page."""

    page: int
    x0: float
    top: float
    x1: float
    bottom: float


class Unit(BaseModel):
    """One addressable piece of an instrument."""

    id: str
    iri: str
    instrument: str
    kind: str
    printed_label: str | None
    ordinal: int
    parent: str | None
    section: str | None
    heading: str | None
    element: int | None
    text: str
    heading_only: bool = Field(description="the unit is a heading; `text` repeats it")
    attribution: str | None = Field(description="who is quoted, for a quotation")
    notes: list[NoteMarker]
    source: SourcePlace
    cite_as: str
    edition: str | None = Field(None, description="the edition whose words these are")
    withdrawn: bool = Field(False, description="the current edition has the unit no more")
    boxes: list[PrintedBox] = Field([], description="where it stands in print, for a PDF")


class Match(BaseModel):
    """The words of a unit that matched: [start, end) in code points of its text."""

    start: int
    end: int
    quote: str


class Parts(BaseModel):
    """What a score is made of; null where the mode does not compare it."""

    semantic: float | None
    lexical: float | None
    notions: float | None = Field(description="of concepts that the query means in everyday words")


class Copy(BaseModel):
    """Where a unit's words stand once more."""

    id: str
    cite_as: str


class Hit(Unit):
    """A unit found by a search."""

    score: float
    parts: Parts
    match: Match
    also_at: list[Copy] = Field(description="units that say the same in the same words")
    cited: bool = Field(description="true where the query cites it; such units come first")


class CitedThing(BaseModel):
    """What a query cites, also where its text is not in the build."""

    id: str
    iri: str
    type: str
    cite_as: str


class Correction(BaseModel):
    """A word of a query, and the word that it was read as."""

    typed: str
    read: str


class ListOf(BaseModel, Generic[Item]):
    """A list, or a page of one, with its whole length and the build that it comes from."""

    items: list[Item]
    total: int = Field(description="how many there are on all pages together")
    build: str
    next: str | None = Field(
        default=None, description="address of the page that follows, below the root; else absent"
    )


class SomeItems(ListOf[Json]):
    """A list of whose items only some members were asked for, by `fields`."""


class Units(ListOf[Unit]):
    """Units in the order of the texts."""


class SearchAnswer(ListOf[Hit]):
    """What a search found, best first."""

    no_good_match: bool = Field(description="true where nothing answers the question")
    confidence: float = Field(
        description="chance that the first hit answers, 1 where the query cites it, 0 without hits"
    )
    cited: list[CitedThing] = Field(description="what the query cites")
    corrections: list[Correction] = Field(description="words of the query read as others")
    query: str
    mode: str


class Note(BaseModel):
    """A note that has no text in the source, or a marker whose note is missing."""

    id: str
    iri: str
    instrument: str
    kind: str
    label: str
    state: str
    text: str | None
    carried_by: list[str]


class Edition(BaseModel):
    """The text of an instrument as one file prints it, and what its pages state of themselves."""

    edition: str
    current: bool = Field(description="whether it speaks for the instrument")
    language: str
    file: str
    sha256: str
    received: str | None = Field(None, description="the name under which a user gave the file")
    title: str
    publisher: str
    date: str | None
    date_earliest: str | None
    date_latest: str | None
    status: str
    origin: str
    rights: str


class Instrument(BaseModel):
    """A registered instrument; without editions its text is not in the build."""

    id: str
    iri: str
    title: str
    short_title: str
    body: list[str]
    kind: str
    bindingness: str
    law: bool
    year: int | None
    number: str | None
    status: str | None
    editions: list[Edition]
    units: int
    cite_as: str


class EditionItself(Edition):
    """One edition of an instrument, asked for by `instrument@edition`."""

    id: str
    iri: str
    kind: str
    instrument: str
    units: int


class Provision(BaseModel):
    """A registered provision whose text is not in the build."""

    id: str
    iri: str
    type: str
    instrument: str
    kind: str
    cite_as: str
    bindingness: str
    subject: str = Field(description="what it is about in an editor's words; no quotation")
    subject_by: str
    basis: str = Field(description="text or knowledge: what the subject was written from")
    text: None
    state: str = Field(description="text-absent")


class Instruments(ListOf[Instrument]):
    """Registered instruments."""


class Area(BaseModel):
    """One of the four areas of the framework."""

    id: str
    label: str


class Element(BaseModel):
    """One of the ten elements of the framework, its units counted by kind."""

    number: int
    label: str
    area: Area
    section: str
    units: dict[str, int]


class Elements(ListOf[Element]):
    """The elements of the framework."""


class Problem(BaseModel):
    """An error, after RFC 9457."""

    type: str
    title: str
    status: int
    detail: str
    mend: str | None = Field(default=None, description="what to do about it")
    nearest: list[str] | None = Field(default=None, description="names like the one not found")
    line: int | None = Field(default=None, description="of the query, where it is no SPARQL")
    column: int | None = None
    errors: list[dict[str, str]] | None = Field(default=None, description="wrong parameters")
    request_id: str | None = Field(default=None, description="also in X-Request-Id and in the log")


class Way(BaseModel):
    """A way into the service."""

    href: str = Field(description="a path below the root, or a template of one (RFC 6570)")
    title: str
    type: str = Field(description="the media type that is answered by default")


class Dump(BaseModel):
    """A file with everything."""

    href: str
    type: str
    sha256: str = Field(description="of the file as it travels")


class Home(BaseModel):
    """What the service is and where everything is."""

    name: str
    description: str
    version: str = Field(description="of the program")
    build: str = Field(description="the build that is answered from")
    base: str = Field(description="the IRI below which the data lies")
    counts: dict[str, int]
    links: dict[str, Way]
    dumps: list[Dump]


class Ready(BaseModel):
    """Whether the service can answer, and what it cannot answer yet."""

    ready: bool
    build: str
    model: str = Field(description="loading, ready, or why it failed")
