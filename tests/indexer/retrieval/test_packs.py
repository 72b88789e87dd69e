"""Packs of vectors that are merged: when they are, what stays, and what a kill leaves."""

from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from itertools import count
from pathlib import Path

import pytest

from indexer.retrieval.packs import DEAD, MANY, Packs, merge

SIZE = 8


def key(number: int) -> bytes:
    return sha256(str(number).encode()).digest()


def entry(number: int) -> bytes:
    return number.to_bytes(SIZE, "little")


def keep(folder: Path, numbers: Iterable[int]) -> None:
    """Keep entries in a pack of their own."""
    own = Packs(folder, SIZE)
    for number in numbers:
        own.put(key(number), entry(number))


def files(folder: Path) -> list[str]:
    return sorted(path.suffix for path in folder.iterdir())


def found(folder: Path, numbers: Iterable[int]) -> list[int]:
    """The numbers whose entries are there, by both ways of asking."""
    opened, asked = Packs(folder, SIZE), list(numbers)
    some = [n for n, own in zip(asked, opened.some(list(map(key, asked))), strict=True) if own]
    assert some == [n for n in asked if next(opened.get(key(n)), None) == entry(n)]
    return some


@pytest.mark.parametrize(("packs", "merged"), [(1, False), (MANY - 1, False), (MANY, True)])
def test_many_packs_become_one(tmp_path: Path, packs: int, merged: bool) -> None:
    for number in range(packs):
        keep(tmp_path, (2 * number, 2 * number + 1))
    numbers = range(2 * packs)
    assert merge(tmp_path, SIZE, set(map(key, numbers))) == merged
    assert found(tmp_path, numbers) == list(numbers)
    assert files(tmp_path) == [".keys"] * (1 if merged else packs) + [".vectors"] * (
        1 if merged else packs
    )


@pytest.mark.parametrize(("used", "merged"), [(100, False), (50, False), (49, True), (0, True)])
def test_entries_are_left_out_where_most_are_not_used(
    tmp_path: Path, used: int, merged: bool
) -> None:
    assert DEAD == 0.5
    keep(tmp_path, range(100))
    assert merge(tmp_path, SIZE, set(map(key, range(used)))) == merged
    assert found(tmp_path, range(100)) == list(range(used if merged else 100))


def test_of_several_entries_of_a_key_the_last_one_stays(tmp_path: Path) -> None:
    own = Packs(tmp_path, SIZE)
    for value in (1, 2, 3):
        own.put(key(7), entry(value))
    assert merge(tmp_path, SIZE, {key(7)})
    assert list(Packs(tmp_path, SIZE).get(key(7))) == [entry(3)]


def test_a_piece_behind_the_last_whole_entry_is_not_merged(tmp_path: Path) -> None:
    for number in range(MANY):
        keep(tmp_path, (number,))
    for path in tmp_path.glob("*.vectors"):
        path.write_bytes(path.read_bytes() + b"xyz")
    assert merge(tmp_path, SIZE, set(map(key, range(MANY))))
    assert found(tmp_path, range(MANY)) == list(range(MANY))
    (vectors,) = tmp_path.glob("*.vectors")
    assert vectors.stat().st_size == MANY * SIZE


class KilledError(BaseException):
    """Stands for the end of the process."""


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """A number of changes of names after which the process ends."""
    left: list[int] = []
    rename, unlink = Path.replace, Path.unlink

    def counted(change: Callable[..., object]) -> object:
        def do(path: Path, *more: object, **named: object) -> object:
            if left and left[0] == 0:
                raise KilledError
            if left:
                left[0] -= 1
            return change(path, *more, **named)

        return do

    monkeypatch.setattr(Path, "replace", counted(rename))
    monkeypatch.setattr(Path, "unlink", counted(unlink))
    return left


def kills(folder: Path, steps: list[int], numbers: range) -> Iterator[int]:
    """Merge again and again, killed one step later each time, until it ends."""
    for after in count():
        steps[:] = [after]
        try:
            merge(folder, SIZE, set(map(key, numbers)))
        except KilledError:
            yield after
        else:
            return


def test_killed_at_any_step_every_entry_is_there(tmp_path: Path, steps: list[int]) -> None:
    numbers = range(2 * MANY)
    for number in numbers:
        keep(tmp_path, (number,))
    ends = 0
    for _ in kills(tmp_path, steps, numbers):
        ends += 1
        assert found(tmp_path, numbers) == list(numbers)
    assert ends > 2
    assert found(tmp_path, numbers) == list(numbers)
    visible = [path.suffix for path in tmp_path.iterdir() if not path.name.startswith(".")]
    assert visible.count(".keys") == visible.count(".vectors")
