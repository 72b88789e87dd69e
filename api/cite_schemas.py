"""The JSON of citations, as pydantic models."""

from __future__ import annotations

from pydantic import BaseModel, Field

from api.schemas import ListOf


class WrittenCitation(BaseModel):
    """A citation in the words of a style, and what a drafter has to look up."""

    id: str
    iri: str
    style: str
    citation: str
    incomplete: list[str] = Field(description="facts that the registry does not state")
    unverified: list[str] = Field(description="facts in it that no text at hand confirmed")


class Cited(BaseModel):
    """What a citation may mean."""

    id: str
    iri: str
    type: str = Field(description="unit, note, provision or instrument")
    instrument: str
    kind: str
    cite_as: str
    bindingness: str
    title: str | None = Field(default=None, description="of an instrument")
    text: str | None = Field(default=None, description="of a unit, whose text is in the build")
    subject: str | None = Field(default=None, description="of a provision, in our own words")
    subject_by: str | None = Field(default=None, description="whose words the subject is")
    basis: str | None = Field(default=None, description="text or knowledge")


class Resolution(ListOf[Cited]):
    """What a text cites: one match, several, or none with what is nearest."""

    query: str
    status: str = Field(description="one, several or none")
    listed: bool = Field(
        description="whether the text itself names every item, by a list or a range; else one of "
        "several is meant"
    )
    nearest: list[Cited]
    remark: str | None = Field(
        description="why a list or a range has no match, and what to ask instead"
    )
