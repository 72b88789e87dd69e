"""The measures by hand on small runs, and the statistics where the answer is known."""

import math

import pytest

from indexer.evaluation.measures import RESAMPLES, evaluate, means, paired

GRADES = {"a": {"u": 3, "v": 1, "w": 0}, "b": {"u": 2}, "none": {"u": 0}}
RUN = {"a": {"v": 3.0, "u": 2.0, "x": 1.0}, "b": {"x": 2.0, "u": 1.0}, "other": {"u": 1.0}}


def test_measures_by_hand() -> None:
    found = evaluate(RUN, GRADES, relevant=2)
    assert set(found["nDCG@10"]) == {"a", "b"}
    discount = 1 / math.log2(3)
    assert found["nDCG@10"]["a"] == pytest.approx((1 + 3 * discount) / (3 + discount))
    assert found["nDCG@10"]["b"] == pytest.approx(discount)
    assert found["MRR"] == {"a": 0.5, "b": 0.5}
    assert found["P@1"] == {"a": 0.0, "b": 0.0}
    assert found["recall@10"] == {"a": 1.0, "b": 1.0}
    assert found["judged@10"] == pytest.approx({"a": 2 / 3, "b": 0.5})
    assert evaluate(RUN, GRADES)["P@1"] == {"a": 1.0, "b": 0.0}


def test_a_topic_that_the_run_lacks_counts_as_nothing_found() -> None:
    found = evaluate({"a": RUN["a"]}, GRADES)
    assert all(each["b"] == 0 for each in found.values())


def test_means_have_intervals_around_them() -> None:
    found = means({"m": {str(n): n / 20 for n in range(20)}})["m"]
    assert found.mean == pytest.approx(0.475)
    assert 0.3 < found.low < found.mean < found.high < 0.65
    same = means({"m": {"a": 0.5, "b": 0.5}})["m"]
    assert (same.low, same.high) == (0.5, 0.5)
    assert means({"m": {}}) == {}


def test_a_run_against_itself_and_against_a_worse_one() -> None:
    good = {"m": {str(n): 0.5 + n / 100 for n in range(30)}}
    bad = {"m": {name: value - 0.1 - int(name) % 3 / 100 for name, value in good["m"].items()}}
    same, better = paired(good, good)["m"], paired(good, bad)["m"]
    assert (same.difference, same.p, same.same) == (0, 1, 30)
    assert better.difference == pytest.approx(0.11)
    assert 0.1 <= better.low < better.difference < better.high <= 0.13
    assert better.p < 2 / RESAMPLES * 2
    assert (better.better, better.worse) == (30, 0)
    assert paired(bad, good)["m"].difference == pytest.approx(-0.11)


def test_chance_is_the_same_each_time() -> None:
    values = {"m": {str(n): (n * 7 % 10) / 10 for n in range(12)}}
    assert means(values) == means(values)


def test_only_topics_of_both_runs_are_paired() -> None:
    found = paired({"m": {"a": 1.0, "b": 0.0}}, {"m": {"b": 0.0, "c": 1.0}})
    assert (found["m"].difference, found["m"].same) == (0, 1)
    assert paired({"m": {"a": 1.0}}, {"m": {"b": 1.0}}) == {}
