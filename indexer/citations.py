"""Every citation of an international instrument in a text: found, bound and resolved.

Two passes read the text: the first finds instruments (`instruments` in indexer.mentions), the
second parses provision references (`references`); then all of it is resolved in reading order
(`resolve`). Offsets count code points of the text as given.

What a mention covers. An instrument's mention covers the words that name it: the body before it,
title, type word, number, year, and a bracket that only repeats it; determiners stay outside, so
that "the said Convention" is the mention "said Convention". A provision's mention covers the
provision words alone, and the instrument beside it has its own. In a list each item is a
mention: the first has the type word, each later one only its own number. A range is one mention
with all its targets; "Article 10, paragraph 1" and "paragraph 1 of Article 10" are one. A text
that names itself without a provision ("this compact") cites nothing.

Kinds: `internal` points into the document itself (unresolved where that is not known),
`resolution` is a resolution, `provision` a part of another instrument, `instrument` anything
else that is named; a law outside the registry is an unresolved one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from indexer.endnotes import attach, endnotes_of
from indexer.mentions.antecedents import State
from indexer.mentions.asked import Asked, digests_of
from indexer.mentions.located import Located, as_values, of_values
from indexer.mentions.resolve import Context, read
from indexer.model import Corpus, Edition, Mention, NoteKind, Unit
from indexer.registry import Registry
from indexer.remembered import Remembered

__all__ = ["Context", "Located", "extract", "mentions_of"]


def extract(text: str, registry: Registry, context: Context | None = None) -> tuple[Mention, ...]:
    """Return every mention of a text, in order; offsets count its code points.

    The context says whose text it is and what stands open; what the text opens is added to the
    context's state. Nothing is raised for any text.
    """
    return read(text, registry, context or Context())


def _units(edition: Edition, registry: Registry) -> dict[str, tuple[Mention, ...]]:
    """Return the mentions of each unit's own text, read in document order."""
    state = State()
    notes = {note.label: note.id for note in edition.notes}
    found = {}
    for unit in edition.units:
        state.next_piece()
        context = Context(edition.instrument, unit.eid, state, notes)
        found[unit.id] = extract(unit.text, registry, context)
    return found


def _by_footnote(unit: Unit, own: Mapping[str, tuple[Mention, ...]]) -> list[Located]:
    return [
        Located(mention, "footnote", marker.target)
        for marker in unit.markers
        if marker.kind == NoteKind.FOOTNOTE
        for mention in own.get(marker.target, ())
    ]


def mentions_of(
    corpus: Corpus, registry: Registry, remembered: Remembered | None = None, stated: object = ""
) -> dict[str, tuple[Located, ...]]:
    """Return what every unit of a corpus cites, in its text and through its notes.

    A footnote's mentions stand twice: at the note itself (it is a unit) with via `text`, and at
    each unit that carries its marker with via `footnote`; in both `place` is the note.
    Editions that were read before are remembered; `stated` tells by its `repr` all that the
    registry knows but which provisions there are.
    """
    found: dict[str, list[Located]] = defaultdict(list)
    digests = digests_of(registry)
    for edition in corpus.editions:
        for unit, located in _remembered(edition, registry, remembered, stated, digests):
            found[unit] += located
    return {unit: tuple(located) for unit, located in found.items()}


def _of_edition(edition: Edition, registry: Registry) -> dict[str, list[Located]]:
    own = _units(edition, registry)
    found = {
        unit.id: [*(Located(m, "text", unit.id) for m in own[unit.id]), *_by_footnote(unit, own)]
        for unit in edition.units
    }
    for unit_id, located in attach(edition, endnotes_of(edition, registry)).items():
        found[unit_id] += located
    return found


def _remembered(
    edition: Edition,
    registry: Registry,
    remembered: Remembered | None,
    stated: object,
    digests: Callable[[str], str],
) -> Iterator[tuple[str, list[Located]]]:
    """Yield what the units of an edition cite, as it was read before where nothing has changed.

    What was read depends on the provisions of those instruments that reading asked about.
    """
    if remembered is None:
        yield from _of_edition(edition, registry).items()
        return
    units = [(unit.id, unit.text, unit.markers) for unit in edition.units]

    def make() -> dict[str, Any]:
        asked = Asked(registry.known)
        read = _of_edition(edition, replace(registry, known=asked))
        rows = [(unit, [as_values(own) for own in located]) for unit, located in read.items()]
        return {"asked": {name: digests(name) for name in sorted(asked.names)}, "read": rows}

    made = remembered.one(
        "citations",
        (edition.instrument, units, edition.notes, stated),
        make,
        lambda value: all(digests(name) == own for name, own in value["asked"].items()),
    )
    for unit, rows in made["read"]:
        yield unit, [of_values(row) for row in rows]
