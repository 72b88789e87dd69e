"""What is known of instruments, ready for reading citations: names, numbers, symbols, scopes.

The facts are those of corpus/registry: instruments.toml, provisions/*.toml, patterns.toml and
scopes.toml. Here they become look-up tables that never change.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from indexer.corpus_io import CorpusFolder
from indexer.errors import InputError
from indexer.mentions.aliases import Name, Names
from indexer.mentions.patterns import Patterns, fold, parse_patterns
from indexer.mentions.registered_names import (
    COMMENTS,
    SERIES,
    is_numbered,
    registered_names,
    short_forms,
    titles,
)
from indexer.model import Corpus


@dataclass(frozen=True, slots=True)
class Entry:
    """What citations need to know of one instrument."""

    id: str
    kind: str
    body: str
    year: int | None
    number: str | None
    heads: frozenset[str]
    """Head nouns by which a text may go on to call it: `Convention`, `Code`."""
    supplements: tuple[str, ...]
    revised: bool


@dataclass(frozen=True, slots=True)
class Scope:
    """To which instrument a bare provision in one document belongs, and by which rule."""

    document: str
    heads: frozenset[str]
    instrument: str
    rule: str


@dataclass(frozen=True)
class Registry:
    """All that is known, as look-up tables."""

    patterns: Patterns
    entries: Mapping[str, Entry]
    names: Names
    terms: Names
    numbered: Mapping[tuple[str, int], str]
    series: Mapping[str, str]
    """The letter of the numbered series that an instrument belongs to."""
    symbols: Mapping[str, tuple[str, ...]]
    comments: Mapping[tuple[str, str], tuple[str, ...]]
    targets: Mapping[str, str]
    forms: Mapping[str, tuple[str, ...]]
    """Short forms that end in a head noun, such as `New York Declaration`: who may be meant."""
    protocols: Mapping[str, tuple[str, ...]]
    common: tuple[str, ...]
    committees: Mapping[str, str]
    scopes: Mapping[tuple[str, str], Scope]
    document_terms: Mapping[str, Mapping[str, str]]
    known: Mapping[str, frozenset[str]]
    """The eIds known of each instrument; final clauses and unread texts are not among them."""


def symbol_key(symbol: str) -> str:
    """Return a symbol without its spaces and the year behind it, as it is looked up."""
    return re.sub(r"\((?:19|20)\d\d\)$", "", re.sub(r"\s+", "", symbol)).upper()


def _entry(item: Mapping[str, Any], patterns: Patterns) -> Entry:
    firsts = (patterns["head-noun"].search(fold(name)) for name in titles(item))
    heads = {first[0] for first in firsts if first}
    heads.add(item["kind"].replace("-", " "))
    return Entry(
        id=item["id"],
        kind=item["kind"],
        body=item["body"][0],
        year=item.get("year"),
        number=str(item["number"]) if "number" in item else None,
        heads=frozenset(heads),
        supplements=tuple(item.get("supplements", ())),
        revised="revised" in item["title"].lower(),
    )


def _provisions(folder: CorpusFolder, corpus: Corpus | None) -> dict[str, frozenset[str]]:
    known: dict[str, set[str]] = defaultdict(set)
    place = folder.root.joinpath("registry/provisions")
    for name in sorted(f.name for f in place.iterdir()) if place.is_dir() else ():
        if name.endswith(".toml"):
            table = folder.toml(f"registry/provisions/{name}")
            known[table["instrument"]] |= {entry["eid"] for entry in table.get("provision", ())}
    for edition in corpus.editions if corpus else ():
        known[edition.instrument] |= {unit.eid for unit in edition.units}
    return {instrument: frozenset(eids) for instrument, eids in known.items()}


def _group(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for key, value in pairs:
        found[key][value] = None
    return {key: tuple(values) for key, values in found.items()}


def _numbered(items: Iterable[Mapping[str, Any]]) -> dict[tuple[str, int], str]:
    """Return instruments by series and number; a protocol has the number in its identifier."""
    return {
        (SERIES[item["kind"]], int(item.get("number") or item["id"][1:])): item["id"]
        for item in items
        if is_numbered(item)
    }


def _symbols(items: Iterable[Mapping[str, Any]]) -> dict[str, tuple[str, ...]]:
    """Return instruments by symbol, a resolution before the text that it adopts."""
    ordered = sorted(items, key=lambda item: item["kind"] != "resolution")
    return _group((symbol_key(i["symbol"]), i["id"]) for i in ordered if "symbol" in i)


def _comments(items: Iterable[Mapping[str, Any]]) -> dict[tuple[str, str], tuple[str, ...]]:
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for item in items:
        if item["kind"] in COMMENTS:
            found[item["kind"], str(item["number"])].append(item["id"])
    return {key: tuple(ids) for key, ids in found.items()}


def _common(scopes: Mapping[str, Any], data: Mapping[str, Any]) -> tuple[str, ...]:
    """Return whose article a "common article" without an instrument is."""
    groups = {group["id"]: tuple(group["members"]) for group in data.get("collective", ())}
    named = (t["instruments"] for t in scopes.get("collective", ()) if t["name"] == "common")
    return next((groups[name] for name in named if name in groups), ())


def _scopes(tables: Mapping[str, Any], ids: Collection[str]) -> dict[tuple[str, str], Scope]:
    found: dict[tuple[str, str], Scope] = {}
    for table in tables.get("scope", ()):
        scope = Scope(
            table["document"], frozenset(table["heads"]), table["instrument"], table["rule"]
        )
        if scope.instrument not in ids:
            raise InputError(
                f"registry/scopes.toml: instrument {scope.instrument!r} is not registered.",
                mend="Add it to registry/instruments.toml.",
            )
        found |= {(scope.document, head): scope for head in scope.heads}
    return found


def _document_terms(tables: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for table in tables.get("term", ()):
        found[table["document"]].update(dict.fromkeys(table["names"], table["instrument"]))
    return dict(found)


def _terms(items: Iterable[Mapping[str, Any]], spelling: Mapping[str, str]) -> Names:
    owners = _group((term, item["id"]) for item in items for term in item.get("terms", ()))
    return Names((Name(term, ids) for term, ids in owners.items()), spelling)


def _protocols(items: Iterable[Mapping[str, Any]]) -> dict[str, tuple[str, ...]]:
    protocols = (item for item in items if item["kind"] == "protocol")
    return _group((of, item["id"]) for item in protocols for of in item.get("supplements", ()))


def read_registry(folder: CorpusFolder, corpus: Corpus | None = None) -> Registry:
    """Read a corpus folder's registry into look-up tables.

    With a parsed corpus, the units of its texts count among the known provisions. Raises
    InputError for a fact that is wrong.
    """
    data = folder.toml("registry/instruments.toml")
    tables = folder.toml("registry/patterns.toml")
    scopes = folder.toml("registry/scopes.toml")
    patterns = parse_patterns("registry/patterns.toml", tables)
    spelling = tables.get("spelling", {})
    items = data.get("instrument", [])
    entries = {item["id"]: _entry(item, patterns) for item in items}
    numbered = _numbered(items)
    committees = scopes.get("committee", ())
    return Registry(
        patterns=patterns,
        entries=entries,
        names=Names(registered_names(items, data, patterns), spelling),
        terms=_terms(items, spelling),
        numbered=numbered,
        series={instrument: series for (series, _), instrument in numbered.items()},
        symbols=_symbols(items),
        comments=_comments(items),
        targets={str(i["number"]): i["id"] for i in items if i["kind"] == "target"},
        forms=short_forms(items, patterns),
        protocols=_protocols(items),
        common=_common(scopes, data),
        committees={name: table["treaty"] for table in committees for name in table["names"]},
        scopes=_scopes(scopes, entries),
        document_terms=_document_terms(scopes),
        known=_provisions(folder, corpus),
    )
