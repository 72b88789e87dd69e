"""Answers about links as CSV: one line a link, or one line a cell of coverage."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from indexer.answers.options import FAMILIES

Json = dict[str, Any]

LINK_COLUMNS = (
    *("family", "unit", "target", "cite_as", "bindingness", "body", "status", "text", "subject"),
    *("quote", "via", "predicate", "reason", "author", "date", "source"),
    *("score", "probability", "rank", "pool", "method", "model"),
    "edition",
)
COVERAGE_COLUMNS = (
    *("element", "label", "instrument", "cite_as", "bindingness", "body", "status"),
    *(*FAMILIES, "units", "targets"),
)


def links_csv(answer: Json, names: Sequence[str] | None = None) -> bytes:
    """Return the rows of an answer to `backing` or `backs`; `cite_as` is the described end's.

    `names` are the members of a row to be given in place of `LINK_COLUMNS`, behind the family.
    """
    rows = ({"family": family, **row} for family in FAMILIES for row in answer[family])
    return _csv(LINK_COLUMNS if names is None else ("family", *names), rows)


def coverage_csv(answer: Json, names: Sequence[str] | None = None) -> bytes:
    """Return the cells of coverage; units and targets are parted by spaces.

    `names` are the members of a cell to be given in place of `COVERAGE_COLUMNS`; `counts` stands
    for one column a family.
    """
    counted = ({**item, **item.get("counts", {})} for item in answer["items"])
    return _csv(COVERAGE_COLUMNS if names is None else tuple(_counted(names)), counted)


def _counted(names: Sequence[str]) -> Iterator[str]:
    for name in names:
        yield from FAMILIES if name == "counts" else (name,)


def _csv(columns: Sequence[str], rows: Iterable[Json]) -> bytes:
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\r\n")
    table.writerow(columns)
    table.writerows([_cell(row.get(column)) for column in columns] for row in rows)
    return out.getvalue().encode()


def _cell(value: object) -> str:
    """Return a value as it stands: a quotation that is changed is no quotation.

    Nothing is put before a `=` or a `-` therefore (docs/decisions/0010-http.md).
    """
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    return " ".join(map(str, value)) if isinstance(value, list) else _plain(value)


def _plain(value: object) -> str:
    return "" if value is None else str(value)
