"""The regression and its line: explanations add up, the line never turns a ranking round."""

import numpy as np
import pytest

from indexer.errors import InputError
from indexer.linking.features import FEATURES
from indexer.linking.model import BEND, Calibration, Model, calibrated, fitted

COUNT = len(FEATURES)


def pairs(rows: int, seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """Measures of which the first two decide."""
    drawn = np.random.default_rng(seed).standard_normal((rows, COUNT)).astype(np.float32)
    return drawn, (drawn[:, 0] * 2 + drawn[:, 1]) > 1


@pytest.fixture(scope="module")
def model() -> Model:
    measures, linked = pairs(600)
    return fitted(measures, linked, np.ones(600, np.float32))


def test_contributions_and_intercept_sum_to_the_logit(model: Model) -> None:
    measures, _ = pairs(50, seed=2)
    for row in measures:
        total = model.contributions(row).sum() + model.intercept
        assert float(model.logit(row)) == pytest.approx(total, abs=1e-6)


def test_the_measures_that_decide_have_the_weights(model: Model) -> None:
    order = np.argsort(-np.abs(model.weights))
    assert set(order[:2]) == {0, 1}
    assert model.weights[0] > model.weights[1] > 0


def test_a_row_may_stand_for_many() -> None:
    measures, linked = pairs(200)
    weights = np.where(np.arange(200) % 2, 3, 1).astype(np.float32)
    repeated = np.repeat(np.arange(200), weights.astype(int))
    once = fitted(measures, linked, weights)
    many = fitted(measures[repeated], linked[repeated], np.ones(len(repeated), np.float32))
    assert once.weights == pytest.approx(many.weights, abs=1e-3)
    assert once.intercept == pytest.approx(many.intercept, abs=1e-3)


def test_a_constant_measure_has_no_weight() -> None:
    measures, linked = pairs(200)
    measures[:, 5] = 7.0
    assert fitted(measures, linked, np.ones(200, np.float32)).weights[5] == 0


def test_a_model_is_written_measure_by_measure(model: Model) -> None:
    record = model.as_record()
    assert [own["name"] for own in record["measures"]] == [feature.name for feature in FEATURES]
    assert record["measures"][0]["weight"] == model.weights[0]


@pytest.mark.parametrize("true_slope", [0.5, 1.0, 2.0])
def test_the_line_sets_probabilities_right(true_slope: float) -> None:
    generator = np.random.default_rng(3)
    logits = generator.normal(-4, 2.5, 40_000)
    linked = generator.random(40_000) < 1 / (1 + np.exp(-true_slope * logits))
    line = calibrated(logits, linked)
    said = line.probability(logits)
    for low, high in ((0.05, 0.2), (0.2, 0.5), (0.5, 0.8)):
        some = (said >= low) & (said < high)
        assert said[some].mean() == pytest.approx(linked[some].mean(), abs=0.04)


def test_the_line_rises_and_bends_where_it_says() -> None:
    line = Calibration(shift=2.0, slope=1.5, more=-0.8)
    logits = np.linspace(-12, 6, 200)
    assert (np.diff(line.probability(logits)) > 0).all()
    at = np.log(line.probability(np.array([BEND])) / (1 - line.probability(np.array([BEND]))))
    assert at[0] == pytest.approx(2.0 + 1.5 * BEND)


def test_links_that_teach_the_opposite_are_told() -> None:
    logits = np.linspace(-8, 4, 500)
    linked = np.random.default_rng(4).random(500) < 1 / (1 + np.exp(logits))
    with pytest.raises(InputError, match="teach the model nothing") as caught:
        calibrated(logits, linked)
    assert "curated" in (caught.value.mend or "")
