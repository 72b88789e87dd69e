"""`cite`: a citation in the words of a style, for an identifier or whatever a person types."""

from __future__ import annotations

import json
from typing import Annotated, Any

import typer
from rich.markup import escape

from indexer.citing.offered import FORMATS, HOUSE, STYLES, TEXT
from indexer.cli.options import AsJson, IndexFolder, opened
from indexer.cli.output import err, out, print_json, write_bytes
from indexer.errors import NotFoundError, QueryError
from indexer.read import Index


def cite(
    text: Annotated[
        str,
        typer.Argument(metavar="ID|TEXT", help="Such as C155:art_13, or Art. 13 of C155."),
    ],
    style: Annotated[str, typer.Option(help=f"One of {', '.join(STYLES)}; for text only.")] = HOUSE,
    format_: Annotated[str, typer.Option("--format", help=f"One of {', '.join(FORMATS)}.")] = TEXT,
    index: IndexFolder = None,
    as_json: AsJson = False,
) -> None:
    """Cite a unit, a provision or an instrument, however it is named."""
    if not text.strip():
        raise QueryError("The citation is empty.", mend="Name what to cite, such as C155:art_13.")
    found = opened(index)
    resolved = found.resolve_json(text)
    answers = [_answer(found, item["id"], style, format_) for item in resolved["items"]]
    said = "places are cited" if resolved["listed"] else "places may be meant"
    if as_json:
        print_json(answers[0] if len(answers) == 1 else {**resolved, "items": answers})
    elif format_ == TEXT:
        _print_texts(answers, said)
    else:
        write_bytes(_joined(answers).encode())
    if not answers:
        raise _nothing(text, resolved)


def _answer(index: Index, identifier: str, style: str, format_: str) -> dict[str, Any]:
    """The citation with what it lacks; in a format of reference managers, instead of its text."""
    answer = index.cite_json(identifier, style)
    if format_ == TEXT:
        return {**answer, "format": TEXT}
    written, _ = index.cite_file(identifier, format_)
    shown = json.loads(written) if format_ == "csl-json" else written
    return {**answer, "format": format_, "citation": shown}


def _joined(answers: list[dict[str, Any]]) -> str:
    """Several citations in one file: the items of one list, or one entry after another."""
    if all(isinstance(answer["citation"], list) for answer in answers):
        items = [item for answer in answers for item in answer["citation"]]
        return f"{json.dumps(items, ensure_ascii=False, indent=2)}\n" if items else ""
    return "\n".join(answer["citation"] for answer in answers)


def _print_texts(answers: list[dict[str, Any]], said: str) -> None:
    if len(answers) > 1:
        err.print(f"{len(answers)} {said}:")
    for answer in answers:
        name = f"[bold]{answer['id']}[/]  " if len(answers) > 1 else ""
        out.print(f"{name}{escape(answer['citation'])}", soft_wrap=True)
        for key, words in (("incomplete", "not stated"), ("unverified", "not verified")):
            if answer[key]:
                err.print(f"[dim]In the registry {words}: {', '.join(answer[key])}.[/]")


def _nothing(text: str, resolved: dict[str, Any]) -> NotFoundError:
    near = tuple(item["id"] for item in resolved["nearest"])
    why = f" {resolved['remark']}" if resolved["remark"] else ""
    return NotFoundError(
        f"{text!r} cites nothing in build {resolved['build']}.{why}",
        mend=f"Nearest: {', '.join(near)}." if near else "See `clausegraph list`.",
        nearest=near,
    )


COMMANDS = {"cite": cite}
