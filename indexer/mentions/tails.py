"""Stretch a named instrument over the words beside it that say the same once more.

"Occupational Safety and Health Convention" + ", 1981" + " (No. 155)" is one mention, as is a
title with its acronym in brackets. Year and number choose among instruments of one name; where
they contradict the name, the mention is ambiguous or unresolved, never quietly one of them.
"""

from __future__ import annotations

import re
from dataclasses import replace

from indexer.mentions.aliases import Word
from indexer.mentions.instruments import AMBIGUOUS, RESOLVED, UNRESOLVED, Found, status_of
from indexer.registry import Registry

_TAILS = 5
"""How many pieces may follow a name: (Revised), year, number, acronym, and one to spare."""


def _first(match: re.Match[str]) -> str:
    return next(group for group in match.groups() if group)


def _revised(registry: Registry, folded: str, found: Found) -> Found | None:
    match = registry.patterns["tail-revised"].match(folded, found.end)
    revised = tuple(i for i in found.ids if registry.entries[i].revised)
    if match is None or not revised:
        return None
    return _narrowed(found, match.end(), revised)


def _remark(registry: Registry, folded: str, found: Found) -> Found | None:
    """Pass over an editor's remark between title and number: "[Schedule I amended in 1980]"."""
    match = registry.patterns["tail-remark"].match(folded, found.end)
    passed = replace(found, end=match.end()) if match else None
    return _number(registry, folded, passed) if passed else None


def _narrowed(found: Found, end: int, ids: tuple[str, ...]) -> Found:
    status = RESOLVED if found.sort == "collective" else status_of(ids)
    return replace(found, end=end, ids=ids, status=status)


def _in_series(registry: Registry, ids: tuple[str, ...]) -> bool:
    return any(i in registry.series for i in ids)


def _year(registry: Registry, folded: str, found: Found) -> Found | None:
    match = registry.patterns["tail-year"].match(folded, found.end)
    if match is None:
        return None
    end, years = match.end(), {int(_first(match))}
    while found.sort == "collective" and (
        more := registry.patterns["tail-years"].match(folded, end)
    ):
        years.add(int(more["year"]))
        end = more.end()
    ids = tuple(i for i in found.ids if registry.entries[i].year in years)
    if ids:
        return _narrowed(found, end, ids)
    if any(registry.entries[of].year in years for of in _supplemented(registry, found.ids)):
        return replace(found, end=end)  # "Protocol of 2014 to the … Convention, 1930"
    number = registry.patterns["tail-number"].match(folded, end)
    if number is not None and _in_series(registry, found.ids):
        return replace(found, end=end)
    if _in_series(registry, found.ids) and match.group().lstrip().startswith(","):
        return replace(found, end=end, ids=(), status=UNRESOLVED, rule="title-year-conflict")
    return None


def _supplemented(registry: Registry, ids: tuple[str, ...]) -> list[str]:
    protocols = (i for i in ids if registry.entries[i].kind == "protocol")
    return [
        of for i in protocols for of in registry.entries[i].supplements if of in registry.entries
    ]


def _number(registry: Registry, folded: str, found: Found) -> Found | None:
    match = registry.patterns["tail-number"].match(folded, found.end)
    if match is None or found.sort == "collective" or not _in_series(registry, found.ids):
        return None
    series = next(registry.series[i] for i in found.ids if i in registry.series)
    meant = registry.numbered.get((series, int(_first(match))))
    if meant in found.ids:
        return _narrowed(found, match.end(), (meant,))
    ids = (*found.ids, *((meant,) if meant else ()))
    status = AMBIGUOUS if len(ids) > 1 else UNRESOLVED
    return replace(
        found,
        end=match.end(),
        status=status,
        rule="title-number-conflict",
        ids=ids if status == AMBIGUOUS else (),
    )


