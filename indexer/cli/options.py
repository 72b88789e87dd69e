"""The options that several commands take, written once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from indexer.settings import settings

if TYPE_CHECKING:
    from indexer.own.folder import OwnFolder
    from indexer.read import Index

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
