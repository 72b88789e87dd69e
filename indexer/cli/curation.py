"""`links export` and `links import`: the editors' links as a sheet for a reviewer, and back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from indexer.cli.building import CorpusOption
from indexer.cli.links import write_file
from indexer.cli.output import err, out
from indexer.errors import InputError

if TYPE_CHECKING:
    from indexer.links.model import Known, Links
    from indexer.model import Instrument

links = typer.Typer(no_args_is_help=True, help="Export and import the editors' links.")


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
    from indexer.citeas import citation
    from indexer.corpus_io import CorpusFolder, read_corpus
    from indexer.links.files import read_links
    from indexer.links.model import known_of

    opened = CorpusFolder(folder)
    read, facts, _ = read_corpus(opened)
    known = known_of(read, facts.provisions)
    units = {unit.id: unit for edition in read.editions for unit in edition.units}
    words = {own.id: own.subject for own in facts.provisions}
    words |= {unit.id: unit.text for unit in units.values()}

    def describe(name: str) -> tuple[str, str]:
        instrument = facts.instruments[name.partition(":")[0]]
        return citation(name, units, instrument, facts.citation), words[name]

    root = folder if folder is not None else Path(str(shipped.root))
    return _Corpus(root, dict(facts.instruments), known, read_links(opened, known), describe)


@links.command("export")
def export(
    csv: Annotated[Path, typer.Option("--csv", help="File to write.")],
    corpus: CorpusOption = None,
) -> None:
    """Write all links as one CSV sheet, with the words that each link is about."""
    from indexer.links.sheet import sheet

    opened = _opened(corpus)
    write_file(csv, sheet(opened.links, opened.describe))


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
        raise InputError(f"{file} cannot be read: {error.strerror}.") from error
    opened = _opened(corpus)
    after = checked(with_days(rows_of(file.name, data), opened.links), opened.known)
    changes = differences(opened.links, after)
    out.print(", ".join(f"{count} {what}" for what, count in changes.items()))
    if not write:
        err.print("Nothing was written. Give --write to write it.")
        return
    for path in write_links(opened.root, after, opened.instruments, settings().base):
        err.print(f"written: {escape(str(path))}", soft_wrap=True)
