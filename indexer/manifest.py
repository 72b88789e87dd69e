"""The name of a build: the hash of everything that decides its bytes.

That is the corpus files, the model, the base IRI, this program's own code and the versions of the
libraries that write its files.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from importlib.metadata import version
from typing import Any
from zlib import ZLIB_RUNTIME_VERSION

from indexer.remembered import program
from indexer.retrieval.embed import ModelId

LIBRARIES = (
    "bm25s",
    "faiss-cpu",
    "numpy",
    "onnxruntime",
    "pyoxigraph",
    "PyStemmer",
    "rdflib",
    "scikit-learn",
    "tokenizers",
)
"""Their versions may change the bytes of a build."""


def manifest_of(inputs: Mapping[str, str], model: ModelId, base: str) -> dict[str, Any]:
    """Return what decides a build, with the identifier that it gives; `inputs` are hashes."""
    facts: dict[str, Any] = {
        "base": base,
        "code": program(),
        "inputs": dict(sorted(inputs.items())),
        "model": asdict(model),
        "versions": {**{name: version(name) for name in LIBRARIES}, "zlib": ZLIB_RUNTIME_VERSION},
        "version": version("clausegraph"),
    }
    digest = hashlib.sha256(json.dumps(facts, sort_keys=True).encode())
    return {"build": digest.hexdigest()[:16], **facts}
