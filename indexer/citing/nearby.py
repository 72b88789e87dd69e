"""What comes near to a text that matches nothing, so that a typing error finds its way."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher, get_close_matches

from indexer.citing.catalogue import Catalogue, Node
from indexer.citing.grammar import Grammar
from indexer.citing.places import Place
from indexer.citing.words import Key, Word, folded, words
from indexer.nearest import nearest

MOST = 5
_LEAST = 0.6
_LONGEST = 200
_MOST_WORDS = 40
_NUMBER = re.compile(r"\d+")


def nearby(
    text: str, asked: Sequence[tuple[str, Place | None]], catalogue: Catalogue, *, sure: bool
) -> tuple[str, ...]:
    """Return up to five identifiers that come near to a text, the nearest first.

    `asked` are the instruments that the text names, with the place that it asks for where one is
    understood; they are `sure` where no word of the text was left over.
    """
    found = dict.fromkeys(_candidates(text, asked, catalogue, sure=sure))
    return tuple(found)[:MOST]


def partial(runs: Sequence[Sequence[Word]], grammar: Grammar) -> Place | None:
    """Return the place at the beginning or the end of runs of words that spell more than one."""
    for run in runs:
        for at in range(1, min(len(run), _MOST_WORDS)):
            for piece in (run[:-at], run[at:]):
                place = grammar.read([piece])
                if place is not None and place.chunks:
                    return place
    return None


def _candidates(
    text: str, asked: Sequence[tuple[str, Place | None]], catalogue: Catalogue, *, sure: bool
) -> Iterator[str]:
    plain = folded(text)[:_LONGEST]
    if ":" in plain:
        yield from nearest(plain, catalogue.ids)
    if not sure and (not asked or len(asked) > 1):
        yield from _named(plain, catalogue)
    for instrument, place in asked:
        if place is not None and place.chunks:
            yield from _places(instrument, place, catalogue)
    yield from (instrument for instrument, place in asked if place is None)


def _places(instrument: str, place: Place, catalogue: Catalogue) -> list[str]:
    """Return the places of an instrument that are nearest to one that it does not have."""
    at = next((at for at, chunk in enumerate(place.chunks) if chunk.types is not None), 0)
    wanted = tuple(chunk.key for chunk in place.chunks[at:])
    types = place.chunks[at].types

    def distance(node: Node) -> tuple[bool, int, float, int]:
        other = bool(types) and node.path[0].type not in (types or ())
        shared = _shared(wanted, node.keys)
        return other, -shared, _apart(wanted, node.keys, shared), abs(len(node.path) - len(wanted))

    nodes = sorted(catalogue.nodes(instrument), key=distance)[:MOST]
    return [node.id for node in nodes] or [instrument]


def _shared(wanted: Key, keys: Key) -> int:
    """How many labels, from the first, are the same."""
    pairs = zip(wanted, keys, strict=False)
    return next((at for at, (a, b) in enumerate(pairs) if a != b), min(len(wanted), len(keys)))


def _apart(wanted: Key, keys: Key, shared: int) -> float:
    """How far apart the first labels are that differ; less where there is none."""
    if shared >= min(len(wanted), len(keys)):
        return 0.0
    a, b = wanted[shared], keys[shared]
    if _NUMBER.fullmatch(a) and _NUMBER.fullmatch(b):
        return float(abs(int(a[:9]) - int(b[:9])))
    return 1e9 * (1.0 - SequenceMatcher(None, a, b).ratio())


def _named(text: str, catalogue: Catalogue) -> Iterator[str]:
    """Yield the instruments whose names resemble the text, each at the place typed with it."""
    name, place = _cut(words(text), catalogue)
    close = get_close_matches(name, catalogue.single_names, MOST, _LEAST)
    for instrument in dict.fromkeys(catalogue.single_names[own] for own in close):
        if place is not None:
            keys = tuple(chunk.key for chunk in place.chunks)
            yield from (node.id for node in catalogue.with_keys(keys, instrument))
        yield instrument


def _cut(typed: Sequence[Word], catalogue: Catalogue) -> tuple[str, Place | None]:
    """Return the words of a text without those of a place at its end or beginning; the place."""
    keys = [word.key for word in typed]
    for at in range(1, len(typed)):
        place = catalogue.grammar.read([typed[at:]])
        if place is not None and place.chunks:
            return " ".join(keys[:at]), place
    for at in range(len(typed) - 1, 0, -1):
        place = catalogue.grammar.read([typed[:at]])
        if place is not None and place.chunks:
            return " ".join(keys[at:]), place
    return " ".join(keys), None
