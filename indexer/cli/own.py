"""`add`, `remove` and `diff`: texts of one's own, and what an edition changed."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.markup import escape

from indexer.cli.building import CorpusOption, built_json, print_built
from indexer.cli.options import AsJson, IndexFolder, index_folder, opened, own_folder
from indexer.cli.output import complain, err, out, print_json, progress, warn
from indexer.settings import settings

if TYPE_CHECKING:
    from indexer.own.add import Added, Limits, Outcome
    from indexer.own.change import Place
    from indexer.retrieval.embed import Encoder


def add(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE…", help="Files to be added, or folders of them.")
    ],
    as_: Annotated[
        str | None,
        typer.Option("--as", metavar="ID[@EDITION]", help="The instrument, where it is not known."),
    ] = None,
    profile: Annotated[
        str | None, typer.Option(help="How it is read, where its signs mislead.")
    ] = None,
    title: Annotated[str | None, typer.Option(help="The title, where it prints none.")] = None,
    date: Annotated[str | None, typer.Option(help="Its date: 2023, or 2023-05-30.")] = None,
    language: Annotated[str | None, typer.Option(help="Its language, such as eng.")] = None,
    corpus: CorpusOption = None,
    index: IndexFolder = None,
    as_json: AsJson = False,
) -> None:
    """Add files to the texts of your own, and build."""
    from indexer.own.add import add as run
    from indexer.own.entry import Told
    from indexer.own.folders import in_folders
    from indexer.own.intake import Asked

    instrument, _, edition = (as_ or "").partition("@")
    asked = Asked(instrument or None, profile, title)
    told = Told(edition or None, date, language)
    started = perf_counter()
    with progress() as report:
        added = run(in_folders(files), asked, told, _place(index, corpus), _limits(), report)
    (_print_json if as_json else _print_added)(added, round(perf_counter() - started, 2))
    if any(outcome.error for outcome in added.outcomes):
        raise typer.Exit(2)


def _limits() -> Limits:
    """What the settings allow the reading of one file."""
    from indexer.own.add import Limits
    from indexer.own.process import ProcessLimits
    from indexer.readers.limits import ReadLimits

    own = settings()
    read = ReadLimits(
        own.read_file_bytes, own.read_pages, own.read_stream_bytes, own.read_page_characters
    )
    process = ProcessLimits(own.read_memory_bytes, own.read_cpu_seconds, own.read_seconds)
    return Limits(read, process, own.read_line)


def _place(index: Path | None, corpus: Path | None) -> Place:
    from indexer.own.change import Place

    def encoder() -> Encoder:
        from indexer.retrieval.encoders import encoder_for_build

        return encoder_for_build(index_folder(index), settings(), say=warn)

    return Place(own_folder(index_folder(index)), corpus, settings().base, encoder)


def _print_json(added: Added, seconds: float) -> None:
    items = [_outcome_json(outcome) for outcome in added.outcomes]
    built = None if added.built is None else built_json(added.built, seconds)
    print_json({"items": items, "total": len(items), "built": built})


def _outcome_json(outcome: Outcome) -> dict[str, Any]:
    view: dict[str, Any] = {"file": outcome.file, "status": "added"}
    if outcome.error is not None:
        told = {"message": outcome.error.message, "mend": outcome.error.mend}
        return {**view, "status": "refused", **told}
    if outcome.added is None or outcome.taken is None:
        return {**view, "status": "left-out", "reason": outcome.left_out}
    return {
        **view,
        "id": outcome.added.id,
        "instrument": outcome.added.instrument,
        "edition": outcome.added.edition,
        "title": outcome.taken.title,
        "profile": outcome.taken.profile,
        "signs": outcome.taken.told,
        "units": sum(outcome.taken.counts.values()),
        "kinds": dict(outcome.taken.counts),
        "notices": [{"what": n.what, "mend": n.mend} for n in outcome.taken.document.notices],
    }


def _print_added(added: Added, seconds: float) -> None:
    for outcome in added.outcomes:
        if outcome.error is not None:
            complain(outcome.error)
        elif outcome.added is None or outcome.taken is None:
            out.print(f"{escape(outcome.file)}: {escape(outcome.left_out or '')}", soft_wrap=True)
        else:
            _print_one(outcome)
    if added.built is not None:
        print_built(added.built, seconds)


def _print_one(outcome: Outcome) -> None:
    assert outcome.added is not None
    assert outcome.taken is not None
    taken = outcome.taken
    out.print(
        f"[bold]{escape(outcome.added.id)}[/]  {escape(taken.title)}  "
        f"[dim]{escape(taken.told)}; {sum(taken.counts.values())} units[/]",
        soft_wrap=True,
    )
    for notice in taken.document.notices:
        err.print(f"[yellow]{escape(notice.what)}[/] {escape(notice.mend)}", soft_wrap=True)


def remove(
    identifier: Annotated[
        str, typer.Argument(metavar="ID", help="Such as C155, or C155@1981 of several editions.")
    ],
    corpus: CorpusOption = None,
    index: IndexFolder = None,
    as_json: AsJson = False,
) -> None:
    """Remove a text of your own, and build."""
    from indexer.own.remove import remove as run

    started = perf_counter()
    with progress() as report:
        name, built = run(identifier, _place(index, corpus), report)
    seconds = round(perf_counter() - started, 2)
    if as_json:
        print_json({"removed": name, "built": built_json(built, seconds)})
        return
    out.print(f"[bold]{escape(name)}[/] is removed.")
    print_built(built, seconds)


Edition = Annotated[str, typer.Argument(metavar="ID@EDITION", help="Such as compact@2023.")]


def diff(
    old: Edition,
    new: Edition,
    all_: Annotated[bool, typer.Option("--all", help="Show units that are the same too.")] = False,
    index: IndexFolder = None,
    as_json: AsJson = False,
) -> None:
    """Show what one edition changed against another, unit by unit."""
    from indexer.editions.changes import diff_json

    answer = diff_json(opened(index), old, new)
    if as_json:
        print_json(answer)
        return
    for item in answer["items"]:
        if all_ or item["status"] != "same":
            _print_change(item)
    counts = ", ".join(f"{count} {status}" for status, count in answer["counts"].items())
    out.print(f"{escape(old)} → {escape(new)}: {counts}", soft_wrap=True)


def _print_change(item: dict[str, Any]) -> None:
    out.print(f"[bold]{item['id']}[/]  {_COLOURS[item['status']]}", soft_wrap=True)
    for change in item.get("changes", ()):
        gone = f"[red]-{escape(change['old'])}[/]" if change["old"] else ""
        come = f"[green]+{escape(change['new'])}[/]" if change["new"] else ""
        out.print(f"    {' '.join(filter(None, (gone, come)))}", soft_wrap=True)
    if item["status"] == "changed" and item["old"]["printed_label"] != item["new"]["printed_label"]:
        labels = f"{item['old']['printed_label']} → {item['new']['printed_label']}"
        out.print(f"    label: {escape(labels)}", soft_wrap=True)
    if item["status"] in ("added", "removed"):
        out.print(f"    {escape((item['new'] or item['old'])['text'])}", soft_wrap=True)
    if "words_at" in item:
        out.print(f"    the same words: {escape(item['words_at'])}", soft_wrap=True)


_COLOURS = {
    "added": "[green]added[/]",
    "removed": "[red]removed[/]",
    "changed": "[yellow]changed[/]",
    "same": "[dim]same[/]",
}
COMMANDS = {"diff": diff, "add": add, "remove": remove}
