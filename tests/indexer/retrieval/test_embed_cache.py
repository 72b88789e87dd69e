"""The cache: what is encoded again, what is never trusted, what a killed build leaves."""

import hashlib
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


ENTRY = 32 + 4 * 64
"""Bytes of a check and a vector."""


def pack_of(folder: Path, part: str) -> Path:
    (found,) = folder.rglob(f"*.{part}")
    return found


@pytest.mark.parametrize(
    ("part", "keep", "more"),
    [
        ("vectors", ENTRY, b"x" * ENTRY),  # the second entry is other bytes
        ("vectors", ENTRY + 9, b""),  # it ends too early, as after a kill
        ("vectors", ENTRY, b""),
        ("keys", 32, b""),
        ("keys", 40, b""),
        ("keys", 32, b"x" * 32),
    ],
)
def test_a_damaged_entry_is_encoded_again_and_mended(
    encoder: HashEncoder, tmp_path: Path, part: str, keep: int, more: bytes
) -> None:
    expected = encode_cached(["a", "b"], encoder, VectorCache(tmp_path, encoder.model)).vectors
    broken = pack_of(tmp_path, part)
    broken.write_bytes(broken.read_bytes()[:keep] + more)
    mended = encode_cached(["a", "b"], encoder, VectorCache(tmp_path, encoder.model))
    assert mended.computed == {"b"}
    assert (mended.vectors == expected).all()
    again = encode_cached(["a", "b"], encoder, VectorCache(tmp_path, encoder.model))
    assert again.computed == frozenset()


def test_an_entry_of_another_text_is_not_trusted(encoder: HashEncoder, tmp_path: Path) -> None:
    encode_cached(["a", "b"], encoder, VectorCache(tmp_path, encoder.model))
    path = pack_of(tmp_path, "vectors")
    path.write_bytes(path.read_bytes()[:ENTRY] * 2)
    opened = VectorCache(tmp_path, encoder.model)
    assert encode_cached(["a", "b"], encoder, opened).computed == {"b"}


def test_a_pack_without_its_vectors_is_empty(encoder: HashEncoder, tmp_path: Path) -> None:
    encode_cached(["a"], encoder, VectorCache(tmp_path, encoder.model))
    pack_of(tmp_path, "vectors").unlink()
    opened = VectorCache(tmp_path, encoder.model)
    assert encode_cached(["a"], encoder, opened).computed == {"a"}


def test_a_file_for_each_text_as_earlier_versions_kept_is_read(
    encoder: HashEncoder, tmp_path: Path
) -> None:
    expected = encode_cached(["a"], encoder, VectorCache(tmp_path, encoder.model)).vectors
    packed, name = pack_of(tmp_path, "vectors"), hashlib.sha256(b"a").hexdigest()
    (packed.parent / name[:2]).mkdir()
    packed.replace(packed.parent / name[:2] / name)
    found = encode_cached(["a"], encoder, VectorCache(tmp_path, encoder.model))
    assert found.computed == frozenset()
    assert (found.vectors == expected).all()


def test_each_cache_that_writes_has_one_pack_and_all_are_read(
    encoder: HashEncoder, tmp_path: Path
) -> None:
    for text in "abc":
        encode_cached([text], encoder, VectorCache(tmp_path, encoder.model))
    assert len(list(tmp_path.rglob("*.keys"))) == 3
    found = encode_cached(["c", "a", "b"], encoder, VectorCache(tmp_path, encoder.model))
    assert found.computed == frozenset()
    assert len(list(tmp_path.rglob("*.keys"))) == 3


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
