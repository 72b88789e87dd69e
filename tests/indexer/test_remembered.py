"""What was made of a text is made once, and never trusted where it is not as it was kept."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from indexer.errors import InputError
from indexer.remembered import Remembered


class Made:
    """Makes the length of a text, and tells of which texts it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, text: str) -> int:
        self.asked.append(text)
        return len(text)


def asked(path: Path | None, *texts: str, decides: str = "", sweep: bool = False) -> list[str]:
    """The texts that are made anew when these are asked for."""
    made = Made()
    with closing(Remembered(path)) as remembered:
        assert remembered.each("length", texts, made, decides) == [len(text) for text in texts]
        if sweep:
            remembered.sweep()
    return made.asked


def test_a_value_is_made_once(tmp_path: Path) -> None:
    path = tmp_path / "made.sqlite"
    assert asked(path, "one", "three", "one") == ["one", "three"]
    assert asked(path, "one", "three") == []
    assert asked(path, "one", "three", decides="another model") == ["one", "three"]


@pytest.mark.parametrize("place", [0, 500, 1000])
def test_beside_a_new_text_only_its_run_is_made_again(tmp_path: Path, place: int) -> None:
    path = tmp_path / "made.sqlite"
    texts = [f"text {number}" for number in range(1000)]
    assert asked(path, *texts) == texts
    more = [*texts[:place], "new", *texts[place:]]
    again = asked(path, *more)
    assert "new" in again
    assert len(again) < 300
    assert asked(path, *more) == []


def test_without_a_file_nothing_is_kept() -> None:
    assert asked(None, "one", "one") == ["one"]
    assert asked(None, "one") == ["one"]


def test_what_does_not_hold_any_more_is_made_again(tmp_path: Path) -> None:
    with closing(Remembered(tmp_path / "made.sqlite")) as remembered:
        assert remembered.one("k", "x", lambda: "old") == "old"
        assert remembered.one("k", "x", lambda: "new", lambda own: own == "old") == "old"
        assert remembered.one("k", "x", lambda: "new", lambda own: own == "new") == "new"
        assert remembered.one("k", "x", lambda: "newer") == "new"


def test_what_was_not_used_is_forgotten(tmp_path: Path) -> None:
    path = tmp_path / "made.sqlite"
    asked(path, "one", "three")
    assert asked(path, "one", "three", sweep=True) == []
    assert asked(path, "five", sweep=True) == ["five"]
    assert asked(path, "one", "three") == ["one", "three"]


@pytest.mark.parametrize("data", [b"not a database at all" * 100, b""])
def test_a_file_that_cannot_be_read_is_begun_anew(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "made.sqlite"
    asked(path, "one")
    path.write_bytes(data)
    assert asked(path, "one") == ["one"]
    assert asked(path, "one") == []


def test_a_value_that_was_altered_is_not_trusted(tmp_path: Path) -> None:
    path = tmp_path / "made.sqlite"
    asked(path, "one")
    with closing(sqlite3.connect(path)) as opened, opened:
        ((value,),) = opened.execute("SELECT value FROM made")
        opened.execute("UPDATE made SET value = ?", (value[:-1] + b"7",))
    assert asked(path, "one") == ["one"]


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "made.sqlite").mkdir()
    with pytest.raises(InputError, match="cannot be used"):
        asked(tmp_path / "made.sqlite", "one")


def test_without_a_folder_nothing_is_kept(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("no folder", encoding="utf-8")
    for _ in range(2):
        assert asked(tmp_path / "cache" / "made.sqlite", "one") == ["one"]
