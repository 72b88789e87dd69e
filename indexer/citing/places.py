"""Places in an instrument: as identifiers have them, and as people type them.

Both become a row of chunks, so that `7.2(c)`, `Article 7, paragraph 2, point (c)` and
`art_7__para_2__point_c` are compared as 7, 2, c. A chunk of a typed place knows which types of
step its word allows; without a word it may be any that people leave unnamed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from indexer.citeas import Step
from indexer.citing.words import Key, key

_SPLIT = re.compile(r"(\d+)([a-z]+)")
UNNUMBERED = "~"


@dataclass(frozen=True, slots=True)
class Chunk:
    """One label of a place as an identifier has it."""

    type: str
    key: str
    text: str
    begins: bool
    """False for the 2 of section 5.2, which is of one step with the 5."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One label of a place as typed."""

    types: frozenset[str] | None
    """The types of step that its word allows; None without a word."""
    key: str
    text: str
    begins: bool
    """False where it is joined to the label before by a dot."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place as typed."""

    chunks: tuple[Asked, ...] = ()
    nth: int = 0
    """Which one of those so labelled is asked for; 0 for any."""
    heading: Key = ()


def chunks_of(path: Sequence[Step]) -> tuple[Chunk, ...]:
    """Return the chunks of the steps of an identifier."""
    found: list[Chunk] = []
    for step in path:
        kind = step.key.removesuffix("-nn")
        if step.key.endswith("-nn") and not step.label:
            found.append(Chunk(kind, f"{UNNUMBERED}{step.place}", "", begins=True))
            continue
        parts = [part for part in re.split(r"[^\w*]+", step.label) if part]
        found += [
            Chunk(kind, "".join(key(part)), part, begins=not at) for at, part in enumerate(parts)
        ]
    return tuple(found)


def matches(
    place: Place, path: Sequence[Chunk], bare: frozenset[str], below: frozenset[str]
) -> bool:
    """Whether a typed place may be the place of a path with the same keys.

    `bare` are the types that a first label without a word may have, `below` those of later ones.
    A word may name the first or the last step of the label behind it: the Code's paragraph 7.2.
    """
    for at, (asked, chunk) in enumerate(zip(place.chunks, path, strict=True)):
        open_types = below if at else bare
        if asked.types is not None:
            named = chunk if chunk.type in asked.types else path[_last(place, at)]
            if named.type not in asked.types or not chunk.begins:
                return False
            if named is not chunk and chunk.type not in open_types:
                return False
        elif (asked.begins and not chunk.begins) or (chunk.begins and chunk.type not in open_types):
            return False
    return True


def _last(place: Place, at: int) -> int:
    """Return where the label that begins at a chunk ends."""
    while at + 1 < len(place.chunks) and not place.chunks[at + 1].begins:
        at += 1
    return at


def split_letters(place: Place) -> Place | None:
    """Return `26g` read as `26(g)`, or None where no label is so written."""
    found: list[Asked] = []
    for asked in place.chunks:
        match = _SPLIT.fullmatch(asked.key)
        if match is None:
            found.append(asked)
            continue
        letters = asked.text[len(asked.text) - len(match[2]) :]
        found.append(replace(asked, key=match[1], text=match[1]))
        found.append(Asked(None, match[2], letters, begins=True))
    return replace(place, chunks=tuple(found)) if len(found) > len(place.chunks) else None


def labels(place: Place) -> tuple[tuple[str, ...], ...]:
    """Return the labels of a place, each with what is joined to it: `7.2(c)` is 7.2 and c."""
    found: list[tuple[str, ...]] = []
    for asked in place.chunks:
        if asked.begins:
            found.append((asked.key,))
        else:
            found[-1] = (*found[-1], asked.key)
    return tuple(found)
