"""The JSON shapes, from values made by hand."""

import json
from dataclasses import replace

from indexer import views
from indexer.model import (
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

BASE = "https://example.org/cg/"
PACT = Instrument(
    id="pact",
    title="The Pact on Work",
    short_title="Pact",
    path="un/treaty/1999/pact",
    body=("UN", "ILO"),
    kind="un-treaty",
    bindingness="binding-when-ratified",
    is_law=True,
    year=1999,
    number="7",
    status="in force",
)
NOTES = {
    "pact:note_1": Note("pact:note_1", NoteKind.ENDNOTE, "1", NoteState.TEXT_ABSENT, None),
    "pact:fn_2": Note("pact:fn_2", NoteKind.FOOTNOTE, "2", NoteState.TEXT_PRESENT, "See there."),
}
UNIT = Unit(
    id="pact:art_1__para_2",
    instrument="pact",
    kind="article-paragraph",
    printed_label="1.2",
    ordinal=2,
    parent="pact:art_1",
    section=None,
    heading="Aim",
    element=None,
    text="Work is “safe”.",
    own_text=True,
    markers=(
        Marker(NoteKind.ENDNOTE, "1", 4, Span(14, 18), "pact:note_1"),
        Marker(NoteKind.FOOTNOTE, "2", 15, Span(29, 30), "pact:fn_2"),
    ),
    file="pact.txt",
    spans=(Span(10, 20), Span(25, 30)),
    offsets=((0, 10),),
)
SOURCE = Source(
    file="pact.txt",
    sha256="00",
    title="Pact",
    publisher="UN",
    date=None,
    date_earliest="1998",
    date_latest="1999",
    status="in force",
    edition="first",
    language="eng",
    origin="a library",
    rights="none stated",
    date_basis="the cover",
)


def test_a_unit() -> None:
    assert views.unit_view(UNIT, PACT, NOTES, BASE, "Pact, Art. 1.2") == {
        "id": "pact:art_1__para_2",
        "iri": "https://example.org/cg/un/treaty/1999/pact/art_1__para_2",
        "instrument": "pact",
        "kind": "article-paragraph",
        "printed_label": "1.2",
        "ordinal": 2,
        "parent": "pact:art_1",
        "section": None,
        "heading": "Aim",
        "element": None,
        "text": "Work is “safe”.",
        "heading_only": False,
        "attribution": None,
        "notes": [
            {
                "kind": "endnote",
                "label": "1",
                "offset": 4,
                "state": "text-absent",
                "id": "pact:note_1",
            },
            {
                "kind": "footnote",
                "label": "2",
                "offset": 15,
                "state": "text-present",
                "id": "pact:fn_2",
            },
        ],
        "source": {"file": "pact.txt", "start": 10, "end": 30, "parts": [[10, 20], [25, 30]]},
        "cite_as": "Pact, Art. 1.2",
    }


def test_a_heading_and_a_quotation_say_what_they_are() -> None:
    heading = replace(UNIT, own_text=False, text="Aim")
    quotation = replace(UNIT, attribution="A nurse")
    assert views.unit_view(heading, PACT, NOTES, BASE, "")["heading_only"] is True
    assert views.unit_view(quotation, PACT, NOTES, BASE, "")["attribution"] == "A nurse"


def test_an_absent_text_is_a_state_and_never_empty() -> None:
    absent = views.note_view(NOTES["pact:note_1"], PACT, [UNIT.id], BASE)
    assert absent == {
        "id": "pact:note_1",
        "iri": "https://example.org/cg/un/treaty/1999/pact/note_1",
        "instrument": "pact",
        "kind": "endnote",
        "label": "1",
        "state": "text-absent",
        "text": None,
        "carried_by": ["pact:art_1__para_2"],
    }
    assert views.note_view(NOTES["pact:fn_2"], PACT, [], BASE)["text"] == "See there."


def test_an_instrument_with_its_editions() -> None:
    edition = views.edition_view({"edition": "first", "current": True, "language": "eng"}, SOURCE)
    assert edition == {
        "edition": "first",
        "current": True,
        "language": "eng",
        "file": "pact.txt",
        "sha256": "00",
        "received": None,
        "title": "Pact",
        "publisher": "UN",
        "date": None,
        "date_earliest": "1998",
        "date_latest": "1999",
        "status": "in force",
        "origin": "a library",
        "rights": "none stated",
    }
    assert views.instrument_view(PACT, BASE, [edition], 3, "Pact on Work") == {
        "id": "pact",
        "iri": "https://example.org/cg/un/treaty/1999/pact",
        "title": "The Pact on Work",
        "short_title": "Pact",
        "body": ["UN", "ILO"],
        "kind": "un-treaty",
        "bindingness": "binding-when-ratified",
        "law": True,
        "year": 1999,
        "number": "7",
        "status": "in force",
        "editions": [edition],
        "units": 3,
        "cite_as": "Pact on Work",
    }


def test_an_element_counts_kinds_in_order() -> None:
    view = views.element_view(Element(4, "Health", "care", "5.1"), "Caring", {"z": 1, "a": 2})
    assert view == {
        "number": 4,
        "label": "Health",
        "area": {"id": "care", "label": "Caring"},
        "section": "5.1",
        "units": {"a": 2, "z": 1},
    }
    assert list(view["units"]) == ["a", "z"]


def test_every_view_is_json() -> None:
    shown = [
        views.unit_view(UNIT, PACT, NOTES, BASE, "x"),
        views.note_view(NOTES["pact:note_1"], PACT, [], BASE),
        views.instrument_view(PACT, BASE, [], 0, "x"),
    ]
    assert json.loads(json.dumps(shown)) == shown
