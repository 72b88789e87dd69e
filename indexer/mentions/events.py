"""All that the two passes find in a text, in one order from left to right."""

from __future__ import annotations

from indexer.mentions.chains import Chain
from indexer.mentions.descriptions import Pointer, pointers
from indexer.mentions.instruments import Found, candidates, outside, without_overlaps
from indexer.mentions.patterns import BAR
from indexer.mentions.references import Grammar
from indexer.mentions.tails import stretch
from indexer.registry import Registry

Event = Found | Pointer | Chain
_ORDER = {"note": 0, "ibid": 0, "place": 0, "pair": 1, "description": 2, "term": 3, "acronym": 4}


def _clear_of(pointing: list[Pointer], taken: list[Found]) -> list[Pointer]:
    """Return the pointers, in order, that touch none of the instruments taken, also in order."""
    free: list[Pointer] = []
    here = 0
    for pointer in pointing:
        while here < len(taken) and taken[here].end <= pointer.start:
            here += 1
        if here == len(taken) or taken[here].start >= pointer.end:
            free.append(pointer)
    return free


def events_of(registry: Registry, folded: str) -> list[Event]:
    """Return all that the two passes find, from left to right."""
    cut = registry.names.words(folded)
    raw = (stretch(registry, folded, f, cut) for f in candidates(registry, folded, cut))
    found = outside(registry, folded, without_overlaps(raw))
    named = [f for f in found if f.sort != "foreign"]
    chains = Grammar(registry.patterns, _without(folded, named)).chains()
    pointing = sorted(pointers(registry, folded, cut), key=lambda p: p.start)
    events: list[Event] = [*found, *chains, *_clear_of(pointing, named)]
    return sorted(events, key=lambda e: (e.start, _rank(e), -e.end))


def _without(folded: str, found: list[Found]) -> str:
    """Return the text with the instruments blanked out, so that no provision runs into one."""
    pieces, position = [], 0
    for one in found:
        pieces += [folded[position : one.start], BAR * (one.end - one.start)]
        position = one.end
    return "".join([*pieces, folded[position:]])


def _rank(event: Event) -> int:
    if isinstance(event, Pointer):
        return _ORDER[event.sort]
    return -1 if isinstance(event, Chain) else 5
