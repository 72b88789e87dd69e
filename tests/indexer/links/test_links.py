"""The lists of links: what is refused, how it is told, and that nothing is lost on the way."""

from __future__ import annotations

import csv
import io
import json
from importlib.resources import files
from pathlib import Path

import jsonschema
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from indexer.corpus_io import CorpusFolder, Facts, read_corpus
from indexer.errors import InputError
from indexer.links.days import day_of, with_days
from indexer.links.files import checked, file_of, read_links, write_links
from indexer.links.model import LISTS, Known, Link, Links, known_of
from indexer.links.rows import cells, columns, link_of, problems
from indexer.links.sheet import COLUMNS, differences, rows_of, sheet
from indexer.links.sssom import parse, written
from tests.indexer.graph.graph_fixtures import instrument
from tests.indexer.linked_corpus import CURATED, HEAD, REJECTED, write_linked
from tests.indexer.linked_corpus import write_links as put

SCHEMA = json.loads(files("corpus").joinpath("schema/links.schema.json").read_text("utf-8"))
BASE = "https://example.org/cg/"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_linked(tmp_path / "corpus")


def facts_of(folder: Path) -> tuple[Known, Facts]:
    corpus, facts, _ = read_corpus(CorpusFolder(folder))
    return known_of(corpus, facts.provisions), facts


def read(folder: Path) -> Links:
    return read_links(CorpusFolder(folder), facts_of(folder)[0])


def told(folder: Path) -> str:
    with pytest.raises(InputError) as caught:
        read(folder)
    return caught.value.message


def row(**changes: str) -> str:
    """A line of the curated list, with some of its cells changed."""
    sound = {
        "subject_id": "compact:para_1",
        "predicate_id": "cg:backedBy",
        "object_id": "T001:art_1",
        "mapping_justification": "semapv:ManualMappingCuration",
        "author_label": "test editors",
        "mapping_date": "2025-11-21",
        "comment": "Both are about hazards.",
        "primary_source": "T001:art_1",
        "basis": "text",
        "confidence": "0.90",
    }
    return HEAD + "\t".join((sound | changes).values()) + "\n"


def test_the_lists_are_read_in_document_order(folder: Path) -> None:
    links = read(folder)
    assert [(own.subject, own.target) for own in links.curated] == [
        ("compact:para_2__point_a", "T001:art_1"),
        ("compact:para_2__point_b", "T001:art_2"),
        ("compact:para_2__point_b", "T001:art_2__para_1"),
    ]
    assert links.curated[2].reason == 'Leaving, in both; the treaty says "may".'
    assert links.rejected[0].confidence is None
    assert links.unsure[0].reason_against == "Nothing on knowledge."


def test_a_corpus_without_links_has_none(tmp_path: Path) -> None:
    assert read_links(CorpusFolder(tmp_path), Known({}, {})) == Links()


