"""The files of corpus/links: SSSOM in tab-separated values, in one canonical form.

See https://mapping-commons.github.io/sssom/spec-formats-tsv/: lines of metadata that begin with
`#`, a line of column names, one line a link.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from indexer.errors import InputError
from indexer.ident import instrument_iri
from indexer.links.model import Link
from indexer.links.rows import cells, columns
from indexer.model import Instrument
from ontology.terms import NAMESPACE, SEMAPV

_DESCRIPTIONS: Mapping[str, str] = {
    "curated": "Provisions that back a unit of the texts, or treat its subject in part.",
    "rejected": "Links that an editor has considered and refused, each with the reason.",
    "unsure": "Links on which editors did not agree, with the reasons on both sides.",
}
_CLAIM = "Editorial claims of this project; neither WHO nor ILO nor any other body has made them."
_LICENSE = "https://www.apache.org/licenses/LICENSE-2.0"
_OWN = ("basis", "comment_against", "comment_for", "primary_source")
"""Columns that SSSOM does not have."""


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one line by column, and the number of the line."""

    line: int
    cells: Mapping[str, str]


def parse(file: str, data: bytes, name: str) -> tuple[Row, ...]:
    """Return the rows of a file of the list `name`, their cells without outer white space.

    Raises InputError, naming the file and the line, where it is no such table.
    """
    try:
        lines = [line.rstrip("\r") for line in data.decode("utf-8-sig").split("\n")]
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InputError(f"{file}, line {line}: not UTF-8.", mend="Save it as UTF-8.") from error
    comments = next((at for at, line in enumerate(lines) if not line.startswith("#")), len(lines))
    table = csv.reader(lines[comments:], delimiter="\t", strict=True)
    head: list[str] = []
    rows = []
    try:
        for values in table:
            line = comments + table.line_num
            if values and not head:
                head = _head(file, values, name)
            elif values:
                rows.append(Row(line, _cells(file, line, head, values)))
    except csv.Error as error:
        line = comments + table.line_num
        raise InputError(f"{file}, line {line}: {error}.", mend="Close its quotes.") from error
    if not head:
        raise InputError(f"{file}: there is no line of columns.", mend=_write(name))
    return tuple(rows)


def _head(file: str, values: Sequence[str], name: str) -> list[str]:
    head = [value.strip() for value in values]
    wanted = columns(name)
    for missing in (column for column in wanted if column not in head):
        raise InputError(f"{file}: the column {missing} is missing.", mend=_write(name))
    for at, other in enumerate(head):
        if other not in wanted or other in head[:at]:
            raise InputError(f"{file}: there is no place for column {other!r}.", mend=_write(name))
    return head


def _cells(file: str, line: int, head: list[str], values: list[str]) -> dict[str, str]:
    if len(values) != len(head):
        raise InputError(
            f"{file}, line {line}: it has {len(values)} cells for {len(head)} columns.",
            mend="Part the cells by one tab each.",
        )
    return {column: " ".join(value.split()) for column, value in zip(head, values, strict=True)}


def _write(name: str) -> str:
    return f"The columns are {', '.join(columns(name))}."


def written(
    name: str, links: Iterable[Link], instruments: Mapping[str, Instrument], base: str
) -> bytes:
    """Return the file of a list, its links in the order given.

    The metadata is made anew: the prefixes are those of the instruments that the links name, so
    that `C155:art_13` stands for the IRI that the graph has below `base`.
    """
    links = tuple(links)
    out = io.StringIO()
    out.writelines(f"#{line}\n" for line in _metadata(name, links, instruments, base))
    table = csv.DictWriter(out, columns(name), delimiter="\t", lineterminator="\n")
    table.writeheader()
    table.writerows(cells(link, name) for link in links)
    return out.getvalue().encode()


def _metadata(
    name: str, links: Sequence[Link], instruments: Mapping[str, Instrument], base: str
) -> Iterator[str]:
    yield f"mapping_set_id: {base}links/{name}"
    yield f"mapping_set_description: {_DESCRIPTIONS[name]} {_CLAIM}"
    yield f"license: {_LICENSE}"
    named = {end.partition(":")[0] for link in links for end in (link.subject, link.target)}
    prefixes = {own: f"{instrument_iri(base, instruments[own])}/" for own in named}
    prefixes |= {"cg": NAMESPACE, "semapv": str(SEMAPV)}
    yield "curie_map:"
    yield from (f"  {prefix}: {iri}" for prefix, iri in sorted(prefixes.items()))
    yield "extension_definitions:"
    for column in (own for own in _OWN if own in columns(name)):
        yield f"  - slot_name: {column}"
