"""Large indexes, at small sizes: cells narrow the search, filters stay exact, recall is known."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from indexer.errors import InputError
from indexer.retrieval import vectors
from indexer.retrieval.rows import RowTable, read_rows, write_rows
from indexer.retrieval.sizes import vector_sizes
from indexer.retrieval.vectors import VectorIndex

DIMENSIONS = 32
UNITS = 2000
SIZES = replace(vector_sizes(), half_from=100, cells_from=1500, recall_queries=30)


def near(rows: NDArray[np.float64]) -> NDArray[np.float32]:
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


@pytest.fixture(scope="module")
def matrix() -> NDArray[np.float32]:
    """Rows around forty centres, so that cells mean something."""
    random = np.random.default_rng(5)
    centres = random.standard_normal((40, DIMENSIONS))
    return near(
        centres[random.integers(0, 40, 2 * UNITS)]
        + 0.5 * random.standard_normal((2 * UNITS, DIMENSIONS))
    )


@pytest.fixture(scope="module")
def table() -> NDArray[np.int32]:
    """A wide row and a sentence for each unit."""
    units = np.repeat(np.arange(UNITS), 2)
    narrow = np.arange(2 * UNITS) % 2
    return np.stack([units, 0 * units, 9 + narrow, narrow], axis=1).astype(np.int32)


@pytest.fixture(scope="module")
def folder(
    table: NDArray[np.int32], matrix: NDArray[np.float32], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    folder = tmp_path_factory.mktemp("cells")
    vectors.save_table(folder, table, matrix, SIZES)
    return folder


@pytest.fixture(scope="module")
def index(folder: Path) -> VectorIndex:
    return vectors.load(folder, SIZES)


@pytest.fixture(scope="module")
def exact(folder: Path) -> VectorIndex:
    return vectors.load(folder, SIZES, exact=True)


def test_the_cells_visited_suffice_for_the_recall_asked_for(index: VectorIndex) -> None:
    assert index.measured is not None
    assert index.measured.recall >= SIZES.recall
    assert 1 <= index.measured.probes < SIZES.cells(2 * UNITS)


def test_the_best_units_are_found_with_their_true_scores(
    index: VectorIndex, exact: VectorIndex, matrix: NDArray[np.float32]
) -> None:
    shares = []
    for query in matrix[::400]:
        found, true = dict(index.search(query, 10)), dict(exact.search(query, 10))
        shares.append(len(found.keys() & true.keys()) / 10)
        assert all(found[unit] == true[unit] for unit in found.keys() & true.keys())
    assert np.mean(shares) >= 0.95


@pytest.mark.parametrize("few", [1, 7, 300, 700])
def test_a_filter_that_leaves_few_rows_is_exact(
    index: VectorIndex, exact: VectorIndex, matrix: NDArray[np.float32], few: int
) -> None:
    allowed = np.zeros(UNITS, dtype=np.bool_)
    allowed[np.random.default_rng(few).permutation(UNITS)[:few]] = True
    allowed.flags.writeable = False
    for query in matrix[:5]:
        found = index.search(query, 10, allowed)
        assert found == exact.search(query, 10, allowed)
        assert len(found) == min(few, 10)


def test_a_filter_that_leaves_many_rows_visits_more_cells(
    index: VectorIndex, exact: VectorIndex, matrix: NDArray[np.float32]
) -> None:
    allowed = np.random.default_rng(8).random(UNITS) < 0.5
    shares = []
    for query in matrix[::200]:
        found, true = index.search(query, 10, allowed), exact.search(query, 10, allowed)
        assert all(allowed[unit] for unit, _ in found)
        shares.append(len({u for u, _ in found} & {u for u, _ in true}) / 10)
    assert np.mean(shares) >= 0.95


def test_more_units_than_are_near_may_be_asked_for(
    index: VectorIndex, exact: VectorIndex, matrix: NDArray[np.float32]
) -> None:
    found = index.search(matrix[0], UNITS)
    assert len(found) == UNITS
    assert found == exact.search(matrix[0], UNITS)


def test_thousands_of_equal_texts_end_the_search(tmp_path: Path) -> None:
    same = np.repeat(near(np.ones((1, DIMENSIONS))), 3000, axis=0)
    table = np.array([(unit, 0, 5, 1) for unit in range(3000)], dtype=np.int32)
    few = replace(SIZES, fetch_most=400)
    vectors.save_table(tmp_path, table, same, few)
    found = vectors.load(tmp_path, few).search(same[0], 5)
    assert len(found) == 5
    assert len({score for _, score in found}) == 1


def test_two_saves_write_the_same_bytes(
    table: NDArray[np.int32], matrix: NDArray[np.float32], folder: Path, tmp_path: Path
) -> None:
    vectors.save_table(tmp_path, table, matrix.astype(np.float32), SIZES)
    names = {path.name for path in folder.iterdir()}
    assert names == {"vectors.faiss", "cells.faiss", "cells.json", "rows.npy", "first.npy"}
    assert all((tmp_path / n).read_bytes() == (folder / n).read_bytes() for n in names)


def test_vectors_may_be_mapped_from_a_file(
    table: NDArray[np.int32], matrix: NDArray[np.float32], folder: Path, tmp_path: Path
) -> None:
    np.save(tmp_path / "all.npy", matrix)
    vectors.save_table(tmp_path, table, np.load(tmp_path / "all.npy", mmap_mode="r"), SIZES)
    assert (tmp_path / "cells.faiss").read_bytes() == (folder / "cells.faiss").read_bytes()


@pytest.mark.parametrize("damage", ["missing", "garbage", "short"])
def test_damaged_cells_say_what_to_do(
    table: NDArray[np.int32], matrix: NDArray[np.float32], tmp_path: Path, damage: str
) -> None:
    vectors.save_table(tmp_path, table, matrix, SIZES)
    if damage == "missing":
        (tmp_path / "cells.json").unlink()
    elif damage == "garbage":
        (tmp_path / "cells.faiss").write_bytes(b"not an index")
    else:
        (tmp_path / "other").mkdir()
        vectors.save_table(tmp_path / "other", table[:1800], matrix[:1800], SIZES)
        (tmp_path / "other" / "cells.faiss").replace(tmp_path / "cells.faiss")
    with pytest.raises(InputError, match="Build the index again"):
        vectors.load(tmp_path, SIZES)


def test_the_shipped_sizes_keep_a_small_build_exact() -> None:
    sizes = vector_sizes()
    assert sizes.cells(1_000) == sizes.cells(sizes.cells_from - 1) == 0
    assert [sizes.cells(n) for n in (300_000, 1_000_000, 5_000_000)] == [2048, 4096, 4096]
    assert sizes.half_from < sizes.cells_from


def test_bits_of_a_frozen_filter_are_made_once(tmp_path: Path, table: NDArray[np.int32]) -> None:
    write_rows(tmp_path, table)
    rows: RowTable = read_rows(tmp_path)
    mask = np.arange(UNITS) % 2 == 0
    assert rows.allowed(mask) is not rows.allowed(mask)
    mask.flags.writeable = False
    first = rows.allowed(mask)
    assert first is rows.allowed(mask)
    assert first.count == UNITS
    for _ in range(100):
        other = np.ones(UNITS, dtype=np.bool_)
        other.flags.writeable = False
        assert rows.allowed(other).bits is None
    assert rows.allowed(mask).count == UNITS


def test_what_was_measured_is_written(folder: Path, index: VectorIndex) -> None:
    told = json.loads((folder / "cells.json").read_text())
    assert index.measured is not None
    assert told["recall"] == index.measured.recall
    assert told["queries"] == 30
