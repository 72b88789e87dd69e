"""The int8 model: made once from the verified weights, checked, and run without torch.

It lies in a cache folder, in one folder for each way of making it: the weights' hash, the recipe
and the versions of the libraries that make it. It is written aside under a lock and renamed, so
that builds at the same time wait for one another and one that is killed leaves nothing half-made.
Before it is used its vectors of some sample texts are held against those of the weights; one that
strays is kept as refused, so that it is not made again each time. docs/decisions/0014 says why
onnxruntime is driven directly.

The activations of an int8 layer are scaled by their range over the whole batch: a text is always
encoded alone, or its vector would depend on its neighbours.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import logging
import os
import shutil
import tomllib
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
from tokenizers import Tokenizer

from indexer.errors import InputError
from indexer.retrieval import model_files
from indexer.retrieval.embed import INPUTS, INT8, ModelId, SentenceEncoder, Vectors

RECIPE = "int8 weights by channel, 7 bits used; 1"
"""Changes whenever the way from the weights to the model does. Seven bits, because processors
without VNNI overflow with eight."""
LEAST_COSINE = 0.95
"""Of every sample text's int8 vector with its fp32 one."""
LIBRARIES = ("onnx", "onnxruntime", "onnxscript", "torch", "sentence-transformers", "transformers")
_MODEL, _FACTS = "model.onnx", "made.json"
_ASIDE = "aside-"


class QuantisedEncoder:
    """A made model in its folder, loaded when a first text is encoded."""

    def __init__(self, folder: Path, *, threads: int = 1) -> None:
        """Open what `made` left; `threads` texts are encoded at once, each alone."""
        self.folder = folder
        self._threads = threads
        self._lock = Lock()
        self._session: Any = None
        self.model = ModelId(**_facts(folder)["model"])

    @property
    def loaded(self) -> bool:
        """Whether the model is in memory."""
        return self._session is not None

    def load(self) -> None:
        """Load the model now; a second call does nothing. InputError where it was changed."""
        with self._lock:
            if self._session is None:
                self._session = _session(self.folder / _MODEL, self.model.made_sha256)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Vectors of `texts`, float32 of shape (n, dimensions), each of length one."""
        if not texts:
            return np.zeros((0, self.model.dimensions), dtype=np.float32)
        self.load()
        if len(texts) == 1 or self._threads == 1:
            return np.concatenate([self._alone(text) for text in texts])
        with ThreadPoolExecutor(self._threads) as pool:
            return np.concatenate(list(pool.map(self._alone, texts)))

    def pieces(self, text: str) -> list[tuple[int, int]]:
        """Ranges of the model's word pieces in `text`, without special pieces."""
        return list(self._tokenizer.encode(text, add_special_tokens=False).offsets)

    def _alone(self, text: str) -> Vectors:
        """The vector of one text, shape (1, dimensions)."""
        ids = np.array([self._cutting.encode(text).ids], dtype=np.int64)
        (found,) = self._session.run(None, dict(zip(INPUTS, (ids, np.ones_like(ids)), strict=True)))
        return np.asarray(found / np.linalg.norm(found), dtype=np.float32)

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        return model_files.tokenizer(self.folder)

    @cached_property
    def _cutting(self) -> Tokenizer:
        found = model_files.tokenizer(self.folder)
        found.enable_truncation(self.model.window)
        return found


def made(folder: Path, reference: SentenceEncoder) -> Path:
    """The folder of the int8 model of `reference` below the cache `folder`, made if need be.

    Raises InputError where it was refused, for its vectors stray from those of the weights, and
    where the cache cannot be written; ImportError, or what the exporter raises, where it cannot be
    made.
    """
    key = hashlib.sha256(f"{recipe()} {reference.model.sha256}".encode()).hexdigest()[:16]
    if not (folder / key / _FACTS).is_file():
        with _locked(folder):
            if not (folder / key / _FACTS).is_file():
                _make(folder, key, reference)
    facts = _facts(folder / key)
    if facts["least_cosine"] < LEAST_COSINE:
        raise InputError(
            f"The int8 model of {reference.model.name} strays from its weights: the cosine of one "
            f"sample text is {facts['least_cosine']:.3f}, not {LEAST_COSINE}.",
            mend="Use the weights: CLAUSEGRAPH_PRECISION=fp32.",
        )
    return folder / key


