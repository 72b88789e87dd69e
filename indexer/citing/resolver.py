"""What people type resolved: one match, several, or none with what is nearest. It never guesses.

Every word that is typed has to be accounted for: by a name of the instrument, by something true
of it (its number, its year, its dates, where it is printed), or by the place in it. A word that is
left over, or a fact that is not true, and it is no match.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from indexer.citing.catalogue import Catalogue, Node
from indexer.citing.listed import listed
from indexer.citing.names import iter_mentioned
from indexer.citing.nearby import MOST as MOST_NEAR
from indexer.citing.nearby import nearby, partial
from indexer.citing.places import Place, labels, split_letters
from indexer.citing.places import matches as fits
from indexer.citing.words import MOST_CHARACTERS, MOST_WORDS, Key, Word, folded, words


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a text may mean, by identifier."""

    matches: tuple[str, ...]
    nearest: tuple[str, ...]
    """What comes near, where nothing matches."""
    listed: bool = False
    """Whether the text itself names every one of the matches, by a list or a range."""
    remark: str | None = None
    """Why a list has no match, and what to ask instead."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A text read as a place in one instrument."""

    instrument: str
    places: tuple[Place, ...]
    """The ways to read the place; none where some of its words were not understood."""
    runs: Sequence[Sequence[Word]]
    """The words that neither name the instrument nor are true of it."""


def resolve(text: str, catalogue: Catalogue) -> Resolution:
    """Return what a text cites in a build: every match, and the nearest where there is none.

    Of a list or a range these are its places, if all of them are known.
    """
    ids, readings = _looked_up(text, catalogue)
    if ids or not words(text[:MOST_CHARACTERS]) or _too_long(text):
        return Resolution(ids, ())
    several = listed(text, catalogue, matches)
    if several is None:
        return Resolution((), _near(text, readings, catalogue))
    if several.ids:
        return Resolution(several.ids, (), listed=several.sure)
    near = (*several.ends, *_near(text, readings, catalogue))
    return Resolution((), tuple(dict.fromkeys(near))[:MOST_NEAR], remark=several.remark)


def _near(text: str, readings: Sequence[Reading], catalogue: Catalogue) -> tuple[str, ...]:
    asked = [
        (reading.instrument, place)
        for reading in readings
        for place in reading.places[-1:] or (partial(reading.runs, catalogue.grammar),)
    ]
    sure = any(reading.places for reading in readings)
    return nearby(text, asked, catalogue, sure=sure)


def matches(text: str, catalogue: Catalogue) -> tuple[str, ...]:
    """Return every match of a text that cites one place, without looking for what is near."""
    return _looked_up(text, catalogue)[0]


def _too_long(text: str) -> bool:
    return len(text) > MOST_CHARACTERS or len(words(text)) > MOST_WORDS


def _looked_up(text: str, catalogue: Catalogue) -> tuple[tuple[str, ...], list[Reading]]:
    """The matches of a text, and the ways in which it was read."""
    typed = () if _too_long(text) else words(text)
    if not typed:
        return (), []
    named = _identified(folded(text), catalogue)
    if named:
        return (named,), []
    cited = catalogue.house.cited(text)
    if cited:
        return cited, []
    readings = list(_readings(typed, catalogue))
    found = _all_found(readings, catalogue)
    if not readings:
        found = _anywhere(catalogue.grammar.read([typed]), catalogue)
    return tuple(dict.fromkeys(found)), readings


def _all_found(readings: Sequence[Reading], catalogue: Catalogue) -> list[str]:
    """Return the places that the readings find.

    An instrument that may be meant, but of which no place is known, stays among the matches
    itself: that another one has such a place does not tell which is meant.
    """
    found = [(reading, _found(reading, catalogue)) for reading in readings]
    if not any(ids for _, ids in found):
        return []
    return [
        name
        for reading, ids in found
        for name in ids or ([reading.instrument] if _is_open(reading, catalogue) else [])
    ]


def _is_open(reading: Reading, catalogue: Catalogue) -> bool:
    """Whether a place in words is asked of an instrument of which no place is known."""
    asks = any(place.chunks and place.chunks[0].types for place in reading.places[-1:])
    return asks and not catalogue.nodes(reading.instrument)