def _repeated(registry: Registry, folded: str, found: Found, cut: list[Word]) -> Found | None:
    """Take in a bracket that holds another name of the same instrument."""
    opened = registry.patterns["tail-word"].match(folded, found.end)
    hit = registry.names.at(folded, cut, opened.end()) if opened else None
    if hit is None:
        return None
    closed = registry.patterns["tail-close"].match(folded, hit.end)
    ids = tuple(i for i in found.ids if i in hit.ids)
    return _narrowed(found, closed.end(), ids) if closed and ids else None


def _going_on(registry: Registry, folded: str, found: Found, cut: list[Word]) -> Found | None:
    """Take in a second title of the same text behind a comma, as lists of references print it."""
    gap = registry.patterns["same-goes-on"].match(folded, found.end)
    hit = registry.names.at(folded, cut, gap.end()) if gap else None
    return replace(found, end=hit.end) if hit and hit.ids == found.ids else None


def _imprint(registry: Registry, folded: str, found: Found) -> Found:
    """Let the year of an imprint choose: "International migration outlook. Paris, OECD, 2007"."""
    match = registry.patterns["imprint-year"].match(folded, found.end)
    if found.status != AMBIGUOUS or match is None:
        return found
    ids = tuple(i for i in found.ids if registry.entries[i].year == int(match["year"]))
    return _narrowed(found, found.end, ids) if ids else found


def _same_year(registry: Registry, folded: str, found: Found) -> Found:
    """Take in the year of a numbered instrument: "Convention No. 155 of 1981"."""
    match = registry.patterns["tail-year"].match(folded, found.end)
    if match and int(_first(match)) == registry.entries[found.ids[0]].year:
        return replace(found, end=match.end())
    return found


def _year_before(registry: Registry, folded: str, found: Found) -> Found:
    """Let a year before a shared name choose: "the 2000 Maternity Protection Convention"."""
    if found.status != AMBIGUOUS:
        return found
    start = max(0, found.start - 12)
    for match in registry.patterns["year-before"].finditer(folded, start, found.start):
        ids = tuple(i for i in found.ids if registry.entries[i].year == int(match[1]))
        if match.end() == found.start and ids:
            return replace(_narrowed(found, found.end, ids), start=match.start())
    return found


def _protocol(registry: Registry, folded: str, found: Found) -> Found:
    """Turn "Protocol of 2014 to" + a convention into the protocol."""
    start = max(0, found.start - 60)
    for match in registry.patterns["protocol-to"].finditer(folded, start, found.start):
        if match.end() != found.start:
            continue
        ids = tuple(dict.fromkeys(p for i in found.ids for p in registry.protocols.get(i, ())))
        year = match["year"] or match["of"]
        if year:
            ids = tuple(i for i in ids if registry.entries[i].year == int(year))
        return replace(
            found, start=match.start(), ids=ids, status=status_of(ids), rule="protocol-to"
        )
    return found


def stretch(registry: Registry, folded: str, found: Found, cut: list[Word]) -> Found:
    """Return the find with everything beside it that repeats it, and its ids narrowed."""
    if found.sort in ("name", "ambiguous", "collective") and found.kind == "instrument":
        for _ in range(_TAILS):
            longer = (
                _revised(registry, folded, found)
                or _number(registry, folded, found)
                or _year(registry, folded, found)
                or _repeated(registry, folded, found, cut)
                or _remark(registry, folded, found)
                or _going_on(registry, folded, found, cut)
            )
            if longer is None or longer.status == UNRESOLVED:
                found = longer or found
                break
            found = longer
        found = _imprint(registry, folded, _year_before(registry, folded, found))
    elif found.sort == "number" and found.status == RESOLVED and not found.group:
        found = _repeated(registry, folded, found, cut) or found
        found = _same_year(registry, folded, found)
    return _protocol(registry, folded, _with_body(registry, folded, found))


def _with_body(registry: Registry, folded: str, found: Found) -> Found:
    """Take in the body named directly before a title: "ILO", "United Nations"."""
    if found.sort != "name" or not found.ids:
        return found
    body = registry.entries[found.ids[0]].body
    start = max(0, found.start - 60)
    for match in registry.patterns["body-before"].finditer(folded, start, found.start):
        if match.end() == found.start and match.groupdict().get(body):
            return replace(found, start=match.start())
    return found
