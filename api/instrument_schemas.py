"""The JSON of instruments, their editions, and the elements of the framework."""

from __future__ import annotations

from pydantic import BaseModel, Field

from api.schemas import ListOf


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
