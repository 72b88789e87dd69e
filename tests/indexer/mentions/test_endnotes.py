"""Endnotes: a list in the usual styles, added to an edition composed here."""

from __future__ import annotations

from dataclasses import replace

import pytest

from indexer.citations import mentions_of
from indexer.endnotes import attach, parse_endnotes, split_notes, with_endnotes
from indexer.model import (
    Corpus,
    Edition,
    Marker,
    Note,
    NoteKind,
    NoteState,
    Span,
    Unit,
)
from indexer.registry import Registry
from tests.indexer.made_units import made_unit

LIST = """Endnotes

[20] ILO Occupational Safety and Health Convention, 1981 (No. 155), Art. 16; ICESCR, Art. 7(b);
CESCR, General Comment No. 23 (2016), paras. 25–26.
[21] Ibid., Art. 9.
[22] C155, Art. 16(3).
[23] Ibid., Art. 21.
[24] Ibid.
[25] See also note 20 above.
[26] World Health Organization, https://www.who.int/
C155/Article-5
[27] Personal communication, 2020.
[28] Ibid.
[29] Protocol of 2014 to the Forced Labour Convention,
1930 (P029), Article 1; Recommendation No. 203, para. 4(a).
[30] Supra note 22, Art. 12.
"""


def unit(name: str, text: str, *labels: str) -> Unit:
    markers = tuple(
        Marker(NoteKind.ENDNOTE, label, len(text), Span(0, 1), f"compact:note_{label}")
        for label in labels
    )
    return made_unit(f"compact:{name}", text, printed_label="1", markers=markers)


LABELS = [str(n) for n in range(20, 31)]
NOTES = tuple(
    Note(f"compact:note_{n}", NoteKind.ENDNOTE, n, NoteState.TEXT_ABSENT, None) for n in LABELS
)
EDITION = Edition(
    "compact",
    "e1",
    "eng",
    "x.txt",
    (
        unit("para_1", "Remove risks.", "20", "22"),
        unit("para_2", "See C190.", "23"),
        unit("para_3", "No note."),
    ),
    NOTES,
)


@pytest.fixture
def notes(registry: Registry) -> dict[str, list[str]]:
    return {
        note.label: [f"{m.quote}: {' '.join(m.targets)} {m.status}" for m in note.mentions]
        for note in parse_endnotes(LIST, registry, "compact")
    }


def test_several_instruments_to_a_note(notes: dict[str, list[str]]) -> None:
    assert notes["20"] == [
        "ILO Occupational Safety and Health Convention, 1981 (No. 155): C155 resolved",
        "Art. 16: C155:art_16 resolved",
        "ICESCR: ICESCR resolved",
        "Art. 7(b): ICESCR:art_7__point_b resolved",
        "CESCR, General Comment No. 23 (2016): CESCR-GC-23 resolved",
        "paras. 25–26: CESCR-GC-23:para_25 CESCR-GC-23:para_26 resolved",
    ]


def test_ibid_means_the_note_before_if_that_cites_one_instrument(
    notes: dict[str, list[str]],
) -> None:
    assert notes["21"] == [
        "Ibid.: C155 ICESCR CESCR-GC-23 ambiguous",
        "Art. 9: C155:art_9 ICESCR:art_9 ambiguous",
    ]
    assert notes["23"] == ["Ibid.: C155 resolved", "Art. 21: C155:art_21 resolved"]
    assert notes["24"] == ["Ibid.: C155:art_21 resolved"]
    assert notes["28"] == ["Ibid.:  unresolved"]


def test_a_note_may_point_to_a_note(notes: dict[str, list[str]]) -> None:
    assert notes["25"] == ["note 20: compact:note_20 resolved"]
    assert notes["30"] == ["note 22: compact:note_22 resolved", "Art. 12: C155:art_12 resolved"]


def test_addresses_cite_nothing_and_a_line_may_begin_with_a_year(
    notes: dict[str, list[str]],
) -> None:
    assert notes["26"] == []
    assert notes["29"][0] == (
        "Protocol of 2014 to the Forced Labour Convention, 1930 (P029): P029 resolved"
    )


def test_states(registry: Registry) -> None:
    states = {note.label: note.state for note in parse_endnotes(LIST, registry, "compact")}
    assert states["20"] == NoteState.RESOLVED
    assert {states[n] for n in ("21", "25", "26", "27", "28")} == {NoteState.TEXT_PRESENT}


def test_a_list_changes_states_and_texts_and_nothing_else(registry: Registry) -> None:
    noted = with_endnotes(EDITION, parse_endnotes(LIST, registry, "compact"))
    assert noted.units == EDITION.units
    assert replace(noted, notes=EDITION.notes) == EDITION
    assert [replace(n, text=None, state=NoteState.TEXT_ABSENT) for n in noted.notes] == list(NOTES)
    assert all(note.text for note in noted.notes)


def test_every_unit_with_the_marker_has_the_citations(registry: Registry) -> None:
    found = attach(EDITION, parse_endnotes(LIST, registry, "compact"))
    assert set(found) == {"compact:para_1", "compact:para_2"}
    assert {(one.via, one.place) for one in found["compact:para_1"]} == {
        ("endnote", "compact:note_20"),
        ("endnote", "compact:note_22"),
    }


def test_a_corpus_with_the_list_gains_links_and_loses_none(registry: Registry) -> None:
    noted = with_endnotes(EDITION, parse_endnotes(LIST, registry, "compact"))
    before, after = (
        mentions_of(Corpus((), (), (), (), (edition,)), registry) for edition in (EDITION, noted)
    )
    own = {name: tuple(f for f in all_f if f.via != "endnote") for name, all_f in after.items()}
    assert own == before
    targets = [t for f in after["compact:para_2"] if f.via == "endnote" for t in f.mention.targets]
    assert targets == ["C155", "C155:art_21"]


@pytest.mark.parametrize(
    "text",
    ["1. One\n2. Two", "[1] One\n[2] Two", "1) One\n2) Two", "^[1] One\n^[2] Two", "1 One\n2 Two"],
)
def test_labels_in_every_style(registry: Registry, text: str) -> None:
    assert split_notes(text, registry) == [("1", "One"), ("2", "Two")]


def test_a_line_that_begins_with_a_number_goes_on(registry: Registry) -> None:
    text = "1. Articles 5 and\n16. Of C155, of\n1981. And more.\n2. Two"
    assert split_notes(text, registry) == [
        ("1", "Articles 5 and 16. Of C155, of 1981. And more."),
        ("2", "Two"),
    ]
