"""A place in a file as triples: W3C Web Annotation selectors, by position and by quotation.

A position is quick to look up, a quotation survives re-typesetting; a marker and a citation carry
both. See https://www.w3.org/TR/annotation-model/#selectors. All nodes are named, none is blank,
so that the sorted dump is canonical.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Triple
from rdflib import RDF, URIRef

from indexer.graph.terms import about, integer
from indexer.model import Span
from ontology.terms import CG, OA

AROUND = 32
"""Code points of context on each side of a quotation."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """A stretch of a file: which file, its whole text as decoded, and the range.

    A note that is no unit has no place in a file; then it is a stretch of the note.
    """

    file: NamedNode
    text: str
    span: Span


def place(
    subject: NamedNode,
    name: str,
    anchor: Anchor,
    *,
    quote: bool = False,
    link: URIRef = CG.standsAt,
) -> Iterator[Triple]:
    """Yield the place of `subject` at `{subject}/{name}`: source file, position, and a quotation.

    Offsets count code points of the file. With `quote` the words themselves follow, with up to
    `AROUND` code points before and after. `link` is the property from subject to place.
    """
    here = NamedNode(f"{subject.value}/{name}")
    position = NamedNode(f"{here.value}/position")
    yield from about(subject, (link, here))
    yield from about(
        here,
        (RDF.type, OA.SpecificResource),
        (OA.hasSource, anchor.file),
        (OA.hasSelector, position),
    )
    yield from about(
        position,
        (RDF.type, OA.TextPositionSelector),
        (OA.start, integer(anchor.span.start)),
        (OA.end, integer(anchor.span.end)),
    )
    if quote:
        yield from _quotation(here, anchor)


def _quotation(here: NamedNode, anchor: Anchor) -> Iterator[Triple]:
    selector = NamedNode(f"{here.value}/quote")
    start, end = anchor.span.start, anchor.span.end
    yield from about(here, (OA.hasSelector, selector))
    yield from about(
        selector,
        (RDF.type, OA.TextQuoteSelector),
        (OA.prefix, Literal(anchor.text[max(0, start - AROUND) : start])),
        (OA.exact, Literal(anchor.text[start:end])),
        (OA.suffix, Literal(anchor.text[end : end + AROUND])),
    )
