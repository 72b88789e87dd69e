"""Answers cut to what a language model needs: its context is dear, and a link has twenty fields.

Nothing is cut in silence: totals stay those of the whole answer, and `left_out` counts what a list
lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from indexer.read import FAMILIES

Json = dict[str, Any]
_ENDS: Final = ("unit", "target", "cite_as", "bindingness", "text", "subject", "subject_basis")
_EVIDENCE: Final = {
    "citations": ("quote", "via", "note", "place"),
    "curated": ("predicate", "reason", "author", "date", "source"),
    "suggested": ("score", "probability", "rank", "pool", "method"),
}


def only(row: Mapping[str, Any], names: Iterable[str]) -> Json:
    """Return the named fields that a row has and that say something."""
    return {name: row[name] for name in names if row.get(name) is not None}


def links(answer: Json, most: int) -> Json:
    """Cut an answer about links to `most` rows of each family, each with its ends and evidence."""
    rows = {
        family: [only(row, (*_ENDS, *_EVIDENCE[family])) for row in answer[family][:most]]
        for family in FAMILIES
    }
    kept = ("totals", "about", "remarks", "endnotes", "unresolved", "build")
    left = {family: max(len(answer[family]) - most, 0) for family in FAMILIES}
    unit = only(
        answer["unit"], ("id", "kind", "cite_as", "text", "subject", "bindingness", "edition")
    )
    return {"unit": unit, **rows, "left_out": left, **only(answer, kept)}


def coverage(answer: Json, elements: Sequence[int]) -> Json:
    """Cut coverage to counts for each element and instrument; to units where few are asked for."""
    names = ["element", "label", "instrument", "cite_as", "bindingness", "counts"]
    names += ["units", "targets"] if elements else []
    items = [only(cell, names) for cell in answer["items"]]
    return {**answer, "items": items}


def trace(answer: Json, most: int) -> Json:
    """Cut a traced draft to `most` links of each family behind each clause."""
    behind = {
        clause: {
            family: [
                only(row, ("target", "cite_as", "bindingness", "quote", "predicate", "reason"))
                for row in rows[:most]
            ]
            for family, rows in families.items()
            if isinstance(rows, list)
        }
        for clause, families in answer["backing"].items()
    }
    cited = ("start", "end", "quote", "status", "targets", "verdict", "problems", "nearest")
    citations = [only(row, cited) for row in answer["citations"]]
    return {**answer, "citations": citations, "backing": behind}
