"""`search`, `show` and `list`: asking a build."""

from __future__ import annotations

from typing import Annotated, Any

import typer
from rich.markup import escape
from rich.table import Table

from indexer.cli.options import AsJson, IndexFolder, by_name, opened
from indexer.cli.output import out, print_json

Names = Annotated[list[str] | None, typer.Option()]


def search(
    text: Annotated[str, typer.Argument(help="What to look for, in any words.")],
    k: Annotated[int, typer.Option("-k", help="How many results.", min=1, max=1000)] = 10,
    mode: Annotated[str, typer.Option(help="hybrid, semantic or lexical.")] = "hybrid",
    within: Annotated[list[str] | None, typer.Option("--in", help="Only this instrument.")] = None,
    kind: Annotated[list[str] | None, typer.Option(help="Only units of this kind.")] = None,
    element: Annotated[list[int] | None, typer.Option(help="Only this framework element.")] = None,
    binding: Annotated[list[str] | None, typer.Option(help="Only this bindingness.")] = None,
    body: Annotated[list[str] | None, typer.Option(help="Only this body, such as WHO.")] = None,
    edition: Annotated[
        str | None, typer.Option(help="Only this edition, such as compact@draft-2022.")
    ] = None,
    index: IndexFolder = None,
    as_json: AsJson = False,
) -> None:
    """Search the units by meaning and by words."""
    from indexer.read import SearchOptions

    options = SearchOptions(
        k=k,
        mode=mode,
        instruments=tuple(within or ()),
        kinds=tuple(kind or ()),
        elements=tuple(element or ()),
        bindingness=tuple(binding or ()),
        bodies=tuple(body or ()),
        edition=edition,
    )
    answer = opened(index).search_json(text, options)
    if as_json:
        print_json(answer)
        return
    _print_notes(answer)
    if answer["no_good_match"]:
        out.print("[yellow]No good match.[/] What is nearest, for what it is worth:\n")
    for place, item in enumerate(answer["items"], 1):
        _print_hit(place, item)
    if not answer["items"]:
        out.print("Nothing found. Use other words, or fewer filters.")


def _print_notes(answer: dict[str, Any]) -> None:
    """What was read into the query, before the hits."""
    for own in answer["corrections"]:
        out.print(f"Searched also for [bold]{escape(own['read'])}[/] ({escape(own['typed'])}?).")
    shown = {item["id"] for item in answer["items"]}
    for own in answer["cited"]:
        if own["id"] not in shown:
            out.print(f"You cite [bold]{own['id']}[/], {escape(own['cite_as'])}.", soft_wrap=True)
            out.print(f"  No text of it to search; see `clausegraph backs {own['id']}`.")


def _print_hit(place: int, item: dict[str, Any]) -> None:
    match, text = item["match"], item["text"]
    before, found, after = (
        escape(text[: match["start"]]),
        escape(text[match["start"] : match["end"]]),
        escape(text[match["end"] :]),
    )
    out.print(f"{place:>2}  [bold]{item['id']}[/]  {item['score']:.3f}  [dim]{item['kind']}[/]")
    out.print(f"    {escape(item['cite_as'])}", style="cyan", soft_wrap=True)
    out.print(f"    {before}[bold]{found}[/]{after}", soft_wrap=True)
    if item["also_at"]:
        places = ", ".join(own["id"] for own in item["also_at"])
        out.print(f"    also at {places}", style="dim", soft_wrap=True)
    out.print()


def show(
    identifier: Annotated[
        str, typer.Argument(metavar="ID", help="Such as compact:para_26__point_g.")
    ],
    index: IndexFolder = None,
    as_json: AsJson = False,
) -> None:
    """Show a unit, a note, a provision or an instrument."""
    opened_index = opened(index)
    view = by_name(opened_index, identifier, opened_index.show_json)
    if as_json:
        print_json(view)
        return
    _print_view(view)
    for child in opened_index.children.get(identifier, ()):
        unit = opened_index.units[child]
        shown = unit.text if len(unit.text) <= 90 else f"{unit.text[:89]}…"
        out.print(f"  [bold]{child}[/]  [dim]{unit.kind}[/]  {escape(shown)}", soft_wrap=True)


def _print_view(view: dict[str, Any]) -> None:
    out.print(f"[bold]{view['id']}[/]  [dim]{view['kind']}[/]")
    out.print(escape(view.get("cite_as") or ""), style="cyan", soft_wrap=True)
    text = view.get("text")
    if text:
        out.print(f"\n{escape(text)}\n", soft_wrap=True)
    elif "state" in view:
        where = "build" if view["kind"] == "provision" else "source"
        out.print(f"\nIts text is not in the {where}: {view['state']}.\n")
    if view.get("withdrawn"):
        out.print(f"[yellow]The current edition has it no more; as {view['edition']} has it.[/]")
    for key in ("heading", "section", "element", "parent", "bindingness", "status", "subject"):
        if view.get(key) is not None:
            out.print(f"{key}: {escape(str(view[key]))}", soft_wrap=True)
    for note in view.get("notes", ()):
        out.print(f"{note['kind']} {note['label']} at {note['offset']}: {note['state']}")
    source = view.get("source")
    if source:
        out.print(f"source: {source['file']} {source['start']}–{source['end']}")
    pages = sorted({box["page"] for box in view.get("boxes", ())})
    if pages:
        out.print(f"page: {', '.join(map(str, pages))}")


def _edition(view: dict[str, Any]) -> str:
    return f"{view['edition']} (yours)" if view["received"] else str(view["edition"])


def list_instruments(index: IndexFolder = None, as_json: AsJson = False) -> None:
    """List the instruments whose texts are in the build."""
    found = opened(index)
    views = [v for v in map(found.instrument_json, found.instruments.values()) if v["editions"]]
    if as_json:
        print_json({"items": views, "total": len(views), "build": found.build})
        return
    table = Table("id", "title", "body", "bindingness", "edition", "units", box=None)
    for view in views:
        editions = ", ".join(_edition(own) for own in view["editions"])
        bodies = ", ".join(view["body"])
        row = (view["id"], view["title"], bodies, view["bindingness"], editions, str(view["units"]))
        table.add_row(*row)
    out.print(table)


COMMANDS = {"search": search, "show": show, "list": list_instruments}
