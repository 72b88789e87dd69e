"""The JSON of answers about links, as pydantic models for the OpenAPI document."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, Field

from api.schemas import ListOf
from api.unit_schemas import PrintedBox


class End(BaseModel):
    """A row's two ends; the fields describe the target in `backing`, and the unit in `backs`."""

    unit: str
    target: str
    iri: str
    instrument: str
    cite_as: str
    bindingness: str
    body: list[str]
    status: str | None = Field(description="of the instrument: in-force, adopted …")
    kind: str
    element: int | None
    text: str | None = Field(description="its own words; null where they are not in the build")
    subject: str | None = Field(description="what it is about in an editor's words; no quotation")
    subject_basis: str | None = Field(description="text or knowledge")
    edition: str | None = Field(description="the edition whose words `text` has")
    boxes: list[PrintedBox] = Field(description="where these stand in print, for a PDF")


class Spot(BaseModel):
    """Words of one end that the other has too: [start, end) in code points."""

    start: int
    end: int
    quote: str


class Matched(BaseModel):
    """The words that both ends share."""

    unit: list[Spot]
    target: list[Spot]
    in_: str = Field(alias="in", description="whether the target's are its text's or its subject's")


class Where(BaseModel):
    """Where a text points to something."""

    quote: str
    offset: tuple[int, int] = Field(description="[start, end) in the clean text of `place`")
    via: str = Field(description="text, footnote or endnote")
    note: str | None
    place: str
    reference: str = Field(description="instrument, provision, resolution or internal")
    rule: str


class Citation(End, Where):
    """The text itself points there."""


class Claim(BaseModel):
    """Who claims a link, when, why and from which source."""

    predicate: str = Field(description="backedBy or relatedProvision")
    reason: str
    author: str
    date: str
    source: str
    basis: str
    confidence: float | None


class Curated(End, Claim):
    """An editor of this project claims it; neither WHO nor ILO does."""

    matched: Matched


class Nearness(BaseModel):
    """How near a model found two ends, and what that is made of."""

    score: float
    probability: float | None
    rank: int
    pool: int
    method: str
    model: str
    parts: dict[str, Any] = Field(description="what made it; `says` tells it in words")


class Suggested(End, Nearness):
    """A model found it near; nobody's claim."""

    matched: Matched


class Unresolved(Where):
    """A mention that fits no registered instrument, or more than one."""

    unit: str
    status: str
    candidates: list[str]


class NoteState(BaseModel):
    """A note to which a unit points, and what is known of it."""

    unit: str
    id: str
    label: str
    offset: int
    state: str
    targets: list[str]


class Backs(BaseModel):
    """What something backs: the three families apart."""

    unit: dict[str, Any] = Field(description="what is asked about")
    units: list[str] = Field(description="the units that answer for it")
    citations: list[Citation]
    curated: list[Curated]
    suggested: list[Suggested]
    totals: dict[str, int]
    about: dict[str, str] = Field(description="what each family is")
    remarks: dict[str, str] = Field(description="why a family is empty")
    build: str
    next: str | None = Field(default=None, description="address of the rows that follow")


class Backing(Backs):
    """What backs something, with the notes it points to."""

    endnotes: list[NoteState]
    footnotes: list[NoteState]
    unresolved: list[Unresolved]


class SomeLinks(BaseModel):
    """What backs something, or what it backs, with only some members of each row."""

    citations: list[dict[str, Any]]
    curated: list[dict[str, Any]]
    suggested: list[dict[str, Any]]
    totals: dict[str, int]
    build: str


class Cell(BaseModel):
    """One element and one instrument with links between them, by family."""

    element: int
    label: str
    instrument: str
    cite_as: str
    bindingness: str
    body: list[str]
    status: str | None
    counts: dict[str, int] = Field(description="pairs of unit and target, by family")
    units: list[str]
    targets: list[str]


class GapUnit(BaseModel):
    """A unit that no citation or editor's link leads from to anything binding."""

    unit: str
    element: int
    cite_as: str


class GapElement(BaseModel):
    """An element under which nothing leads to anything that binds and is in force."""

    element: int
    label: str


class Gaps(BaseModel):
    """What is missing; suggestions fill no gap."""

    units_without_binding: list[GapUnit]
    elements_without_in_force: list[GapElement]


class Coverage(ListOf[Cell]):
    """Elements by instruments."""

    min_probability: float
    gaps: Gaps
