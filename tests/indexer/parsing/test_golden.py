"""The shipped texts come out as a reader marked them up by hand: see tests/golden/units/README.md.

Every row is compared, in order; what was gained or lost is printed, so that a failure reads as a
review of the parser and not as a wall of text.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import unified_diff
from itertools import groupby
from pathlib import Path

import pytest

from indexer.corpus_io import Facts
from indexer.model import Corpus, NoteKind, NoteState, Piece, Unit

SHOWN = 40
"""Code points of a text's head and tail that the golden files keep."""
TOTALS = {
    "compact": 194,
    "guide": 148,
    "wha63-16": 9,
    "code": 76,
    "platform": 59,
    "brief": 62,
    "call": 21,
}
MARKERS = {"compact": (272, 2), "guide": (0, 7), "platform": (0, 11), "brief": (0, 6)}
"""Endnote and footnote markers; the other instruments have none."""
Read = tuple[Corpus, Facts, dict[str, str]]


def rows(file: Path) -> list[str]:
    """The lines of a golden file without its head; a field may begin or end with a space."""
    return file.read_text(encoding="utf-8").split("\n")[1:-1]


def row(unit: Unit) -> str:
    markers = ",".join(f"{m.kind.value}:{m.label}@{m.offset}" for m in unit.markers)
    fields = (
        unit.id,
        unit.kind,
        unit.printed_label or "",
        str(unit.ordinal),
        unit.parent or "",
        unit.section or "",
        str(unit.element or ""),
        str(int(unit.own_text)),
        unit.text[:SHOWN],
        unit.text[-SHOWN:],
        markers,
    )
    return "\t".join(fields)


def review(expected: Sequence[str], found: Sequence[str]) -> str:
    """Gains and losses, one line each; empty where there are none."""
    lines = list(unified_diff(expected, found, "golden", "parsed", lineterm="", n=0))
    return "\n".join(line for line in lines if not line.startswith("@@"))


def units_of(read: Read, instrument: str) -> tuple[Unit, ...]:
    (edition,) = (e for e in read[0].editions if e.instrument == instrument)
    return edition.units


def runs(pieces: Sequence[Piece], text: str) -> Iterator[tuple[str, str]]:
    """Each unbroken run of one role of furniture, with its words."""
    for (role, owner), run in groupby(pieces, lambda piece: (piece.role, piece.owner)):
        if owner is None:
            yield role, " ".join(" ".join(text[p.span.start : p.span.end] for p in run).split())


@pytest.mark.parametrize("instrument", TOTALS)
def test_every_unit_is_as_marked_up_by_hand(instrument: str, parsed: Read, golden: Path) -> None:
    expected = rows(golden / "units" / f"{instrument}.tsv")
    found = [row(unit) for unit in units_of(parsed, instrument)]
    assert not (shown := review(expected, found)), f"gains and losses:\n{shown}"
    assert len(found) == TOTALS[instrument]


def test_every_instrument_that_is_parsed_has_a_golden_file(parsed: Read, golden: Path) -> None:
    files = {file.stem for file in (golden / "units").glob("*.tsv")}
    assert {edition.instrument for edition in parsed[0].editions} == files == set(TOTALS)


def test_furniture_is_what_the_reader_left_out(parsed: Read, golden: Path) -> None:
    with (golden / "furniture.tsv").open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        expected = ["\t".join(fields) for fields in list(reader)[1:]]
    corpus, _, texts = parsed
    found = [
        "\t".join((source.file, role, words[:SHOWN], words[-SHOWN:]))
        for source in corpus.sources
        for role, words in runs(corpus.pieces[source.file], texts[source.file])
    ]
    assert not (shown := review(expected, found)), f"gains and losses:\n{shown}"


@pytest.mark.parametrize("instrument", TOTALS)
def test_markers_are_counted_whole(instrument: str, parsed: Read) -> None:
    kinds = Counter(m.kind for unit in units_of(parsed, instrument) for m in unit.markers)
    expected = MARKERS.get(instrument, (0, 0))
    assert (kinds[NoteKind.ENDNOTE], kinds[NoteKind.FOOTNOTE]) == expected


def test_each_endnote_of_the_compact_is_a_note_without_text(parsed: Read) -> None:
    (edition,) = (e for e in parsed[0].editions if e.instrument == "compact")
    endnotes = [note for note in edition.notes if note.kind is NoteKind.ENDNOTE]
    assert {note.id for note in endnotes} == {f"compact:note_{n}" for n in range(1, 273)}
    assert {(note.state, note.text) for note in endnotes} == {(NoteState.TEXT_ABSENT, None)}
    pointed = Counter(m.target for u in edition.units for m in u.markers)
    assert [note.id for note in endnotes if pointed[note.id] != 1] == []


def test_each_footnote_is_a_note_with_its_text_below_what_points_to_it(parsed: Read) -> None:
    kinds = Counter(note.kind for edition in parsed[0].editions for note in edition.notes)
    assert kinds[NoteKind.FOOTNOTE] == 24
    for edition in parsed[0].editions:
        units = {unit.id: unit for unit in edition.units}
        first: dict[str, str] = {}
        for unit in edition.units:
            for marker in unit.markers:
                first.setdefault(marker.target, unit.id)
        for note in edition.notes:
            if note.kind is NoteKind.FOOTNOTE:
                assert note.state is NoteState.TEXT_PRESENT
                assert note.text == units[note.id].text != ""
                assert units[note.id].parent == first[note.id]


def test_a_quotation_keeps_its_speaker_apart_from_its_words(parsed: Read) -> None:
    quotations = [u for u in units_of(parsed, "guide") if u.kind == "quotation"]
    assert len(quotations) == 6
    assert all(u.attribution and u.attribution not in u.text for u in quotations)
    assert quotations[0].text.startswith("“")
    assert quotations[0].text.endswith("”")


def test_the_review_names_what_is_gained_lost_and_moved() -> None:
    assert review(["a", "b"], ["a", "b"]) == ""
    assert {"-b", "+c"} <= set(review(["a", "b"], ["a", "c"]).split("\n"))
    moved = review(["a", "b"], ["b", "a"]).split("\n")[2:]
    assert {line[0] for line in moved} == {"-", "+"}
    assert len({line[1:] for line in moved}) == 1
