"""The concepts of a query, by their labels and by everyday words."""

from pathlib import Path

import numpy as np
import pytest

from indexer.concepts import vocabulary_of
from indexer.errors import InputError
from indexer.retrieval.hash_encoder import HashEncoder
from indexer.retrieval.notions import Notions, everyday_of, marks, save, words_of

TABLE = {
    "reading": {"skipped": ["the"]},
    "spelling": {"workplace": "work place"},
    "concept": [
        {"id": "leave-danger", "label": "removal from danger", "everyday": ["walk out", "run off"]},
        {"id": "pay", "label": "remuneration", "alt": ["wage"], "everyday": ["my money"]},
        {"id": "place", "label": "workplace"},
    ],
}


@pytest.fixture
def notions(tmp_path: Path) -> Notions:
    vocabulary = vocabulary_of(TABLE)
    everyday = HashEncoder().encode([words for _, words in everyday_of(vocabulary)])
    save(tmp_path, vocabulary, TABLE, everyday)
    return Notions(tmp_path)


def test_labels_are_found_as_the_vocabulary_finds_them(notions: Notions) -> None:
    for text in ("removal from the danger", "Wages at the work place", "walked out", "zebra"):
        assert notions.named(text) == marks(vocabulary_of(TABLE), text)
    assert notions.named("wages, remuneration and the workplace") == ["#pay", "#place"]


def test_everyday_words_are_near(notions: Notions) -> None:
    encoder = HashEncoder()
    near = notions.near(encoder.encode(["my money"])[0])
    assert near == {"#pay": pytest.approx(1)}
    close = notions.near(encoder.encode(["run off fast"])[0])
    assert 0 < close["#leave-danger"] < 1
    assert notions.near(encoder.encode(["zebra crossing"])[0]) == {}


def test_a_build_without_a_vocabulary_has_none(tmp_path: Path) -> None:
    save(tmp_path, None, {}, np.zeros((0, 64), dtype=np.float32))
    empty = Notions(tmp_path)
    assert empty.named("removal from danger") == []
    assert empty.near(np.ones(64, dtype=np.float32)) == {}
    assert words_of(None) == []


def test_a_damaged_file_is_said(notions: Notions, tmp_path: Path) -> None:
    (tmp_path / "labels.json").write_text("{")
    with pytest.raises(InputError, match=r"concepts in .* cannot be read"):
        Notions(tmp_path)
