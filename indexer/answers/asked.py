"""What a question is about: one unit or many, and the provisions that it stands for.

A paragraph answers for its recommendations, a section and an element for what is under them, an
instrument for all its units or provisions, an article for its paragraphs and items. A footnote
answers only for itself: elsewhere what it cites stands at the units that point to it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from indexer.answers.rows import Json, end
from indexer.editions.current import AT, canonical, split_edition
from indexer.errors import NotFoundError
from indexer.linked import Linked
from indexer.model import Unit
from indexer.nearest import nearest
from indexer.views import element_view

_ELEMENT = re.compile(r"(?:element[:/ ]?)?(\d{1,3})")


NOTE = "note"
"""A footnote is a unit; what it cites stands at the units that point to it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question is about."""

    id: str
    kind: str
    """`unit`, `element`, `instrument` or `provision` (one that is only registered)."""
    units: tuple[str, ...]
    """The units that answer for it, in document order."""


def asked(identifier: str, index: Linked) -> Asked:
    """Return what an identifier, `element:1` or `1` asks about.

    Raises NotFoundError with the nearest units, provisions and instruments.
    """
    if AT in identifier:
        return asked(_current(identifier, index), index)
    element = _ELEMENT.fullmatch(identifier)
    if element is not None:
        number = index.element(int(element[1])).number
        under = (unit.id for unit in _no_notes(index) if unit.element == number)
        return Asked(f"element:{number}", "element", tuple(under))
    if identifier in index.units:
        return Asked(identifier, "unit", tuple(_with_below(identifier, index)))
    if identifier in index.instruments:
        own = (unit.id for unit in _no_notes(index) if unit.instrument == identifier)
        return Asked(identifier, "instrument", tuple(own))
    if identifier in index.provisions or _is_cited(identifier, index):
        return Asked(identifier, "provision", ())
    index.refuse_retired(identifier)
    raise _not_found(identifier, index)


def _current(identifier: str, index: Linked) -> str:
    """Return the name of what `compact@draft-2022:para_26` or `compact@draft-2022` is of.

    Links are those of current editions. Raises NotFoundError for what is of another.
    """
    plain, edition = split_edition(identifier)
    instrument = plain.partition(":")[0]
    current = index.is_current(f"{instrument}{AT}{edition}")
    if ":" in plain:
        current = index.in_edition(identifier)[1]
    if current:
        return plain
    raise NotFoundError(
        f"{canonical(identifier)} is of an edition that is not current; links are kept of the"
        " current one.",
        mend=f"Ask about {plain}.",
        nearest=(plain,),
    )


def _with_below(identifier: str, index: Linked) -> Iterator[str]:
    yield identifier
    for child in index.children.get(identifier, ()):
        if index.units[child].kind != NOTE:
            yield from _with_below(child, index)


def _no_notes(index: Linked) -> Iterator[Unit]:
    return (unit for unit in index.units.values() if unit.kind != NOTE)


def described(question: Asked, index: Linked) -> Json:
    """Return what is asked about: the JSON of a unit, of an element, or of an end of a link."""
    if question.kind == "unit":
        return index.unit_json(index.units[question.id])
    if question.kind == "element":
        element = index.element(int(question.id.partition(":")[2]))
        area = index.areas[element.area].label
        counts = Counter(index.units[name].kind for name in question.units)
        return {"id": question.id, **element_view(element, area, counts)}
    return {"id": question.id, **end(index, question.id)}


def _is_cited(identifier: str, index: Linked) -> bool:
    """Whether something leads to a provision that nobody has registered."""
    return identifier in index.citations_by_target or identifier in index.curated_by_target


def _not_found(identifier: str, index: Linked) -> NotFoundError:
    known = (*index.units, *index.provisions, *index.instruments)
    near = nearest(identifier, known)
    return NotFoundError(
        f"There is no unit, provision, instrument or element {identifier!r}"
        f" in build {index.build}.",
        mend=f"Did you mean {', '.join(near)}?" if near else "See `clausegraph list`.",
        nearest=near,
    )


def targets_of(question: Asked, known: Iterable[str]) -> list[str]:
    """Return which of the known targets of links a question asks about, each once, in order."""
    units, own = set(question.units), question.id
    inside = f"{own}:" if question.kind == "instrument" else f"{own}__"
    return [
        name
        for name in dict.fromkeys(known)
        if name == own or name in units or name.startswith(inside)
    ]
