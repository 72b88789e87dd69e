"""`build` and `check`."""

from pathlib import Path

import pytest

from indexer import publish
from indexer.check import CHECKS
from indexer.read import open_index
from tests.indexer.cli.command import Commands


def test_build_as_json(run: Commands, corpus_folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "index"
    ran = run("build", "--corpus", corpus_folder, "--out", target, "--json")
    assert (ran.code, ran.err) == (0, "")
    built = ran.json
    assert built["folder"] == str(publish.published(target))
    assert built["id"] == open_index(target).build
    assert (built["units"], built["markers"], built["reused"]) == (12, 4, False)
    assert built["encoded_passages"] == built["passages"] > 0
    again = run("build", "--corpus", corpus_folder, "--out", target, "--json").json
    assert (again["id"], again["reused"], again["encoded_passages"]) == (built["id"], True, 0)


def test_build_for_people(run: Commands, corpus_folder: Path, tmp_path: Path) -> None:
    command = ("build", "--corpus", corpus_folder, "--out", tmp_path / "index")
    first, second = run(*command), run(*command)
    assert first.code == second.code == 0
    assert "12 units" in first.text
    assert "was there already" in second.text
    assert first.err == ""


def test_build_into_the_index_of_the_environment(
    run: Commands, corpus_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLAUSEGRAPH_INDEX", str(tmp_path / "mine"))
    monkeypatch.setenv("CLAUSEGRAPH_BASE", "https://example.org/mine")
    assert run("build", "--corpus", corpus_folder).code == 0
    assert open_index(tmp_path / "mine").base == "https://example.org/mine/"


def test_a_wrong_corpus_is_exit_code_2(run: Commands, corpus_folder: Path, tmp_path: Path) -> None:
    (corpus_folder / "sources" / "letter.txt").write_text("Other words.")
    ran = run("build", "--corpus", corpus_folder, "--out", tmp_path / "index", "--json")
    assert (ran.code, ran.out) == (2, b"")
    assert "sources/letter.txt has sha256" in ran.err
    assert "Restore the file" in ran.err
    assert "Traceback" not in ran.err


def test_no_corpus_is_exit_code_2(run: Commands, tmp_path: Path) -> None:
    ran = run("build", "--corpus", tmp_path / "none", "--out", tmp_path / "index")
    assert (ran.code, ran.out) == (2, b"")
    assert "--corpus" in ran.err


def test_what_is_no_corpus_is_told_before_a_model_is_made(
    run: Commands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def made(*_: object, **__: object) -> None:
        pytest.fail("a model was made")

    monkeypatch.setattr("indexer.retrieval.encoders.encoder_for_build", made)
    (tmp_path / "none").mkdir()
    ran = run("build", "--corpus", tmp_path / "none", "--out", tmp_path / "index")
    assert ran.code == 2
    assert "sources.toml of the corpus cannot be read" in ran.err


def test_a_second_builder_is_exit_code_2(
    run: Commands, corpus_folder: Path, tmp_path: Path
) -> None:
    with publish.locked(tmp_path / "index"):
        ran = run("build", "--corpus", corpus_folder, "--out", tmp_path / "index")
    assert (ran.code, ran.out) == (2, b"")
    assert "Another build is being written" in ran.err


def test_check_of_a_whole_build(run: Commands, linked_folder: Path) -> None:
    ran = run("check", "--index", linked_folder, "--json")
    assert (ran.code, ran.err) == (0, "")
    assert ran.json["total"] == len(ran.json["items"]) == len(CHECKS)
    assert all(item["failures"] == [] for item in ran.json["items"])
    idle = [item["check"] for item in ran.json["items"] if not item["checked"]]
    assert idle == ["withdrawn names"]  # the tiny corpus withdraws none
    shown = run.on("check").text
    assert all(item["check"] in shown for item in ran.json["items"])


def test_check_of_a_damaged_build_is_exit_code_1(run: Commands, tiny_copy: Path) -> None:
    (publish.published(tiny_copy) / "areas.jsonl").write_text("")
    ran = run("check", "--index", tiny_copy, "--json")
    assert ran.code == 1
    failures = {item["check"]: item["failures"] for item in ran.json["items"]}
    assert failures["files of the build"] == ["areas.jsonl is not as it was written"]
    assert "failures; the first:" in ran.err
    assert "Traceback" not in ran.err
    assert run("check", "--index", tiny_copy).code == 1
