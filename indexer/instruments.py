"""Pass 1: where a text names an instrument, and which.

Names come from the trie of indexer.aliases, numbered forms, symbols, general comments and targets
from the patterns. Each find is stretched over what only repeats it (indexer.tails); where two
overlap, the one that starts first and reaches furthest stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from indexer.aliases import Word
from indexer.patterns import Pattern
from indexer.registry import Registry, symbol_key

RESOLVED, AMBIGUOUS, UNRESOLVED = "resolved", "ambiguous", "unresolved"


@dataclass(frozen=True, slots=True)
class Found:
    """An instrument found in folded text; `ids` are its targets or candidates."""

    start: int
    end: int
    ids: tuple[str, ...]
    status: str
    rule: str
    kind: str = "instrument"
    sort: str = "name"
    """How it was found: `name`, `collective`, `number`, `symbol`, `comment`, `target`, or
    `foreign` for a text that is named but outside the registry's field."""


def status_of(ids: tuple[str, ...]) -> str:
    """Return the status of a mention that means one of `ids`."""
    return (UNRESOLVED, RESOLVED)[len(ids)] if len(ids) < 2 else AMBIGUOUS


def _named(registry: Registry, folded: str, cut: list[Word]) -> Iterator[Found]:
    for hit in registry.names.find(folded, cut):
        status = RESOLVED if hit.sort == "collective" else status_of(hit.ids)
        rule = {"name": "name", "ambiguous": "shared-name", "collective": "collective-name"}
        yield Found(hit.start, hit.end, hit.ids, status, rule[hit.sort], sort=hit.sort)


def _groups(match: re.Match[str], name: str) -> str | None:
    """Return what the group `name`, or its numbered alternatives, took in."""
    found = match.groupdict()
    return next((found[key] for key in found if key.startswith(name) and found[key]), None)


def _numbered(registry: Registry, pattern: Pattern, folded: str) -> Iterator[Found]:
    for match in pattern.regex.finditer(folded):
        if match.groupdict().get("not"):
            continue
        series = pattern.series or _groups(match, "series") or ""
        numbers = [int(n) for n in re.findall(r"\d+", _groups(match, "numbers") or match["bare"])]
        ids = tuple(dict.fromkeys(registry.numbered.get((series, n), "") for n in numbers))
        if pattern.series is None and "" in ids:
            continue  # a letter and digits that are no ILO code may be anything
        known = tuple(i for i in ids if i)
        status = RESOLVED if known and "" not in ids else UNRESOLVED
        yield Found(match.start(), match.end(), known if status == RESOLVED else (), status, pattern.name, sort="number")


def _symbols(registry: Registry, pattern: Pattern, folded: str) -> Iterator[Found]:
    template = pattern.symbol or ""
    for match in pattern.regex.finditer(folded):
        parts = (
            registry.patterns[pattern.items].findall(match[0]) if pattern.items else [match.groups()]
        )
        keys = [
            symbol_key(template.format(*((p,) if isinstance(p, str) else p), all=match[0]))
            for p in parts
        ]
        ids = tuple(i for key in keys for i in registry.symbols.get(key, ())[:1])
        if pattern.registered and not ids:
            continue
        whole = len(ids) == len(keys)
        kind = "instrument" if pattern.registered else "resolution"
        yield Found(
            match.start(), match.end(), ids if whole else (), RESOLVED if whole else UNRESOLVED,
            pattern.name, kind, "symbol",
        )


def _committee(registry: Registry, printed: str | None) -> str | None:
    """Return the treaty whose committee is named; the longest name that stands in the print."""
    names = [name for name in registry.committees if printed and name in printed]
    return registry.committees[max(names, key=len)] if names else None


def _comments(registry: Registry, pattern: Pattern, folded: str) -> Iterator[Found]:
    for match in pattern.regex.finditer(folded):
        after = registry.patterns["comment-of"].match(folded, match.end())
        treaty = _committee(registry, match["committee"]) or _committee(
            registry, after["committee"] if after else None
        )
        kind = "general-comment" if match["what"].lower().startswith("c") else "general-recommendation"
        ids, sure = [], True
        for number, year in registry.patterns["comment-item"].findall(match["numbers"]):
            meant = _comment(registry, (kind, number), treaty, year)
            ids += meant
            sure = sure and len(meant) == 1
        status = RESOLVED if sure else AMBIGUOUS if ids else UNRESOLVED
        yield Found(match.start(), match.end(), tuple(ids), status, pattern.name, sort="comment")


def _comment(
    registry: Registry, key: tuple[str, str], treaty: str | None, year: str
) -> list[str]:
    return [
        i
        for i in registry.comments.get(key, ())
        if (not treaty or treaty in registry.entries[i].supplements)
        and (not year or registry.entries[i].year == int(year))
    ]


def _targets(registry: Registry, pattern: Pattern, folded: str) -> Iterator[Found]:
    for match in pattern.regex.finditer(folded):
        numbers = registry.patterns["target-item"].findall(match["numbers"])
        ids = tuple(registry.targets[n] for n in numbers if n in registry.targets)
        whole = len(ids) == len(numbers)
        yield Found(
            match.start(), match.end(), ids if whole else (), RESOLVED if whole else UNRESOLVED,
            pattern.name, sort="target",
        )


def _unregistered(registry: Registry, folded: str) -> Iterator[Found]:
    for name in ("unregistered-title", "unregistered-name"):
        for match in registry.patterns[name].finditer(folded):
            yield Found(match.start(), match.end(), (), UNRESOLVED, name)
    for name in ("foreign-law", "foreign-of"):
        for match in registry.patterns[name].finditer(folded):
            yield Found(match.start(), match.end(), (), UNRESOLVED, name, sort="foreign")


def candidates(registry: Registry, folded: str, cut: list[Word]) -> list[Found]:
    """Return every place that may name an instrument; places may overlap."""
    readers = {"number": _numbered, "symbol": _symbols, "comment": _comments, "target": _targets}
    found = list(_named(registry, folded, cut))
    for pattern in registry.patterns.of(*readers):
        found += readers[pattern.use](registry, pattern, folded)
    return found


def without_overlaps(found: Iterable[Found]) -> list[Found]:
    """Return the finds from left to right; of two that overlap, the earlier and longer."""
    kept: list[Found] = []
    for one in sorted(found, key=lambda f: (f.start, -f.end)):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept


def outside(registry: Registry, folded: str, found: list[Found]) -> list[Found]:
    """Add the texts outside the registry that are named where nothing registered is."""
    taken = sorted((f.start, f.end) for f in found)
    free, here = [], 0
    for one in without_overlaps(_unregistered(registry, folded)):
        while here < len(taken) and taken[here][1] <= one.start:
            here += 1
        if here == len(taken) or taken[here][0] >= one.end:
            free.append(one)
    return sorted([*found, *free], key=lambda f: f.start)
