"""Targets, concepts and words as numbers."""

from dataclasses import replace

import numpy as np
import pytest

from indexer.concepts import Concept, Vocabulary
from indexer.linking.concepts import Concepts, rarity, unit_length
from indexer.linking.features import FEATURES, Measures
from indexer.linking.gold import Gold
from indexer.linking.ground import Ground
from indexer.linking.priors import Priors
from indexer.linking.targets import Target, Targets, asking, targets_of
from indexer.linking.words import shares
from indexer.model import Corpus, Edition, Instrument, Provision
from indexer.wording import Reader
from tests.indexer.linking import made


def instrument(name: str, form: str, *, law: bool) -> Instrument:
    return Instrument(
        name, name, name, name.lower(), ("ILO",), "x", "binding", law, 2001, form=form
    )


def corpus() -> Corpus:
    plan = made.unit("plan:para_1", "Give masks.")
    article = replace(made.unit("C900:art_1", "Masks"), kind="article", own_text=False)
    first = replace(made.unit("C900:art_1__para_1", "Masks for all.", "C900:art_1"), kind="point")
    second = replace(made.unit("C900:art_1__para_2", "Gloves too.", "C900:art_1"), kind="point")
    empty = replace(made.unit("C900:art_2", "Gloves"), kind="article", own_text=False)
    opening = replace(made.unit("C900:pream_nn_1", "Recalling,"), kind="formula")
    editions = (
        Edition("plan", "e", "eng", "plan.txt", (plan,), ()),
        Edition("C900", "e", "eng", "c.txt", (opening, article, first, second, empty), ()),
    )
    known = (instrument("plan", "guidance", law=False), instrument("C900", "treaty", law=True))
    return Corpus(known, (), (), (), editions)


def test_treaties_answer_and_the_others_ask() -> None:
    assert [unit.id for unit in asking(corpus())] == ["plan:para_1"]


def test_a_target_is_known_by_its_subject_its_text_or_both() -> None:
    registered = [
        Provision("C900:art_1__para_1", "Masks", "text"),
        Provision("C901:art_7", "Rest", "text"),
    ]
    assert targets_of(corpus(), registered).all == (
        Target("C900:art_1", None, "Masks for all. Gloves too."),
        Target("C900:art_1__para_1", "Masks", "Masks for all."),
        Target("C900:art_1__para_2", None, "Gloves too."),
        Target("C901:art_7", "Rest", None),
    )


def test_places_of_targets() -> None:
    names = ("A:art_1", "A:art_1__para_1", "A:art_1__para_1__point_a", "B:art_2__para_1")
    targets = Targets(tuple(Target(name, "words", None) for name in names))
    assert targets.parents.tolist() == [0, 0, 1, 3]
    assert targets.depth.tolist() == [0, 1, 2, 1]
    assert targets.articles.tolist() == [0, 0, 0, 1]
    assert targets.instruments.tolist() == [0, 0, 0, 1]
    assert targets.names == ("A", "B")


def test_a_broader_concept_counts_half() -> None:
    concepts = Concepts(
        Vocabulary(
            [Concept("gear", "gear"), Concept("mask", "mask", broader=("gear",), elements=(1, 2))],
            Reader((), (), {}),
        )
    )
    assert concepts.ids == ("gear", "mask")
    named = concepts.named(["a mask", "gear and a mask", "nothing"])
    assert named.tolist() == [[0.5, 1], [1, 1], [0, 0]]
    assert concepts.elements(2).tolist() == [[0, 0, 0], [0, 0.5, 0.5]]
    assert rarity(named).tolist() == pytest.approx([np.log(4 / 2), np.log(4 / 3)])
    assert np.linalg.norm(unit_length(named), axis=1).tolist() == pytest.approx([1, 1, 0])


@pytest.mark.parametrize(
    ("query", "expected"),
    [("masks", [1.0, 0.0, 0.0]), ("gloves masks", [1.0, 0.5, 0.0]), ("none of it", [0, 0, 0])],
)
def test_shares_of_words(query: str, expected: list[float]) -> None:
    found = shares([query], ["a mask, masks", "some gloves in a long line of words", "other"])[0]
    assert (found > 0).tolist() == [value > 0 for value in expected]
    assert found.max() == max(expected)


def test_no_documents_share_nothing() -> None:
    assert shares(["masks"], ["", "the"]).tolist() == [[0, 0]]


def test_a_cosine_is_the_mean_over_subject_and_text() -> None:
    targets = Targets(
        (
            Target("A:art_1", "masks", "gloves"),
            Target("A:art_2", "masks", None),
            Target("A:art_3", None, "gloves"),
        )
    )
    ground = made.ground([made.unit("plan:para_1", "masks")], targets)
    both, subject, text = ground.cosines(0)
    assert subject == pytest.approx(1)
    assert both == pytest.approx((subject + text) / 2, abs=1e-5)


def test_every_measure_has_a_column_in_order(ground: Ground, gold: Gold) -> None:
    measures = Measures(ground, Priors(ground, gold))
    found = measures.row(0, np.ones(len(gold.rows), bool))
    assert found.shape == (len(ground.targets), len(FEATURES))
    assert np.isfinite(found).all()
    columns = {feature.name: found[:, n] for n, feature in enumerate(FEATURES)}
    ids = [target.id for target in ground.targets.all]
    article, paragraph = ids.index("C001:art_1"), ids.index("C001:art_1__para_0")
    assert columns["depth"][[article, paragraph]].tolist() == [0, 1]
    assert columns["no_provision_below"][[article, paragraph]].tolist() == [0, 1]
    below = [place for place, name in enumerate(ids) if name.startswith("C001:art_1__")]
    assert columns["provision_below"][article] == columns["cosine"][below].max()
    assert columns["provision_below"][paragraph] == columns["cosine"][paragraph]
    assert columns["words"].max() == 1
    assert columns["rarest_concept"][article] > 0
    assert columns["rarest_concept"][ids.index("C002:art_1")] == 0
    assert len({feature.name for feature in FEATURES}) == len(FEATURES)
