"""`sparql` and `export`: the graph, asked and taken away."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from indexer.cli.given import read_text
from indexer.cli.options import AsJson, IndexFolder, opened
from indexer.cli.output import err, out, print_json, write_bytes
from indexer.errors import InputError, NotFoundError, QueryError
from indexer.nearest import nearest
from indexer.read import Index


def _query_text(file: str | None, example: str | None) -> str:
    """Return the query of a file, of standard input, or of a named example."""
    if example is not None:
        from ontology import example_queries

        queries = example_queries()
        if example not in queries:
            near = nearest(example, queries) or tuple(queries)
            raise NotFoundError(
                f"There is no example {example!r}.", mend=f"Try {', '.join(near)}.", nearest=near
            )
        return queries[example].text
    if file is None:
        raise QueryError(
            "There is no query.", mend="Give a file, - for standard input, or --example NAME."
        )
    return read_text(file, "a file with a query", "utf-8-sig")


def _print_examples(as_json: bool) -> None:
    from ontology import example_queries

    queries = example_queries()
    if as_json:
        print_json({name: {"title": q.title, "comment": q.comment} for name, q in queries.items()})
        return
    table = Table("example", "what it asks", box=None)
    for name, query in queries.items():
        table.add_row(name, query.title)
    out.print(table)


def sparql(
    file: Annotated[str | None, typer.Argument(help="File with a query, or -.")] = None,
    example: Annotated[str | None, typer.Option(help="Name of an example query.")] = None,
    examples: Annotated[bool, typer.Option("--examples", help="List the examples.")] = False,
    show: Annotated[bool, typer.Option("--show", help="Print the query, do not run it.")] = False,
    format_: Annotated[
        str | None, typer.Option("--format", help="json, xml, csv, tsv, turtle …")
    ] = None,
    index: IndexFolder = None,
    as_json: AsJson = False,
) -> None:
    """Ask the graph in SPARQL."""
    if examples:
        _print_examples(as_json)
        return
    query = _query_text(file, example)
    if show:
        out.print(query, markup=False, soft_wrap=True)
        return
    _run(opened(index), query, "json" if as_json else format_)


def _run(index: Index, query: str, form: str | None) -> None:
    from indexer.sparql.evaluate import answer, select

    if form is not None or not sys.stdout.isatty():
        write_bytes(answer(index.store, query, form, meaning=index.meaning).body)
        return
    try:
        found = select(index.store, query, index.meaning)
    except QueryError as error:
        if "table" not in error.message:
            raise
        write_bytes(answer(index.store, query, meaning=index.meaning).body)
        return
    table = Table(*found.variables, box=None)
    for row in found.rows:
        table.add_row(*(escape(value or "") for value in row))
    out.print(table)
    err.print(f"{len(found.rows)} rows")


def export(
    file: Annotated[str, typer.Argument(help="File to write, or - for standard output.")],
    format_: Annotated[
        str, typer.Option("--format", help="nquads, trig, turtle, jsonld, csv or jsonl.")
    ] = "nquads",
    graph: Annotated[str | None, typer.Option(help="Only this named graph.")] = None,
    index: IndexFolder = None,
) -> None:
    """Write the graph, or the units (csv, jsonl), to a file."""
    from indexer.exchange import exported

    data = exported(opened(index), format_, graph)
    if file == "-":
        write_bytes(data)
        return
    target = Path(file)
    try:
        target.write_bytes(data)
    except OSError as error:
        raise InputError(
            f"{file} cannot be written: {error.strerror}.", mend="Name a file in a folder of yours."
        ) from error
    err.print(f"{len(data)} bytes to {escape(file)}", soft_wrap=True)


COMMANDS = {"sparql": sparql, "export": export}
