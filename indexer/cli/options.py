"""The options that several commands take, written once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from indexer.errors import NotFoundError
from indexer.nearest import as_cited
from indexer.settings import settings

if TYPE_CHECKING:
    from indexer.own.folder import OwnFolder
    from indexer.read import Index

_Found = TypeVar("_Found")
FOLDER_DEFAULT = "$CLAUSEGRAPH_INDEX or index"
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
IndexFolder = Annotated[
    Path | None,
    typer.Option("--index", help="Folder of the index.", show_default=FOLDER_DEFAULT),
]


def index_folder(given: Path | None) -> Path:
    """Return the index folder that was given, or the one of the settings."""
    return given if given is not None else settings().index


def own_folder(index: Path) -> OwnFolder:
    """Return the user corpus that is built into an index folder."""
    from indexer.own.folder import OwnFolder

    return OwnFolder(settings().own or index / "own", index)


def opened(given: Path | None) -> Index:
    """Open the published build. Raises NotFoundError where there is none."""
    from indexer.read import open_index_with_model

    return open_index_with_model(index_folder(given))


def by_name(index: Index, name: str, find: Callable[[str], _Found]) -> _Found:
    """Return what `find` finds by a name.

    Raises NotFoundError, which says what the name means where it is a citation in words.
    """
    try:
        return find(name)
    except NotFoundError as error:
        raise as_cited(error, name, index.meant_by) from error
