"""Floors under the quality of the suggestions of the real build, on units that are unseen."""

import re

import pytest

from indexer.linking.learned import FLOOR, MOST
from indexer.read import Index, LinkOptions
from tests.indexer.linking.hits import changes, counted, kept

LEAST_OF_KEPT = 0.97
"""Encoders differ a little from one machine to the next."""


def figure(index: Index, name: str, by: str, which: str) -> float:
    return float(index.links_model["unseen"]["rankings"][name][by][which])


@pytest.mark.parametrize("by", ["provision", "article"])
def test_unseen_units_find_far_more_than_the_fusion_finds(real_index: Index, by: str) -> None:
    least = {"provision": 2.0, "article": 1.8}[by]
    for baseline in ("cosine", "BM25", "fusion"):
        plain = figure(real_index, baseline, by, "nDCG@10")
        assert figure(real_index, "model", by, "nDCG@10") >= least * plain


@pytest.mark.parametrize(
    ("by", "name", "floor"),
    [
        ("provision", "nDCG@10", 0.48),
        ("provision", "recall@10", 0.41),
        ("provision", "recall@50", 0.69),
        ("article", "nDCG@10", 0.54),
        ("article", "recall@10", 0.49),
        ("article", "recall@50", 0.78),
    ],
)
def test_floors(real_index: Index, by: str, name: str, floor: float) -> None:
    assert figure(real_index, "model", by, name) >= floor


def test_the_first_ten_hold_what_they_held(real_index: Index) -> None:
    before, now = kept(), counted(real_index)
    told = changes(before, now)
    print(told)
    assert sum(now.values()) >= LEAST_OF_KEPT * sum(before.values()), told


def test_gains_and_losses_are_told() -> None:
    told = changes({"a": 3, "b": 1, "c": 2}, {"a": 1, "b": 2, "c": 2})
    assert told == "5 hits, 6 before\n-2  a\n+1  b"


def test_probabilities_mean_what_they_say(real_index: Index) -> None:
    unseen = real_index.links_model["unseen"]
    assert unseen["brier"] <= 0.85 * unseen["brier_of_the_mean"]
    rows = [row for row in unseen["reliability"] if row["pairs"] >= 150]
    assert len(rows) >= 6
    for row in rows:
        assert row["said"] == pytest.approx(row["true"], abs=0.1)


def test_leaving_danger_is_backed_by_the_article_on_it(real_index: Index) -> None:
    answer = real_index.backing_json("compact:para_26__point_g", LinkOptions())
    first = answer["suggested"][0]
    assert (first["target"], first["rank"]) == ("C155:art_13", 1)
    assert first["probability"] >= 0.5
    assert "similar wording" in first["parts"]["says"]


def test_each_suggestion_is_worth_showing_and_says_why(real_index: Index) -> None:
    assert len(real_index.suggestions) >= 5000
    for own in real_index.suggestions:
        assert own.probability is not None
        assert FLOOR - 1e-4 <= own.probability <= 1
        assert 1 <= own.rank <= MOST < own.pool
        assert re.search(r"[+]\d", own.parts["says"]) or own.parts["says"] == (
            "nothing in particular"
        )


def test_what_editors_linked_is_judged_by_a_model_that_had_not_seen_it(real_index: Index) -> None:
    assert len(real_index.suggestions) > 3000
    for own in real_index.suggestions:
        assert (own.parts["fold"] is None) == (own.subject not in real_index.curated_by_unit)


def test_a_paragraph_answers_for_the_suggestions_below_it(real_index: Index) -> None:
    whole = real_index.backing_json("compact:para_26", LinkOptions(families=("suggested",), k=3))
    below = real_index.backing_json(
        "compact:para_26__point_g", LinkOptions(families=("suggested",), k=3)
    )
    pairs = {(row["unit"], row["target"]) for row in whole["suggested"]}
    assert {(row["unit"], row["target"]) for row in below["suggested"]} <= pairs
    assert len({unit for unit, _ in pairs}) > 10
