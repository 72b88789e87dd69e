"""Names by place: the same as the list that was written."""

from pathlib import Path

import pytest

from indexer.retrieval.names import Names, write_names


@pytest.mark.parametrize("names", [[], ["a:para_1"], ["a:é", "", "b:x_2", "c:y" * 99], [*"bacab"]])
def test_names_come_back_in_their_places(tmp_path: Path, names: list[str]) -> None:
    write_names(tmp_path, names)
    found = Names(tmp_path)
    assert list(found) == names
    assert found[1:] == tuple(names[1:])
    assert len(found) == len(names)
    if names:
        assert found[-1] == names[-1]
    with pytest.raises(IndexError):
        found[len(names)]
    assert [found.index(name) for name in names] == [names.index(name) for name in names]
    for absent in ("a:para_", "zz", "b:x_2\n"):
        with pytest.raises(ValueError, match="not among"):
            found.index(absent)


def test_a_file_of_another_length_is_refused(tmp_path: Path) -> None:
    write_names(tmp_path, ["a", "b"])
    (tmp_path / "units.txt").write_bytes(b"a\n")
    with pytest.raises(ValueError, match=r"units\.txt"):
        Names(tmp_path)
