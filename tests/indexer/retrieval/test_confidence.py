"""How likely a hit is to answer: what speaks for it, and what is made of that."""

import math

import pytest

from indexer.retrieval.confidence import (
    DEPTH,
    LONGEST,
    USUAL_LEAD,
    Evidence,
    Judge,
    judge,
    weights,
)
from indexer.retrieval.rank import Mode, Ranked


def hits(*scores: float, lexical: float | None = 0.4) -> list[Ranked]:
    return [Ranked(unit, score, score, lexical) for unit, score in enumerate(scores)]


def test_a_hit_has_to_stand_out_from_those_behind_it() -> None:
    ranked = hits(0.7, *[0.3] * (DEPTH + 9))
    first = judge(Mode.HYBRID, ranked, 463, 5).evidence(ranked[0])
    assert first == Evidence(0.7, 0.4, pytest.approx(0.4), math.log(6))
    level = judge(Mode.HYBRID, hits(*[0.7] * DEPTH), 463, 5)
    assert level.evidence(ranked[0]).lead == pytest.approx(0)
    assert level.chance(ranked[0]) < judge(Mode.HYBRID, ranked, 463, 5).chance(ranked[0])


@pytest.mark.parametrize(
    ("ranked", "others", "lead"),
    [
        (hits(0.6), 49, 0.6),
        (hits(0.6), 5, 0.6),
        (hits(0.6, 0.5), 10, 0.55),
        (hits(0.6, 0.5), 1, USUAL_LEAD),
        (hits(0.6), 0, USUAL_LEAD),
    ],
)
def test_what_is_not_ranked_counts_as_nothing_and_too_few_say_nothing(
    ranked: list[Ranked], others: int, lead: float
) -> None:
    assert judge(Mode.LEXICAL, ranked, others, 3).evidence(ranked[0]).lead == pytest.approx(lead)


def test_a_question_longer_than_those_trained_on_earns_no_more() -> None:
    assert judge(Mode.HYBRID, [], 99, 400) == judge(Mode.HYBRID, [], 99, LONGEST)


@pytest.mark.parametrize("said", [True, False])
@pytest.mark.parametrize("mode", list(Mode))
@pytest.mark.parametrize("field", ["meaning", "words", "lead", "length"])
def test_more_evidence_is_never_a_lower_chance(said: bool, mode: Mode, field: str) -> None:
    def chance(value: float) -> float:
        known = {"meaning": 0.5, "words": 0.3, "lead": 0.2, "length": 1.5, field: value}
        return weights(said=said)[mode].chance(Evidence(**known))

    found = [chance(value) for value in (0.0, 0.2, 0.5, 1.0)]
    assert found == sorted(found)
    assert all(0 <= value <= 1 for value in found)


@pytest.mark.parametrize("said", [True, False])
@pytest.mark.parametrize("mode", list(Mode))
def test_good_is_what_has_the_least_chance(said: bool, mode: Mode) -> None:
    own = weights(said=said)[mode]
    strong, weak = Ranked(0, 0.8, 0.8, 0.8), Ranked(1, 0.1, 0.1, 0.1)
    by = Judge(own, 0.2, math.log(5))
    assert (by.is_good(strong), by.is_good(weak)) == (True, False)
    assert by.chance(strong) >= own.least > by.chance(weak)
