"""Vectors kept from one build to the next, so that only changed texts are encoded again.

Below a folder for each model they lie in packs (see `indexer.retrieval.packs`), each with a hash
over model, text and vector. A build killed at any moment leaves whole entries; two builds may write
at once. A vector that does not match its hash is never trusted: its text is encoded again. Caches
of earlier versions had one small file for each text, which is still read.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from indexer.retrieval.embed import Encoder, ModelId, Vectors
from indexer.retrieval.packs import Packs, merge

Progress = Callable[[int, int], None]
"""Called with the texts done and the texts to do."""
CHUNK = 32
"""Texts encoded between two calls of the progress function; each is kept at once when done."""
TOGETHER = 4096
"""Texts that are looked for in the cache at a time."""
_RECIPE = "1"
"""Changes whenever the way from a text to its vector does."""
_DIGEST = hashlib.sha256().digest_size


@dataclass(frozen=True, slots=True)
class Encoded:
    """Vectors of some texts, and which of them had to be computed."""

    vectors: Vectors
    computed: frozenset[str]


class VectorCache:
    """A folder of vectors of one model."""

    def __init__(self, folder: Path, model: ModelId) -> None:
        self._dimensions = model.dimensions
        made = f" {model.precision} {model.made_sha256}" if model.made_sha256 else ""
        self._key = f"{_RECIPE} {model.sha256} {model.dimensions} {model.window}{made}".encode()
        self._folder = folder / hashlib.sha256(self._key).hexdigest()[:16]
        self._used: set[bytes] = set()

    def get(self, text: str) -> Vectors | None:
        """The vector of `text`, shape (dimensions,), or None where no sound one is kept."""
        self._used.add(_name(text))
        found = (self._sound(text, data) for data in self._kept(_name(text)))
        return next((vector for vector in found if vector is not None), None)

    def get_all(self, texts: Sequence[str]) -> list[Vectors | None]:
        """The vectors of texts, as `get` gives them."""
        names = [_name(text) for text in texts]
        self._used.update(names)
        kept = self._packs.some(names)
        found = (self._sound(text, data or b"") for text, data in zip(texts, kept, strict=True))
        pairs = zip(texts, found, strict=True)
        return [self.get(text) if vector is None else vector for text, vector in pairs]

    def _sound(self, text: str, data: bytes) -> Vectors | None:
        """The vector that an entry holds, if it is the one that was kept for `text`."""
        digest, payload = data[:_DIGEST], data[_DIGEST:]
        if len(payload) != 4 * self._dimensions or digest != self._digest(text, payload):
            return None
        return np.frombuffer(payload, dtype="<f4").astype(np.float32)

    def put(self, text: str, vector: Vectors) -> None:
        """Keep the vector of `text`. Raises OSError where it cannot be written."""
        payload = np.ascontiguousarray(vector, dtype="<f4").tobytes()
        self._packs.put(_name(text), self._digest(text, payload) + payload)

    def tidy(self) -> None:
        """Merge packs that have become many, or of which most was not asked for here.

        To be called when every text has been asked for. Raises OSError where it cannot be done.
        """
        merge(self._folder, self._size, self._used)

    @cached_property
    def _packs(self) -> Packs:
        return Packs(self._folder, self._size)

    @property
    def _size(self) -> int:
        return _DIGEST + 4 * self._dimensions

    def _kept(self, name: bytes) -> Iterator[bytes]:
        yield from self._packs.get(name)
        alone = self._folder / name.hex()[:2] / name.hex()
        if alone.is_file():
            yield alone.read_bytes()

    def _digest(self, text: str, payload: bytes) -> bytes:
        return hashlib.sha256(b"\0".join((self._key, text.encode(), payload))).digest()


def _name(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


def encode_cached(
    texts: Sequence[str],
    encoder: Encoder,
    cache: VectorCache | None = None,
    progress: Progress | None = None,
) -> Encoded:
    """Vectors of `texts` in their order, each distinct text encoded at most once.

    Without a cache everything is computed. The model is not loaded where the cache has it all.
    """
    vectors = np.zeros((len(texts), encoder.model.dimensions), dtype=np.float32)
    places: dict[str, list[int]] = {}
    for index, text in enumerate(texts):
        places.setdefault(text, []).append(index)
    missing = []
    for text, vector in _kept(list(places), cache):
        if vector is None:
            missing.append(text)
        else:
            vectors[places[text]] = vector
    done = len(places) - len(missing)
    report = progress or (lambda _done, _total: None)
    report(done, len(places))
    for start in range(0, len(missing), CHUNK):
        chunk = missing[start : start + CHUNK]
        for text, vector in zip(chunk, encoder.encode(chunk), strict=True):
            vectors[places[text]] = vector
            if cache is not None:
                cache.put(text, vector)
        report(done + start + len(chunk), len(places))
    return Encoded(vectors, frozenset(missing))


def _kept(texts: Sequence[str], cache: VectorCache | None) -> Iterator[tuple[str, Vectors | None]]:
    """Yield texts with the vectors that the cache has of them."""
    for start in range(0, len(texts), TOGETHER):
        some = texts[start : start + TOGETHER]
        found = [None] * len(some) if cache is None else cache.get_all(some)
        yield from zip(some, found, strict=True)
