"""The JSON of texts read for citations and of drafts traced, as pydantic models."""

from __future__ import annotations

from pydantic import BaseModel, Field

from api.link_schemas import Claim, Nearness
from api.search_schemas import Match


class GivenText(BaseModel):
    """A text to be read; offsets in the answer count its code points."""

    text: str


class Mention(BaseModel):
    """One place in a text that points to an instrument, a provision or the text itself."""

    start: int = Field(description="code points of the text before it")
    end: int
    quote: str
    kind: str = Field(description="instrument, provision, resolution or internal")
    status: str = Field(description="resolved, ambiguous (targets are candidates) or unresolved")
    targets: list[str]
    rule: str = Field(description="the rule that fired")


class Extraction(BaseModel):
    """Every mention of a text, in order."""

    items: list[Mention]
    total: int
    build: str


class Meant(BaseModel):
    """An instrument or a provision, and what is known of it."""

    id: str
    cite_as: str
    title: str = Field(description="of the instrument")
    bindingness: str
    known: str = Field(
        description="instrument; or of a provision unit (its text is in the build), provision "
        "(registered), numbered (the numbers run so far), not-known, not-there"
    )
    subject: str | None = Field(description="of a provision, in an editor's words")


class Checks(BaseModel):
    """What was checked; null where nothing is printed, or known, to check it by."""

    instrument: bool | None = Field(description="whether it is registered")
    title: bool | None
    number: bool | None
    year: bool | None
    provision: bool | None = Field(description="whether the instrument has it")


class CheckedCitation(Mention):
    """A citation with the verdict on it."""

    verdict: str = Field(
        description="exists, wrong (a title, number or year is not its), not-found, not-known, "
        "ambiguous, unresolved (not said which instrument) or internal (not checked)"
    )
    checks: Checks
    problems: list[str] = Field(description="what is wrong, in sentences")
    meant: list[Meant] = Field(description="what the first ten of `targets` are")
    nearest: list[Meant]


class Clause(BaseModel):
    """A unit near to a sentence."""

    id: str
    cite_as: str
    kind: str
    bindingness: str
    element: int | None
    score: float
    good: bool = Field(description="whether it is a good match by itself")
    match: Match


class Sentence(BaseModel):
    """A sentence of a draft with its nearest clauses; none where it has no good match."""

    start: int
    end: int
    quote: str
    searched: bool = Field(description="false for one of too few words")
    no_good_match: bool
    element: int | None = Field(description="that of its best good match that has one")
    clauses: list[Clause]


class BackingEnd(BaseModel):
    """A provision behind a clause."""

    target: str
    cite_as: str
    bindingness: str
    body: list[str]
    status: str | None
    kind: str
    subject: str | None


class CitedBehind(BackingEnd):
    """A provision that the clause itself cites."""

    quote: str
    offset: tuple[int, int] = Field(description="[start, end) in the clean text of `place`")
    via: str
    place: str


class CuratedBehind(BackingEnd, Claim):
    """A provision to which an editor links the clause."""


class SuggestedBehind(BackingEnd, Nearness):
    """A provision that a model holds for likelier than not; nobody's claim."""


class Behind(BaseModel):
    """What stands behind one clause."""

    citations: list[CitedBehind]
    curated: list[CuratedBehind]
    suggested: list[SuggestedBehind]


class ElementOf(BaseModel):
    """An element of the framework."""

    number: int
    label: str
    section: str


class Touched(ElementOf):
    """An element that a draft touches."""

    sentences: list[int] = Field(description="places in the list of sentences, from 0")


class ElementsOfDraft(BaseModel):
    """The elements of the framework, touched by good matches and not touched."""

    touched: list[Touched]
    untouched: list[ElementOf]


class Totals(BaseModel):
    """How many there are in the answer."""

    citations: int
    verdicts: dict[str, int]
    sentences: int
    searched: int
    no_good_match: int


class Part(BaseModel):
    """How much a limit let through."""

    limit: int
    given: int
    taken: int


class Limits(BaseModel):
    """The limits of the answer; `remarks` say in words what they left out."""

    characters: Part
    citations: Part
    sentences: Part
    remarks: list[str]


class Trace(BaseModel):
    """A draft traced."""

    citations: list[CheckedCitation]
    sentences: list[Sentence]
    backing: dict[str, Behind] = Field(description="what stands behind each clause, by its id")
    elements: ElementsOfDraft
    totals: Totals
    limits: Limits
    about: dict[str, str] = Field(description="what each family of links is")
    mode: str
    build: str
