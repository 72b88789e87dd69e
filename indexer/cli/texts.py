"""`extract` and `trace`: a text of one's own, read for citations and held against the build."""

from __future__ import annotations

from collections import Counter
from typing import Annotated, Any

import typer
from rich.markup import escape
from rich.table import Table

from indexer.cli.given import read_text
from indexer.cli.options import AsJson, IndexFolder, opened
from indexer.cli.output import counted, out, print_json

File = Annotated[
    str, typer.Argument(metavar="FILE|-", help="A text in UTF-8, or - for standard input.")
]
_COLOURS = {
    "exists": "green",
    "wrong": "red",
    "not-found": "bold red",
    "not-known": "yellow",
    "ambiguous": "yellow",
    "resolved": "green",
    "unresolved": "yellow",
}
_WORDS = {"not-found": "NOT FOUND", "not-known": "not known here"}
_MOST_BACKING = 3
_BEHIND = {
    "citations": "cites",
    "curated": "backed by (editorial)",
    "suggested": "similar wording (model)",
}
"""What stands behind a clause; of what a model suggests, only what editors have not claimed."""


def extract(file: File, index: IndexFolder = None, as_json: AsJson = False) -> None:
    """Find every citation in a text, with where it stands and what it means."""
    answer = opened(index).extract_json(read_text(file))
    if as_json:
        print_json(answer)
        return
    items = answer["items"]
    table = Table("at", "quote", "kind", "status", "targets", "rule", box=None)
    for item in items:
        table.add_row(
            f"{item['start']}–{item['end']}",
            _flat(item["quote"]),
            item["kind"],
            _coloured(item["status"]),
            escape(_listed(item["targets"])),
            item["rule"],
        )
    if items:
        out.print(table)
    counts = Counter(item["status"] for item in items)
    shown = ", ".join(f"{count} {status}" for status, count in counts.most_common())
    out.print(counted(len(items), "mention") + (f": {shown}" if shown else ""))


def trace(
    file: File,
    mode: Annotated[str, typer.Option(help="hybrid, semantic or lexical.")] = "hybrid",
    sentences: Annotated[
        int | None, typer.Option(help="Most sentences to look up.", min=0, show_default="300")
    ] = None,
    index: IndexFolder = None,
    as_json: AsJson = False,
) -> None:
    """Check a draft: its citations, the clauses near its sentences, the elements it leaves out."""
    from indexer.read import TraceOptions

    text = read_text(file)
    options = TraceOptions(mode=mode)
    if sentences is not None:
        options = TraceOptions(mode=mode, sentences=sentences)
    answer = opened(index).trace_json(text, options)
    if as_json:
        print_json(answer)
        return
    _print_citations(answer)
    _print_sentences(answer)
    _print_elements(answer["elements"])
    for remark in answer["limits"]["remarks"]:
        out.print(f"[yellow]{escape(remark)}[/]")


def _print_citations(answer: dict[str, Any]) -> None:
    out.print("[bold]Citations[/]")
    for item in answer["citations"]:
        meant = "; ".join(end["cite_as"] for end in item["meant"][:_MOST_BACKING])
        verdict = _coloured(item["verdict"])
        place = f"{item['start']}–{item['end']}"
        out.print(
            f"{place}  {verdict}  “{_flat(item['quote'])}”  [cyan]{escape(meant)}[/]",
            soft_wrap=True,
        )
        for problem in item["problems"]:
            out.print(f"    {escape(problem)}", soft_wrap=True)
        if item["nearest"]:
            near = "; ".join(f"{end['cite_as']} ({end['id']})" for end in item["nearest"])
            out.print(f"    Nearest: {escape(near)}", soft_wrap=True)
    verdicts = answer["totals"]["verdicts"].items()
    shown = ", ".join(f"{_WORDS.get(name, name)} {count}" for name, count in verdicts if count)
    many = counted(answer["totals"]["citations"], "citation")
    out.print(many + (f": {shown}" if shown else ""))


def _print_sentences(answer: dict[str, Any]) -> None:
    out.print("\n[bold]Sentences and their nearest clauses[/]")
    if not answer["sentences"]:
        out.print("none: the text has no words")
        return
    for item in answer["sentences"]:
        if not item["searched"]:
            continue
        out.print(f"“{_flat(item['quote'])}”", soft_wrap=True)
        if item["no_good_match"]:
            out.print("    [yellow]No good match.[/]")
        for clause in item["clauses"]:
            weak = "" if clause["good"] else "  [dim](weak)[/]"
            out.print(
                f"    [bold]{clause['id']}[/]  {clause['score']:.3f}{weak}  "
                f"“{_flat(clause['match']['quote'])}”",
                soft_wrap=True,
            )
            _print_backing(answer["backing"][clause["id"]])
    out.print(f"[dim]Backed by (editorial): {escape(answer['about']['curated'])}[/]")


def _print_backing(backing: dict[str, list[dict[str, Any]]]) -> None:
    claimed = {row["target"] for row in backing["curated"]}
    for family, words in _BEHIND.items():
        rows = [
            row["cite_as"]
            for row in backing[family]
            if family != "suggested" or row["target"] not in claimed
        ]
        if rows:
            shown = "; ".join(rows[:_MOST_BACKING])
            more = f" and {len(rows) - _MOST_BACKING} more" if len(rows) > _MOST_BACKING else ""
            out.print(f"        {words}: [cyan]{escape(shown)}[/]{more}", soft_wrap=True)


def _print_elements(elements: dict[str, list[dict[str, Any]]]) -> None:
    out.print("\n[bold]Elements of the framework that the draft does not touch[/]")
    for element in elements["untouched"]:
        out.print(f"{element['number']:>2}  {escape(element['label'])}", soft_wrap=True)
    if not elements["untouched"]:
        out.print("none")


def _coloured(status: str) -> str:
    shown = _WORDS.get(status, status)
    return f"[{_COLOURS[status]}]{shown}[/]" if status in _COLOURS else shown


def _flat(text: str) -> str:
    return escape(" ".join(text.split()))


def _listed(targets: list[str]) -> str:
    more = f" and {len(targets) - _MOST_BACKING} more" if len(targets) > _MOST_BACKING else ""
    return ", ".join(targets[:_MOST_BACKING]) + more


COMMANDS = {"extract": extract, "trace": trace}
