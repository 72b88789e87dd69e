"""The identifiers of a later edition: a unit that was there keeps the one it has.

A printed label names the same place in each edition. What has no label, or shares one, is told by
its words: such a unit keeps the identifier of the unit of an earlier edition whose words it has,
and a new one takes a number that no edition has used. Earlier means listed before.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import lru_cache

from indexer.model import Edition, Piece, Unit

ALIKE = 0.5
"""Share of words in common from which two unlabelled units are taken to be the same."""
_STEP = re.compile(r"(?P<type>[A-Za-z]+)_(?P<nn>nn_)?(?P<num>[A-Za-z0-9.-]+)(?:_(?P<nth>\d+))?")
_NN = re.compile(r"[A-Za-z]+_nn_(\d+)")


@dataclass(frozen=True, slots=True)
class _Step:
    """The last step of an identifier, and what it hangs from."""

    host: str
    group: str
    """What its rivals have in common: the type, or type and label."""
    number: int
    """Which one of its group it is, from 1."""

    def named(self, host: str, number: int) -> str:
        """Return the eId of another of its group."""
        unnumbered = self.group.endswith("_nn")
        ending = f"_{number}" if unnumbered or number > 1 else ""
        return f"{f'{host}__' if host else ''}{self.group}{ending}"


def _step(eid: str) -> _Step:
    host, _, last = eid.rpartition("__")
    unnumbered = _NN.fullmatch(last)
    if unnumbered:
        return _Step(host, last.rpartition("_")[0], int(unnumbered[1]))
    match = _STEP.fullmatch(last)
    if match is None:
        return _Step(host, last, 1)
    return _Step(host, f"{match['type']}_{match['num']}", int(match["nth"] or 1))


def aligned(
    editions: Sequence[Edition], pieces: Sequence[Piece], earlier: Iterable[Edition]
) -> tuple[list[Edition], tuple[Piece, ...]]:
    """Return the editions of one file, and its tiles, with the identifiers of earlier editions.

    An instrument without an earlier edition stays as it is.
    """
    known: dict[str, dict[str, str]] = defaultdict(dict)
    printed = {edition.instrument for edition in editions}
    for edition in (own for own in earlier if own.instrument in printed):
        known[edition.instrument] |= {unit.eid: unit.text for unit in edition.units}
    renamed: dict[str, str] = {}
    for edition in editions:
        if edition.instrument in known:
            renamed |= _renamed(edition, known[edition.instrument])
    if not renamed:
        return list(editions), tuple(pieces)
    tiles = tuple(replace(p, owner=renamed.get(p.owner or "", p.owner)) for p in pieces)
    return [_with_names(edition, renamed) for edition in editions], tiles


def _renamed(edition: Edition, known: Mapping[str, str]) -> dict[str, str]:
    """Return the new identifier of each unit whose identifier changes."""
    old: dict[tuple[str, str], dict[int, str]] = defaultdict(dict)
    for eid, text in known.items():
        step = _step(eid)
        old[step.host, step.group][step.number] = text
    new: dict[tuple[str, str], list[Unit]] = defaultdict(list)
    for unit in edition.units:
        step = _step(unit.eid)
        new[step.host, step.group].append(unit)
    names: dict[str, str] = {}
    for (host, group), units in sorted(new.items(), key=lambda own: own[0][0].count("__")):
        now = _host_now(host, names)
        numbers = _numbers(units, old.get((now, group), {}), unnumbered=group.endswith("_nn"))
        for unit, number in zip(units, numbers, strict=True):
            names[unit.eid] = _step(unit.eid).named(now, number)
    own = edition.instrument
    return {f"{own}:{was}": f"{own}:{now}" for was, now in names.items() if was != now}


def _host_now(host: str, names: Mapping[str, str]) -> str:
    """Return what a host is called now; one that is no unit follows the nearest above it."""
    if host in names or not host:
        return names.get(host, host)
    above, _, last = host.rpartition("__")
    return f"{_host_now(above, names)}__{last}" if above else host


def _numbers(units: Sequence[Unit], old: Mapping[int, str], *, unnumbered: bool) -> list[int]:
    """Return the number of each unit among those that share its host and its label."""
    if not old or (not unnumbered and len(units) == 1 and old.keys() == {1}):
        return [_step(unit.eid).number for unit in units]
    places = sorted(old)
    pairs = dict(matched([old[place] for place in places], [unit.text for unit in units]))
    taken = {new: places[was] for was, new in pairs.items()}
    left = [] if unnumbered else [place for place in places if place not in taken.values()]
    free = iter((*left, *range(max(places) + 1, max(places) + 1 + len(units))))
    return [taken[place] if place in taken else next(free) for place in range(len(units))]


def matched(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield the places of texts that are the same, word for word or nearly, in order."""
    before, after = ([_folded(text) for text in texts] for texts in (old, new))
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            yield from zip(range(i1, i2), range(j1, j2), strict=True)
        elif tag == "replace":
            yield from _nearly(before, after, range(i1, i2), range(j1, j2))


def _nearly(
    old: Sequence[str], new: Sequence[str], was: Sequence[int], now: Sequence[int]
) -> Iterator[tuple[int, int]]:
    """Yield the nearest pairs of two stretches, no pair crossing another, the surest first."""
    best = max(((alike(old[i], new[j]), i, j) for i in was for j in now), default=(0.0, 0, 0))
    if best[0] < ALIKE:
        return
    _, i, j = best
    yield from _nearly(old, new, range(was[0], i), range(now[0], j))
    yield (i, j)
    yield from _nearly(old, new, range(i + 1, was[-1] + 1), range(j + 1, now[-1] + 1))


@lru_cache(maxsize=1 << 16)
def alike(old: str, new: str) -> float:
    """Return how much two texts have in common word by word, from 0 to 1."""
    matcher = SequenceMatcher(None, old.split(), new.split(), autojunk=False)
    if matcher.real_quick_ratio() < ALIKE or matcher.quick_ratio() < ALIKE:
        return 0.0
    return matcher.ratio()


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _with_names(edition: Edition, renamed: Mapping[str, str]) -> Edition:
    def now(name: str) -> str:
        return renamed.get(name, name)

    units = tuple(
        replace(
            unit,
            id=now(unit.id),
            parent=None if unit.parent is None else now(unit.parent),
            markers=tuple(replace(m, target=now(m.target)) for m in unit.markers),
        )
        for unit in edition.units
    )
    notes = tuple(replace(note, id=now(note.id)) for note in edition.notes)
    return replace(edition, units=units, notes=notes)
