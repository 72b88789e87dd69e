"""The JSON of a search, as pydantic models."""

from __future__ import annotations

from pydantic import BaseModel, Field

from api.schemas import ListOf
from api.unit_schemas import Unit


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
