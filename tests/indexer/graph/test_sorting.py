"""Sorting lines: the same whether they fit into memory or lie in runs on disk."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.graph.sorting import write_sorted

LINES = st.lists(st.binary(max_size=3).map(lambda b: b.replace(b"\n", b"") + b"\n"), max_size=30)


@given(LINES, st.integers(1, 12))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
def test_lines_are_sorted_and_each_is_there_once(
    tmp_path: Path, lines: list[bytes], run: int
) -> None:
    expected = sorted(set(lines))
    assert write_sorted(iter(lines), tmp_path / "out", run) == len(expected)
    assert (tmp_path / "out").read_bytes() == b"".join(expected)
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_what_fails_on_the_way_leaves_no_runs(tmp_path: Path) -> None:
    def broken() -> Iterator[bytes]:
        yield from (b"%d\n" % number for number in range(9))
        raise OSError("no more")

    with pytest.raises(OSError, match="no more"):
        write_sorted(broken(), tmp_path / "out", 3)
    assert list(tmp_path.iterdir()) == []
