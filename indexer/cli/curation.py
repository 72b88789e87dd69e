"""`links export` and `links import`: the editors' links as a sheet for a reviewer, and back.

`links model` tells what the model that makes suggestions has learned from them, and how good it is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.markup import escape
from rich.table import Table

from indexer.cli.building import CorpusOption
from indexer.cli.links import write_file
from indexer.cli.options import AsJson, IndexFolder, opened
from indexer.cli.output import err, out, print_json
from indexer.errors import InputError, NotFoundError

if TYPE_CHECKING:
    from indexer.links.model import Known, Links
    from indexer.model import Instrument

_FIGURES = ("nDCG@10", "recall@10", "recall@50")

links = typer.Typer(
    no_args_is_help=True,
    help="Export and import the editors' links; tell of the model that learned from them.",
)


@dataclass(frozen=True)
class _Corpus:
    """A corpus with its links, opened for a reviewer."""

    root: Path
    instruments: dict[str, Instrument]
    known: Known
    links: Links
    describe: Callable[[str], tuple[str, str]]
    """The citation of a unit or provision, and its text or subject."""


def _opened(folder: Path | None) -> _Corpus:
    """Read a corpus with its links. Raises InputError for what is wrong in it."""
    import corpus as shipped
    from indexer.citeas import citer
    from indexer.corpus_io import CorpusFolder, read_corpus
    from indexer.links.files import read_links
    from indexer.links.model import known_of

    opened = CorpusFolder(folder)
    read, facts, _ = read_corpus(opened)
    known = known_of(read, facts.provisions)
    units = {unit.id: unit for edition in read.editions for unit in edition.units}
    words = {own.id: own.subject for own in facts.provisions}
    words |= {unit.id: unit.text for unit in units.values()}

    cite = citer(units, facts.instruments, facts.citation)

    def describe(name: str) -> tuple[str, str]:
        return cite(name), words[name]

    root = folder if folder is not None else Path(str(shipped.root))
    return _Corpus(root, dict(facts.instruments), known, read_links(opened, known), describe)


@links.command("export")
def export(
    csv: Annotated[Path, typer.Option("--csv", help="File to write.")],
    corpus: CorpusOption = None,
) -> None:
    """Write all links as one CSV sheet, with the words that each link is about."""
    from indexer.links.sheet import sheet

    given = _opened(corpus)
    write_file(csv, sheet(given.links, given.describe))


@links.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="A sheet that `links export` wrote.")],
    corpus: CorpusOption = None,
    write: Annotated[bool, typer.Option("--write", help="Write the corpus, not only say.")] = False,
) -> None:
    """Check a sheet and say what it would change; with --write change the corpus."""
    from indexer.links.days import with_days
    from indexer.links.files import checked, write_links
    from indexer.links.sheet import differences, rows_of
    from indexer.settings import settings

    try:
        data = file.read_bytes()
    except OSError as error:
        raise InputError(
            f"{file} cannot be read: {error.strerror}.",
            mend="Name a file that `links export` wrote, and that you may read.",
        ) from error
    given = _opened(corpus)
    after = checked(with_days(rows_of(file.name, data), given.links), given.known)
    changes = differences(given.links, after)
    out.print(", ".join(f"{count} {what}" for what, count in changes.items()))
    if not write:
        err.print("Nothing was written. Give --write to write it.")
        return
    for path in write_links(given.root, after, given.instruments, settings().base):
        err.print(f"written: {escape(str(path))}", soft_wrap=True)


@links.command("model")
def model(
    weights: Annotated[bool, typer.Option("--weights", help="Show what it weighs, too.")] = False,
    index: IndexFolder = None,
    as_json: AsJson = False,
) -> None:
    """Show how good the model of the suggestions is on units that it had not seen."""
    build = opened(index)
    facts = build.links_model
    if as_json:
        print_json(facts)
    elif not facts:
        raise NotFoundError(
            f"Build {build.build} has no suggestions: there was too little to learn from.",
            mend="Keep links of 30 units or more in links/curated.sssom.tsv.",
        )
    else:
        _print_model(facts, weights)


def _print_model(facts: Mapping[str, Any], weights: bool) -> None:
    learned, unseen = facts["learned_from"], facts["unseen"]
    out.print(
        f"[bold]{facts['name']}[/], from {learned['links']} links of {learned['units']} units to"
        f" {learned['provisions']} provisions; figures are for units that it had not seen",
        soft_wrap=True,
    )
    rankings = Table("ranking", *_FIGURES, "by article", *_FIGURES, box=None)
    for name, own in unseen["rankings"].items():
        one, other = (
            [f"{own[by][figure]:.3f}" for figure in _FIGURES] for by in ("provision", "article")
        )
        rankings.add_row(name, *one, "", *other)
    out.print(rankings)
    chance = Table("probability", "said", "came true", "pairs", box=None)
    for row in unseen["reliability"]:
        span = f"{row['from']:g} to {row['to']:g}"
        chance.add_row(span, f"{row['said']:.3f}", f"{row['true']:.3f}", _about(row["pairs"]))
    out.print(chance)
    mean = unseen["brier_of_the_mean"]
    out.print(f"Brier score {unseen['brier']:.5f}; of the mean alone {mean:.5f}")
    if weights:
        _print_weights(facts["final"]["measures"])


def _about(count: int) -> str:
    """A count to two digits: the last depend on the machine."""
    return f"{float(f'{count:.1e}'):,.0f}"


def _print_weights(measures: list[dict[str, Any]]) -> None:
    table = Table("measure", "weight", "what it is", box=None)
    for own in measures:
        table.add_row(own["name"], f"{own['weight']:+.2f}", escape(own["says"]))
    out.print(table)
