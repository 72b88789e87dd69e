"""What a model may see: never a unit's own links, nor those of a fold that is left out."""

from dataclasses import replace

import numpy as np
import pytest

from indexer.linking.folds import Grouping, by_paragraph, by_unit, dealt
from indexer.linking.gold import Gold, gold_of
from indexer.linking.ground import Ground
from indexer.linking.measure import ndcg
from indexer.linking.priors import NAMES, Priors
from indexer.linking.training import Trained, train, unseen_probabilities
from indexer.links.model import Links
from tests.indexer.linking import made


@pytest.mark.parametrize("grouping", [by_unit, by_paragraph])
def test_folds_share_no_unit_and_no_group(grouping: Grouping) -> None:
    units = made.units()
    folds = dealt(units, grouping, 3)
    assert set(folds) == {0, 1, 2}
    where: dict[str, set[int]] = {}
    for unit, fold in zip(units, folds, strict=True):
        where.setdefault(grouping(unit), set()).add(int(fold))
    assert all(len(own) == 1 for own in where.values())


def test_folds_depend_on_identifiers_alone() -> None:
    units = made.units()
    other = dict(zip((u.id for u in reversed(units)), dealt(units[::-1]), strict=True))
    assert [other[unit.id] for unit in units] == dealt(units).tolist()


def without_row(gold: Gold, number: int) -> Gold:
    """The gold in which one unit has other links."""
    grades = gold.grades.copy()
    grades[number] = np.roll(grades[number], 7)
    return replace(gold, grades=grades)


@pytest.mark.parametrize("number", [0, 17, 35])
def test_a_unit_is_never_heard_about_itself(ground: Ground, gold: Gold, number: int) -> None:
    everybody = np.ones(len(gold.rows), bool)
    row = gold.rows[number]
    before = Priors(ground, gold).row(row, everybody)
    after = Priors(ground, without_row(gold, number)).row(row, everybody)
    assert before.shape == (len(ground.targets), len(NAMES))
    assert np.array_equal(before, after)


def test_whoever_is_not_heard_changes_nothing(ground: Ground, gold: Gold) -> None:
    heard = np.ones(len(gold.rows), bool)
    heard[5] = False
    before = Priors(ground, gold).row(gold.rows[0], heard)
    after = Priors(ground, without_row(gold, 5)).row(gold.rows[0], heard)
    assert np.array_equal(before, after)


def test_whoever_is_heard_does(ground: Ground, gold: Gold) -> None:
    heard = np.ones(len(gold.rows), bool)
    before = Priors(ground, gold).row(gold.rows[0], heard)
    after = Priors(ground, without_row(gold, 1)).row(gold.rows[0], heard)
    assert not np.array_equal(before, after)


def test_some_provisions_are_measured_as_all_are(ground: Ground, gold: Gold) -> None:
    heard, places = np.ones(len(gold.rows), bool), np.array([0, 3, 40])
    priors = Priors(ground, gold)
    assert np.array_equal(priors.row(2, heard, places), priors.row(2, heard)[places])


def test_a_fold_left_out_does_not_touch_its_model(
    ground: Ground, gold: Gold, trained: Trained
) -> None:
    left_out = int(trained.folds[0])
    grades = gold.grades.copy()
    grades[trained.folds == left_out] = 0
    other = train(ground, replace(gold, grades=grades))
    assert other.by_fold[left_out] == trained.by_fold[left_out]
    own = trained.folds == left_out
    assert np.array_equal(other.unseen[own], trained.unseen[own])
    assert other.final != trained.final


def test_training_twice_gives_the_same(ground: Ground, gold: Gold, trained: Trained) -> None:
    again = train(made.ground(), gold)
    assert again.by_fold == trained.by_fold
    assert again.final == trained.final
    assert again.calibration == trained.calibration
    assert np.array_equal(again.unseen, trained.unseen)


def test_it_learns(gold: Gold, ground: Ground, trained: Trained) -> None:
    cosine = np.stack([ground.cosines(row) for row in gold.rows]).astype(float)
    assert ndcg(trained.unseen, gold.grades) > ndcg(cosine, gold.grades) > 0.2


def test_probabilities_of_unseen_units_are_true_on_the_whole(gold: Gold, trained: Trained) -> None:
    said = unseen_probabilities(trained, gold)
    assert said.mean() == pytest.approx(gold.linked.mean(), rel=0.1)
    likely = said > 0.5
    assert gold.linked[likely].mean() > 0.5


def test_open_pairs_are_those_without_agreement_and_of_the_own_instrument() -> None:
    units = [made.unit("C001:art_9", "rest"), *made.units()]
    ground = made.ground(units)
    claimed = (made.link("C001:art_9", "C002:art_1"), *made.curated(made.units()))
    doubted = (made.link("C001:art_9", "C003:art_1"), made.link("C001:art_9", "C002:art_1"))
    gold = gold_of(ground, Links(curated=claimed, unsure=doubted))
    names = [target.id for target in ground.targets.all]
    own = {name for name, flag in zip(names, gold.open[0], strict=True) if flag}
    assert own == {"C003:art_1", *(name for name in names if name.startswith("C001:"))}
    assert not gold.open[1:].any()


def test_links_beyond_the_ground_are_left_aside(ground: Ground) -> None:
    strange = (
        made.link("compact:para_99", "C001:art_1"),
        made.link("compact:para_1__point_a", "X"),
    )
    assert gold_of(ground, Links(curated=strange)).rows == ()
