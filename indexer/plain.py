"""What clauses say in plain words, as corpus/registry/plain and the registered provisions state it.

Treaties do not speak as people ask. These are an editor's words beside a text, for the search only:
they are compared with a query as the text is, and never shown, quoted or cited as one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from indexer.errors import InputError
from indexer.ident import EID
from indexer.model import Provision

if TYPE_CHECKING:
    from indexer.corpus_io import CorpusFolder

FOLDER = "registry/plain"
MOST_WORDS = 25
"""Of one saying."""

Plain = dict[str, tuple[str, ...]]
"""Sayings by the identifier of their unit."""


def read_plain(folder: CorpusFolder, provisions: Iterable[Provision]) -> Plain:
    """Return the sayings of a corpus, one file an instrument, and the subjects of provisions.

    A unit may be missing from the corpus; an instrument of a user has its subjects only. Raises
    InputError as `plain_of` does.
    """
    found: Plain = {own.id: (own.subject,) for own in provisions}
    if folder.root.joinpath(FOLDER).is_dir():
        for name in folder.names(FOLDER):
            if name.endswith(".toml"):
                found |= plain_of(f"{FOLDER}/{name}", folder.toml(f"{FOLDER}/{name}"))
    return found


def plain_of(file: str, table: Mapping[str, Any]) -> Plain:
    """Return the sayings that a file states, in its order.

    Raises InputError, naming the file, for an instrument that is not the file's own, for an
    identifier that is malformed, and for a saying that is empty or too long.
    """
    instrument = table.get("instrument")
    if instrument != PurePosixPath(file).stem:
        raise InputError(
            f"{file}: it states what {instrument!r} says.", mend=f"Name the file {instrument}.toml."
        )
    return {f"{instrument}:{eid}": _sayings(file, eid, own) for eid, own in _rows(file, table)}


def _rows(file: str, table: Mapping[str, Any]) -> Iterable[tuple[str, Any]]:
    rows = table.get("plain", {})
    if not isinstance(rows, Mapping):
        raise InputError(f"{file}: 'plain' is no table.", mend="Write `[plain]` above the lines.")
    return rows.items()


def _sayings(file: str, eid: str, stated: Any) -> tuple[str, ...]:
    if not EID.fullmatch(eid):
        raise InputError(
            f"{file}: {eid!r} is not the identifier of a unit.",
            mend="Write steps of type and number, such as `para_26__point_g`.",
        )
    found = tuple(stated) if isinstance(stated, list) else ()
    if not found or not all(isinstance(own, str) and _fits(own) for own in found):
        raise InputError(
            f"{file}: what {eid!r} says is no list of sayings.",
            mend=f"Write one or more, each of 1 to {MOST_WORDS} words.",
        )
    return found


def _fits(saying: str) -> bool:
    return 0 < len(saying.split()) <= MOST_WORDS
