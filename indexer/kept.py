"""What a build keeps of the registry, so that any text is read for citations from its folder alone.

The files are the corpus's own, byte for byte. A corpus without patterns keeps none, and nothing
can be recognised as a citation.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from indexer.corpus_io import CorpusFolder
from indexer.errors import InputError
from indexer.ident import split_id
from indexer.registry import Registry, read_registry

FOLDER = "registry"
_PATTERNS = "patterns.toml"
_EXTENTS = "extents.toml"
_FILES = ("instruments.toml", _PATTERNS, "scopes.toml", _EXTENTS)


@dataclass(frozen=True, slots=True)
class Extent:
    """How far the numbers of an instrument run, its annexes aside."""

    type: str
    """`art` or `para`, as in an identifier."""
    last: int
    basis: str
    """`text` or `knowledge`."""


def read_kept(folder: CorpusFolder) -> dict[str, bytes]:
    """Return the files of a corpus's registry that a build keeps, by name.

    Raises InputError where one cannot be read.
    """
    root = folder.root.joinpath(FOLDER)
    if not root.joinpath(_PATTERNS).is_file():
        return {}
    there = (name for name in _FILES if root.joinpath(name).is_file())
    return {name: folder.read(f"{FOLDER}/{name}") for name in there}


def write_kept(build: Path, kept: Mapping[str, bytes]) -> None:
    """Write what `read_kept` returned into the folder of a build."""
    (build / FOLDER).mkdir()
    for name, data in kept.items():
        (build / FOLDER / name).write_bytes(data)


def extents_of(table: Mapping[str, Any]) -> dict[str, Extent]:
    """Return the extent of each instrument, from the table of registry/extents.toml.

    Raises InputError where a fact is missing.
    """
    try:
        return {
            own["instrument"]: Extent(own["type"], own["last"], own["basis"])
            for own in table.get("extent", ())
        }
    except KeyError as error:
        raise InputError(
            f"{FOLDER}/{_EXTENTS}: an extent lacks {error}.",
            mend="State instrument, type, last and basis.",
        ) from error


def has_patterns(build: Path) -> bool:
    """Whether a build keeps what it takes to recognise a citation."""
    return (build / FOLDER / _PATTERNS).is_file()


def registry_of(build: Path, identifiers: Iterable[str]) -> Registry:
    """Return the registry that a build keeps; `identifiers` are its units and provisions.

    Raises InputError where a file is not as it was written.
    """
    return replace(read_registry(CorpusFolder(build)), known=_known(identifiers))


def kept_extents(build: Path) -> dict[str, Extent]:
    """Return the extents that a build keeps; none where its corpus states none."""
    if not (build / FOLDER / _EXTENTS).is_file():
        return {}
    return extents_of(CorpusFolder(build).toml(f"{FOLDER}/{_EXTENTS}"))


def _known(identifiers: Iterable[str]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for identifier in identifiers:
        instrument, eid = split_id(identifier)
        found[instrument].add(eid)
    return {instrument: frozenset(eids) for instrument, eids in found.items()}
