"""The names of registered instruments: titles, aliases, and the short forms made from them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from indexer.mentions.aliases import LONG, Name
from indexer.mentions.patterns import Patterns, fold

NUMBERING_BODY = "ILO"
"""The body whose instruments are cited by the number of their series."""

SERIES = {"convention": "C", "recommendation": "R", "protocol": "P"}
COMMENTS = ("general-comment", "general-recommendation")
_YEAR = re.compile(r",? \d{4}$")
_NAMELESS = ("resolution", "target", *COMMENTS)
"""Kinds whose titles are common words or are read by patterns, so that no title is a name."""


def is_numbered(item: Mapping[str, Any]) -> bool:
    """Say whether an instrument belongs to a numbered series."""
    return item["body"][0] == NUMBERING_BODY and item["kind"] in SERIES


def _bare(name: str) -> str:
    return re.sub(r"^(?:The|the) ", "", name)


def titles(item: Mapping[str, Any]) -> set[str]:
    """Return every name of an instrument: its titles, with and without the year, and aliases."""
    found = set(item.get("aliases", ()))
    if item["kind"] not in _NAMELESS:
        found |= {item[key] for key in ("title", "long_title", "cite_title") if key in item}
    if is_numbered(item):
        found |= {_YEAR.sub("", name) for name in found}
    return {_bare(name) for name in found}


def _main_titles(item: Mapping[str, Any], patterns: Patterns) -> set[str]:
    """Return what stands before the colon of a title, where that says which text it is."""
    fronts = {name.partition(":")[0] for name in titles(item) if ":" in name}
    return {
        front
        for front in fronts
        if len(front.split()) > LONG and patterns["head-noun"].search(_capitalised(front))
    }


def _capitalised(name: str) -> str:
    return " ".join(word[:1].upper() + word[1:] for word in fold(name).split(" "))


def registered_names(
    items: Sequence[Mapping[str, Any]], data: Mapping[str, Any], patterns: Patterns
) -> list[Name]:
    """Return every name with the instruments it means, from the tables of the registry.

    A name that several titles share, or that the registry declares so, is `ambiguous`; a front of
    a title before its colon counts only where no instrument has it as a name.
    """
    owners: dict[str, list[str]] = defaultdict(list)
    for item in items:
        for name in titles(item):
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


def short_forms(
    items: Sequence[Mapping[str, Any]], patterns: Patterns
) -> dict[str, tuple[str, ...]]:
    """Return who may be meant by each short form: what a title has before and at its head noun."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for item in items:
        for name in titles(item):
            head = patterns["head-noun"].search(fold(name))
            if head is None:
                continue
            front = fold(name)[: head.end()].split()
            for first in range(len(front)):
                found[" ".join(front[first:])][item["id"]] = None
        found[item["kind"].replace("-", " ")][item["id"]] = None
    return {form: tuple(ids) for form, ids in found.items()}
