"""Which encoder: int8 where it can be, the weights where not, and always that of the build."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from indexer.errors import InputError
from indexer.retrieval import encoders, quantised
from indexer.retrieval.embed import Encoder, SentenceEncoder, open_encoder
from indexer.retrieval.encoders import encoder_for_build, encoder_of
from indexer.retrieval.quantised import QuantisedEncoder
from indexer.settings import Settings


@pytest.fixture
def empty(tmp_path: Path) -> Settings:
    """Settings with a folder of models in which there is none."""
    return Settings(models=tmp_path / "models")


def failing(error: Exception) -> Callable[..., Path]:
    def fail(*_: object) -> Path:
        raise error

    return fail


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (ModuleNotFoundError("No module", name="onnxscript"), "the package onnxscript is missing"),
        (RuntimeError("cannot follow\nthe graph"), "cannot be made: cannot follow."),
        (InputError("It strays.", mend="Use fp32."), "It strays."),
    ],
)
def test_the_weights_are_the_fallback_and_it_is_said(
    empty: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, error: Exception, said: str
) -> None:
    monkeypatch.setattr(quantised, "made", failing(error))
    told: list[str] = []
    found = encoder_for_build(tmp_path, empty, told.append)
    assert isinstance(found, SentenceEncoder)
    assert len(told) == 1
    assert said in told[0]
    assert "weights as they are" in told[0]


def test_a_full_disk_is_no_reason_for_the_weights(
    empty: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(quantised, "made", failing(OSError(28, "No space left on device")))
    with pytest.raises(OSError, match="No space left"):
        encoder_for_build(tmp_path, empty, print)


def test_the_weights_can_be_asked_for(tmp_path: Path) -> None:
    found = encoder_for_build(tmp_path, Settings(precision="fp32"), print)
    assert isinstance(found, SentenceEncoder)
    assert list(tmp_path.iterdir()) == []


def test_a_query_takes_the_model_of_the_build(real_encoder: Encoder, tmp_path: Path) -> None:
    fp32 = Settings(precision="fp32")
    assert encoder_of(real_encoder.model, tmp_path, fp32).model == real_encoder.model
    full = open_encoder().model
    assert encoder_of(full, tmp_path, Settings(precision="int8")).model == full


def test_a_model_that_is_gone_is_made_again(
    real_encoder: Encoder, empty: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert isinstance(real_encoder, QuantisedEncoder)
    monkeypatch.setattr(quantised, "made", lambda *_: real_encoder.folder)
    assert encoder_of(real_encoder.model, tmp_path, empty).model == real_encoder.model
    other = replace(real_encoder.model, made_sha256="0" * 64)
    with pytest.raises(InputError, match="make another one") as raised:
        encoder_of(other, tmp_path, empty)
    assert raised.value.mend == "Run `clausegraph build`."


def test_a_model_that_cannot_be_made_again_is_said(
    real_encoder: Encoder, empty: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    missing = ModuleNotFoundError("No module", name="onnx")
    monkeypatch.setattr(quantised, "made", failing(missing))
    with pytest.raises(InputError, match=r"could not be made again.*package onnx is missing"):
        encoder_of(real_encoder.model, tmp_path, empty)
    other = replace(real_encoder.model, sha256="0" * 64, made_sha256="1" * 64)
    with pytest.raises(InputError, match="was built with the model"):
        encoder_of(other, tmp_path, empty)


def test_made_models_lie_in_the_cache_of_the_index(tmp_path: Path) -> None:
    assert encoders.models_folder(tmp_path, Settings(models=None)) == tmp_path / "cache" / "models"
    assert encoders.models_folder(tmp_path, Settings(models=Path("m"))) == Path("m")
