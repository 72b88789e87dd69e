"""One row of an answer about links: what stands at its other end, and the evidence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from indexer.answers.matched import shared_words
from indexer.cited import RESOLVED, Cited
from indexer.evidence import Suggestion
from indexer.ident import instrument_iri, unit_iri
from indexer.linked import Linked
from indexer.links.model import Link
from indexer.model import Marker

Json = dict[str, Any]
Evident = Cited | Link | Suggestion


def end(index: Linked, identifier: str) -> Json:
    """Return what is known of one end of a link: citation, bindingness, and words.

    `text` is the unit's own and null where the build does not have it; `subject` is an editor's
    few words, null where nobody has written any, and `subject_basis` what they were written from.
    `edition` and `boxes` say where a unit's words stand in print.
    """
    name, _, eid = identifier.partition(":")
    instrument = index.instruments[name]
    unit, provision = index.units.get(identifier), index.provisions.get(identifier)
    whole = instrument_iri(index.base, instrument)
    return {
        "iri": unit_iri(index.base, instrument, eid) if eid else whole,
        "instrument": name,
        "cite_as": index.citation_of(identifier),
        "bindingness": instrument.bindingness,
        "body": list(instrument.body),
        "status": instrument.status,
        "kind": unit.kind if unit else "provision" if eid else "instrument",
        "element": unit.element if unit else None,
        "text": unit.text if unit else None,
        "subject": provision.subject if provision else None,
        "subject_basis": provision.basis if provision else None,
        "edition": index.edition_of[identifier] if unit else None,
        "boxes": index.boxes(unit) if unit else [],
    }


def words_of(index: Linked, identifier: str) -> str:
    """Return the words by which an end of a link is compared: its text, or else its subject."""
    unit, provision = index.units.get(identifier), index.provisions.get(identifier)
    return unit.text if unit else provision.subject if provision else ""


def evidence(own: Evident, index: Linked) -> Json:
    """Return the evidence of a link, as its family has it."""
    if isinstance(own, Cited):
        return _citation(own)
    return _curated(own, index) if isinstance(own, Link) else _suggestion(own, index)


def _citation(own: Cited) -> Json:
    """Return where a text points to something, and how that was seen."""
    return {
        "quote": own.quote,
        "offset": [own.start, own.end],
        "via": own.via,
        "note": own.note,
        "place": own.place,
        "reference": own.kind,
        "rule": own.rule,
    }


def _curated(own: Link, index: Linked) -> Json:
    """Return who claims a link, when, why and from which source."""
    return {
        "predicate": own.predicate,
        "reason": own.reason,
        "author": own.author,
        "date": own.date,
        "source": own.source,
        "basis": own.basis,
        "confidence": own.confidence,
        "matched": _matched(own.subject, own.target, index),
    }


def _suggestion(own: Suggestion, index: Linked) -> Json:
    """Return how near a model found two ends, and what its score is made of."""
    return {
        "score": own.score,
        "probability": own.probability,
        "rank": own.rank,
        "pool": own.pool,
        "method": own.method,
        "model": own.model,
        "parts": dict(own.parts),
        "matched": _matched(own.subject, own.target, index),
    }


def _matched(unit: str, target: str, index: Linked) -> Json:
    """Return the words that both ends share; `in` says whether the target's are its text's."""
    first, second = shared_words(words_of(index, unit), words_of(index, target))
    return {
        "unit": first,
        "target": second,
        "in": "text" if target in index.units else "subject",
    }


def unresolved_rows(mentions: Iterable[Cited]) -> Iterator[Json]:
    """Yield the mentions that fit no registered instrument, or more than one."""
    for own in mentions:
        if own.status != RESOLVED:
            found = {"status": own.status, "candidates": list(own.targets)}
            yield {"unit": own.unit, **found, **_citation(own)}


def note_rows(units: Iterable[str], index: Linked) -> dict[str, list[Json]]:
    """Return the `endnotes` and `footnotes` to which units point, each with its state."""
    found: dict[str, list[Json]] = {"endnotes": [], "footnotes": []}
    for name in units:
        for marker in index.units[name].markers:
            found[f"{marker.kind.value}s"].append(_note(name, marker, index))
    return found


def _note(unit: str, marker: Marker, index: Linked) -> Json:
    mentions = index.citations_by_unit.get(unit, ())
    targets = (
        target
        for own in mentions
        if own.place == marker.target and own.status == RESOLVED
        for target in own.targets
    )
    return {
        "unit": unit,
        "id": marker.target,
        "label": marker.label,
        "offset": marker.offset,
        "state": index.notes[marker.target].state.value,
        "targets": list(dict.fromkeys(targets)),
    }
