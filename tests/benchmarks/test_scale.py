"""The benchmark of growth makes its builds to the end, whatever a build has come to hold since."""

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from indexer.retrieval.hash_encoder import HashEncoder
from indexer.retrieval.sizes import vector_sizes

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
TINY = replace(vector_sizes(), half_from=100, cells_from=200, recall_queries=10, recall_depth=20)
WRITTEN = ("vectors", "quads", "disk whole build, MB")


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with what corpora are made from, by an encoder without a model."""
    folder = tmp_path_factory.mktemp("scale")
    with pytest.MonkeyPatch.context() as patched:
        patched.syspath_prepend(str(BENCHMARKS))
        from scale.measured import prepare

        prepare(folder, HashEncoder(32, 64))
        yield folder
        for name in [name for name in sys.modules if name.partition(".")[0] == "scale"]:
            del sys.modules[name]


def test_a_whole_build_is_made_opened_and_asked_to_the_end(prepared: Path) -> None:
    from scale.measured import sized

    found = sized("units", 1000, prepared, TINY)
    assert int(found["quads"].replace(",", "")) > 10 * 1000
    assert set(WRITTEN) <= set(found)
    assert 0.5 < float(found["recall@10 of units"]) <= 1
    assert float(found["hybrid recall@10"]) > 0.5
    assert [name for name in found if "hybrid, filtered" in name]
    assert "graph: all about a unit, ms p50 / p99 (p50 at first)" in found
    assert not (prepared / "build").exists()


def test_vectors_alone_are_as_many_as_asked_for(prepared: Path) -> None:
    from scale.measured import sized

    found = sized("vectors", 700, prepared)
    assert found["vectors"] == "700"
    assert "cells.faiss, MB" not in found
    assert not (prepared / "build").exists()


def test_made_units_are_the_same_for_the_same_seed_and_shaped_like_real_ones(
    prepared: Path,
) -> None:
    import pickle

    from scale.made import blocks

    base, _, _ = pickle.loads((prepared / "base").read_bytes())
    (one,), (again,), (other,) = (list(blocks(base, 300, seed)) for seed in (1, 1, 2))
    assert [unit.text for unit in one.units] == [unit.text for unit in again.units]
    assert (one.vectors == again.vectors).all()
    assert [unit.text for unit in one.units] != [unit.text for unit in other.units]
    assert len(one.rows) == len(one.vectors)
    assert {unit.kind for unit in one.units} <= {unit.kind for unit in base.units}
    for unit, start, end, _ in one.rows:
        assert one.units[unit].text[start:end].strip()
