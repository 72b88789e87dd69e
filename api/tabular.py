"""Lists as CSV (RFC 4180): one line an item, the columns decided by the model of the items.

An inner object gives a column for each member (`match.start`), a list of words is parted by
spaces, a list of objects is JSON. Values stand as they are: nothing is put before a `=`, because
a quotation that is changed is no quotation (docs/decisions/0010-http.md).
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from types import UnionType
from typing import Any, Final, Union, get_args, get_origin

from pydantic import BaseModel

from api.schemas import Json

MEDIA_TYPE: Final = "text/csv; charset=utf-8"


def columns(model: type[BaseModel], names: Sequence[str] | None = None) -> tuple[str, ...]:
    """Return the columns of a model, or of those of its members that are named."""
    by_name = {own.alias or name: own.annotation for name, own in model.model_fields.items()}
    wanted = by_name if names is None else names
    return tuple(column for name in wanted for column in _columns(name, by_name[name]))


def _columns(name: str, annotation: Any) -> Iterator[str]:
    inner = _model_in(annotation)
    if inner is None:
        yield name
    else:
        yield from (f"{name}.{below}" for below in columns(inner))


def _model_in(annotation: Any) -> type[BaseModel] | None:
    """The model that an annotation names, itself or as an alternative to None."""
    options = (
        get_args(annotation) if get_origin(annotation) in (Union, UnionType) else (annotation,)
    )
    models = [own for own in options if isinstance(own, type) and issubclass(own, BaseModel)]
    return models[0] if models else None


def table(head: Sequence[str], rows: Iterable[Json]) -> bytes:
    """Return rows as CSV in UTF-8; a member that a row lacks, or has as null, is empty."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([_cell(_member(row, column)) for column in head] for row in rows)
    return out.getvalue().encode()


def _member(row: Any, column: str) -> Any:
    for name in (column,) if column in row else column.split("."):
        row = row.get(name) if isinstance(row, dict) else None
    return row


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool | dict) or (
        isinstance(value, list) and any(isinstance(own, dict | list) for own in value)
    ):
        return json.dumps(value, ensure_ascii=False)
    return " ".join(map(str, value)) if isinstance(value, list) else str(value)
