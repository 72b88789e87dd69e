"""Sections: which units stand together, and what that does to scores."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from indexer.errors import InputError
from indexer.model import Corpus, Unit
from indexer.retrieval.sections import SHARE, lifted, open_sections, write_sections


@pytest.fixture
def units(parsed: tuple[Corpus, object, object]) -> list[Unit]:
    return [unit for edition in parsed[0].editions for unit in edition.units]


def test_units_under_one_heading_of_one_instrument_are_a_section(
    units: list[Unit], tmp_path: Path
) -> None:
    write_sections(tmp_path, units)
    found = open_sections(tmp_path)
    assert found is not None
    place = {unit.id: int(found[number]) for number, unit in enumerate(units)}
    assert place["compact:para_26__point_g"] == place["compact:para_26"]
    assert place["compact:para_26__point_g"] != place["compact:para_28__point_a"]
    write_sections(tmp_path, [units[0], replace(units[0], instrument="other")])
    found = open_sections(tmp_path)
    assert found is not None
    assert found.tolist() == [0, 1]


def test_the_best_of_a_section_lifts_the_others() -> None:
    scores = np.array([0.2, 0.8, 0.5, 0.4], dtype=np.float32)
    found = lifted(scores, np.array([7, 7, 3, 3]))
    expected = [0.2 + SHARE * 0.6, 0.8, 0.5, 0.4 + SHARE * 0.1]
    assert found.tolist() == pytest.approx(expected, abs=1e-6)
    assert lifted(scores[:0], np.array([], dtype=np.int64)).tolist() == []


def test_a_search_without_sections_has_none(tmp_path: Path) -> None:
    assert open_sections(tmp_path) is None
    (tmp_path / "sections.npy").write_bytes(b"no array")
    with pytest.raises(InputError, match="cannot be read"):
        open_sections(tmp_path)
