"""Profiles: the line grammar of each kind of document, read from corpus/profiles/*.toml.

A profile is data. This module gives its tables types and compiles its patterns; in
indexer.parsing.examples every pattern proves itself. What the rules do to the outline
is in indexer.parsing.outline; which line they match is decided in indexer.parsing.tokens.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from indexer.errors import InputError
from indexer.model import NoteKind

ROLES = frozenset(
    {
        "annex",
        "attribution",
        "box",
        "bullet",
        "cell",
        "endnote",
        "endnotes",
        "footnote",
        "furniture",
        "item",
        "numbered",
        "quotation",
        "recital",
        "row",
        "section",
        "subheading",
        "table",
    }
)
PARAGRAPH_STYLES = frozenset({"decimal", "number"})
"""Styles of an item that is a paragraph of its article, not an item of a list."""
_NESTED = ("contents", "references", "recommends")
_TABLES = ("rule", "region", "marker", "evidence", *_NESTED)
_PLAIN = (
    "name",
    "describes",
    "unnumbered",
    "preamble",
    "glued_footnotes",
    "headings_from_contents",
    "hashes",
    "shaped",
)
_UNNUMBERED = ("paragraph", "resume")


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of line: how it is recognised and what it opens."""

    name: str
    role: str
    pattern: re.Pattern[str]
    kind: str | None = None
    type: str | None = None
    level: int | str | None = None
    furniture: str | None = None
    mode: str | None = None
    style: str | None = None
    then: str | None = None
    after: str | None = None
    under: re.Pattern[str] | None = None
    inside: str | None = None
    outside: str | None = None
    next: re.Pattern[str] | None = None
    before: re.Pattern[str] | None = None
    alone: bool | None = None
    first: bool = False
    headed: bool = False
    whole_block: bool = False
    is_title: bool = False
    in_sequence: bool = False
    narrow: int | None = None
    max_width: int | None = None


@dataclass(frozen=True, slots=True)
class Region:
    """A run of lines that is furniture from its first line to its last."""

    furniture: str
    start: re.Pattern[str] | None = None
    heading: re.Pattern[str] | None = None
    until: re.Pattern[str] | None = None
    while_: re.Pattern[str] | None = None


@dataclass(frozen=True, slots=True)
class MarkerRule:
    """One way in which a pointer to a note is printed."""

    name: str
    kind: str
    pattern: re.Pattern[str]
    label: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Evidence:
    """One sign by which a text shows that it is of a kind: lines that match."""

    name: str
    """What is counted, in the plural: `articles`."""
    pattern: re.Pattern[str]
    weight: float
    most: int
    """How many lines count."""
    within: int | None = None
    """How many lines from the first that is not blank are looked at; None for all."""


@dataclass(frozen=True, slots=True)
class Profile:
    """The grammar of one kind of document."""

    name: str
    describes: str
    unnumbered: str
    """`resume`: an unnumbered block goes on with the numbered paragraph above it;
    `paragraph`: it is a paragraph of its own."""
    rules: tuple[Rule, ...]
    regions: tuple[Region, ...] = ()
    markers: tuple[MarkerRule, ...] = ()
    preamble: bool = False
    glued_footnotes: bool = False
    headings_from_contents: bool = False
    contents_entry: re.Pattern[str] | None = None
    kind_of_bulleted: str = "section"
    references_heading: re.Pattern[str] | None = None
    references_url: re.Pattern[str] | None = None
    recommends: re.Pattern[str] | None = None
    evidence: tuple[Evidence, ...] = ()
    hashes: bool = False
    """Whether its headings are written with `#`, as in Markdown; else a reader's are taken off."""
    shaped: bool = False
    """Whether plain text is put into the form of Markdown before it is read."""
    tables: tuple[Mapping[str, Any], ...] = field(default=(), repr=False)
    """The tables as read, for the tests of their examples."""


def _compile(where: str, pattern: object) -> re.Pattern[str]:
    try:
        return re.compile(str(pattern))
    except re.error as error:
        raise InputError(
            f"{where}: the pattern does not compile: {error}.", mend="Correct the pattern."
        ) from error


def _optional(where: str, table: Mapping[str, Any], key: str) -> re.Pattern[str] | None:
    return _compile(f"{where}, {key}", table[key]) if key in table else None


def _need(where: str, table: Mapping[str, Any], key: str) -> Any:
    if key not in table:
        raise InputError(f"{where}: {key!r} is missing.", mend=f"State {key!r}.")
    return table[key]


