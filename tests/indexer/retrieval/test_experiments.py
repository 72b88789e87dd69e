"""The experiments with the search: their measures, and what topics over treaties call a unit."""

import sys
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).parents[3]
GOLDEN = ROOT / "tests" / "golden" / "search"
sys.path.append(str(ROOT / "tools"))
bench = import_module("search_bench")
experiments = import_module("search_experiments")


@pytest.mark.parametrize(
    ("unit", "article"),
    [
        ("C155:part_IV__art_19__point_f", "C155:art_19"),
        ("C155:art_13", "C155:art_13"),
        ("MLC:std_A2-5__para_3", "MLC:std_A2-5"),
        ("GC4:annex_I__art_8__para_1", "GC4:annex_I__art_8"),
        ("R150:para_48__point_1", "R150:para_48"),
        ("C102:annex_nn_1__para_nn_1", "C102:annex_nn_1__para_nn_1"),
        ("compact:box_1", "compact:box_1"),
    ],
)
def test_the_article_around_a_unit(unit: str, article: str) -> None:
    assert experiments.article(unit) == article


@pytest.mark.parametrize("folder", ["treaties", "treaties/held_out"])
def test_topics_over_treaties_have_answers_that_are_articles(folder: str) -> None:
    topics = bench.read_topics(GOLDEN / folder)
    assert len(topics) == 59
    for topic in topics:
        assert 3 in topic.grades.values()
        assert all(experiments.article(unit) == unit for unit in topic.grades)


def test_measures() -> None:
    grades = {"a": 3, "b": 1}
    assert bench.ndcg(["a", "b"], grades) == pytest.approx(1)
    assert bench.ndcg(["b", "x", "a"], grades) == pytest.approx(2.5 / (3 + 1 / np.log2(3)))
    assert bench.separation([0.9, 0.5], [0.5, 0.1]) == pytest.approx(0.875)
