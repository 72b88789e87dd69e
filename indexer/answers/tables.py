"""Answers about links as CSV: one line a link, or one line a cell of coverage."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import Any

from indexer.answers.options import FAMILIES

Json = dict[str, Any]

LINK_COLUMNS = (
    *("family", "unit", "target", "cite_as", "bindingness", "body", "status", "text", "subject"),
    *("quote", "via", "predicate", "reason", "author", "date", "source"),
    *("score", "probability", "rank", "pool", "method", "model"),
)
COVERAGE_COLUMNS = (
    *("element", "label", "instrument", "cite_as", "bindingness", "body", "status"),
    *(*FAMILIES, "units", "targets"),
)


def links_csv(answer: Json) -> bytes:
    """Return the rows of an answer to `backing` or `backs`; `cite_as` is the described end's."""
    rows = ({"family": family, **row} for family in FAMILIES for row in answer[family])
    return _csv(LINK_COLUMNS, rows)


def coverage_csv(answer: Json) -> bytes:
    """Return the cells of coverage; units and targets are parted by spaces."""
    return _csv(COVERAGE_COLUMNS, ({**item, **item["counts"]} for item in answer["items"]))


def _csv(columns: tuple[str, ...], rows: Iterable[Json]) -> bytes:
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\r\n")
    table.writerow(columns)
    table.writerows([_cell(row.get(column)) for column in columns] for row in rows)
    return out.getvalue().encode()


def _cell(value: object) -> str:
    if isinstance(value, list):
        return " ".join(map(str, value))
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text
