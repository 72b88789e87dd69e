"""`add`, `remove`, `list` and `diff`, as the README shows them, over the tiny corpus."""

from pathlib import Path

import pytest

from indexer.settings import settings
from tests.indexer.cli.command import Commands
from tests.indexer.own.own_corpus import LATER, NIGHT
from tests.indexer.tiny_corpus import build_tiny, write_corpus


@pytest.fixture
def command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> Commands:
    build_tiny(write_corpus(tmp_path / "corpus"), tmp_path / "index")
    return Commands(tmp_path / "index", monkeypatch, capfdbinary)


def add(command: Commands, *arguments: object) -> object:
    return command.on("add", *arguments, "--corpus", command.index.parent / "corpus")


def test_adding_two_editions_comparing_and_removing_them(command: Commands) -> None:
    first = command.on("add", NIGHT, "--as", "night", "--corpus", command.index.parent / "corpus")
    assert first.code == 0
    title = "Rules for Night Shifts in Small Hospitals, 2024"
    assert f"night@2024  {title}  report: no sign of another kind; 10 units" in first.text
    add(command, LATER, "--as", "night")
    found = command.on("list")
    assert "2024 (yours), 2025 (yours)" in found.text
    changed = command.on("diff", "night@2024", "night@2025")
    assert changed.code == 0
    assert "-eleven +twelve" in changed.text
    assert changed.text.endswith("night@2024 → night@2025: 1 added, 2 removed, 2 changed, 6 same\n")
    assert command.on("diff", "night@2024", "night@2025", "--json").json["counts"]["added"] == 1
    shown = command.on("show", "night@2024:para_3")
    assert "rests for eleven hours" in shown.text
    cited = command.on("cite", "night@2024:para_3")
    assert cited.text == f"{title}, para. 3 (edition 2024)\n"
    searched = command.on(
        "search", "eleven hours", "--mode", "lexical", "--edition", "night@2024", "--json"
    )
    assert searched.json["items"][0]["id"] == "night@2024:para_3"
    gone = command.on("remove", "night@2025", "--corpus", command.index.parent / "corpus", "--json")
    assert gone.json["removed"] == "night@2025"
    assert "twelve" not in command.on("show", "night:para_3").text


def test_a_bad_file_is_exit_code_2_and_the_others_are_added(
    command: Commands, tmp_path: Path
) -> None:
    (tmp_path / "treaty.md").write_text("# Safe Work Treaty, 2001\n\n### Article 1\n\nBe safe.\n")
    (tmp_path / "bad.pdf").write_bytes(b"<html><p>Tea")
    ran = command.on(
        "add",
        tmp_path / "bad.pdf",
        tmp_path / "treaty.md",
        "--corpus",
        command.index.parent / "corpus",
        "--json",
    )
    assert ran.code == 2
    refused, added = ran.json["items"]
    assert refused["status"] == "refused"
    assert refused["message"] == "bad.pdf is called .pdf, but is HTML."
    assert added["id"] == "T001@2001"
    assert added["signs"] == "treaty: 1 articles, 1 title of a convention"


def test_an_unknown_title_asks_for_a_name(command: Commands) -> None:
    ran = command.on("add", NIGHT, "--corpus", command.index.parent / "corpus")
    assert ran.code == 2
    assert "is no registered instrument. Name it yourself" in " ".join(ran.err.split())
    assert "Traceback" not in ran.err


def test_a_limit_is_a_setting_and_is_named(
    command: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLAUSEGRAPH_READ_FILE_BYTES", "10")
    settings.cache_clear()
    ran = command.on("add", NIGHT, "--as", "x", "--corpus", command.index.parent / "corpus")
    assert ran.code == 2
    assert "raise CLAUSEGRAPH_READ_FILE_BYTES" in " ".join(ran.err.split())


def test_what_is_not_there_is_not_removed(command: Commands) -> None:
    ran = command.on("remove", "letter", "--corpus", command.index.parent / "corpus")
    assert ran.code == 1
    assert "What is shipped stays." in " ".join(ran.err.split())
