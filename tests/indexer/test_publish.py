"""Builds on disk: whole or not there, published by one switch, the one before kept."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from indexer import publish
from indexer.errors import InputError, NotFoundError


def put(index: Path, name: str) -> Path:
    """Write and publish a build of one file and a store of one file."""
    with publish.locked(index):
        folder = publish.aside(index, name)
        (folder / "store").mkdir()
        (folder / "store" / "data").write_text(name)
        (folder / "file").write_text(name)
        publish.write_manifest(folder, {"build": name})
        return publish.publish(index, name)


def builds(index: Path) -> set[str]:
    return {folder.name for folder in (index / "builds").iterdir()}


def test_without_a_build_the_mend_is_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="no index") as raised:
        publish.published(tmp_path / "index")
    assert "clausegraph build" in str(raised.value.mend)


def test_a_published_build_that_is_gone_is_told(tmp_path: Path) -> None:
    shutil.rmtree(put(tmp_path, "a"))
    with pytest.raises(NotFoundError, match="build a is not in"):
        publish.published(tmp_path)


def test_the_last_published_build_is_current(tmp_path: Path) -> None:
    put(tmp_path, "a")
    assert publish.published(tmp_path) == tmp_path / "builds" / "a"
    put(tmp_path, "b")
    assert publish.published(tmp_path) == tmp_path / "builds" / "b"


def test_the_build_before_is_kept_and_older_ones_are_not(tmp_path: Path) -> None:
    for name in "abc":
        put(tmp_path, name)
    assert builds(tmp_path) == {"b", "c"}


def test_the_build_before_is_the_one_published_before_not_the_one_made_before(
    tmp_path: Path,
) -> None:
    put(tmp_path, "a")
    put(tmp_path, "b")
    with publish.locked(tmp_path):
        publish.publish(tmp_path, "a")
    put(tmp_path, "c")
    assert builds(tmp_path) == {"a", "c"}


def test_a_half_removed_build_is_not_taken_for_the_one_before(tmp_path: Path) -> None:
    for name in "ab":
        put(tmp_path, name)
    left = tmp_path / "builds" / ".aside-old-x"
    left.mkdir()
    put(tmp_path, "c")
    assert builds(tmp_path) == {"b", "c"}


def test_a_second_writer_is_refused_and_the_first_goes_on(tmp_path: Path) -> None:
    held = publish.locked(tmp_path)
    with held, pytest.raises(InputError, match="Another build"), publish.locked(tmp_path):
        pass
    with publish.locked(tmp_path):
        pass


def test_an_index_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(InputError, match="cannot be written"), publish.locked(tmp_path / "file"):
        pass


def test_what_a_killed_build_left_is_cleared_and_nothing_else(tmp_path: Path) -> None:
    put(tmp_path, "a")
    publish.aside(tmp_path, "b")
    cache = tmp_path / "cache" / "model" / "00"
    cache.mkdir(parents=True)
    (cache / ".half").touch()
    (cache / "00ff").touch()
    with publish.locked(tmp_path):
        assert builds(tmp_path) == {"a"}
        assert [path.name for path in cache.iterdir()] == ["00ff"]


def test_the_bytes_of_a_store_are_no_part_of_what_inputs_decide(tmp_path: Path) -> None:
    folder = put(tmp_path, "a")
    assert list(publish.hashes(folder)) == ["file"]
    assert publish.read_manifest(folder) == {"build": "a", "outputs": publish.hashes(folder)}


def change(path: str, data: str) -> Callable[[Path], object]:
    return lambda folder: (folder / path).write_text(data)


DAMAGES: dict[str, Callable[[Path], object]] = {
    "a file is changed": change("file", "b"),
    "a file is missing": lambda folder: (folder / "file").unlink(),
    "a file is added": change("more", ""),
    "a file of the store is changed": change("store/data", "b"),
    "a file of the store is missing": lambda folder: (folder / "store" / "data").unlink(),
    "the store is missing": lambda folder: shutil.rmtree(folder / "store"),
    "the hashes of the store are missing": lambda folder: (folder / "store.json").unlink(),
    "the manifest is cut": change("manifest.json", '{"build": "a", '),
    "the manifest is no table": change("manifest.json", "[]"),
    "the manifest is missing": lambda folder: (folder / "manifest.json").unlink(),
    "the manifest is that of another build": change("manifest.json", '{"build": "b"}'),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_build_is_not_whole(tmp_path: Path, damage: Callable[[Path], object]) -> None:
    folder = put(tmp_path, "a")
    assert publish.is_whole(folder, {"build": "a"})
    damage(folder)
    assert not publish.is_whole(folder, {"build": "a"})


def test_a_damaged_build_gives_way_to_a_new_one_of_its_name(tmp_path: Path) -> None:
    (put(tmp_path, "a") / "file").unlink()
    folder = put(tmp_path, "a")
    assert (folder / "file").read_text() == "a"
    assert builds(tmp_path) == {"a"}
