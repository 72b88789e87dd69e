"""The exchange formats of a build: the graph in RDF, the units as JSON lines or CSV."""

from __future__ import annotations

import csv
import io
import json

from indexer.errors import InputError
from indexer.read import Index

UNIT_FORMATS = ("csv", "jsonl")
_COLUMNS = (
    "id",
    "iri",
    "instrument",
    "kind",
    "printed_label",
    "ordinal",
    "parent",
    "section",
    "heading",
    "element",
    "text",
    "cite_as",
)


def exported(index: Index, form: str, graph: str | None = None) -> bytes:
    """Return a build in one of the formats; the same build gives the same bytes.

    `graph` names one graph of the RDF formats. Raises InputError for a format that is not offered
    and NotFoundError for a graph that is not there.
    """
    from indexer.graph.store import FORMATS, export

    if form not in (*FORMATS, *UNIT_FORMATS):
        raise InputError(
            f"There is no format {form!r}.",
            mend=f"Use one of {', '.join((*FORMATS, *UNIT_FORMATS))}.",
        )
    if form not in UNIT_FORMATS:
        return export(index.store, form, graph)
    if graph is not None:
        raise InputError(f"The format {form} gives units, not a graph.", mend="Leave out --graph.")
    return _jsonl(index) if form == "jsonl" else _csv(index)


def _jsonl(index: Index) -> bytes:
    views = map(index.unit_json, index.units.values())
    return "".join(f"{json.dumps(view, ensure_ascii=False)}\n" for view in views).encode()


def _csv(index: Index) -> bytes:
    out = io.StringIO()
    table = csv.DictWriter(out, _COLUMNS, extrasaction="ignore", lineterminator="\r\n")
    table.writeheader()
    table.writerows(map(index.unit_json, index.units.values()))
    return out.getvalue().encode()
