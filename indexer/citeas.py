"""Citations in words, put together from the templates that the registry keeps.

A unit's identifier is a path of types, and each step of it has a template: `para_26__point_g` of
the Compact becomes `{title}` + `, para. {label}` + `({label})`. Templates for one instrument come
before those for its kind, and both before the default. See [citation] in registry/instruments.toml.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from indexer.errors import InputError
from indexer.model import Instrument, Unit

Templates = Mapping[str, Mapping[str, str]]

_STEP = re.compile(r"(?P<type>[A-Za-z]+)_(?P<nn>nn_)?(?P<num>.+)")
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


def _repeated(num: str) -> int:
    """How many times the label has been printed up to this unit: `b_2` is its second b."""
    return int(num.rpartition("_")[2]) if "_" in num else 1


def _nth(count: int) -> str:
    if count <= len(_ORDINALS):
        return _ORDINALS[count - 1]
    ending = {1: "st", 2: "nd", 3: "rd"}.get(count % 10, "th")
    return f"{count}{'th' if count % 100 in (11, 12, 13) else ending}"


def unit_citation(
    unit: Unit, units: Mapping[str, Unit], instrument: Instrument, templates: Templates
) -> str:
    """Return the house citation of a unit, down to the exact item.

    `units` holds the units of the instrument by identifier. Raises InputError where the registry
    has no template for a step of the identifier.
    """
    parts = [instrument_citation(instrument, templates)]
    eid, chain, above = "", "", ""
    for step in unit.eid.split("__"):
        eid = f"{eid}__{step}" if eid else step
        found = _STEP.fullmatch(step)
        assert found is not None
        at = units.get(f"{instrument.id}:{eid}")
        label = at.printed_label if at else found["num"]
        count = 1 if found["nn"] else _repeated(found["num"])
        suffix = "-nn" if found["nn"] else ""
        key = f"{'formula' if at and at.kind == 'formula' else found['type']}{suffix}"
        keys = _chains(chain, key)
        template = _template(templates, instrument, keys)
        shown = _below(label or "", above)
        place = _place(at, units) if at and found["type"] == "pream" else found["num"]
        heading = (at.heading if at else None) or ""
        parts.append(template.format(label=shown, n=place, heading=heading))
        if count > 1:
            parts.append(_template(templates, instrument, ("repeat",)).format(nth=_nth(count)))
        chain, above = f"{chain}/{found['type']}".lstrip("/"), label or ""
    return "".join(parts)


def _chains(above: str, key: str) -> tuple[str, ...]:
    """The keys under which a template may stand, the longest chain of types first."""
    types = above.split("/") if above else []
    return tuple("/".join((*types[at:], key)) for at in range(len(types) + 1))


def _place(unit: Unit, units: Mapping[str, Unit]) -> str:
    """The place of a recital among recitals, or of words of enactment among theirs."""
    alike = [
        other.id
        for other in units.values()
        if (other.instrument, other.kind) == (unit.instrument, unit.kind)
    ]
    return str(alike.index(unit.id) + 1)


def _below(label: str, above: str) -> str:
    """`7.2` below `7` is `2`."""
    return label.removeprefix(f"{above}.") if above else label


def citer(
    units: Mapping[str, Unit], instruments: Mapping[str, Instrument], templates: Templates
) -> Callable[[Unit], str]:
    """Return the function that cites any of the given units."""

    def cite(unit: Unit) -> str:
        return unit_citation(unit, units, instruments[unit.instrument], templates)

    return cite
