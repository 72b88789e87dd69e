"""A corpus of two small texts and one registered treaty without text, made by hand.

Every kind of thing that the graph can say occurs at least once: sections within sections, a
recommendation with an endnote marker, a policy action, a unit in two places, a footnote that is
a unit, law with articles, an edition that is superseded.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any

from indexer.graph import RunFacts
from indexer.model import (
    Area,
    Corpus,
    Edition,
    Element,
    Instrument,
    Marker,
    Note,
    NoteKind,
    NoteState,
    Source,
    Span,
    Unit,
)
from tests.indexer.made_units import made_unit

BASE = "https://example.org/cg/"

TINY = """5 Safety
5.1 Hazards
26. Employers should:
(a) keep workers safe^[42] and
(page 3)
well;¹
Actions
(a) inspect.
¹ A remark.
"""
PACT = """Article 1
Aim
1.1 The "aim" is 3.10.
1.2 Nothing else.
"""


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def span(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def instrument(name: str, **changes: Any) -> Instrument:
    made = Instrument(
        id=name,
        title=f"The {name} text",
        short_title=name.title(),
        path=f"who/guidance/2022/{name}",
        body=("WHO",),
        kind="guidance",
        bindingness="non-binding",
        is_law=False,
        year=2022,
    )
    return replace(made, **changes)


def source(file: str, text: str, **changes: Any) -> Source:
    made = Source(
        file=file,
        sha256=sha256(text),
        title=f"Title of {file}",
        publisher="World Health Organization",
        date="2022",
        date_earliest=None,
        date_latest=None,
        status="draft",
        edition="draft-2022",
        language="eng",
        origin="made for the tests",
        rights="none stated",
    )
    return replace(made, **changes)


def unit(name: str, kind: str, whole: str, words: str, /, **changes: Any) -> Unit:
    where = span(whole, words)
    offsets = ((0, where.start),)
    made = made_unit(name, words, kind=kind, file="tiny.txt", spans=(where,), offsets=offsets)
    return replace(made, **changes)


ENDNOTE = Marker(NoteKind.ENDNOTE, "42", 17, span(TINY, "^[42]"), "tiny:note_42")
FOOTNOTE = Marker(NoteKind.FOOTNOTE, "1", 27, span(TINY, "¹\nActions"), "tiny:fn_1")
FOOTNOTE = replace(FOOTNOTE, span=Span(FOOTNOTE.span.start, FOOTNOTE.span.start + 1))


def tiny_units() -> tuple[Unit, ...]:
    hazards = {"section": "5.1", "heading": "Hazards", "element": 1}
    return (
        unit("tiny:sec_5", "section", TINY, "Safety", heading="Safety", own_text=False),
        unit(
            "tiny:sec_5-1",
            "section",
            TINY,
            "Hazards",
            parent="tiny:sec_5",
            printed_label="5.1",
            own_text=False,
            **hazards,
        ),
        unit(
            "tiny:para_26", "paragraph", TINY, "Employers should:", parent="tiny:sec_5-1", **hazards
        ),
        unit(
            "tiny:para_26__point_a",
            "recommendation",
            TINY,
            "keep workers safe",
            parent="tiny:para_26",
            printed_label="a",
            text="keep workers safe and well;",
            spans=(span(TINY, "(a) keep workers safe^[42] and"), span(TINY, "well;¹")),
            markers=(ENDNOTE, FOOTNOTE),
            **hazards,
        ),
        unit(
            "tiny:para_26__action_a",
            "policy-action",
            TINY,
            "inspect.",
            parent="tiny:para_26",
            printed_label="a",
            ordinal=2,
            **hazards,
        ),
        unit("tiny:fn_1", "note", TINY, "A remark."),
    )


def pact_units() -> tuple[Unit, ...]:
    aim = {"heading": "Aim", "file": "pact.txt"}
    return (
        unit("pact:art_1", "article", PACT, "Aim", printed_label="1", own_text=False, **aim),
        unit(
            "pact:art_1__para_1",
            "article-paragraph",
            PACT,
            'The "aim" is 3.10.',
            parent="pact:art_1",
            printed_label="1.1",
            **aim,
        ),
        unit(
            "pact:art_1__para_2",
            "article-paragraph",
            PACT,
            "Nothing else.",
            parent="pact:art_1",
            printed_label="1.10",
            ordinal=2,
            **aim,
        ),
    )


def tiny_notes() -> tuple[Note, ...]:
    return (
        Note("tiny:note_42", NoteKind.ENDNOTE, "42", NoteState.TEXT_ABSENT, None),
        Note("tiny:fn_1", NoteKind.FOOTNOTE, "1", NoteState.TEXT_PRESENT, "A remark."),
    )


def corpus() -> Corpus:
    """The whole small corpus: tiny (guidance), pact (law), and X001, registered only."""
    return Corpus(
        instruments=(
            instrument("tiny"),
            instrument(
                "pact", path="who/code/2010/pact", is_law=True, kind="code-of-practice", year=2010
            ),
            instrument(
                "X001",
                path="ilo/convention/1981/x001",
                body=("ILO", "WHO"),
                kind="convention",
                bindingness="binding-when-ratified",
                is_law=True,
                year=1981,
                number="1",
                date="1981-06-22",
                status="in-force",
            ),
        ),
        sources=(
            source("tiny.txt", TINY),
            source("pact.txt", PACT, date=None, date_earliest="2010-05", date_latest="2011-12-31"),
        ),
        areas=(Area("preventing-harm", "Preventing harm"),),
        elements=(Element(1, "Hazards at work", "preventing-harm", "5.1"),),
        editions=(
            Edition("tiny", "draft-2022", "eng", "tiny.txt", tiny_units(), tiny_notes()),
            Edition("pact", "2010", "eng", "pact.txt", pact_units(), ()),
        ),
    )


def texts() -> dict[str, str]:
    return {"tiny.txt": TINY, "pact.txt": PACT}


def run() -> RunFacts:
    return RunFacts(
        build="0a1b2c",
        version="0.1.0",
        model="sentence-transformers/all-MiniLM-L6-v2",
        model_sha256="5" * 64,
        inputs={"sources/tiny.txt": sha256(TINY), "registry/instruments.toml": "7" * 64},
    )


def cite_as(unit: Unit) -> str:
    return f"cite {unit.id}"
