"""The links of a corpus folder: read with everything checked, and written in canonical order.

A corpus need not have any. Where a row is wrong, the error names the file, the row and the column,
and every other that is wrong besides.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from indexer.corpus_io import CorpusFolder
from indexer.errors import InputError
from indexer.links.model import LISTS, Known, Link, Links
from indexer.links.rows import link_of, problems
from indexer.links.sssom import Row, parse, written
from indexer.model import Instrument

FOLDER = "links"
_TOLD = 10
"""An error tells so many problems; the rest are counted."""
Placed = tuple[str, str, Row]
"""A row with its list and how an error calls the row, such as `links/curated.sssom.tsv, row 12`."""


def file_of(name: str) -> str:
    """Return the file of a list in a corpus."""
    return f"{FOLDER}/{name}.sssom.tsv"


def read_links(folder: CorpusFolder, known: Known) -> Links:
    """Read the three lists of a corpus; a list without a file is empty.

    Raises InputError for a file that is no such table and for any row that is wrong.
    """
    return checked(_placed(folder), known)


def _placed(folder: CorpusFolder) -> Iterator[Placed]:
    for name in LISTS:
        file = file_of(name)
        if folder.root.joinpath(file).is_file():
            for row in parse(file, folder.read(file), name):
                yield name, f"{file}, row {row.line}", row


def checked(rows: Iterable[Placed], known: Known) -> Links:
    """Return the lists that rows make, in canonical order.

    Raises InputError for rows that are wrong and for a pair that two rows state.
    """
    found: dict[str, list[Link]] = {name: [] for name in LISTS}
    seen: dict[tuple[str, str], str] = {}
    wrong: list[str] = []
    for name, place, row in rows:
        own = [f"{place}, column {column}: {what}." for column, what in _all(name, row, known)]
        link = link_of(row.cells) if not own else None
        if link is not None:
            first = seen.setdefault((link.subject, link.target), place)
            if first == place:
                found[name].append(link)
            else:
                own = [f"{place}, column object_id: {first} states the pair already."]
        wrong += own
    if wrong:
        raise InputError(_told(wrong), mend="Correct each of them; nothing was written.")
    return Links(**{name: tuple(sorted(found[name], key=known.order)) for name in LISTS})


def _all(name: str, row: Row, known: Known) -> Iterator[tuple[str, str]]:
    if name in LISTS:
        yield from problems(row.cells, name, known)
    else:
        yield "list", f"write {', '.join(LISTS)}"


def _told(wrong: list[str]) -> str:
    more = len(wrong) - _TOLD
    return "\n".join(wrong[:_TOLD] + ([f"And {more} more."] if more > 0 else []))


def write_links(
    root: Path, links: Links, instruments: Mapping[str, Instrument], base: str
) -> list[Path]:
    """Write the three lists below a corpus folder and return the files that changed.

    Each file is replaced in one step. Raises InputError where the folder cannot be written.
    """
    changed = []
    try:
        (root / FOLDER).mkdir(parents=True, exist_ok=True)
        for name in LISTS:
            path, data = root / file_of(name), written(name, links.of(name), instruments, base)
            if not path.is_file() or path.read_bytes() != data:
                aside = path.with_name(f".{path.name}")
                aside.write_bytes(data)
                aside.replace(path)
                changed.append(path)
    except OSError as error:
        raise InputError(
            f"{root} cannot be written: {error.strerror}.", mend="Name a folder with --corpus."
        ) from error
    return changed
