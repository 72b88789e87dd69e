"""What is known of instruments, ready for reading citations: names, numbers, symbols, scopes.

The facts are those of corpus/registry: instruments.toml, provisions/*.toml, patterns.toml and
scopes.toml. Here they become look-up tables that never change.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from indexer.aliases import LONG, Name, Names
from indexer.corpus_io import CorpusFolder
from indexer.errors import InputError
from indexer.model import Corpus
from indexer.patterns import Patterns, fold, parse_patterns

SERIES = {"convention": "C", "recommendation": "R", "protocol": "P"}
_YEAR = re.compile(r",? \d{4}$")
_COMMENTS = ("general-comment", "general-recommendation")
_NAMELESS = ("resolution", "target", *_COMMENTS)
"""Kinds whose titles are common words or are read by patterns, so that no title is a name."""


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


def _bare(name: str) -> str:
    return re.sub(r"^(?:The|the) ", "", name)


def _titles(item: Mapping[str, Any]) -> set[str]:
    """Return every name of an instrument: its titles, with and without the year, and aliases."""
    found = set(item.get("aliases", ()))
    if item["kind"] not in _NAMELESS:
        found |= {item[key] for key in ("title", "long_title", "cite_title") if key in item}
    if item["body"][0] == "ILO" and item["kind"] in SERIES:
        found |= {_YEAR.sub("", name) for name in found}
    return {_bare(name) for name in found}


def _main_titles(item: Mapping[str, Any], patterns: Patterns) -> set[str]:
    """Return what stands before the colon of a title, where that says which text it is."""
    fronts = {name.partition(":")[0] for name in _titles(item) if ":" in name}
    return {
        front
        for front in fronts
        if len(front.split()) > LONG and patterns["head-noun"].search(_capitalised(front))
    }


def _capitalised(name: str) -> str:
    return " ".join(word[:1].upper() + word[1:] for word in fold(name).split(" "))


def _names(
    items: Sequence[Mapping[str, Any]], data: Mapping[str, Any], patterns: Patterns
) -> list[Name]:
    owners: dict[str, list[str]] = defaultdict(list)
    for item in items:
        for name in _titles(item):
            owners[name].append(item["id"])
    for item in items:
        for name in _main_titles(item, patterns):
            owners.setdefault(name, [item["id"]])
    special = {
        _bare(t["alias"]): Name(_bare(t["alias"]), tuple(t["candidates"]), "ambiguous")
        for t in data.get("ambiguous", ())
    }
    special |= {
        _bare(name): Name(_bare(name), tuple(table["members"]), "collective")
        for table in data.get("collective", ())
        for name in table["names"]
    }
    plain = {
        name: Name(name, tuple(ids), "name" if len(ids) == 1 else "ambiguous")
        for name, ids in owners.items()
    }
    return list((plain | special).values())


def _entry(item: Mapping[str, Any], patterns: Patterns) -> Entry:
    firsts = (patterns["head-noun"].search(fold(name)) for name in _titles(item))
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


def _forms(items: Sequence[Mapping[str, Any]], patterns: Patterns) -> dict[str, tuple[str, ...]]:
    """Return who may be meant by each short form: what a title has before and at its head noun."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for item in items:
        for name in _titles(item):
            head = patterns["head-noun"].search(fold(name))
            if head is None:
                continue
            front = fold(name)[: head.end()].split()
            for first in range(len(front)):
                found[" ".join(front[first:])][item["id"]] = None
        found[item["kind"].replace("-", " ")][item["id"]] = None
    return {form: tuple(ids) for form, ids in found.items()}


def _provisions(folder: CorpusFolder, corpus: Corpus | None) -> dict[str, frozenset[str]]:
    known: dict[str, set[str]] = defaultdict(set)
    for name in sorted(f.name for f in folder.root.joinpath("registry/provisions").iterdir()):
        if name.endswith(".toml"):
            table = folder.toml(f"registry/provisions/{name}")
            known[table["instrument"]] |= {entry["eid"] for entry in table.get("provision", ())}
    for edition in corpus.editions if corpus else ():
        known[edition.instrument] |= {unit.eid for unit in edition.units}
    return {instrument: frozenset(eids) for instrument, eids in known.items()}


def _group(pairs: Iterable[tuple[Any, str]]) -> dict[Any, tuple[str, ...]]:
    found: dict[Any, dict[str, None]] = defaultdict(dict)
    for key, value in pairs:
        found[key][value] = None
    return {key: tuple(values) for key, values in found.items()}


def _scopes(tables: Mapping[str, Any], ids: Iterable[str]) -> dict[tuple[str, str], Scope]:
    found = {}
    for table in tables.get("scope", ()):
        scope = Scope(
            table["document"], frozenset(table["heads"]), table["instrument"], table["rule"]
        )
        if scope.instrument not in ids:
            raise InputError(
                f"registry/scopes.toml: instrument {scope.instrument!r} is not registered.",
                mend="Add it to registry/instruments.toml.",
            )
        found.update({(scope.document, head): scope for head in scope.heads})
    return found


def _document_terms(tables: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for table in tables.get("term", ()):
        found[table["document"]].update(dict.fromkeys(table["names"], table["instrument"]))
    return dict(found)


def read_registry(folder: CorpusFolder, corpus: Corpus | None = None) -> Registry:
    """Read a corpus folder's registry into look-up tables.

    With a parsed corpus, the units of its texts count among the known provisions. Raises
    InputError for a fact that is wrong.
    """
    data = folder.toml("registry/instruments.toml")
    pattern_tables = folder.toml("registry/patterns.toml")
    scopes = folder.toml("registry/scopes.toml")
    patterns = parse_patterns("registry/patterns.toml", pattern_tables)
    spelling = pattern_tables.get("spelling", {})
    items = data.get("instrument", [])
    entries = {item["id"]: _entry(item, patterns) for item in items}
    ilo = [i for i in items if i["body"][0] == "ILO" and i["kind"] in SERIES and "number" in i]
    ilo += [
        i for i in items if i["body"][0] == "ILO" and i["kind"] == "protocol" and "number" not in i
    ]
    return Registry(
        patterns=patterns,
        entries=entries,
        names=Names(_names(items, data, patterns), spelling),
        terms=Names(
            (
                Name(term, ids)
                for term, ids in _group(
                    (t, i["id"]) for i in items for t in i.get("terms", ())
                ).items()
            ),
            spelling,
        ),
        numbered={(SERIES[i["kind"]], int(i.get("number") or i["id"][1:])): i["id"] for i in ilo},
        symbols=_group(
            (symbol_key(i["symbol"]), i["id"])
            for i in sorted(items, key=lambda i: i["kind"] != "resolution")
            if "symbol" in i
        ),
        comments=_group(
            ((i["kind"], str(i["number"])), i["id"]) for i in items if i["kind"] in _COMMENTS
        ),
        targets={str(i["number"]): i["id"] for i in items if i["kind"] == "target"},
        forms=_forms(items, patterns),
        protocols=_group(
            (of, i["id"])
            for i in items
            if i["kind"] == "protocol"
            for of in i.get("supplements", ())
        ),
        common=next(
            (
                tuple(group["members"])
                for table in scopes.get("collective", ())
                for group in data.get("collective", ())
                if table["name"] == "common" and group["id"] == table["instruments"]
            ),
            (),
        ),
        committees={name: t["treaty"] for t in scopes.get("committee", ()) for name in t["names"]},
        scopes=_scopes(scopes, entries),
        document_terms=_document_terms(scopes),
        known=_provisions(folder, corpus),
    )
