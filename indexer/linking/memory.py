"""What was learned from the links, kept from one build to the next.

A file is named by the hash of everything that decides what is learned, and says the hash of what it
holds. It is written whole or not at all; one that does not match is not trusted, and the model is
trained again, with the same result.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from indexer.linking.ground import Material
from indexer.linking.learned import Learned, learned_of
from indexer.links.model import Links

MOST = 8
"""What is kept: a link more is another key, and nobody asks for the ones before it."""


def key_of(material: Material, links: Links, decides: Mapping[str, Any]) -> str:
    """Return the hash of what decides what is learned.

    `decides` names what is no part of the material: the program, the libraries, the encoder and
    the vocabulary.
    """
    parts: tuple[object, ...] = (
        sorted((name, repr(value)) for name, value in decides.items()),
        tuple(material.units),
        material.targets.all,
        sorted(material.titles.items()),
        sorted(material.subjects.items()),
        material.elements,
        (links.curated, links.unsure),
    )
    digest = hashlib.sha256()
    for part in parts:
        digest.update(hashlib.sha256(repr(part).encode()).digest())
    return digest.hexdigest()


def recall(folder: Path, key: str) -> Learned | None:
    """Return what was kept under a key; None where nothing sound is."""
    path = folder / f"{key}.json"
    if not path.is_file():
        return None
    digest, _, payload = path.read_bytes().partition(b"\n")
    if digest != _digest(key, payload):
        return None
    os.utime(path)
    return learned_of(json.loads(payload))


def keep(folder: Path, key: str, learned: Learned) -> None:
    """Keep what was learned, and of all that only the latest used.

    Raises OSError where it cannot be written.
    """
    payload = json.dumps(learned.as_record()).encode()
    folder.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=folder, prefix=".aside-", delete=False) as stream:
        stream.write(_digest(key, payload) + b"\n" + payload)
    Path(stream.name).replace(folder / f"{key}.json")
    by_use = sorted(folder.glob("*.json"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in by_use[MOST:]:
        path.unlink(missing_ok=True)


def _digest(key: str, payload: bytes) -> bytes:
    return hashlib.sha256(key.encode() + b"\0" + payload).hexdigest().encode()
