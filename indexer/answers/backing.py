"""What backs a unit, and what a provision backs: the three families apart, each with its evidence.

Citations stand in reading order; editors' links with the stronger claim first, then by confidence;
suggestions by probability, and where that is equal by rank.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Literal, TypeVar

from indexer.answers import told
from indexer.answers.asked import Asked, asked, described, targets_of
from indexer.answers.options import FAMILIES, MANY, LinkOptions, check_options
from indexer.answers.rows import Evident, Json, end, evidence, note_rows, unresolved_rows
from indexer.cited import RESOLVED, Cited
from indexer.evidence import Suggestion
from indexer.linked import Linked
from indexer.links.model import PREDICATES, Link

_Own = TypeVar("_Own")


@dataclass(frozen=True, slots=True)
class Row:
    """A unit, what it is linked to, and the evidence."""

    unit: str
    target: str
    own: Evident


Families = Mapping[str, Sequence[Row]]
Side = Literal["unit", "target"]


@dataclass(frozen=True, slots=True)
class _Question:
    """A question with what its rows describe and how an empty family is explained."""

    asked: Asked
    options: LinkOptions
    far: Side
    """The end of a link that a row describes and that the filters look at."""
    empty: Callable[[str, Asked, int, Linked], str]


def backing(index: Linked, identifier: str, options: LinkOptions) -> Json:
    """Return what backs a unit, element or instrument.

    Raises NotFoundError for an identifier and QueryError for a filter that is not there.
    """
    check_options(options, index)
    about = asked(identifier, index)
    mentions = tuple(_of(index.citations_by_unit, about.units))
    few = MANY if len(about.units) > 1 else None
    found = {
        "citations": cited_rows(mentions),
        "curated": curated_rows(_of(index.curated_by_unit, about.units)),
        "suggested": suggested_rows(_of(index.suggestions_by_unit, about.units), options, few),
    }
    question = _Question(about, options, "target", told.empty_backing)
    answer = _answer(found, question, index)
    missing = told.absent(about, index)
    if missing:
        answer["remarks"] = {**answer["remarks"], "endnotes": missing}
    return {
        **answer,
        **note_rows(about.units, index),
        "unresolved": list(unresolved_rows(mentions)),
    }


def backs(index: Linked, identifier: str, options: LinkOptions) -> Json:
    """Return the units that something backs; body and bindingness are those of the units.

    Raises NotFoundError for an identifier and QueryError for a filter that is not there.
    """
    check_options(options, index)
    about = asked(identifier, index)
    cited = targets_of(about, index.citations_by_target)
    linked = targets_of(about, index.curated_by_target)
    suggested = targets_of(about, index.suggestions_by_target)
    mentions = dict.fromkeys(_of(index.citations_by_target, cited))
    found = {
        "citations": cited_rows(mentions, set(cited)),
        "curated": curated_rows(_of(index.curated_by_target, linked)),
        "suggested": suggested_rows(_of(index.suggestions_by_target, suggested), options, MANY),
    }
    return _answer(found, _Question(about, options, "unit", told.empty_backs), index)


def _of(by_name: Mapping[str, Sequence[_Own]], names: Iterable[str]) -> Iterable[_Own]:
    return chain.from_iterable(by_name.get(name, ()) for name in names)


def cited_rows(mentions: Iterable[Cited], only: set[str] | None = None) -> list[Row]:
    """Return a row for each target of each resolved mention, in the order given."""
    return [
        Row(own.unit, target, own)
        for own in mentions
        if own.status == RESOLVED
        for target in own.targets
        if only is None or target in only
    ]


def curated_rows(links: Iterable[Link]) -> list[Row]:
    """Return the rows of editors' links, the stronger claim and the surer first."""
    ordered = sorted(
        links, key=lambda own: (PREDICATES.index(own.predicate), -(own.confidence or 0.0))
    )
    return [Row(own.subject, own.target, own) for own in ordered]


def suggested_rows(
    suggestions: Iterable[Suggestion], options: LinkOptions, few: int | None
) -> list[Row]:
    """Return the rows of the suggestions that are probable enough, the most probable first.

    At most `k` for each unit, or `few` where the options do not say; None limits nothing.
    """
    most = options.k if options.k is not None else few
    kept = (
        own
        for own in suggestions
        if (most is None or own.rank <= most) and _likely(own) >= (options.min_probability or 0.0)
    )
    ordered = sorted(kept, key=lambda own: (-_likely(own), own.rank, own.subject, own.target))
    return [Row(own.subject, own.target, own) for own in ordered]


def _likely(own: Suggestion) -> float:
    return own.probability if own.probability is not None else own.score


def _answer(found: Families, question: _Question, index: Linked) -> Json:
    """Return the rows that pass the filters, with totals and with a sentence for what is empty."""
    options = question.options
    passed = {
        family: [row for row in found[family] if _passes(row, question, index)]
        if options.wants(family)
        else []
        for family in FAMILIES
    }
    remarks = {
        family: question.empty(family, question.asked, len(found[family]), index)
        for family in FAMILIES
        if options.wants(family) and not passed[family]
    }
    return {
        "unit": described(question.asked, index),
        "units": list(question.asked.units),
        **{
            family: [_json(row, question.far, index) for row in passed[family]]
            for family in FAMILIES
        },
        "totals": {family: len(passed[family]) for family in FAMILIES},
        "about": dict(told.ABOUT),
        "remarks": remarks,
        "build": index.build,
    }


def _passes(row: Row, question: _Question, index: Linked) -> bool:
    options = question.options
    instrument = index.instruments[getattr(row, question.far).partition(":")[0]]
    return (not options.bindingness or instrument.bindingness in options.bindingness) and (
        not options.bodies or bool({*options.bodies} & {*instrument.body})
    )


def _json(row: Row, far: Side, index: Linked) -> Json:
    known = end(index, row.target if far == "target" else row.unit)
    return {"unit": row.unit, "target": row.target, **known, **evidence(row.own, index)}
