"""The cache: what is encoded again, what is never trusted, what a killed build leaves."""

import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest

from indexer.retrieval.embed_cache import CHUNK, VectorCache, encode_cached
from indexer.retrieval.hash_encoder import HashEncoder

TEXTS = [f"text number {number}" for number in range(2 * CHUNK + 3)]


@pytest.fixture
def encoder() -> HashEncoder:
    return HashEncoder()


@pytest.fixture
def cache(tmp_path: Path, encoder: HashEncoder) -> VectorCache:
    return VectorCache(tmp_path, encoder.model)


def test_a_second_run_encodes_nothing_and_a_changed_text_one(
    encoder: HashEncoder, cache: VectorCache
) -> None:
    first = encode_cached(TEXTS, encoder, cache)
    again = encode_cached(TEXTS, encoder, cache)
    changed = encode_cached([*TEXTS[:-1], "another text"], encoder, cache)
    assert first.computed == frozenset(TEXTS)
    assert again.computed == frozenset()
    assert changed.computed == {"another text"}
    assert len(encoder.encoded) == len(TEXTS) + 1
    assert first.vectors.tobytes() == again.vectors.tobytes()


def test_equal_texts_are_encoded_once(encoder: HashEncoder) -> None:
    found = encode_cached(["same", "other", "same"], encoder)
    assert encoder.encoded == ["same", "other"]
    assert (found.vectors[0] == found.vectors[2]).all()


def test_progress_counts_up_to_the_end(encoder: HashEncoder, cache: VectorCache) -> None:
    told: list[tuple[int, int]] = []
    encode_cached(TEXTS[:5], encoder, cache)
    encode_cached(TEXTS, encoder, cache, lambda done, total: told.append((done, total)))
    total = len(TEXTS)
    assert told == [(n, total) for n in (5, 5 + CHUNK, total)]


@pytest.mark.parametrize("damage", [b"", b"short", b"x" * (32 + 4 * 64)])
def test_a_damaged_entry_is_encoded_again_and_mended(
    encoder: HashEncoder, cache: VectorCache, tmp_path: Path, damage: bytes
) -> None:
    expected = encode_cached(["a", "b"], encoder, cache).vectors
    broken, *_ = sorted(path for path in tmp_path.rglob("*") if path.is_file())
    broken.write_bytes(damage)
    mended = encode_cached(["a", "b"], encoder, cache)
    assert len(mended.computed) == 1
    assert (mended.vectors == expected).all()
    assert encode_cached(["a", "b"], encoder, cache).computed == frozenset()


def test_an_entry_of_another_text_is_not_trusted(
    encoder: HashEncoder, cache: VectorCache, tmp_path: Path
) -> None:
    encode_cached(["a", "b"], encoder, cache)
    first, second = sorted(path for path in tmp_path.rglob("*") if path.is_file())
    first.write_bytes(second.read_bytes())
    assert len(encode_cached(["a", "b"], encoder, cache).computed) == 1


def test_models_do_not_share_entries(tmp_path: Path, encoder: HashEncoder) -> None:
    encode_cached(["a"], encoder, VectorCache(tmp_path, encoder.model))
    wider = HashEncoder(window=99)
    assert encode_cached(["a"], wider, VectorCache(tmp_path, wider.model)).computed == {"a"}


class Killed(BaseException):
    """Stands for a signal."""


def test_what_was_done_before_a_kill_is_kept(encoder: HashEncoder, cache: VectorCache) -> None:
    def kill(done: int, _total: int) -> None:
        if done == CHUNK:
            raise Killed

    with pytest.raises(Killed):
        encode_cached(TEXTS, encoder, cache, kill)
    assert len(encode_cached(TEXTS, encoder, cache).computed) == len(TEXTS) - CHUNK


def test_two_builds_may_write_at_once(tmp_path: Path) -> None:
    found: list[bytes] = []

    def build() -> None:
        encoder = HashEncoder()
        cache = VectorCache(tmp_path, encoder.model)
        found.append(encode_cached(TEXTS, encoder, cache).vectors.tobytes())

    threads = [threading.Thread(target=build) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(found)) == 1
    assert list(tmp_path.rglob(".*")) == []


def test_a_vector_comes_back_as_it_was(encoder: HashEncoder, cache: VectorCache) -> None:
    vector = encoder.encode(["a"])[0]
    cache.put("a", vector)
    kept = cache.get("a")
    assert kept is not None
    assert np.array_equal(kept, vector)
    assert cache.get("b") is None


WRITER = """
import sys
from pathlib import Path
from indexer.retrieval.embed_cache import VectorCache, encode_cached
from indexer.retrieval.hash_encoder import HashEncoder
encoder = HashEncoder()
texts = [f"text number {number}" for number in range(100_000)]
encode_cached(texts, encoder, VectorCache(Path(sys.argv[1]), encoder.model),
              lambda done, total: print(done, flush=True))
"""


@pytest.mark.parametrize("after", [1, 3, 10])
def test_a_killed_process_leaves_only_whole_entries(
    tmp_path: Path, encoder: HashEncoder, cache: VectorCache, after: int
) -> None:
    command = [sys.executable, "-c", WRITER, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for _ in range(after + 1):
            process.stdout.readline()
        process.kill()
    texts = [f"text number {number}" for number in range(after * CHUNK)]
    found = encode_cached(texts, encoder, cache)
    assert found.computed == frozenset()
    assert np.array_equal(found.vectors, HashEncoder().encode(texts))
