"""`evaluate`."""

from pathlib import Path

import pytest

from tests.indexer.cli.command import Commands

TOPICS = "a\tleave a dangerous place\nb\trest and pay\nnone\tzebra\n"
QRELS = "a 0 compact:para_2__point_b 3\nb 0 compact:para_1 1\nelse 0 compact:para_1 1\n"


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, ...]:
    (tmp_path / "topics.tsv").write_text(TOPICS)
    (tmp_path / "qrels.tsv").write_text(QRELS)
    return "--topics", str(tmp_path / "topics.tsv"), "--qrels", str(tmp_path / "qrels.tsv")


def test_figures_as_json(run: Commands, files: tuple[str, ...]) -> None:
    ran = run.on("evaluate", *files, "--mode", "lexical", "--json")
    assert (ran.code, ran.err) == (0, "")
    assert (ran.json["topics"], ran.json["answered"], ran.json["mode"]) == (3, 2, "lexical")
    by_topic = {row["topic"]: row for row in ran.json["by_topic"]}
    assert by_topic["a"]["P@1"] == 1
    assert "P@1" not in by_topic["none"]
    assert by_topic["none"]["no_good_match"] is True
    assert ran.json["no_good_match"]["said_without_answer"] == 1
    assert set(ran.json["measures"]["MRR"]) == {"mean", "low", "high"}


def test_a_run_that_was_saved_is_no_better_and_no_worse(
    run: Commands, files: tuple[str, ...], tmp_path: Path
) -> None:
    saved = tmp_path / "run.txt"
    assert run.on("evaluate", *files, "--save", saved).code == 0
    assert saved.read_text().startswith("a Q0 ")
    ran = run.on("evaluate", *files, "--run", saved, "--json")
    assert ran.json["other"] == ran.json["measures"]
    assert all(row["difference"] == 0 and row["p"] == 1 for row in ran.json["paired"].values())
    shown = run.on("evaluate", *files, "--run", saved).text
    assert "difference" in shown
    assert "run.txt" in shown
    assert "Weakest topics" in shown


def test_a_judgement_counts_for_everything_in_a_unit_where_asked(
    run: Commands, files: tuple[str, ...], tmp_path: Path
) -> None:
    (tmp_path / "qrels.tsv").write_text("a 0 compact:para_2 1\n")
    saved = tmp_path / "run.txt"
    apart = run.on("evaluate", *files, "--mode", "lexical", "--json").json["by_topic"][0]
    ran = run.on("evaluate", *files, "--mode", "lexical", "--whole", "--save", saved, "--json")
    assert (apart["P@1"], ran.json["by_topic"][0]["P@1"]) == (0, 1)
    lines = [line.split()[2] for line in saved.read_text().splitlines() if line.startswith("a ")]
    assert lines[0] == "compact:para_2"
    assert not [name for name in lines if name.startswith("compact:para_2__")]


def test_units_that_are_not_in_the_build_are_told(
    run: Commands, files: tuple[str, ...], tmp_path: Path
) -> None:
    (tmp_path / "qrels.tsv").write_text("a 0 compact:para_99 1\n")
    ran = run.on("evaluate", *files)
    assert ran.code == 0
    assert "1 judged units of" in ran.err
    assert "compact:para_99" in ran.err


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("qrels.tsv", "a 0 compact:para_1\n", "qrels.tsv, line 1: 3 columns, not 4"),
        ("qrels.tsv", "x 0 compact:para_1 1\n", "No topic of"),
        ("topics.tsv", "a\n", "topics.tsv, line 1: this is no topic"),
    ],
)
def test_wrong_files_are_exit_code_2(
    run: Commands, files: tuple[str, ...], tmp_path: Path, name: str, text: str, said: str
) -> None:
    (tmp_path / name).write_text(text)
    ran = run.on("evaluate", *files, "--json")
    assert (ran.code, ran.out) == (2, b"")
    assert said in ran.err.replace("\n", " ")
    assert "Traceback" not in ran.err


@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        ("other Q0 compact:para_1 1 1 x\n", 2, "No judged topic is in the run"),
        ("a Q0 compact:para_1 1 1 x\n", 0, "1 topics are not in the run"),
    ],
)
def test_a_run_of_other_topics_is_told(
    run: Commands, files: tuple[str, ...], tmp_path: Path, line: str, code: int, said: str
) -> None:
    other = tmp_path / "other.run"
    other.write_text(line)
    ran = run.on("evaluate", *files, "--mode", "lexical", "--run", other)
    assert ran.code == code
    assert said in ran.err.replace("\n", " ")
