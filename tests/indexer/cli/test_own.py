"""`add`, `remove`, `list` and `diff`, as the README shows them, over the tiny corpus."""

from pathlib import Path

import pytest

from indexer.settings import settings
from tests.indexer.cli.command import Commands
from tests.indexer.own.own_corpus import LATER, NIGHT


def test_adding_two_editions_comparing_and_removing_them(own_run: Commands) -> None:
    first = own_run.add(NIGHT, "--as", "night")
    assert first.code == 0
    title = "Rules for Night Shifts in Small Hospitals, 2024"
    assert f"night@2024  {title}  report: no sign of another kind; 10 units" in first.text
    own_run.add(LATER, "--as", "night")
    found = own_run.on("list")
    assert "2024 (yours), 2025 (yours)" in found.text
    changed = own_run.on("diff", "night@2024", "night@2025")
    assert changed.code == 0
    assert "-eleven +twelve" in changed.text
    assert changed.text.endswith("night@2024 → night@2025: 1 added, 2 removed, 2 changed, 6 same\n")
    assert own_run.on("diff", "night@2024", "night@2025", "--json").json["counts"]["added"] == 1
    shown = own_run.on("show", "night@2024:para_3")
    assert "rests for eleven hours" in shown.text
    cited = own_run.on("cite", "night@2024:para_3")
    assert cited.text == f"{title}, para. 3 (edition 2024)\n"
    searched = own_run.on(
        "search", "eleven hours", "--mode", "lexical", "--edition", "night@2024", "--json"
    )
    assert searched.json["items"][0]["id"] == "night@2024:para_3"
    gone = own_run.on("remove", "night@2025", "--corpus", own_run.index.parent / "corpus", "--json")
    assert gone.json["removed"] == "night@2025"
    assert "twelve" not in own_run.on("show", "night:para_3").text


def test_a_bad_file_is_exit_code_2_and_the_others_are_added(
    own_run: Commands, tmp_path: Path
) -> None:
    (tmp_path / "treaty.md").write_text("# Safe Work Treaty, 2001\n\n### Article 1\n\nBe safe.\n")
    (tmp_path / "bad.pdf").write_bytes(b"<html><p>Tea")
    ran = own_run.on(
        "add",
        tmp_path / "bad.pdf",
        tmp_path / "treaty.md",
        "--corpus",
        own_run.index.parent / "corpus",
        "--json",
    )
    assert ran.code == 2
    refused, added = ran.json["items"]
    assert refused["status"] == "refused"
    assert refused["message"] == "bad.pdf is called .pdf, but is HTML."
    assert added["id"] == "T001@2001"
    assert added["signs"] == "treaty: 1 articles, 1 title of a convention"


def test_an_unknown_title_asks_for_a_name(own_run: Commands) -> None:
    ran = own_run.add(NIGHT)
    assert ran.code == 2
    assert "is no registered instrument. Name it yourself" in " ".join(ran.err.split())
    assert "Traceback" not in ran.err


def test_a_limit_is_a_setting_and_is_named(
    own_run: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLAUSEGRAPH_READ_FILE_BYTES", "10")
    settings.cache_clear()
    ran = own_run.add(NIGHT, "--as", "x")
    assert ran.code == 2
    assert "raise CLAUSEGRAPH_READ_FILE_BYTES" in " ".join(ran.err.split())


def test_what_is_not_there_is_not_removed(own_run: Commands) -> None:
    ran = own_run.on("remove", "letter", "--corpus", own_run.index.parent / "corpus")
    assert ran.code == 1
    assert "What is shipped stays." in " ".join(ran.err.split())
