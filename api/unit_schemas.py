"""The JSON of units, notes and provisions, as pydantic models."""

from __future__ import annotations

from pydantic import BaseModel, Field

from api.schemas import ListOf


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


class Units(ListOf[Unit]):
    """Units in the order of the texts."""


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
