"""`build` and `check`: making a build, and proving it."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from indexer.cli.options import AsJson, IndexFolder, index_folder, opened, own_folder
from indexer.cli.output import out, print_json, progress, warn
from indexer.settings import settings

if TYPE_CHECKING:
    from indexer.build import Built

CorpusOption = Annotated[
    Path | None,
    typer.Option("--corpus", help="Corpus folder.", show_default="the corpus that is shipped"),
]
OutOption = Annotated[
    Path | None,
    typer.Option("--out", help="Index folder.", show_default="$CLAUSEGRAPH_INDEX or index"),
]


def build(
    corpus: CorpusOption = None, out_folder: OutOption = None, as_json: AsJson = False
) -> None:
    """Build the index from a corpus, with the texts of your own, and publish it."""
    from indexer.build import build as run
    from indexer.own.layered import with_own
    from indexer.retrieval.encoders import encoder_for_build

    started = perf_counter()
    target = index_folder(out_folder)
    texts = with_own(corpus, own_folder(target))
    texts.toml("sources.toml")  # a folder that is no corpus is told before a model is made
    encoder = encoder_for_build(target, settings(), say=warn)
    with progress() as report:
        built = run(texts, target, settings().base, encoder, report)
    seconds = round(perf_counter() - started, 2)
    if as_json:
        print_json(built_json(built, seconds))
    else:
        print_built(built, seconds)


def built_json(built: Built, seconds: float) -> dict[str, Any]:
    """Return what a build did, as JSON."""
    fields = {name: getattr(built, name) for name in type(built).__dataclass_fields__}
    return {**fields, "folder": str(built.folder), "seconds": seconds}


def print_built(built: Built, seconds: float) -> None:
    """Tell what a build did."""
    how = "was there already" if built.reused else f"took {seconds} s"
    out.print(f"Build [bold]{built.id}[/] {how}: {built.folder}", soft_wrap=True)
    out.print(
        f"{built.units} units, {built.notes} notes, {built.markers} markers, {built.quads} quads, "
        f"{built.passages} passages ({built.encoded_passages} embedded now)",
        soft_wrap=True,
    )


def check(index: IndexFolder = None, as_json: AsJson = False) -> None:
    """Check a build: tiling, anchors, identifiers, hashes, licences, SHACL."""
    from indexer.check import check_index
    from indexer.errors import CheckError

    findings = check_index(opened(index))
    if as_json:
        print_json({"items": [f.as_json() for f in findings], "total": len(findings)})
    else:
        table = Table("check", "checked", "failures", box=None)
        for finding in findings:
            table.add_row(finding.name, str(finding.checked), str(len(finding.failures)))
        out.print(table)
    failed = [failure for finding in findings for failure in finding.failures]
    if failed:
        raise CheckError(
            f"{len(failed)} failures; the first: {failed[0]}.",
            mend="See `clausegraph check --json`.",
        )


COMMANDS = {"build": build, "check": check}
