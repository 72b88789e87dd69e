"""A folder stands for the files directly in it that can be read, without what tells of itself."""

from pathlib import Path

import pytest

from indexer.errors import InputError
from indexer.own.folders import in_folders


def test_a_folder_stands_for_its_files(tmp_path: Path) -> None:
    (tmp_path / "more.md").mkdir()
    names = ("b.txt", "a.PDF", "README.md", "index.csv", ".hidden.md", "more.md/c.txt")
    for name in names:
        (tmp_path / name).write_text("x", encoding="utf-8")
    named = tmp_path / "README.md"
    found = in_folders([tmp_path, named, tmp_path / "missing.md"])
    assert [path.name for path in found] == ["a.PDF", "b.txt", "README.md", "missing.md"]


def test_a_folder_without_texts_is_told(tmp_path: Path) -> None:
    (tmp_path / "index.csv").write_text("x", encoding="utf-8")
    with pytest.raises(InputError, match="no file that could be added"):
        in_folders([tmp_path])
