"""The command line: `clausegraph VERB`. Each verb is one function, in a module by theme.

Verbs of other packages (`serve`) register under the entry-point group `clausegraph.commands`, so
that no import runs against the arrows. Errors that a user can mend end here: one sentence, the
mend, and an exit code (1 not found or a check failed, 2 bad usage or bad input).
"""

from __future__ import annotations

import os
import sys
from importlib.metadata import entry_points

import typer

from indexer.cli import about, ask, building, cite, curation, evaluation, graphs, links, own, texts
from indexer.cli.output import PipeClosedError, complain
from indexer.errors import ClausegraphError, InputError

__all__ = ["app", "main"]

GROUP = "clausegraph.commands"

app = typer.Typer(
    name="clausegraph",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.callback()(about.about)
for module in (building, own, ask, evaluation, cite, links, texts, graphs):
    for name, command in module.COMMANDS.items():
        app.command(name)(command)
app.add_typer(curation.links, name="links")
for point in sorted(entry_points(group=GROUP), key=lambda found: found.name):
    app.command(point.name)(point.load())


def main() -> None:
    """Run the command line; the only place where an error becomes an exit code."""
    try:
        app()
    except ClausegraphError as error:
        complain(error)
        sys.exit(error.exit_code)
    except PipeClosedError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except OSError as error:
        complain(InputError(f"{error}.", mend="Check the folder, its rights and its disk."))
        sys.exit(InputError.exit_code)
