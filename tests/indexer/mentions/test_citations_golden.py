"""How good extraction is: floors on the golden mentions, which nobody may lower unnoticed."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.indexer.mentions.scoring import KINDS, Score, score_both, table

FLOORS = {
    "texts": {"all": (0.995, 0.985), "instrument": (0.99, 0.98), "provision": (0.99, 0.99)},
    "sentences": {"all": (0.98, 0.985), "instrument": (0.98, 0.985), "provision": (0.985, 0.985)},
}


@pytest.fixture(scope="module")
def scores() -> Mapping[str, Score]:
    return score_both()


@pytest.mark.parametrize("name", FLOORS)
def test_precision_and_recall_stay_above_their_floors(
    scores: Mapping[str, Score], name: str
) -> None:
    result = scores[name]
    told = "\n".join([table(scores), *result.differences])
    for kind, (precision, recall) in FLOORS[name].items():
        kinds = KINDS if kind == "all" else (kind,)
        assert result.precision(*kinds) >= precision, told
        assert result.recall(*kinds) >= recall, told


@pytest.mark.parametrize("name", FLOORS)
def test_nearly_every_span_is_exact(scores: Mapping[str, Score], name: str) -> None:
    result = scores[name]
    assert result.exact >= 0.975 * sum(result.right.values())


@pytest.mark.parametrize("name", FLOORS)
def test_no_antecedent_is_wrong_where_the_reader_left_it_open(
    scores: Mapping[str, Score], name: str
) -> None:
    """The worst error is a wrong antecedent: what stands open for the reader stays open."""
    rules = ("antecedent", "near-antecedent", "open-instrument", "ibid", "sentence-provision")
    wrong = [
        d
        for d in scores[name].differences
        if d.startswith("+") and d.endswith(tuple(f"[{r}]" for r in rules))
    ]
    assert wrong == []
