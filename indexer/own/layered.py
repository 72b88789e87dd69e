"""The shipped corpus with the user's own laid over it, read as one folder.

The registry and the list of sources read as if the user's tables stood below those that are
shipped; a text that the user gave is read from the user corpus. Nothing shipped is changed.
"""

from __future__ import annotations

import hashlib
from importlib.resources.abc import Traversable
from pathlib import Path

from indexer.corpus_io import CorpusFolder, check_hash
from indexer.errors import InputError
from indexer.own.folder import INPUT, SOURCES, Listed, OwnFolder
from indexer.own.toml_text import tables_text

_REGISTRY = "registry/instruments.toml"


class LayeredFolder(CorpusFolder):
    """A corpus folder with a user corpus over it."""

    def __init__(self, root: Traversable | Path | None, own: OwnFolder, wanted: Listed) -> None:
        """Lay `wanted`, of the files in `own`, over the corpus in `root`."""
        super().__init__(root)
        self._own = own
        self._wanted = wanted
        self._sources = {source["file"]: source for source in wanted.sources}

    def read(self, name: str) -> bytes:
        """Return a file's bytes, with the user's tables at its end where it has any."""
        data = super().read(name)
        if not self._sources:
            return data
        if name == SOURCES:
            self.hashes[INPUT] = str(self._wanted.sha256)
            return data + b"\n" + tables_text("source", self._wanted.sources).encode()
        if name == _REGISTRY:
            bodies = tables_text("body", self._wanted.bodies)
            more = bodies + tables_text("instrument", self._wanted.instruments)
            return data + b"\n" + more.encode() if more else data
        return data

    def text(self, name: str, sha256: str) -> str:
        """Return a source text, which the user may have given.

        Raises InputError where the bytes as received or the text as read are not those declared.
        """
        source = self._sources.get(name)
        if source is None:
            return super().text(name, sha256)
        received, text = (self._bytes(kind, name) for kind in ("files", "texts"))
        found = hashlib.sha256(received).hexdigest()
        check_hash(f"{self._own.path('files', name)}", found, sha256)
        as_read = hashlib.sha256(text).hexdigest()
        check_hash(f"{self._own.path('texts', name)}", as_read, source["text_sha256"])
        self.hashes[f"own/files/{name}"] = found
        return text.decode()

    def noted(self, name: str) -> bytes | None:
        """Return what the reader of a file noted of it besides its text."""
        return self._bytes("read", name) if name in self._sources else None

    def is_shipped(self, file: str) -> bool:
        """Return whether a source is one of the corpus below, and not the user's."""
        return file not in self._sources

    def _bytes(self, kind: str, name: str) -> bytes:
        path = self._own.path(kind, name)
        try:
            return path.read_bytes()
        except OSError as error:
            raise InputError(
                f"{path} of your own texts cannot be read: {error.strerror}.",
                mend=f"Restore it, or run `clausegraph remove {name.rpartition('.')[0]}`.",
            ) from error


def with_listed(root: Traversable | Path | None, own: OwnFolder, wanted: Listed) -> CorpusFolder:
    """Return a corpus folder, with what `wanted` lists over it where that is anything."""
    return LayeredFolder(root, own, wanted) if wanted.sources else CorpusFolder(root)


def with_own(root: Traversable | Path | None, own: OwnFolder) -> CorpusFolder:
    """Return a corpus folder with the user corpus over it. Raises InputError for a broken one."""
    return with_listed(root, own, own.read())
