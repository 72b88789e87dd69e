"""Which elements of the framework which instruments cover, by family of links, and what is missing.

A link counts once for each pair of unit and target. Gaps are told by what texts cite and editors
claim; a suggestion fills none. Citations within one text, and units under no element, do not count.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from indexer.answers.asked import NOTE
from indexer.answers.options import FAMILIES, LinkOptions, check_options
from indexer.answers.rows import Json
from indexer.cited import INTERNAL, RESOLVED
from indexer.linked import Linked
from indexer.model import Instrument

LIKELY = 0.5
"""The least probability of a suggestion that counts, unless the question says otherwise."""
NOT_BINDING = "non-binding"
IN_FORCE = "in-force"
KINDS = ("recommendation", "policy-action")
"""The units of which it is said when nothing binding backs them."""


@dataclass
class _Cell:
    """The pairs of one element and one instrument, by family."""

    pairs: dict[str, dict[tuple[str, str], None]] = field(
        default_factory=lambda: {family: {} for family in FAMILIES}
    )


Cells = dict[tuple[int, str], _Cell]
Pair = tuple[str, str, str]
"""Family, unit and target."""


def _pairs(index: Linked, options: LinkOptions) -> Iterator[Pair]:
    """Yield the pairs of every family that is asked for, in the order of the build."""
    if options.wants("citations"):
        for cited in index.citations:
            if cited.status == RESOLVED and cited.kind != INTERNAL:
                yield from (("citations", cited.unit, target) for target in cited.targets)
    if options.wants("curated"):
        yield from (("curated", own.subject, own.target) for own in index.curated)
    if options.wants("suggested"):
        least = least_probability(options)
        for own in index.suggestions:
            if (own.probability or 0.0) >= least:
                yield "suggested", own.subject, own.target


def least_probability(options: LinkOptions) -> float:
    """Return the least probability of a suggestion that counts."""
    return LIKELY if options.min_probability is None else options.min_probability


def _cells(index: Linked, options: LinkOptions) -> Cells:
    found: Cells = {}
    for family, unit, target in _pairs(index, options):
        element, instrument = index.units[unit].element, target.partition(":")[0]
        if element is None or index.units[unit].kind == NOTE:
            continue
        if _passes(index.instruments[instrument], options):
            cell = found.setdefault((element, instrument), _Cell())
            cell.pairs[family][unit, target] = None
    return found


def _passes(instrument: Instrument, options: LinkOptions) -> bool:
    return (not options.bindingness or instrument.bindingness in options.bindingness) and (
        not options.bodies or bool({*options.bodies} & {*instrument.body})
    )


def coverage(index: Linked, options: LinkOptions, elements: tuple[int, ...] = ()) -> Json:
    """Return the cells of elements and instruments that any link fills, and the gaps.

    Each cell has the number of pairs by family, and the units and targets that make them. Raises
    NotFoundError for an element and QueryError for a filter that is not there.
    """
    check_options(options, index)
    wanted = {index.element(number).number for number in elements} or set(index.elements)
    cells = _cells(index, options)
    order = {name: place for place, name in enumerate(index.instruments)}
    items = [
        _item(number, index.instruments[name], cells[number, name], index)
        for number, name in sorted(cells, key=lambda cell: (cell[0], order[cell[1]]))
        if number in wanted
    ]
    return {
        "items": items,
        "total": len(items),
        "min_probability": least_probability(options),
        "gaps": gaps(index, wanted),
        "build": index.build,
    }


def _item(number: int, instrument: Instrument, cell: _Cell, index: Linked) -> Json:
    return {
        "element": number,
        "label": index.elements[number].label,
        "instrument": instrument.id,
        "cite_as": index.citation_of(instrument.id),
        "bindingness": instrument.bindingness,
        "body": list(instrument.body),
        "status": instrument.status,
        "counts": {family: len(cell.pairs[family]) for family in FAMILIES},
        "units": list(dict.fromkeys(unit for own in cell.pairs.values() for unit, _ in own)),
        "targets": list(dict.fromkeys(target for own in cell.pairs.values() for _, target in own)),
    }


def gaps(index: Linked, elements: set[int]) -> Json:
    """Return the units that nothing binding backs, and the elements without anything in force.

    Only citations and editors' links count: `units_without_binding` are the recommendations and
    policy actions from which neither leads to an instrument that binds, or would if ratified;
    `elements_without_in_force` those under which none leads to one that binds and is in force.
    """
    bound: set[str] = set()
    covered: set[int] = set()
    for _, unit, target in _pairs(index, LinkOptions(families=("citations", "curated"))):
        instrument, element = index.instruments[target.partition(":")[0]], index.units[unit].element
        if instrument.bindingness != NOT_BINDING:
            bound.add(unit)
            if instrument.status == IN_FORCE and element is not None:
                covered.add(element)
    return {
        "units_without_binding": [
            {"unit": unit.id, "element": unit.element, "cite_as": index.citation_of(unit.id)}
            for unit in index.units.values()
            if unit.kind in KINDS and unit.element in elements and unit.id not in bound
        ],
        "elements_without_in_force": [
            {"element": number, "label": index.elements[number].label}
            for number in sorted(elements - covered)
        ],
    }
