"""What the graph says of one thing, as a small graph of its own.

The description holds the thing's own triples, those of the nodes that belong to it (its words, its
places, its markers), every link from or to it with its evidence, and what lies directly below it.
Nothing but patterns of the store is asked: no query is parsed.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from typing import Final

import pyoxigraph
from pyoxigraph import NamedNode, RdfFormat, Store, Triple
from rdflib import OWL

from indexer.graph.rdflib_io import jsonld_of
from indexer.read import Index
from indexer.resources.find import VOCABULARY, Resource
from ontology import ontology_graph
from ontology.terms import C4O, CG, CITO, ELI, OA, PREFIXES

FORMATS: Final = {
    "ttl": RdfFormat.TURTLE,
    "nt": RdfFormat.N_TRIPLES,
    "rdf": RdfFormat.RDF_XML,
    "jsonld": RdfFormat.JSON_LD,
}
"""The formats of a description, by the extension of their files."""
_PARTS = frozenset(
    map(str, (CG.hasMarker, CG.standsAt, OA.hasTarget, OA.hasSelector, ELI.is_realized_by))
)
"""Properties that lead to a node that belongs to the subject."""
_EVIDENCE = tuple(
    NamedNode(str(own))
    for own in (
        CITO.hasCitingEntity,
        CITO.hasCitedEntity,
        OWL.annotatedSource,
        OWL.annotatedTarget,
        C4O.denotes,
    )
)
"""Properties by which a node of evidence points to an end of a link."""
_BELOW = tuple(NamedNode(str(own)) for own in (ELI.is_part_of, CG.underElement))
"""Properties by which a thing says what it is part of."""


def described(index: Index, resource: Resource, form: str) -> bytes:
    """Return the description of a resource in one of `FORMATS`; the same build, the same bytes."""
    triples = sorted(_triples(index, resource), key=str)
    if form == "jsonld":
        return jsonld_of(_written(triples, RdfFormat.N_TRIPLES))
    return _written(triples, FORMATS[form])


def _written(triples: Iterable[Triple], form: RdfFormat) -> bytes:
    out = io.BytesIO()
    pyoxigraph.serialize(triples, out, format=form, prefixes=PREFIXES)
    return out.getvalue()


def _triples(index: Index, resource: Resource) -> set[Triple]:
    if resource.kind == VOCABULARY:
        data = ontology_graph().serialize(format="nt", encoding="utf-8")
        return {quad.triple for quad in pyoxigraph.parse(data, format=RdfFormat.N_TRIPLES)}
    nodes = [NamedNode(iri) for iri in resource.nodes or (resource.iri,)]
    found: set[Triple] = set()
    for node in nodes:
        _gather(index.store, node, found)
        for evidence in _evidence(index.store, node):
            _gather(index.store, evidence, found)
        for predicate in _BELOW:
            found |= {q.triple for q in index.store.quads_for_pattern(None, predicate, node)}
    return found


def own_triples(index: Index, resource: Resource) -> list[Triple]:
    """Return what the graph says of a resource itself, in fixed order."""
    nodes = resource.nodes or (resource.iri,)
    quads = (q for iri in nodes for q in index.store.quads_for_pattern(NamedNode(iri), None, None))
    return sorted({quad.triple for quad in quads}, key=str)


def _evidence(store: Store, node: NamedNode) -> Iterator[NamedNode]:
    for predicate in _EVIDENCE:
        for quad in store.quads_for_pattern(None, predicate, node):
            if isinstance(quad.subject, NamedNode):
                yield quad.subject


def _gather(store: Store, node: NamedNode, found: set[Triple]) -> None:
    """Add what is said of a node, and of the nodes that belong to it."""
    waiting, seen = [node], {node}
    while waiting:
        for quad in store.quads_for_pattern(waiting.pop(), None, None):
            found.add(quad.triple)
            part = quad.object if quad.predicate.value in _PARTS else None
            if isinstance(part, NamedNode) and part not in seen:
                seen.add(part)
                waiting.append(part)
