"""`backing`, `backs`, `coverage`, `links export` and `links import`."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.read import Index, LinkOptions, coverage_csv, links_csv
from tests.indexer.cli.command import Commands
from tests.indexer.linked_corpus import write_linked

POINT = "compact:para_2__point_b"


def test_answers_as_json_are_those_of_the_index(linked_run: Commands, linked: Index) -> None:
    filters = ("--family", "curated", "--body", "ILO", "--binding", "binding-when-ratified")
    more = ("--min-probability", 0.5, "-k", 1)
    options = LinkOptions(("curated",), ("ILO",), ("binding-when-ratified",), 0.5, 1)
    ran = linked_run.on("backing", POINT, *filters, *more, "--json")
    assert (ran.code, ran.json) == (0, linked.backing_json(POINT, options))
    ran = linked_run.on("backs", "T001", "--json")
    assert ran.json == linked.backs_json("T001", LinkOptions())
    ran = linked_run.on("coverage", "--element", 2, "--json")
    assert ran.json == linked.coverage_json(LinkOptions(), (2,))


def test_backing_for_people(linked_run: Commands) -> None:
    text = linked_run.on("backing", POINT).text
    assert "Rules for safe work, para. 2(b)" in text
    assert "Cites" in text
    assert "“Safe Work Treaty, 2001” (footnote)" in text
    assert "Backed by (editorial)" in text
    assert "neither WHO nor ILO" in text
    assert "backedBy: Leaving, in both; the treaty says" in text
    assert "score 0.90, probability 0.75, rank 1 of 3" in text


def test_an_empty_family_and_absent_endnotes_are_told(linked_run: Commands) -> None:
    text = linked_run.on("backing", "compact:para_2__point_a").text
    assert "The source prints endnote markers 2 and 3 without their list" in text
    text = linked_run.on("backing", "compact:para_1").text
    assert "The source prints endnote marker 1 without the list of endnotes" in text
    assert "No editor has linked this yet" in text


def test_backs_for_people_shows_the_subject_of_what_is_asked(linked_run: Commands) -> None:
    text = linked_run.on("backs", "T001:art_2").text
    assert "Leaving a dangerous place" in text
    assert "Rules for safe work, para. 2(b)" in text


def test_coverage_for_people(linked_run: Commands) -> None:
    text = linked_run.on("coverage").text
    assert "1 Hazards" in text
    assert "0 units without a binding provision" in text
    assert text.rstrip().endswith("Uniforms")


def test_answers_as_csv_files(linked_run: Commands, linked: Index, tmp_path: Path) -> None:
    file = tmp_path / "rows.csv"
    assert linked_run.on("backing", POINT, "--csv", file).code == 0
    assert file.read_bytes() == links_csv(linked.backing_json(POINT, LinkOptions()))
    assert linked_run.on("coverage", "--csv", file).code == 0
    assert file.read_bytes() == coverage_csv(linked.coverage_json(LinkOptions()))
    assert linked_run.on("coverage", "--csv", tmp_path / "no" / "rows.csv").code == 2


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("backing", "compact:para_22"), 1, "compact:para_2"),
        (("backs", "T001:art_22"), 1, "T001:art_2"),
        (("backing", "2(b)"), 1, f"As a citation it means {POINT}: ask by identifier."),
        (("backs", "T001 art 2"), 1, "As a citation it means T001:art_2: ask by identifier."),
        (("backing", POINT, "--family", "cited"), 2, "no family 'cited'"),
        (("coverage", "--element", "9"), 1, "no element 9"),
    ],
)
def test_what_is_wrong_ends_with_its_code(
    linked_run: Commands, arguments: tuple[str, ...], code: int, words: str
) -> None:
    ran = linked_run.on(*arguments)
    assert ran.code == code
    assert words in ran.err


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    return write_linked(tmp_path / "corpus")


def test_a_sheet_goes_out_and_comes_back(run: Commands, corpus: Path, tmp_path: Path) -> None:
    file = tmp_path / "links.csv"
    assert run("links", "export", "--csv", file, "--corpus", corpus).code == 0
    data = file.read_bytes()
    assert b"Workers may leave a dangerous place" in data
    ran = run("links", "import", file, "--corpus", corpus)
    assert (ran.code, ran.text) == (0, "0 added, 0 removed, 0 moved, 0 changed\n")
    assert "Nothing was written" in ran.err
    before = (corpus / "links" / "curated.sssom.tsv").read_bytes()
    file.write_bytes(data.replace(b",0.95,", b",0.90,"))
    ran = run("links", "import", file, "--corpus", corpus)
    assert ran.text == "0 added, 0 removed, 0 moved, 1 changed\n"
    assert (corpus / "links" / "curated.sssom.tsv").read_bytes() == before
    ran = run("links", "import", file, "--corpus", corpus, "--write")
    assert "curated.sssom.tsv" in ran.err
    assert b"\t0.90\n" in (corpus / "links" / "curated.sssom.tsv").read_bytes()
    assert run("links", "import", file, "--corpus", corpus, "--write").text.startswith("0 added")


def test_a_wrong_sheet_changes_nothing(run: Commands, corpus: Path, tmp_path: Path) -> None:
    file = tmp_path / "links.csv"
    run("links", "export", "--csv", file, "--corpus", corpus)
    before = (corpus / "links" / "curated.sssom.tsv").read_bytes()
    file.write_bytes(file.read_bytes().replace(b",0.95,", b",often,"))
    ran = run("links", "import", file, "--corpus", corpus, "--write")
    assert ran.code == 2
    assert "links.csv, row 2, column confidence: write a number" in ran.err
    assert (corpus / "links" / "curated.sssom.tsv").read_bytes() == before
    assert run("links", "import", tmp_path / "none.csv", "--corpus", corpus).code == 2


def test_the_model_tells_how_good_it_is(
    real_index: Index,
    index_folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    real = Commands(index_folder, monkeypatch, capfdbinary)
    text = real.on("links", "model", "--weights").text
    for words in ("fusion", "nDCG@10", "came true", "Brier score", "rarest_concept"):
        assert words in text
    assert real.on("links", "model", "--json").json == real_index.links_model


def test_a_build_without_a_model_says_so(linked_run: Commands) -> None:
    ran = linked_run.on("links", "model")
    assert ran.code == 1
    assert "too little to learn from" in ran.err
    assert linked_run.on("links", "model", "--json").json == {}


def test_a_suggestion_says_what_made_it(
    index_folder: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    real = Commands(index_folder, monkeypatch, capfdbinary)
    text = " ".join(real.on("backing", "compact:para_26__point_g", "-k", 1).text.split())
    assert "similar wording" in text
