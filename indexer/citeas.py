"""Citations in words, put together from the templates that the registry keeps.

A unit's identifier is a path of types, and each step of it has a template: `para_26__point_g` of
the Compact becomes `{title}` + `, para. {label}` + `({label})`. Templates for one instrument come
before those for its kind, and both before the default. See [citation] in registry/instruments.toml.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from indexer.errors import InputError
from indexer.model import Instrument, Unit

Templates = Mapping[str, Mapping[str, str]]
Recitals = Callable[[], Mapping[str, int]]

_STEP = re.compile(r"(?P<type>[A-Za-z]+)_(?P<nn>nn_)?(?P<num>.+)")
_RECITAL = "pream"
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")


def _kinds(instrument: Instrument) -> tuple[str, ...]:
    body = instrument.body[0].lower() if instrument.body else ""
    return (instrument.id.lower(), f"{body}-{instrument.kind}", instrument.kind, "default")


def _template(templates: Templates, instrument: Instrument, keys: tuple[str, ...]) -> str:
    for kind in _kinds(instrument):
        for key in keys:
            if key in templates.get(kind, {}):
                return templates[kind][key]
    raise InputError(
        f"registry/instruments.toml has no citation template for {keys[-1]!r} of {instrument.id}.",
        mend="Add it under [citation.default].",
    )


def instrument_citation(instrument: Instrument, templates: Templates) -> str:
    """Return the house citation of a whole instrument."""
    template = _template(templates, instrument, ("instrument",))
    return template.format(
        title=instrument.cite_title or instrument.title,
        number=instrument.number or "",
        symbol=instrument.symbol or "",
        year=instrument.year or "",
    )


def _nth(count: int) -> str:
    if count <= len(_ORDINALS):
        return _ORDINALS[count - 1]
    ending = {1: "st", 2: "nd", 3: "rd"}.get(count % 10, "th")
    return f"{count}{'th' if count % 100 in (11, 12, 13) else ending}"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a unit's identifier, as a citation shows it."""

    type: str
    key: str
    """The key of its template: the type, or `formula`, with `-nn` where it is unnumbered."""
    label: str
    """The printed label; empty for an unnumbered step that prints none."""
    place: str
    """The number that is written for an unnumbered step."""
    heading: str
    nth: int
    """Which one of those with its label it is, from 1; 0 where the label is printed once."""


def _named(identifier: str, units: Mapping[str, Unit]) -> int:
    """Return which one of several with its label a unit is, or 0 where it is the only one."""
    bare, _, num = identifier.rpartition("_")
    first = bare if num.isdigit() and bare in units else identifier
    if first == identifier and f"{first}_2" not in units:
        return 0
    return 1 if first == identifier else int(num)


def steps(
    identifier: str, units: Mapping[str, Unit], recitals: Recitals | None = None
) -> tuple[Step, ...]:
    """Return the steps of the identifier of a unit, or of a provision that is no unit.

    `units` holds the units of the instrument by identifier; what it lacks is read off the
    identifier, where the label of `art_9-1` is `9.1`. `recitals` gives what `recital_places`
    returns of them, for whoever cites many.
    """
    instrument, _, rest = identifier.partition(":")
    found: list[Step] = []
    own, above = f"{instrument}:", ""
    for part in rest.split("__"):
        own = f"{own}__{part}" if found else f"{own}{part}"
        match = _STEP.fullmatch(part)
        assert match is not None
        at, num = units.get(own), match["num"].partition("_")[0]
        printed = (at.printed_label or "") if at else "" if match["nn"] else num.replace("-", ".")
        key = "formula" if at and at.kind == "formula" else match["type"]
        step = Step(
            type=match["type"],
            key=f"{key}-nn" if match["nn"] else key,
            label=_below(printed, above),
            place=_place(at, units, recitals) if at and match["type"] == _RECITAL else num,
            heading=(at.heading if at else None) or "",
            nth=0 if match["nn"] else _named(own, units),
        )
        found.append(step)
        above = printed
    return tuple(found)


def pinpoint(path: Iterable[Step], instrument: Instrument, templates: Templates) -> str:
    """Return the words that follow the instrument's in the citation of a unit.

    Raises InputError where there is no template for a step.
    """
    parts, chain = [], ""
    for step in path:
        template = _template(templates, instrument, _chains(chain, step.key))
        parts.append(template.format(label=step.label, n=step.place, heading=step.heading))
        if step.nth:
            parts.append(_template(templates, instrument, ("repeat",)).format(nth=_nth(step.nth)))
        chain = f"{chain}/{step.type}".lstrip("/")
    return "".join(parts)


def citation(
    identifier: str,
    units: Mapping[str, Unit],
    instrument: Instrument,
    templates: Templates,
    recitals: Recitals | None = None,
) -> str:
    """Return the house citation of a unit or of a registered provision, down to the exact item.

    `units` and `recitals` are those of `steps`. Raises InputError where the registry has no
    template for a step of the identifier.
    """
    whole = instrument_citation(instrument, templates)
    return whole + pinpoint(steps(identifier, units, recitals), instrument, templates)


def _chains(above: str, key: str) -> tuple[str, ...]:
    """The keys under which a template may stand, the longest chain of types first."""
    types = above.split("/") if above else []
    return tuple("/".join((*types[at:], key)) for at in range(len(types) + 1))


def recital_places(units: Iterable[Unit]) -> dict[str, int]:
    """Return the place of each recital among recitals, of words of enactment among theirs.

    By identifier, from 1, in the order of the units of each instrument.
    """
    counts: Counter[tuple[str, str]] = Counter()
    found = {}
    for unit in units:
        counts[unit.instrument, unit.kind] += 1
        if unit.eid.rpartition("__")[2].startswith(f"{_RECITAL}_"):
            found[unit.id] = counts[unit.instrument, unit.kind]
    return found


def _place(unit: Unit, units: Mapping[str, Unit], recitals: Recitals | None) -> str:
    known = recital_places(units.values()) if recitals is None else recitals()
    return str(known[unit.id])


def _below(label: str, above: str) -> str:
    """`7.2` below `7` is `2`."""
    return label.removeprefix(f"{above}.") if above else label


def citer(
    units: Mapping[str, Unit], instruments: Mapping[str, Instrument], templates: Templates
) -> Callable[[str], str]:
    """Return the function that cites a unit or registered provision by its identifier, once each.

    `units` are all that there are, in the order of their instruments.
    """
    recitals = cache(lambda: recital_places(units.values()))

    @cache
    def cite(identifier: str) -> str:
        instrument = instruments[identifier.partition(":")[0]]
        return citation(identifier, units, instrument, templates, recitals)

    return cite
