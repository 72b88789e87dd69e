"""The links as one sheet for a reviewer: all three lists, with the words that they are about.

Written as spreadsheets like it (UTF-8 with a byte order mark, CRLF, commas), and read back as they
leave it: with or without the mark, any line ends, commas, semicolons or tabs. The columns that
only inform are not read back. To move a row to another list, change its `list`.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping

from indexer.errors import InputError
from indexer.links.files import Placed
from indexer.links.model import LISTS, Links
from indexer.links.rows import cells
from indexer.links.sssom import Row

COLUMNS = (
    *("list", "subject_id", "subject_label", "subject_text"),
    *("predicate_id", "object_id", "object_label", "object_text"),
    *("comment", "comment_for", "comment_against", "basis", "confidence"),
    *("primary_source", "author_label", "mapping_date"),
)
_INFORM = ("subject_label", "subject_text", "object_label", "object_text")
_READ = tuple(column for column in COLUMNS if column not in _INFORM)
_DELIMITERS = (",", ";", "\t")
Described = tuple[str, str]
"""What a reviewer reads of an identifier: its citation, and its words or subject."""


def sheet(links: Links, describe: Callable[[str], Described]) -> bytes:
    """Return the sheet of all links in canonical order."""
    out = io.StringIO()
    table = csv.DictWriter(out, COLUMNS, restval="", extrasaction="ignore", lineterminator="\r\n")
    table.writeheader()
    for name in LISTS:
        for link in links.of(name):
            subject, target = describe(link.subject), describe(link.target)
            told = dict(zip(_INFORM, (*subject, *target), strict=True))
            table.writerow({"list": name, **cells(link, name), **told})
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def rows_of(file: str, data: bytes) -> Iterator[Placed]:
    """Yield the rows of a sheet, each with its list; the first row of a sheet is row 1.

    Raises InputError where it is not UTF-8, lacks a column, or is no table.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{file} is not UTF-8.", mend="Save it as `CSV UTF-8`.") from error
    lines = text.splitlines(keepends=True)
    skipped = 1 if lines and lines[0].lower().startswith("sep=") else 0
    body = "".join(lines[skipped:])
    head, delimiter = _head(file, body)
    table = csv.reader(io.StringIO(body, newline=""), delimiter=delimiter, strict=True)
    try:
        for number, values in enumerate(table, start=1 + skipped):
            if number > 1 + skipped and any(value.strip() for value in values):
                yield _placed(file, number, head, values, decimal_comma=delimiter == ";")
    except csv.Error as error:
        raise InputError(
            f"{file}, line {table.line_num + skipped}: {error}.", mend="Close its quotes."
        ) from error


def _head(file: str, body: str) -> tuple[list[str], str]:
    """Return the names of the columns, and the delimiter that parts them best."""
    first = body.split("\n", 1)[0].strip("\r")
    heads = {
        d: [cell.strip() for cell in next(csv.reader([first], delimiter=d), [])]
        for d in _DELIMITERS
    }
    delimiter = max(_DELIMITERS, key=lambda d: len(heads[d]))
    for column in _READ:
        if heads[delimiter].count(column) != 1:
            raise InputError(
                f"{file}, row 1: there must be one column {column}.",
                mend="Start from `clausegraph links export --csv`.",
            )
    return heads[delimiter], delimiter


def _placed(
    file: str, number: int, head: list[str], values: list[str], *, decimal_comma: bool
) -> Placed:
    if any(value.strip() for value in values[len(head) :]):
        raise InputError(
            f"{file}, row {number}: it has {len(values)} cells for {len(head)} columns.",
            mend="Quote the cells that hold a delimiter.",
        )
    filled = [*values, *[""] * (len(head) - len(values))]
    found = {c: " ".join(v.split()) for c, v in zip(head, filled, strict=False) if c in _READ}
    if decimal_comma:
        found["confidence"] = found["confidence"].replace(",", ".")
    name = found.pop("list")
    return name, f"{file}, row {number}", Row(number, found)


def differences(before: Links, after: Links) -> Mapping[str, int]:
    """Return how many links were added, removed, moved to another list and changed in it."""
    old = {(link.subject, link.target): (name, link) for name in LISTS for link in before.of(name)}
    new = {(link.subject, link.target): (name, link) for name in LISTS for link in after.of(name)}
    both = old.keys() & new.keys()
    return {
        "added": len(new.keys() - old.keys()),
        "removed": len(old.keys() - new.keys()),
        "moved": sum(old[pair][0] != new[pair][0] for pair in both),
        "changed": sum(old[pair][0] == new[pair][0] and old[pair] != new[pair] for pair in both),
    }
