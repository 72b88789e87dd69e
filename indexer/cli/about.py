"""`clausegraph --version`: which program this is, and over which build."""

from __future__ import annotations

from importlib.metadata import version
from typing import Annotated

import typer

from indexer.cli.output import out
from indexer.errors import NotFoundError
from indexer.settings import settings

NAME = "clausegraph"


def told() -> str:
    """Return the version of the package and, where an index is found, the build that it holds."""
    from indexer.publish import published

    index, own = settings().index, f"{NAME} {version(NAME)}"
    try:
        return f"{own}, build {published(index).name} in {index}"
    except NotFoundError:
        return own


def _tell(asked: bool) -> None:
    if asked:
        out.print(told(), soft_wrap=True, highlight=False, markup=False)
        raise typer.Exit


def about(
    show_version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_tell, is_eager=True, help="Say the version and the build."
        ),
    ] = False,
) -> None:
    """Ask and serve a knowledge graph over the instruments that protect health and care workers."""
