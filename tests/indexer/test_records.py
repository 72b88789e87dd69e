from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from indexer import records
from indexer.corpus_io import Facts
from indexer.model import (
    Corpus,
    Instrument,
    Marker,
    Note,
    NoteKind,
    NoteState,
    Piece,
    Source,
    Span,
    Unit,
)

Read = tuple[Corpus, Facts, dict[str, str]]
TEXT = st.text(max_size=12)
MAYBE = st.none() | TEXT
SPANS = st.builds(Span, st.integers(0, 99), st.integers(0, 99))
KINDS = st.sampled_from(NoteKind)
MARKERS = st.builds(Marker, KINDS, TEXT, st.integers(0, 99), SPANS, TEXT)
UNITS = st.builds(
    Unit,
    id=TEXT,
    instrument=TEXT,
    kind=TEXT,
    printed_label=MAYBE,
    ordinal=st.integers(1, 99),
    parent=MAYBE,
    section=MAYBE,
    heading=MAYBE,
    element=st.none() | st.integers(1, 10),
    text=TEXT,
    own_text=st.booleans(),
    markers=st.lists(MARKERS, max_size=3).map(tuple),
    file=TEXT,
    spans=st.lists(SPANS, max_size=3).map(tuple),
    offsets=st.lists(st.tuples(st.integers(0, 9), st.integers(0, 99)), max_size=3).map(tuple),
    attribution=MAYBE,
)
NOTES = st.builds(Note, TEXT, KINDS, TEXT, st.sampled_from(NoteState), MAYBE)
PIECES = st.builds(Piece, SPANS, TEXT, MAYBE)


def through_json(record: records.Record) -> records.Record:
    (back,) = records.read_lines(records.lines([record]))
    return back


@given(UNITS)
def test_a_unit_comes_back_unchanged(unit: Unit) -> None:
    assert records.record_unit(through_json(records.unit_record(unit))) == unit


@given(NOTES)
def test_a_note_comes_back_unchanged(note: Note) -> None:
    assert records.record_note(through_json(records.note_record(note))) == note


@given(TEXT, PIECES)
def test_a_tile_comes_back_unchanged(file: str, piece: Piece) -> None:
    record = through_json(records.piece_record(file, piece))
    assert records.record_piece(record) == (file, piece)


def test_everything_shipped_comes_back_unchanged(parsed: Read) -> None:
    corpus, _, _ = parsed
    units = [unit for edition in corpus.editions for unit in edition.units]
    back = map(
        records.record_unit, records.read_lines(records.lines(map(records.unit_record, units)))
    )
    assert list(back) == units
    for instrument in corpus.instruments:
        record = through_json(records.plain_record(instrument))
        assert records.record_instrument(record) == instrument
    for source in corpus.sources:
        assert Source(**through_json(records.plain_record(source))) == source


def test_lines_are_json_one_a_line_in_their_order() -> None:
    data = records.lines([{"b": 1, "a": "é\u2028\n"}, {"c": None}])
    assert data == '{"b": 1, "a": "é\u2028\\n"}\n{"c": null}\n'.encode()
    assert [json.loads(line) for line in data.split(b"\n")[:-1]] == list(records.read_lines(data))
    assert records.lines([]) == b""
    assert list(records.read_lines(b"")) == []


def test_a_record_of_an_instrument_names_its_fields() -> None:
    fields = set(Instrument.__dataclass_fields__)
    made = Instrument("x", "X", "X", "who/x", ("WHO",), "code", "binding", True, None)
    assert set(records.plain_record(made)) == fields