@pytest.mark.parametrize(
    ("changes", "column", "words"),
    [
        ({"subject_id": "compact:para_11"}, "subject_id", "the nearest are compact:para_1"),
        ({"object_id": "T001:art_9"}, "object_id", "no provision 'T001:art_9'; the nearest are"),
        ({"object_id": "compact:para_1"}, "object_id", "does not back itself"),
        ({"predicate_id": "cg:cites"}, "predicate_id", "write cg:backedBy or cg:relatedProvision"),
        ({"mapping_justification": "made"}, "mapping_justification", "write semapv:Manual"),
        ({"author_label": ""}, "author_label", "empty"),
        ({"mapping_date": "2025-02-30"}, "mapping_date", "write a day as 2025-11-21"),
        ({"mapping_date": "21.11.2025"}, "mapping_date", "write a day as 2025-11-21"),
        ({"comment": ""}, "comment", "it has 0 words"),
        ({"comment": "word " * 26}, "comment", "it has 26 words"),
        ({"comment": "=1+1"}, "comment", "begins with ="),
        ({"primary_source": " "}, "primary_source", "empty"),
        ({"basis": "guess"}, "basis", "write text or knowledge"),
        ({"confidence": "high"}, "confidence", "write a number from 0 to 1"),
        ({"confidence": "1.1"}, "confidence", "write a number from 0 to 1"),
        ({"confidence": "nan"}, "confidence", "write a number from 0 to 1"),
        ({"confidence": ""}, "confidence", "write a number from 0 to 1"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_a_wrong_cell_is_told_by_file_row_and_column(
    folder: Path, changes: dict[str, str], column: str, words: str
) -> None:
    put(folder, curated=row(**changes))
    message = told(folder)
    assert f"links/curated.sssom.tsv, row 2, column {column}: " in message
    assert words in message


def test_every_wrong_row_is_told_and_the_rest_counted(folder: Path) -> None:
    put(folder, curated=HEAD + row(basis="guess").removeprefix(HEAD) * 13)
    message = told(folder)
    assert message.count("column basis") == 10
    assert message.endswith("And 3 more.")


def test_a_pair_stands_once_in_all_lists(folder: Path) -> None:
    put(folder, curated=row(subject_id="compact:para_3"), unsure="")
    (folder / "links" / "unsure.sssom.tsv").unlink()
    assert told(folder) == (
        "links/rejected.sssom.tsv, row 2, column object_id: "
        "links/curated.sssom.tsv, row 2 states the pair already."
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "there is no line of columns"),
        (HEAD.replace("basis\t", ""), "the column basis is missing"),
        (HEAD.replace("basis", "basis\tmood"), "no place for column 'mood'"),
        (HEAD.replace("basis", "basis\tbasis"), "no place for column 'basis'"),
        (HEAD + "a\tb\n", "line 2: it has 2 cells for 10 columns"),
        (HEAD + '"open\tb\n', "line 3: unexpected end of data"),
    ],
)
def test_a_file_that_is_no_such_table_is_told(text: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        parse("curated.tsv", text.encode(), "curated")


def test_a_file_that_is_not_utf_8_is_told_with_its_line() -> None:
    with pytest.raises(InputError, match="line 2: not UTF-8"):
        parse("curated.tsv", HEAD.encode() + b"\xff", "curated")


def test_writing_is_canonical_and_loses_nothing(folder: Path) -> None:
    links, (known, facts) = read(folder), facts_of(folder)
    changed = write_links(folder, links, facts.instruments, BASE)
    assert [path.name for path in changed] == [f"{name}.sssom.tsv" for name in LISTS]
    assert read(folder) == links
    assert write_links(folder, links, facts.instruments, BASE) == []
    text = (folder / file_of("curated")).read_text("utf-8")
    assert "#  T001: https://example.org/cg/ilo/convention/2001/t001/\n" in text
    assert "neither WHO nor ILO" in text
    assert list(known.subjects) == sorted(known.subjects, key=lambda name: known.subjects[name])


def test_rows_fit_the_published_schema(folder: Path) -> None:
    links = read(folder)
    for name in LISTS:
        for link in links.of(name):
            jsonschema.validate(cells(link, name), SCHEMA)
        assert set(columns(name)) <= set(SCHEMA["properties"])
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**cells(links.curated[0], "curated"), "basis": "guess"}, SCHEMA)


def describe(name: str) -> tuple[str, str]:
    return f"cite {name}", f"Words; of, {name}"


def as_saved(data: bytes, delimiter: str, ends: str, mark: bytes) -> bytes:
    """The sheet as another program would save it."""
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=ends, quoting=csv.QUOTE_ALL).writerows(rows)
    return mark + out.getvalue().encode()


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_a_sheet_comes_back_whole_however_it_is_saved(
    folder: Path, delimiter: str, ends: str, mark: bytes
) -> None:
    links, (known, _) = read(folder), facts_of(folder)
    data = as_saved(sheet(links, describe), delimiter, ends, mark)
    assert checked(rows_of("sheet.csv", data), known) == links


def test_a_sheet_may_name_its_delimiter_use_decimal_commas_and_end_in_empty_rows(
    folder: Path,
) -> None:
    links, (known, _) = read(folder), facts_of(folder)
    data = as_saved(sheet(links, describe), ";", "\r\n", b"").replace(b'"0.95"', b'"0,95"')
    assert checked(rows_of("sheet.csv", b"sep=;\r\n" + data + b";;;\r\n"), known) == links


def test_the_sheet_informs_the_reviewer(folder: Path) -> None:
    data = sheet(read(folder), describe)
    assert data.startswith(b"\xef\xbb\xbflist,subject_id,")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert tuple(rows[0]) == COLUMNS
    assert rows[0]["object_text"] == "Words; of, T001:art_1"
    assert [own["list"] for own in rows] == ["curated"] * 3 + ["rejected", "unsure"]


