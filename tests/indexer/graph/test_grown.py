"""A store that goes on from an earlier one holds what the new dump says, and harms the earlier."""

from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from indexer.graph import grown
from indexer.graph.grown import Earlier, grow
from indexer.graph.store import dump_nquads, open_store, write_store
from indexer.graph.text import nquads

MANY = range(400)


def dump(folder: Path, values: range | list[int]) -> Path:
    """A dump of one quad for each number, in a folder of its own."""
    node = NamedNode("https://example.org/x")
    folder.mkdir()
    made = nquads(Quad(node, node, Literal(f"value {n}"), node) for n in values)
    (folder / "graph.nq").write_bytes(made)
    return folder / "graph.nq"


@pytest.fixture
def earlier(tmp_path: Path) -> Earlier:
    path = dump(tmp_path / "old", MANY)
    write_store(path, tmp_path / "old" / "store")
    return Earlier(path, tmp_path / "old" / "store")


CHANGES = {
    "nothing": list(MANY),
    "more": [*MANY, 400, 401],
    "fewer, first and last": list(MANY)[1:-1],
    "others": [*list(MANY)[5:], 1001, 1002, 1003],
}


@pytest.mark.parametrize("values", CHANGES.values(), ids=CHANGES)
def test_a_store_that_grew_is_the_one_that_is_loaded(
    tmp_path: Path, earlier: Earlier, values: list[int]
) -> None:
    path = dump(tmp_path / "new", values)
    assert grow(earlier, path, tmp_path / "new" / "store") == len(values)
    assert dump_nquads(open_store(tmp_path / "new" / "store")) == path.read_bytes()
    assert dump_nquads(open_store(earlier.store)) == earlier.dump.read_bytes()


def test_many_changes_are_loaded_whole(tmp_path: Path, earlier: Earlier) -> None:
    path = dump(tmp_path / "new", range(100, 500))
    assert grow(earlier, path, tmp_path / "new" / "store") is None
    assert write_store(path, tmp_path / "new" / "store", earlier) == 400
    assert dump_nquads(open_store(tmp_path / "new" / "store")) == path.read_bytes()


def test_a_store_that_does_not_fit_its_dump_is_loaded_whole(
    tmp_path: Path, earlier: Earlier
) -> None:
    path = dump(tmp_path / "new", [*MANY, 400])
    earlier.dump.write_bytes(nquads([]) + path.read_bytes())
    assert grow(earlier, path, tmp_path / "new" / "store") is None
    assert not (tmp_path / "new" / "store").exists()


def test_a_store_of_many_files_is_loaded_whole(
    tmp_path: Path, earlier: Earlier, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(grown, "FILES", 12)
    loaded = []
    for step in range(6):
        path = dump(tmp_path / f"new{step}", range(401 + step))
        loaded.append(grow(earlier, path, path.parent / "store") is None)
        if loaded[-1]:
            write_store(path, path.parent / "store")
        earlier = Earlier(path, path.parent / "store")
        assert dump_nquads(open_store(earlier.store)) == path.read_bytes()
    assert not loaded[0]
    assert any(loaded)
