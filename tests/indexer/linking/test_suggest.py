"""Suggestions of the small world: what is kept, what is said of it, and that it stays the same."""

import json
import re
from collections import Counter

import pytest

from indexer.evidence import Suggestion
from indexer.linking.features import FEATURES
from indexer.linking.gold import gold_of
from indexer.linking.ground import Ground
from indexer.linking.learned import FLOOR, LEAST_UNITS, MOST
from indexer.linking.suggest import Suggested, suggest
from indexer.linking.training import train
from indexer.links.model import Links
from tests.indexer.linking import made


@pytest.fixture(scope="module")
def suggested(ground: Ground) -> Suggested:
    return suggest(ground, made.links())


def of(suggested: Suggested, subject: str) -> list[Suggestion]:
    return [one for one in suggested.suggestions if one.subject == subject]


def test_every_unit_gets_its_topic_first(suggested: Suggested) -> None:
    for unit in made.units():
        first = of(suggested, unit.id)[0]
        assert first.target.startswith(f"C{unit.element:03}:art_1"), first


def test_ranks_count_from_one_and_probabilities_fall(suggested: Suggested) -> None:
    counts = Counter(one.subject for one in suggested.suggestions)
    assert counts.keys() == {unit.id for unit in made.units()}
    for subject, count in counts.items():
        own = of(suggested, subject)
        assert count <= MOST
        assert [one.rank for one in own] == list(range(1, count + 1))
        said = [one.probability or 0 for one in own]
        assert said == sorted(said, reverse=True)
        assert min(said) >= FLOOR


def test_each_names_its_pool_model_and_cosine(suggested: Suggested, ground: Ground) -> None:
    for one in suggested.suggestions:
        assert one.pool == len(ground.targets)
        assert 0 <= one.score <= 1
        assert one.model == "clausegraph-links-1"


def test_an_explanation_adds_up(suggested: Suggested) -> None:
    for one in suggested.suggestions:
        measures = one.parts["measures"]
        assert list(measures) == [feature.name for feature in FEATURES]
        total = one.parts["base"] + sum(added for _, added in measures.values())
        assert total == pytest.approx(one.parts["logit"], abs=0.01)


def test_an_explanation_names_shared_concepts(suggested: Suggested) -> None:
    first = of(suggested, "compact:para_3__point_a")[0]
    assert first.parts["concepts"] == ["masks"]
    assert re.search(r"shared concepts \(masks\) \+\d", first.parts["says"])


def test_a_judgement_of_a_unit_rests_on_a_model_that_had_not_seen_it(
    suggested: Suggested, ground: Ground
) -> None:
    gold = gold_of(ground, made.links())
    trained = train(ground, gold)
    places = {target.id: place for place, target in enumerate(ground.targets.all)}
    for one in suggested.suggestions:
        number = gold.rows.index(ground.rows[one.subject])
        assert one.parts["fold"] == trained.folds[number]
        logit = trained.unseen[number, places[one.target]]
        assert one.parts["logit"] == pytest.approx(logit, abs=1e-3)


def test_changing_the_links_of_a_unit_leaves_its_own_ranking(ground: Ground) -> None:
    """Others hear of it; the unit itself is judged by a model of the other folds."""
    subject = "compact:para_2__point_b"
    before = suggest(ground, made.links())
    rest = tuple(link for link in made.links().curated if link.subject != subject)
    moved = (*rest, made.link(subject, "C006:art_2"))
    after = suggest(ground, Links(curated=moved))
    logits = [[(s.target, s.parts["logit"]) for s in of(each, subject)] for each in (before, after)]
    assert logits[0] == logits[1]


def test_a_unit_without_links_is_judged_by_the_model_of_all() -> None:
    units = [*made.units(), made.unit("guide:para_nn_1", "Plan protective masks and gloves.")]
    found = suggest(made.ground(units), made.links())
    own = of(found, "guide:para_nn_1")
    assert own[0].target.startswith("C003:art_1")
    assert own[0].parts["fold"] is None


def test_no_instrument_is_suggested_to_itself() -> None:
    units = [*made.units(), made.unit("C003:art_1", "Employers keep forming unions without fear.")]
    found = suggest(made.ground(units), made.links())
    own = of(found, "C003:art_1")
    assert own[0].target.startswith("C004:art_1")
    assert not [one for one in own if one.target.startswith("C003:")]
    assert own[0].pool == len(made.targets()) - 8


def test_too_few_units_with_links_teach_nothing(ground: Ground) -> None:
    few = made.curated(made.units()[: LEAST_UNITS - 1])
    assert suggest(ground, Links(curated=few)) == Suggested()
    assert suggest(ground, Links()) == Suggested()


def test_the_same_again_byte_for_byte(suggested: Suggested) -> None:
    again = suggest(made.ground(), made.links())
    written = [
        json.dumps([[one.as_record() for one in each.suggestions], each.facts])
        for each in (suggested, again)
    ]
    assert written[0] == written[1]


def test_the_facts_of_the_model(suggested: Suggested) -> None:
    facts = suggested.facts
    assert facts is not None
    assert facts["learned_from"] == {"units": 36, "links": 108, "provisions": len(made.targets())}
    assert set(facts["unseen"]["rankings"]) == {"cosine", "BM25", "fusion", "model"}
    for own in facts["unseen"]["rankings"].values():
        assert set(own) == {"provision", "article"}
        assert all(0 <= figure <= 1 for level in own.values() for figure in level.values())
    assert facts["unseen"]["brier"] < facts["unseen"]["brier_of_the_mean"]
    assert sum(row["pairs"] for row in facts["unseen"]["reliability"]) == 36 * len(made.targets())
    assert len(facts["folds"]) == 10
    assert json.loads(json.dumps(facts)) == facts