def test_a_wrong_cell_of_a_sheet_is_told_by_row_and_column(folder: Path) -> None:
    links, (known, _) = read(folder), facts_of(folder)
    data = sheet(links, describe).replace(b"unsure,", b"maybe,").replace(b"0.95", b"95")
    with pytest.raises(InputError) as caught:
        checked(rows_of("sheet.csv", data), known)
    assert "sheet.csv, row 2, column confidence: write a number" in caught.value.message
    assert "sheet.csv, row 6, column list: write curated, rejected, unsure." in caught.value.message


def test_a_row_that_changes_lists_must_bring_its_reasons(folder: Path) -> None:
    links, (known, _) = read(folder), facts_of(folder)
    data = sheet(links, describe).replace(b"rejected,", b"unsure,")
    with pytest.raises(InputError) as caught:
        checked(rows_of("sheet.csv", data), known)
    assert "row 5, column comment: rows of unsure have comment_for and" in caught.value.message
    assert "row 5, column comment_for: it has 0 words" in caught.value.message


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\xff\xfe", "not UTF-8"),
        (b"", "row 1: there must be one column list"),
        (b"list,subject_id\r\n", "one column predicate_id"),
    ],
)
def test_a_file_that_is_no_sheet_is_told(data: bytes, words: str) -> None:
    with pytest.raises(InputError, match=words):
        list(rows_of("sheet.csv", data))


def test_a_sheet_with_cells_too_many_or_an_open_quote_is_told(folder: Path) -> None:
    data = sheet(read(folder), describe)
    with pytest.raises(InputError, match="row 7: it has 20 cells"):
        list(rows_of("sheet.csv", data + b"curated" + b"," * 18 + b",x\r\n"))
    with pytest.raises(InputError, match="Close its quotes"):
        list(rows_of("sheet.csv", data + b'"curated,\r\n'))


@pytest.mark.parametrize(
    ("text", "before", "day"),
    [
        ("2025-11-21", None, "2025-11-21"),
        ("21/11/2025", None, "2025-11-21"),
        ("11/21/2025", None, "2025-11-21"),
        ("21.11.2025", None, "2025-11-21"),
        ("2025/11/21", None, "2025-11-21"),
        ("05/05/2025", None, "2025-05-05"),
        ("03/04/2025", None, "03/04/2025"),
        ("03/04/2025", "2025-04-03", "2025-04-03"),
        ("03/04/2025", "2025-03-04", "2025-03-04"),
        ("03/04/2025", "2024-01-01", "03/04/2025"),
        ("21/11/25", None, "21/11/25"),
        ("today", None, "today"),
    ],
)
def test_a_day_is_read_where_it_can_be_one_only(text: str, before: str | None, day: str) -> None:
    assert day_of(text, before) == day


def test_the_days_of_a_sheet_that_a_spreadsheet_rewrote_come_back(folder: Path) -> None:
    links, (known, _) = read(folder), facts_of(folder)
    data = sheet(links, describe).replace(b"2025-11-21", b"11/21/2025")
    assert checked(with_days(rows_of("sheet.csv", data), links), known) == links


def test_differences_are_counted_by_pair(folder: Path) -> None:
    links = read(folder)
    first, second, third = links.curated
    after = Links(
        (first, Link(**{**second.as_record(), "confidence": 0.1})),
        (*links.rejected, third),
        (),
    )
    assert differences(links, after) == {"added": 0, "removed": 1, "moved": 1, "changed": 1}
    assert set(differences(links, links).values()) == {0}


WORDS = st.lists(
    st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Z")), min_size=1),
    min_size=1,
    max_size=25,
).map(" ".join)


@pytest.mark.property
@given(reason=WORDS, confidence=st.floats(0, 1))
def test_any_reason_and_confidence_survive_both_forms(reason: str, confidence: float) -> None:
    link = Link("a:p_1", "backedBy", "b:p_1", "x", "2025-01-01", "s", "text", confidence, reason)
    known = Known({"a:p_1": 0}, {"b:p_1": 0})
    row_of = {**cells(link, "curated")}
    assume(not list(problems(row_of, "curated", known)))
    links = Links((link,))
    assert checked(rows_of("s.csv", sheet(links, describe)), known) == links
    data = written("curated", (link,), {name: instrument(name) for name in "ab"}, BASE)
    (back,) = parse("curated.tsv", data, "curated")
    assert link_of(back.cells) == link


def test_the_tables_of_the_fixture_are_the_columns() -> None:
    assert HEAD.strip().split("\t") == list(columns("curated"))
    assert REJECTED.split("\n")[0].split("\t") == list(columns("rejected"))
    assert CURATED.startswith("#")
