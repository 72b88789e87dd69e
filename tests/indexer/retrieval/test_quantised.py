"""The int8 model: near its weights, made once, and used without torch."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from indexer.errors import InputError
from indexer.retrieval import quantised
from indexer.retrieval.embed import Encoder, SentenceEncoder, open_encoder
from indexer.retrieval.embed_cache import VectorCache
from indexer.retrieval.quantised import LEAST_COSINE, QuantisedEncoder, find_made, made, samples
from tests.imported import MODELS, imported_by

TEXTS = [
    "Workers may leave a dangerous place.",
    "No.",
    "Health and care workers are people whose work is meant to enhance health. " * 30,
    "A nurse who reports a danger must not be punished for it by the employer.",
]


@pytest.fixture(scope="module")
def folder(real_encoder: Encoder) -> Path:
    assert isinstance(real_encoder, QuantisedEncoder)
    return real_encoder.folder


@pytest.fixture
def copy(folder: Path, tmp_path: Path) -> Path:
    """A cache folder with a copy of the made model, to be damaged."""
    shutil.copytree(folder, tmp_path / folder.name)
    return tmp_path


def test_it_is_told_apart_from_its_weights(real_encoder: Encoder, tmp_path: Path) -> None:
    made_model, full = real_encoder.model, open_encoder().model
    assert (made_model.name, made_model.sha256) == (full.name, full.sha256)
    assert made_model != full
    assert "in int8" in str(made_model)
    VectorCache(tmp_path, full).put("text", np.ones(384, dtype=np.float32))
    assert VectorCache(tmp_path, made_model).get("text") is None


def test_the_weights_were_near_on_every_sample(folder: Path) -> None:
    facts = json.loads((folder / "made.json").read_text())
    assert LEAST_COSINE <= facts["least_cosine"] <= 1
    assert "onnxruntime=" in facts["recipe"]
    assert len(samples()) > 20


def test_vectors_are_near_those_of_the_weights(real_encoder: Encoder) -> None:
    found, full = real_encoder.encode(TEXTS), open_encoder().encode(TEXTS)
    assert found.dtype == np.float32
    assert found.shape == (len(TEXTS), 384)
    assert np.linalg.norm(found, axis=1) == pytest.approx(1, abs=1e-6)
    assert (found * full).sum(axis=1).min() >= LEAST_COSINE
    assert real_encoder.encode([]).shape == (0, 384)


def test_a_vector_depends_on_its_text_alone(folder: Path) -> None:
    one, many = QuantisedEncoder(folder), QuantisedEncoder(folder, threads=3)
    alone = np.concatenate([one.encode([text]) for text in TEXTS])
    assert np.array_equal(one.encode(TEXTS), alone)
    assert np.array_equal(many.encode(TEXTS[::-1])[::-1], alone)


def test_pieces_are_those_of_the_weights(real_encoder: Encoder) -> None:
    assert all(real_encoder.pieces(text) == open_encoder().pieces(text) for text in TEXTS)


def test_searching_needs_no_torch(folder: Path) -> None:
    opening = """
import sys
from pathlib import Path
from indexer.retrieval.quantised import QuantisedEncoder
encoder = QuantisedEncoder(Path(sys.argv[1]))
assert not encoder.loaded
"""
    encoding = "encoder.encode(['danger'])\nassert encoder.loaded"
    heavy = MODELS | {"onnx", "onnxruntime"}
    assert imported_by(opening, heavy, folder) == set()
    assert imported_by(opening + encoding, heavy, folder) == {"onnxruntime"}


def test_what_is_made_is_not_made_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: SentenceEncoder, path: Path) -> None:
        raise AssertionError("exported again")

    monkeypatch.setattr(SentenceEncoder, "export", refuse)
    assert made(folder.parent, open_encoder()) == folder


def test_it_is_found_by_its_hash(copy: Path, real_encoder: Encoder) -> None:
    found = find_made(copy, real_encoder.model.made_sha256)
    assert found is not None
    assert QuantisedEncoder(found).model == real_encoder.model
    assert find_made(copy, "0" * 64) is None
    assert find_made(copy / "none", "0" * 64) is None


def test_a_changed_model_is_refused(copy: Path, folder: Path) -> None:
    with (copy / folder.name / "model.onnx").open("r+b") as stream:
        stream.seek(1_000_000)
        stream.write(b"\x00\x01\x02")
    with pytest.raises(InputError, match="not as it was made") as raised:
        QuantisedEncoder(copy / folder.name).encode(["danger"])
    assert "clausegraph build" in raised.value.mend
    (copy / folder.name / "made.json").write_text("{")
    with pytest.raises(InputError, match="cannot be read"):
        QuantisedEncoder(copy / folder.name)


def test_one_that_strays_is_refused_and_not_made_again(copy: Path, folder: Path) -> None:
    path = copy / folder.name / "made.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "least_cosine": 0.9}))
    with pytest.raises(InputError, match=r"strays from its weights.*0\.900") as raised:
        made(copy, open_encoder())
    assert "CLAUSEGRAPH_PRECISION=fp32" in raised.value.mend


def export_by_copy(folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Make the export a copy of the model at hand, and the rest as it is; note each export."""
    exported: list[str] = []

    def export(self: SentenceEncoder, path: Path) -> None:
        exported.append(path.parent.name)
        path.write_bytes(b"graph")

    def quantise(full: Path, target: Path) -> None:
        assert full.read_bytes() == b"graph"
        shutil.copyfile(folder / "model.onnx", target)

    monkeypatch.setattr(SentenceEncoder, "export", export)
    monkeypatch.setattr(quantised, "_quantise", quantise)
    return exported


def test_what_a_killed_build_left_is_cleared_away(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    exported = export_by_copy(folder, monkeypatch)
    left = tmp_path / f"aside-{folder.name}"
    left.mkdir()
    (left / "full.onnx").write_bytes(b"half")
    found = made(tmp_path, open_encoder())
    assert found == tmp_path / folder.name
    assert sorted(path.name for path in tmp_path.iterdir()) == [folder.name, "lock"]
    assert sorted(path.name for path in found.iterdir()) == [
        "made.json",
        "model.onnx",
        "tokenizer.json",
    ]
    assert len(exported) == 1


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="cannot be kept in") as raised:
        made(tmp_path / "file", open_encoder())
    assert "CLAUSEGRAPH_MODELS" in raised.value.mend
