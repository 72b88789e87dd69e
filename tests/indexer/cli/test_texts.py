"""`extract` and `trace`."""

from pathlib import Path

import pytest

from indexer.read import Index, TraceOptions
from tests.indexer.cli.command import Commands

TEXT = (
    "Workers may leave a dangerous place.\n\nSee “Article 2” of the Safe\r\nWork Treaty, 2001; "
    "the Safe Work Treaty, 2001, Article 77; Convention No. 999.\n\n"
    "The [xylophone] belongs beside the zither quartet."
)
LEXICAL = TraceOptions(mode="lexical")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A draft, its line ends as they are."""
    path = tmp_path / "draft.txt"
    path.write_bytes(TEXT.encode())
    return path


def test_extract_as_json_is_the_answer_of_the_index(
    linked_run: Commands, linked: Index, file: Path
) -> None:
    ran = linked_run.on("extract", file, "--json")
    assert (ran.code, ran.err) == (0, "")
    assert ran.json == linked.extract_json(TEXT)
    assert ran.json["total"] == 5
    assert all(TEXT[own["start"] : own["end"]] == own["quote"] for own in ran.json["items"])


def test_a_text_may_come_from_standard_input(linked_run: Commands, file: Path) -> None:
    given = TEXT.encode()
    for verb in (("extract",), ("trace", "--mode", "lexical")):
        piped = linked_run.on(*verb, "-", "--json", stdin=given)
        assert (piped.code, piped.json) == (0, linked_run.on(*verb, file, "--json").json)


def test_a_byte_order_mark_counts_as_it_does_in_the_file(linked_run: Commands) -> None:
    marked = linked_run.on("extract", "-", "--json", stdin="\ufeffSafe Work Treaty".encode()).json
    assert [own["start"] for own in marked["items"]] == [1]


def test_extract_for_people(linked_run: Commands, file: Path) -> None:
    shown = linked_run.on("extract", file).text
    assert "Safe Work Treaty, 2001" in shown
    assert "T001:art_2" in shown
    assert shown.splitlines()[-1] == "5 mentions: 4 resolved, 1 unresolved"
    assert linked_run.on("extract", "-", stdin=b"Nothing.").text == "0 mentions\n"


def test_an_empty_draft_is_told(linked_run: Commands) -> None:
    shown = linked_run.on("trace", "-", stdin=b" \n").text
    assert (
        "0 citations\n\nSentences and their nearest clauses\nnone: the text has no words" in shown
    )
    assert "editorial" not in shown


def test_trace_as_json_is_the_answer_of_the_index(
    linked_run: Commands, linked: Index, file: Path
) -> None:
    ran = linked_run.on("trace", file, "--mode", "lexical", "--json")
    assert (ran.code, ran.err) == (0, "")
    assert ran.json == linked.trace_json(TEXT, LEXICAL)


def test_trace_searches_by_meaning_unless_told_otherwise(linked_run: Commands, file: Path) -> None:
    assert linked_run.on("trace", file, "--json").json["mode"] == "hybrid"


def test_trace_for_people(linked_run: Commands, file: Path) -> None:
    shown = linked_run.on("trace", file, "--mode", "lexical").text
    assert "exists  “Safe Work Treaty, 2001”" in shown
    assert "NOT FOUND  “Convention No. 999”" in shown
    assert "not known here  “Article 77”" in shown
    assert "Nearest: Safe Work Treaty, 2001, Article 2 (T001:art_2)" in shown
    assert "compact:para_2__point_b" in shown
    assert "backed by (editorial): Safe Work Treaty, 2001, Article 2" in shown
    assert "“The [xylophone] belongs beside the zither quartet.”\n    No good match." in shown
    assert shown.rstrip().endswith("2  Uniforms")


def test_what_a_limit_leaves_out_is_told(linked_run: Commands, file: Path) -> None:
    shown = linked_run.on("trace", file, "--mode", "lexical", "--sentences", 1).text
    assert "Only the first 1 of 3 sentences were looked up." in shown


@pytest.mark.parametrize("verb", ["extract", "trace"])
@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"first\nsec\xffond", "line 2: byte 0xff is not UTF-8."),
        ("café".encode("latin-1"), "line 1: byte 0xe9 is not UTF-8."),
        ("text".encode("utf-16"), "line 1: byte 0xff is not UTF-8."),
        (b"%PDF-1.7\n%\xe2\xe3\xcf", "line 2: byte 0xe2 is not UTF-8."),
    ],
)
def test_what_is_not_utf_8_is_exit_code_2(
    linked_run: Commands, tmp_path: Path, verb: str, data: bytes, said: str
) -> None:
    path = tmp_path / "bad.txt"
    path.write_bytes(data)
    for ran in (linked_run.on(verb, path), linked_run.on(verb, "-", stdin=data)):
        assert (ran.code, ran.out) == (2, b"")
        assert said in ran.err
        assert "Save it as plain text in UTF-8." in ran.err


@pytest.mark.parametrize("verb", ["extract", "trace"])
def test_an_unreadable_file_is_exit_code_2(linked_run: Commands, tmp_path: Path, verb: str) -> None:
    for path in (tmp_path / "absent.txt", tmp_path):
        ran = linked_run.on(verb, path)
        assert (ran.code, ran.out) == (2, b"")
        assert f"{path} cannot be read: " in ran.err
        assert "Name a text file, or - for standard input." in ran.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(("--mode", "psychic"), "no mode 'psychic'"), (("--sentences", "-1"), "--sentences")],
)
def test_a_wrong_option_is_exit_code_2(
    linked_run: Commands, file: Path, arguments: tuple[str, ...], said: str
) -> None:
    ran = linked_run.on("trace", file, *arguments)
    assert (ran.code, ran.out) == (2, b"")
    assert said in ran.err


def test_a_build_without_patterns_is_exit_code_2(run: Commands, file: Path) -> None:
    ran = run.on("extract", file)
    assert (ran.code, ran.out) == (2, b"")
    assert "registry/patterns.toml" in ran.err
