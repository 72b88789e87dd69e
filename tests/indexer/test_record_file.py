"""Records on disk: found by key and in order, whether few (kept) or many (read one by one)."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from indexer import record_file
from indexer.errors import InputError
from indexer.record_file import ById, ByKey, RecordFile, write_rows


def rows(count: int = 40) -> Iterator[dict[str, Any]]:
    for number in range(count):
        above = None if number % 4 == 0 else f"a:é_{number - number % 4}"
        note = [["endnote", "1", 0, [0, 1], f"a:note_{number % 3}"]] * 2
        yield {"id": f"a:é_{number}", "parent": above, "markers": note, "text": "ü\u2028" * number}


@pytest.fixture(params=[20_000, 3])
def file(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> RecordFile:
    """The rows, as a build that keeps all it reads and as one that does not."""
    monkeypatch.setattr(record_file, "KEPT", request.param)
    write_rows(tmp_path, "units", rows())
    return RecordFile(tmp_path, "units")


def text(row: dict[str, Any]) -> str:
    return str(row["text"])


@pytest.mark.parametrize("ahead", [False, True])
def test_a_file_is_the_mapping_that_was_written(file: RecordFile, ahead: bool) -> None:
    found = ById(file, text)
    expected = {row["id"]: row["text"] for row in rows()}
    if ahead:
        assert list(found.values()) == list(expected.values())
    assert all(found[name] == expected[name] and name in found for name in reversed(expected))
    assert list(found) == list(expected)
    assert dict(found.items()) == expected == dict(found)
    assert len(found) == len(expected)
    assert "a:none" not in found
    assert found.get("a:none") is None
    assert 5 not in found
    with pytest.raises(KeyError):
        found["a:none"]


def test_records_are_grouped_by_another_key(file: RecordFile) -> None:
    below = ByKey(file, "parent", lambda row: str(row["id"]))
    assert below["a:é_4"] == ("a:é_5", "a:é_6", "a:é_7")
    assert below.get("a:é_5", ()) == ()
    assert "a:é_8" in below
    assert "a:é_9" not in below
    assert list(below) == [f"a:é_{number}" for number in range(0, 40, 4)]
    assert len(below) == 10
    with pytest.raises(KeyError):
        below["a:é_1"]


def test_a_record_that_has_a_value_twice_is_found_once(file: RecordFile) -> None:
    carriers = ByKey(file, "note", lambda row: str(row["id"]))
    assert carriers["a:note_1"] == tuple(f"a:é_{number}" for number in range(1, 40, 3))


def test_a_hash_alone_is_not_believed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record_file, "_hash", lambda _value: 7)
    monkeypatch.setattr(record_file, "KEPT", 0)
    write_rows(tmp_path, "units", rows())
    file = RecordFile(tmp_path, "units")
    assert ById(file, text)["a:é_9"] == "ü\u2028" * 9
    assert len(ByKey(file, "parent", text)["a:é_4"]) == 3
    assert "a:none" not in ById(file, text)


def test_an_identifier_with_marks_that_json_escapes(tmp_path: Path) -> None:
    odd = ['a:"', "a:\\", 'a:\\"b', "a:" + "x" * 600, "a:é" * 100]
    write_rows(tmp_path, "notes", ({"id": name} for name in odd))
    file = RecordFile(tmp_path, "notes")
    assert list(file.ids()) == odd
    assert all(name in ById(file, dict) for name in odd)


def test_an_empty_file(tmp_path: Path) -> None:
    write_rows(tmp_path, "units", [])
    file = RecordFile(tmp_path, "units")
    assert dict(ById(file, text)) == {}
    assert dict(ByKey(file, "parent", text)) == {}


def test_files_that_are_read_whole_have_no_keys(tmp_path: Path) -> None:
    write_rows(tmp_path, "areas", [{"id": "a"}])
    assert [path.name for path in tmp_path.iterdir()] == ["areas.jsonl"]


@pytest.mark.parametrize("part", ["units.jsonl", "units.at", "units.by-parent"])
def test_what_is_missing_or_short_is_told(tmp_path: Path, part: str) -> None:
    write_rows(tmp_path, "units", rows())
    path = tmp_path / part
    path.write_bytes(path.read_bytes()[:-9])
    with pytest.raises(InputError, match=r"units\.jsonl of the build cannot be read"):
        RecordFile(tmp_path, "units")
    path.unlink()
    with pytest.raises(InputError, match="clausegraph build"):
        RecordFile(tmp_path, "units")


def test_a_damaged_line_is_told_when_it_is_read(tmp_path: Path) -> None:
    write_rows(tmp_path, "units", rows())
    path = tmp_path / "units.jsonl"
    path.write_bytes(path.read_bytes().replace(b'"text"', b"'text'"))
    with pytest.raises(InputError, match=r"units\.jsonl"):
        ById(RecordFile(tmp_path, "units"), text)["a:é_3"]