def find_made(folder: Path, made_sha256: str) -> Path | None:
    """The folder of the made model of this hash below the cache `folder`, or None."""
    for facts in sorted(folder.glob(f"*/{_FACTS}")):
        if not facts.parent.name.startswith(_ASIDE) and (
            _facts(facts.parent)["model"]["made_sha256"] == made_sha256
        ):
            return facts.parent
    return None


def recipe() -> str:
    """How a model is made: the recipe and the versions of the libraries."""
    return " ".join([RECIPE, *(f"{name}={installed(name)}" for name in LIBRARIES)])


def installed(name: str) -> str:
    """Version of a package, or "absent"."""
    try:
        return version(name)
    except PackageNotFoundError:
        return "absent"


def samples() -> list[str]:
    """The texts on which a made model is held against its weights."""
    table = tomllib.loads((files(__package__) / "samples.toml").read_text(encoding="utf-8"))
    return [str(text) for text in table["texts"]]


def _make(folder: Path, key: str, reference: SentenceEncoder) -> None:
    """Make the model aside, check it, and rename it into its place."""
    for left in folder.glob(f"{_ASIDE}*"):
        shutil.rmtree(left)
    aside = folder / f"{_ASIDE}{key}"
    aside.mkdir()
    with _silent():
        reference.export(aside / "full.onnx")
        _quantise(aside / "full.onnx", aside / _MODEL)
    (aside / "full.onnx").unlink()
    shutil.copyfile(reference.folder / model_files.TOKENIZER, aside / model_files.TOKENIZER)
    digest = model_files.sha256(aside / _MODEL)
    model = replace(reference.model, precision=INT8, made_sha256=digest)
    facts = {
        "model": {name: getattr(model, name) for name in ModelId.__dataclass_fields__},
        "recipe": recipe(),
        "least_cosine": 0.0,
    }
    _write_facts(aside, facts)
    texts = samples()
    cosines = (QuantisedEncoder(aside).encode(texts) * reference.encode(texts)).sum(axis=1)
    _write_facts(aside, {**facts, "least_cosine": round(float(cosines.min()), 4)})
    aside.rename(folder / key)


def _quantise(full: Path, target: Path) -> None:
    """Write the int8 model of an exported one, without the paths and lines of who exported it."""
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic

    quantize_dynamic(full, target, per_channel=True, reduce_range=True, weight_type=QuantType.QInt8)
    model = onnx.load(target)
    for part in (model.graph, *model.graph.node, *model.graph.input, *model.graph.output):
        part.ClearField("metadata_props")
        part.ClearField("doc_string")
    model.graph.ClearField("value_info")
    onnx.save(model, target)


def _session(path: Path, sha256: str) -> Any:
    """The made model, loaded, one thread to a text; the only place that runs onnxruntime."""
    if model_files.sha256(path) != sha256:
        raise InputError(
            f"The model {path} is not as it was made.",
            mend="Delete its folder, then run `clausegraph build`.",
        )
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])


def _facts(folder: Path) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads((folder / _FACTS).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(
            f"The made model in {folder} cannot be read: {error}",
            mend="Delete its folder, then run `clausegraph build`.",
        ) from error
    return found


def _write_facts(folder: Path, facts: dict[str, Any]) -> None:
    (folder / _FACTS).write_text(f"{json.dumps(facts, indent=1)}\n", encoding="utf-8")


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Hold the cache of models for writing; who comes second waits."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        opened = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise InputError(
            f"The model cannot be kept in {folder}: {error.strerror}.",
            mend="Name a folder of yours with CLAUSEGRAPH_MODELS.",
        ) from error
    try:
        fcntl.flock(opened, fcntl.LOCK_EX)
        yield
    finally:
        os.close(opened)


@contextmanager
def _silent() -> Iterator[None]:
    """Keep the advice of torch and onnxruntime, which goes to loggers, off the terminal."""
    root, handler = logging.getLogger(), logging.NullHandler()
    before = root.manager.disable
    root.addHandler(handler)
    logging.disable(logging.WARNING)
    try:
        yield
    finally:
        logging.disable(before)
        root.removeHandler(handler)
