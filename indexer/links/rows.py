"""One row of a list of links, between its cells and its value; every wrong cell is told.

The columns follow SSSOM (https://mapping-commons.github.io/sssom/spec-model/), with three of the
project's own. corpus/schema/links.schema.json says what each of them holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date

from indexer.links.model import PREDICATES, Known, Link
from indexer.nearest import nearest

MOST_WORDS = 25
JUSTIFICATION = "semapv:ManualMappingCuration"
_PREFIX = "cg:"
_NOT = "Not"
_BASES = ("text", "knowledge")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_COMPUTED = ("=", "+", "-", "@")
"""A cell that begins so is computed by a spreadsheet, not shown."""

_FIELDS: Mapping[str, str] = {
    "subject_id": "subject",
    "predicate_id": "predicate",
    "object_id": "target",
    "author_label": "author",
    "mapping_date": "date",
    "comment": "reason",
    "comment_for": "reason_for",
    "comment_against": "reason_against",
    "primary_source": "source",
    "basis": "basis",
    "confidence": "confidence",
}
"""The field of a link for each column that holds one."""
_REASONS: Mapping[str, tuple[str, ...]] = {
    "curated": ("comment",),
    "rejected": ("comment",),
    "unsure": ("comment_for", "comment_against"),
}
_EVERY_REASON = ("comment", "comment_for", "comment_against")
Problem = tuple[str, str]
"""A column and what is wrong with its cell."""


def columns(name: str) -> tuple[str, ...]:
    """Return the columns of a list, in order."""
    modifier = ("predicate_modifier",) if name == "rejected" else ()
    return (
        *("subject_id", "predicate_id", *modifier, "object_id", "mapping_justification"),
        *("author_label", "mapping_date", *_REASONS[name], "primary_source"),
        *("basis", "confidence"),
    )


def cells(link: Link, name: str) -> dict[str, str]:
    """Return the cells of a link by column, as the list writes them."""
    found = {column: str(getattr(link, field) or "") for column, field in _FIELDS.items()}
    found["predicate_id"] = _PREFIX + link.predicate
    found["predicate_modifier"] = _NOT
    found["mapping_justification"] = JUSTIFICATION
    found["confidence"] = _number(link.confidence)
    return {column: found[column] for column in columns(name)}


def link_of(row: Mapping[str, str]) -> Link:
    """Return the link of a row in which `problems` finds nothing wrong."""
    stated = {field: row.get(column, "") for column, field in _FIELDS.items()}
    stated["predicate"] = stated["predicate"].removeprefix(_PREFIX)
    confidence = stated.pop("confidence")
    return Link(**stated, confidence=float(confidence) if confidence else None)


def problems(row: Mapping[str, str], name: str, known: Known) -> Iterator[Problem]:
    """Yield what is wrong in a row of the list `name`, by column."""
    yield from _identifiers(row, known)
    if row.get("predicate_id", "").removeprefix(_PREFIX) not in PREDICATES:
        yield "predicate_id", f"write {' or '.join(_PREFIX + p for p in PREDICATES)}"
    if row.get("mapping_justification", JUSTIFICATION) != JUSTIFICATION:
        yield "mapping_justification", f"write {JUSTIFICATION}"
    if row.get("predicate_modifier", _NOT) != _NOT:
        yield "predicate_modifier", f"write {_NOT}"
    for column in ("author_label", "primary_source"):
        if not row.get(column):
            yield column, "it is empty"
    if not _is_day(row.get("mapping_date", "")):
        yield "mapping_date", "write a day as 2025-11-21"
    yield from _reasons(row, name)
    if row.get("basis") not in _BASES:
        yield "basis", f"write {' or '.join(_BASES)}"
    yield from _confidence(row.get("confidence", ""), needed=name == "curated")


def _identifiers(row: Mapping[str, str], known: Known) -> Iterator[Problem]:
    for column, what, there in (
        ("subject_id", "unit", known.subjects),
        ("object_id", "provision", known.targets),
    ):
        value = row.get(column, "")
        if value not in there:
            near = nearest(value, there)
            hint = f"; the nearest are {', '.join(near)}" if near else ""
            yield column, f"there is no {what} {value!r}{hint}"
    if row.get("subject_id") == row.get("object_id"):
        yield "object_id", "a unit does not back itself"


def _reasons(row: Mapping[str, str], name: str) -> Iterator[Problem]:
    for column in _EVERY_REASON:
        text = row.get(column, "")
        words = len(text.split())
        if column not in _REASONS[name]:
            if text:
                yield column, f"rows of {name} have {' and '.join(_REASONS[name])} instead"
        elif not 0 < words <= MOST_WORDS:
            yield column, f"it has {words} words; say it in 1 to {MOST_WORDS}"
        elif text.startswith(_COMPUTED):
            yield column, f"it begins with {text[0]}, which a spreadsheet would compute"


def _confidence(text: str, *, needed: bool) -> Iterator[Problem]:
    try:
        good = 0 <= float(text) <= 1 if text else not needed
    except ValueError:
        good = False
    if not good:
        yield "confidence", "write a number from 0 to 1, such as 0.85"


def _is_day(text: str) -> bool:
    if not _DAY.fullmatch(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _number(value: float | None) -> str:
    """Return a confidence with two decimals, or with as many as it has beyond."""
    if value is None:
        return ""
    return f"{value:.2f}" if round(value, 2) == value else repr(value)
