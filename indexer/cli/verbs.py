"""Every verb of the command line: each is one function, in a module by theme.

Verbs of other packages (`serve`) register under the entry-point group `clausegraph.commands`, so
that no import runs against the arrows.
"""

from __future__ import annotations

from importlib.metadata import entry_points

import typer

from indexer.cli import about, ask, building, cite, curation, evaluation, graphs, links, own, texts

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
