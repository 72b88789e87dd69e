"""What the commands print: JSON for machines on request, rich text for people otherwise."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from indexer.errors import ClausegraphError, NotFoundError


class PipeClosedError(Exception):
    """Nobody reads any more. Not an OSError, which typer would end with exit code 1."""


class _Console(Console):
    def on_broken_pipe(self) -> None:
        """Leave a closed pipe to `main`, like that of bytes and of JSON."""
        raise PipeClosedError


out = _Console(highlight=False)
err = _Console(stderr=True, highlight=False)
_STEPS = {
    "take": "Taking in files",
    "read": "Reading the texts",
    "cite": "Reading citations",
    "suggest": "Comparing clauses",
    "graph": "Writing the graph",
    "embed": "Embedding",
    "ask": "Asking",
}


def counted(number: int, what: str) -> str:
    """Return a number with its noun: "1 unit", "2 units"."""
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def print_json(value: Any) -> None:
    """Print a value as JSON."""
    write_bytes(f"{json.dumps(value, ensure_ascii=False, indent=2)}\n".encode())


def write_bytes(data: bytes) -> None:
    """Write bytes to standard output as they are. Raises PipeClosedError."""
    try:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError as error:
        raise PipeClosedError from error


def complain(error: ClausegraphError) -> None:
    """Tell an error and its mend on standard error."""
    err.print(f"[bold red]Error:[/] {escape(error.message)}", soft_wrap=True)
    if error.mend:
        err.print(escape(error.mend), soft_wrap=True)
    if isinstance(error, NotFoundError) and error.nearest and not error.mend:
        err.print(f"Nearest: {escape(', '.join(error.nearest))}", soft_wrap=True)


def warn(message: str) -> None:
    """Tell something that a user should know, on standard error."""
    err.print(f"[bold yellow]Note:[/] {escape(message)}", soft_wrap=True)


@contextmanager
def progress() -> Iterator[Callable[[str, int, int], None]]:
    """Show a bar for each step of a build; nothing where no terminal would show it."""
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=err,
        disable=not err.is_terminal,
    )
    with bar:
        tasks: dict[str, Any] = {}

        def report(step: str, done: int, total: int) -> None:
            if step not in tasks:
                tasks[step] = bar.add_task(_STEPS.get(step, step), total=total)
            bar.update(tasks[step], completed=done, total=total)

        yield report