def _identified(text: str, catalogue: Catalogue) -> str | None:
    """Return what is named by its identifier or IRI, letter case aside."""
    if text.startswith(catalogue.base):
        return _at_iri(unquote(text.removeprefix(catalogue.base)), catalogue)
    if ":" not in text:
        return None
    if catalogue.sort(text):
        return text
    return catalogue.folded_ids.get(text.casefold())


def _at_iri(path: str, catalogue: Catalogue) -> str | None:
    if path in catalogue.by_path:
        return catalogue.by_path[path]
    instrument, _, eid = path.rpartition("/")
    found = f"{catalogue.by_path.get(instrument, '')}:{eid}"
    return found if catalogue.sort(found) else None


# -- a text that names instruments ------------------------------------------------------------


def _readings(typed: Sequence[Word], catalogue: Catalogue) -> Iterator[Reading]:
    """Yield a reading for every instrument that the text may name."""
    keys = tuple(word.key for word in typed)
    for instrument in iter_mentioned(catalogue.names, keys):
        runs = _rest(typed, keys, instrument, catalogue)
        written = _in_a_style(typed, keys, instrument, catalogue)
        places = [catalogue.grammar.read(own) for own in (*written, runs)]
        yield Reading(instrument, tuple(place for place in places if place is not None), runs)


def _in_a_style(
    typed: Sequence[Word], keys: Key, instrument: str, catalogue: Catalogue
) -> Iterator[list[Sequence[Word]]]:
    """Yield the words of the place, for every style in which the text may be written."""
    for before, behind in catalogue.frames(instrument):
        end = len(keys) - len(behind)
        if len(before) <= end and keys[: len(before)] == before and keys[end:] == behind:
            yield [typed[len(before) : end]]


def _rest(
    typed: Sequence[Word], keys: Key, instrument: str, catalogue: Catalogue
) -> list[Sequence[Word]]:
    """Return the runs of words that neither name the instrument nor are true of it."""
    phrases = catalogue.phrases(instrument)
    runs: list[list[Word]] = [[]]
    at = 0
    while at < len(typed):
        end = _accounted(keys, at, instrument, phrases, catalogue)
        if end == at:
            runs[-1].append(typed[at])
            at += 1
        else:
            runs.append([])
            at = end
    return [run for run in runs if run]


def _accounted(
    keys: Key, at: int, instrument: str, phrases: frozenset[Key], catalogue: Catalogue
) -> int:
    """Return where the longest name or phrase that begins here ends; `at` where none does."""
    named = (end for end, ids in catalogue.names.at(keys, at) if instrument in ids)
    said = (at + len(own) for own in phrases if keys[at : at + len(own)] == own)
    return max((*named, *said), default=at)


def _found(reading: Reading, catalogue: Catalogue) -> list[str]:
    for place in reading.places:
        if not place.chunks:
            return [reading.instrument]
        for asked in filter(None, (place, split_letters(place))):
            nodes = _nodes(asked, catalogue, reading.instrument)
            if nodes:
                return [node.id for node in nodes]
    return []


def _nodes(place: Place, catalogue: Catalogue, instrument: str | None = None) -> list[Node]:
    """Return the places that a typed place may be; where letter case tells, it does."""
    keys = tuple(asked.key for asked in place.chunks)
    bare, below = catalogue.grammar.bare, catalogue.grammar.below
    found = [
        node
        for node in catalogue.with_keys(keys, instrument)
        if fits(place, node.path, bare, below)
        and place.nth in (0, node.nth)
        and place.heading in ((), *node.headings)
    ]
    texts = [asked.text for asked in place.chunks]
    same = [node for node in found if [chunk.text for chunk in node.path] == texts]
    return same or found


# -- a text that names a place alone ----------------------------------------------------------


def _anywhere(place: Place | None, catalogue: Catalogue) -> list[str]:
    """Return the places in any instrument whose house citation prints the labels as typed."""
    if place is None or not place.chunks:
        return []
    for asked in (place, split_letters(place)):
        nodes = _nodes(asked, catalogue) if asked else []
        printed = [
            node.id for node in nodes if asked and _printed(node, catalogue) == labels(asked)
        ]
        if printed:
            return printed
    return []


def _printed(node: Node, catalogue: Catalogue) -> tuple[tuple[str, ...], ...] | None:
    place = catalogue.grammar.read([words(catalogue.place_words(node.id))])
    return labels(place) if place else None