def _check_keys(where: str, data: Mapping[str, Any]) -> None:
    unknown = sorted(data.keys() - {*_PLAIN, *_TABLES})
    if unknown:
        raise InputError(
            f"{where}: {unknown[0]!r} is not known.",
            mend=f"Use one of {', '.join(sorted((*_PLAIN, *_TABLES)))}.",
        )
    if _need(where, data, "unnumbered") not in _UNNUMBERED:
        raise InputError(
            f"{where}: unnumbered {data['unnumbered']!r} is not known.",
            mend=f"Use one of {', '.join(_UNNUMBERED)}.",
        )


def _rule(where: str, table: Mapping[str, Any]) -> Rule:
    fields = {k: v for k, v in table.items() if k not in ("examples", "counter_examples")}
    where = f"{where}, rule {table.get('name')!r}"
    if fields.get("role") not in ROLES:
        raise InputError(
            f"{where}: role {fields.get('role')!r} is not known.",
            mend=f"Use one of {', '.join(sorted(ROLES))}.",
        )
    for key in ("pattern", "under", "next", "before"):
        if key in fields:
            fields[key] = _compile(where, fields[key])
    try:
        return Rule(**fields)
    except TypeError as error:
        raise InputError(
            f"{where}: {error}.", mend="Use the fields of Rule in indexer/parsing/profiles.py."
        ) from error


def _region(where: str, table: Mapping[str, Any]) -> Region:
    where = f"{where}, region {table.get('furniture')!r}"
    return Region(
        _need(where, table, "furniture"),
        start=_optional(where, table, "start"),
        heading=_optional(where, table, "heading"),
        until=_optional(where, table, "until"),
        while_=_optional(where, table, "while"),
    )


def _marker(where: str, table: Mapping[str, Any]) -> MarkerRule:
    where = f"{where}, marker {table.get('name')!r}"
    name, kind = _need(where, table, "name"), _need(where, table, "kind")
    if kind not in tuple(NoteKind):
        raise InputError(
            f"{where}: kind {kind!r} is not known.", mend=f"Use one of {', '.join(NoteKind)}."
        )
    pattern, label = (_compile(where, _need(where, table, key)) for key in ("pattern", "label"))
    return MarkerRule(name, kind, pattern, label)


def _evidence(where: str, table: Mapping[str, Any]) -> Evidence:
    where = f"{where}, evidence {table.get('name')!r}"
    name, weight, most = (_need(where, table, key) for key in ("name", "weight", "most"))
    pattern = _compile(where, _need(where, table, "pattern"))
    return Evidence(name, pattern, weight, most, table.get("within"))


def parse_profile(where: str, data: Mapping[str, Any]) -> Profile:
    """Turn a profile's TOML into a Profile.

    `where` names the file in errors. Raises InputError for a role, key or pattern that is wrong
    or missing.
    """
    _check_keys(where, data)
    contents = data.get("contents", {})
    references = data.get("references", {})
    return Profile(
        name=_need(where, data, "name"),
        describes=_need(where, data, "describes"),
        unnumbered=data["unnumbered"],
        rules=tuple(_rule(where, table) for table in data.get("rule", ())),
        regions=tuple(_region(where, table) for table in data.get("region", ())),
        markers=tuple(_marker(where, table) for table in data.get("marker", ())),
        preamble=data.get("preamble", False),
        glued_footnotes=data.get("glued_footnotes", False),
        headings_from_contents=data.get("headings_from_contents", False),
        contents_entry=_optional(where, contents, "pattern"),
        kind_of_bulleted=contents.get("kind_of_bulleted", "section"),
        references_heading=_optional(where, references, "heading"),
        references_url=_optional(where, references, "url"),
        recommends=_optional(where, data.get("recommends", {}), "pattern"),
        evidence=tuple(_evidence(where, table) for table in data.get("evidence", ())),
        hashes=data.get("hashes", False),
        shaped=data.get("shaped", False),
        tables=tuple(_pattern_tables(data)),
    )


def _pattern_tables(data: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for key in ("rule", "marker", "evidence"):
        yield from data.get(key, ())
    for key in _NESTED:
        if key in data:
            yield {"name": key, "pattern": data[key].get("pattern", data[key].get("heading"))} | {
                k: v for k, v in data[key].items() if k.endswith("examples")
            }
