"""The vectors: exact search against a plain computation, filters before ranking, equal bytes."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from indexer.errors import InputError
from indexer.retrieval import vectors
from indexer.retrieval.rows import write_rows
from indexer.retrieval.sizes import vector_sizes
from indexer.retrieval.vectors import Row, VectorIndex

DIMENSIONS = 16
UNITS = 300


def unit_length(rows: NDArray[np.float64]) -> NDArray[np.float32]:
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


@pytest.fixture(scope="module")
def random() -> np.random.Generator:
    return np.random.default_rng(7)


@pytest.fixture(scope="module")
def rows(random: np.random.Generator) -> list[Row]:
    """A whole row for each unit but every tenth; three sentences too for every third, and two
    sayings in plain words for every seventh."""
    found = []
    for unit in range(UNITS):
        if unit % 10 == 9:
            continue
        single = unit % 3 != 0
        found.append(Row(unit, 0, 90, single))
        if not single:
            found += [Row(unit, 30 * part, 30 * part + 30, True) for part in range(3)]
        if unit % 7 == 6:
            found += [Row(unit, 0, 0, sentence=False, plain=True)] * 2
    return found


@pytest.fixture(scope="module")
def matrix(rows: list[Row], random: np.random.Generator) -> NDArray[np.float32]:
    return unit_length(random.standard_normal((len(rows), DIMENSIONS)))


@pytest.fixture(scope="module")
def index(
    rows: list[Row], matrix: NDArray[np.float32], tmp_path_factory: pytest.TempPathFactory
) -> VectorIndex:
    folder = tmp_path_factory.mktemp("vectors")
    vectors.save(folder, rows, matrix)
    return vectors.load(folder)


def by_hand(
    rows: list[Row], matrix: NDArray[np.float32], query: NDArray[np.float32]
) -> list[float]:
    scores = [-1.0] * UNITS
    for unit in {row.unit for row in rows}:
        mine = [(r, float(v @ query)) for r, v in zip(rows, matrix, strict=True) if r.unit == unit]
        narrow = max(score for row, score in mine if row.sentence)
        others = [(row.plain, score) for row, score in mine if not row.sentence]
        wide = max((score for plain, score in others if not plain), default=narrow)
        own = (wide + narrow) / 2
        scores[unit] = (own + max((score for plain, score in others if plain), default=own)) / 2
    return scores


@pytest.mark.parametrize("k", [1, 10, 250, 1000])
def test_search_is_exact(
    index: VectorIndex,
    rows: list[Row],
    matrix: NDArray[np.float32],
    random: np.random.Generator,
    k: int,
) -> None:
    query = unit_length(random.standard_normal((1, DIMENSIONS)))[0]
    scores = by_hand(rows, matrix, query)
    best = sorted((u for u in range(UNITS) if scores[u] > -1), key=lambda u: -scores[u])[:k]
    found = index.search(query, k)
    assert [unit for unit, _ in found] == best
    assert [score for _, score in found] == pytest.approx([scores[u] for u in best], abs=2e-6)


def test_a_filter_is_applied_before_ranking(
    index: VectorIndex, matrix: NDArray[np.float32]
) -> None:
    allowed = np.zeros(UNITS, dtype=np.bool_)
    allowed[[3, 4, 9, 150, 299]] = True
    found = index.search(matrix[0], 5, allowed)
    assert sorted(unit for unit, _ in found) == [3, 4, 150]
    assert index.search(matrix[0], 5, np.zeros(UNITS, dtype=np.bool_)) == []


def test_scores_and_rows_of_units(index: VectorIndex, matrix: NDArray[np.float32]) -> None:
    scores = index.scores(matrix[0], np.array([9, 0, 1], dtype=np.int64))
    assert scores[0] == -1
    assert scores[2] == pytest.approx(float(matrix[4] @ matrix[0]), abs=2e-6)
    assert index.rows_of(0).tolist() == [0, 1, 2, 3]
    assert index.rows_of(9).tolist() == []
    assert index.rows_of(UNITS + 5).tolist() == []
    assert index.row(1) == Row(0, 0, 30, True)
    assert index.row(int(index.rows_of(6)[-1])) == Row(6, 0, 0, sentence=False, plain=True)


def test_equal_texts_score_equally_in_the_order_of_the_units(tmp_path: Path) -> None:
    one = unit_length(np.ones((1, DIMENSIONS)))
    same = np.repeat(one, 37, axis=0)
    vectors.save(tmp_path, [Row(unit, 0, 5, True) for unit in range(37)], same)
    found = vectors.load(tmp_path).search(one[0], 5)
    assert [unit for unit, _ in found] == [0, 1, 2, 3, 4]
    assert len({score for _, score in found}) == 1


def test_half_precision_changes_scores_by_little(
    rows: list[Row],
    matrix: NDArray[np.float32],
    index: VectorIndex,
    tmp_path: Path,
) -> None:
    vectors.save(tmp_path, rows, matrix, replace(vector_sizes(), half_from=10))
    half = vectors.load(tmp_path)
    everywhere = np.arange(UNITS)
    difference = half.scores(matrix[5], everywhere) - index.scores(matrix[5], everywhere)
    assert 0 < np.abs(difference).max() < 1e-3
    assert half.search(matrix[5], 1)[0][0] == index.search(matrix[5], 1)[0][0]


def test_two_saves_write_the_same_bytes(
    rows: list[Row], matrix: NDArray[np.float32], tmp_path: Path
) -> None:
    for name in ("a", "b"):
        vectors.save(tmp_path / name, rows, matrix)
    written = [{p.name: p.read_bytes() for p in (tmp_path / name).iterdir()} for name in "ab"]
    assert written[0] == written[1]


def test_an_empty_index_finds_nothing(tmp_path: Path) -> None:
    vectors.save(tmp_path, [], np.zeros((0, DIMENSIONS), dtype=np.float32))
    assert vectors.load(tmp_path).search(np.zeros(DIMENSIONS, dtype=np.float32), 3) == []


def test_rows_must_match_their_vectors_and_come_in_order(tmp_path: Path) -> None:
    two = np.zeros((2, DIMENSIONS), dtype=np.float32)
    with pytest.raises(ValueError, match="1 rows but 2 vectors"):
        vectors.save(tmp_path, [Row(0, 0, 1, True)], two)
    with pytest.raises(ValueError, match="order of their units"):
        vectors.save(tmp_path, [Row(1, 0, 1, True), Row(0, 0, 1, True)], two)


@pytest.mark.parametrize("damage", ["missing", "garbage", "short"])
def test_a_damaged_index_says_what_to_do(
    rows: list[Row], matrix: NDArray[np.float32], tmp_path: Path, damage: str
) -> None:
    vectors.save(tmp_path, rows, matrix)
    if damage == "missing":
        (tmp_path / "vectors.faiss").unlink()
    elif damage == "garbage":
        (tmp_path / "vectors.faiss").write_bytes(b"not an index")
    else:
        write_rows(tmp_path, np.zeros((1, 4), dtype=np.int32))
    with pytest.raises(InputError, match="Build the index again"):
        vectors.load(tmp_path)
