"""Pass 1: where a text names an instrument, and which.

Names come from the trie of `aliases`; numbered forms, symbols, general comments and targets from
the patterns. Each find is stretched over what only repeats it (`tails`); where two overlap, the
one that starts first and reaches furthest stays.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from indexer.mentions.aliases import Hit, Word
from indexer.mentions.patterns import Pattern
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
    group: tuple[str, ...] = ()
    """In a list of numbers, what the whole list means."""


def status_of(ids: tuple[str, ...]) -> str:
    """Return the status of a mention that means one of `ids`."""
    return (UNRESOLVED, RESOLVED)[len(ids)] if len(ids) < 2 else AMBIGUOUS


def _named(registry: Registry, folded: str, cut: list[Word]) -> Iterator[Found]:
    for hit in registry.names.find(folded, cut):
        if hit.small and not _dated(registry, folded, hit):
            continue  # in small letters throughout, the words may be any text's
        status = RESOLVED if hit.sort == "collective" else status_of(hit.ids)
        rule = {"name": "name", "ambiguous": "shared-name", "collective": "collective-name"}
        yield Found(hit.start, hit.end, hit.ids, status, rule[hit.sort], sort=hit.sort)


def _dated(registry: Registry, folded: str, hit: Hit) -> bool:
    """Say whether a name has a year or a number, in it or behind it."""
    tails = (
        registry.patterns[name].match(folded, hit.end) for name in ("tail-year", "tail-number")
    )
    return any(char.isdecimal() for char in folded[hit.start : hit.end]) or any(tails)


def _groups(match: re.Match[str], name: str) -> str | None:
    """Return what the group `name`, or its numbered alternatives, took in."""
    found = match.groupdict()
    return next((found[key] for key in found if key.startswith(name) and found[key]), None)


def _listed(
    match: re.Match[str],
    printed: str,
    items: re.Pattern[str],
    meant: Callable[[re.Match[str]], tuple[str, ...]],
) -> list[Found]:
    """Return one find for each item of a list; the first has what stands before it.

    `printed` names the group that holds the list, `items` matches one item of it, and `meant`
    says which instruments an item may mean.
    """
    start, end = match.span(printed) if printed else match.span()
    found: list[Found] = []
    for item in items.finditer(match.string, start, end):
        ids = meant(item)
        begins = item.start() if found else match.start()
        found.append(
            Found(begins, _bracketed(match.string, begins, item.end()), ids, status_of(ids), "")
        )
    if len(found) == 1:
        found = [replace(found[0], end=match.end())]
    group = tuple(dict.fromkeys(i for f in found for i in f.ids)) if len(found) > 1 else ()
    return [replace(f, group=group) for f in found]


def _bracketed(folded: str, start: int, end: int) -> int:
    """Return where an item ends: past the bracket that stands open in it."""
    inside = folded[start:end]
    closes = inside.count("(") > inside.count(")") and folded[end : end + 1] == ")"
    return end + 1 if closes else end


def _numbered(registry: Registry, pattern: Pattern, folded: str) -> Iterator[Found]:
    for match in pattern.regex.finditer(folded):
        if match.groupdict().get("not"):
            continue
        printed = "numbers" if match["numbers"] else "bare"
        if pattern.series is None:
            yield from _code(registry, pattern, match)
            continue
        series = pattern.series

        def meant(item: re.Match[str], series: str = series) -> tuple[str, ...]:
            known = registry.numbered.get((series, int(item[1])))
            return (known,) if known else ()

        for found in _listed(match, printed, registry.patterns["number-item"], meant):
            yield replace(found, rule=pattern.name, sort="number")


def _code(registry: Registry, pattern: Pattern, match: re.Match[str]) -> Iterator[Found]:
    """Read "C155"; one that is not registered is doubtful: a letter and digits may be anything."""
    series, number = str(_groups(match, "series")).upper(), int(str(_groups(match, "numbers")))
    known = registry.numbered.get((series, number))
    if known:
        yield Found(*match.span(), (known,), RESOLVED, pattern.name, sort="number")
    elif match["numbers"] and series in ("C", "R"):
        yield Found(*match.span(), (), UNRESOLVED, pattern.name, sort="doubtful")


def _symbols(registry: Registry, pattern: Pattern, folded: str) -> Iterator[Found]:
    template = pattern.symbol or ""
    items = registry.patterns[pattern.items or pattern.name]

    def meant(item: re.Match[str]) -> tuple[str, ...]:
        key = symbol_key(template.format(*item.groups(), all=item[0]))
        return registry.symbols.get(key, ())[:1]

    for match in pattern.regex.finditer(folded):
        for found in _listed(match, "", items, meant):
            if found.ids or not pattern.registered:
                yield replace(found, rule=pattern.name, kind=pattern.kind, sort="symbol")


def _committee(registry: Registry, printed: str | None) -> str | None:
    """Return the treaty whose committee is named; the longest name that stands in the print."""
    said = " ".join((printed or "").split())
    names = [name for name in registry.committees if name in said]
    return registry.committees[max(names, key=len)] if names else None


def _comments(registry: Registry, pattern: Pattern, folded: str) -> Iterator[Found]:
    for match in pattern.regex.finditer(folded):
        after = registry.patterns["comment-of"].match(folded, match.end())
        treaty = _committee(registry, match["committee"]) or _committee(
            registry, after["committee"] if after else None
        )
        comment = match["what"].lower().startswith(("c", "gc"))
        kind = "general-comment" if comment else "general-recommendation"

        def meant(
            item: re.Match[str], kind: str = kind, treaty: str | None = treaty
        ) -> tuple[str, ...]:
            return tuple(
                i
                for i in registry.comments.get((kind, item[1]), ())
                if (not treaty or treaty in registry.entries[i].supplements)
                and (not item[2] or registry.entries[i].year == int(item[2]))
            )

        for found in _listed(match, "numbers", registry.patterns["comment-item"], meant):
            yield replace(found, rule=pattern.name, sort="comment")


def _targets(registry: Registry, pattern: Pattern, folded: str) -> Iterator[Found]:
    def meant(item: re.Match[str]) -> tuple[str, ...]:
        known = registry.targets.get(item[1])
        return (known,) if known else ()

    for match in pattern.regex.finditer(folded):
        for found in _listed(match, "numbers", registry.patterns["target-item"], meant):
            yield replace(found, rule=pattern.name, sort="target")


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
    serial = any(i in registry.series for f in found for i in f.ids)
    return [f for f in found if f.sort != "doubtful" or serial]


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
