"""`backing`, `backs` and `coverage`: what backs what, in three families that never mix."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.markup import escape
from rich.table import Table

from indexer.cli.options import AsJson, IndexFolder, by_name, opened
from indexer.cli.output import counted, err, out, print_json
from indexer.errors import InputError

if TYPE_CHECKING:
    from indexer.read import LinkOptions

TITLES = {
    "citations": "Cites",
    "curated": "Backed by (editorial)",
    "suggested": "Similar wording (model)",
}
_MOST = 10
Identifier = Annotated[
    str, typer.Argument(metavar="ID", help="Such as compact:para_26__point_g, C155:art_13, 1.")
]
Family = Annotated[list[str] | None, typer.Option(help="Only citations, curated or suggested.")]
Body = Annotated[list[str] | None, typer.Option(help="Only this body, such as ILO.")]
Binding = Annotated[list[str] | None, typer.Option(help="Only this bindingness.")]
Probability = Annotated[
    float | None, typer.Option(help="Least probability of a suggestion.", min=0, max=1)
]
Few = Annotated[int | None, typer.Option("-k", help="Most suggestions for each unit.", min=1)]
CsvFile = Annotated[Path | None, typer.Option("--csv", help="Write the rows to this file instead.")]


def _options(
    family: list[str] | None,
    body: list[str] | None,
    binding: list[str] | None,
    min_probability: float | None,
    k: int | None = None,
) -> LinkOptions:
    from indexer.read import LinkOptions

    return LinkOptions(
        tuple(family or ()), tuple(body or ()), tuple(binding or ()), min_probability, k
    )


def backing(
    identifier: Identifier,
    family: Family = None,
    body: Body = None,
    binding: Binding = None,
    min_probability: Probability = None,
    k: Few = None,
    csv: CsvFile = None,
    index: IndexFolder = None,
    as_json: AsJson = False,
) -> None:
    """Show what backs a unit, an element (by number) or an instrument."""
    options = _options(family, body, binding, min_probability, k)
    read = opened(index)
    answer = by_name(read, identifier, lambda name: read.backing_json(name, options))
    _print_answer(answer, "target", csv, as_json)


def backs(
    identifier: Identifier,
    family: Family = None,
    body: Body = None,
    binding: Binding = None,
    min_probability: Probability = None,
    k: Few = None,
    csv: CsvFile = None,
    index: IndexFolder = None,
    as_json: AsJson = False,
) -> None:
    """Show which units a provision, a unit or an instrument backs."""
    options = _options(family, body, binding, min_probability, k)
    read = opened(index)
    answer = by_name(read, identifier, lambda name: read.backs_json(name, options))
    _print_answer(answer, "unit", csv, as_json)


def _print_answer(answer: dict[str, Any], far: str, csv: Path | None, as_json: bool) -> None:
    from indexer.read import links_csv

    if csv is not None:
        write_file(csv, links_csv(answer))
    elif as_json:
        print_json(answer)
    else:
        about = answer["unit"]
        out.print(f"[bold]{about['id']}[/]  [cyan]{escape(about.get('cite_as') or '')}[/]")
        words = about.get("text") or about.get("subject") or about.get("label") or ""
        out.print(escape(words), soft_wrap=True)
        for family, title in TITLES.items():
            _print_family(answer, family, title, far)
        if answer["remarks"].get("endnotes") not in (None, answer["remarks"].get("citations")):
            out.print(f"\n{escape(answer['remarks']['endnotes'])}", soft_wrap=True)


def _print_family(answer: dict[str, Any], family: str, title: str, far: str) -> None:
    rows = answer[family]
    if not rows and family not in answer["remarks"]:
        return
    out.print(f"\n[bold]{title}[/]  [dim]{escape(answer['about'][family])}[/]", soft_wrap=True)
    if not rows:
        out.print(escape(answer["remarks"][family]), soft_wrap=True)
        return
    several = len(answer["units"]) > 1 or far == "unit"
    near = ("unit",) if several and far == "target" else ("target",) if far == "unit" else ()
    table = Table(*near, far, "binds", "about", "evidence", box=None)
    shown = rows[:_MOST] if family == "suggested" else rows
    for row in shown:
        ends = [escape(row[name]) for name in near]
        about = row["subject"] or _short(row["text"] or "")
        table.add_row(
            *ends, escape(row["cite_as"]), row["bindingness"], escape(about), escape(proof(row))
        )
    out.print(table)
    if len(shown) < len(rows):
        out.print(f"[dim]and {len(rows) - len(shown)} more: see --json or --csv[/]")


def proof(row: dict[str, Any]) -> str:
    """Return the evidence of a row in a few words."""
    if "quote" in row:
        via = "" if row["via"] == "text" else f" ({row['via']})"
        return f"“{row['quote']}”{via}"
    if "reason" in row:
        return f"{row['predicate']}: {row['reason']} ({row['author']}, {row['date']})"
    likely = "" if row["probability"] is None else f", probability {row['probability']:.2f}"
    why = f": {row['parts']['says']}" if "says" in row["parts"] else ""
    return f"score {row['score']:.2f}{likely}, rank {row['rank']} of {row['pool']}{why}"


def _short(text: str) -> str:
    return text if len(text) <= 100 else f"{text[:99]}…"


def coverage(
    element: Annotated[list[int] | None, typer.Option(help="Only this element.")] = None,
    family: Family = None,
    body: Body = None,
    binding: Binding = None,
    min_probability: Probability = None,
    csv: CsvFile = None,
    index: IndexFolder = None,
    as_json: AsJson = False,
) -> None:
    """Show which elements which instruments cover, and what is missing."""
    from indexer.read import coverage_csv

    options = _options(family, body, binding, min_probability)
    answer = opened(index).coverage_json(options, tuple(element or ()))
    if csv is not None:
        write_file(csv, coverage_csv(answer))
    elif as_json:
        print_json(answer)
    else:
        _print_coverage(answer)


def _print_coverage(answer: dict[str, Any]) -> None:
    table = Table("element", "instrument", "binds", "status", *TITLES.values(), "units", box=None)
    told = None
    for item in answer["items"]:
        first, told = item["element"] != told, item["element"]
        table.add_row(
            f"{item['element']} {escape(item['label'])}" if first else "",
            escape(item["instrument"]),
            item["bindingness"],
            item["status"] or "",
            *(str(item["counts"][family] or "") for family in TITLES),
            str(len(item["units"])),
        )
    out.print(table)
    gaps = answer["gaps"]
    units, elements = gaps["units_without_binding"], gaps["elements_without_in_force"]
    many = counted(len(units), "unit")
    out.print(f"\n{many} without a binding provision (cited, or by an editor's link):")
    out.print(escape(", ".join(unit["unit"] for unit in units)) or "none", soft_wrap=True)
    out.print("Elements without a binding instrument in force:")
    out.print(escape(", ".join(e["label"] for e in elements)) or "none", soft_wrap=True)


def write_file(path: Path, data: bytes) -> None:
    """Write a file. Raises InputError where it cannot be written."""
    try:
        path.write_bytes(data)
    except OSError as error:
        raise InputError(
            f"{path} cannot be written: {error.strerror}.", mend="Name a file in a folder of yours."
        ) from error
    err.print(f"{len(data)} bytes to {escape(str(path))}", soft_wrap=True)


COMMANDS = {"backing": backing, "backs": backs, "coverage": coverage}
