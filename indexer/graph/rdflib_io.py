"""The dump as rdflib graphs, for what only rdflib does: JSON-LD under a context, and SHACL.

The engine parses and its terms are handed over one by one: several times faster than rdflib's own
parser, and its numbers and dates stay as they are.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

import pyoxigraph
from pyoxigraph import NamedNode, Quad, RdfFormat
from rdflib import XSD, Graph, URIRef
from rdflib import Literal as RdfLiteral

from ontology import context

Term = URIRef | RdfLiteral


def union(dump: bytes) -> Graph:
    """Return the triples of all graphs of a dump in N-Quads as one rdflib graph."""
    return _graph(_parsed(dump))


def by_graph(dump: bytes) -> dict[str, Graph]:
    """Return an rdflib graph for each named graph of a dump in N-Quads, by IRI."""
    groups: dict[str, list[Quad]] = {}
    for quad in _parsed(dump):
        groups.setdefault(_iri(quad.graph_name), []).append(quad)
    return {name: _graph(groups[name]) for name in sorted(groups)}


def jsonld(dump: bytes) -> bytes:
    """Return N-Quads as JSON-LD 1.1 under the project's context, with everything in fixed order.

    The context is written out, so that no reader needs to fetch it.
    """
    names: Mapping[str, Any] = context()["@context"]
    graphs = [
        {"@id": name, "@graph": _nodes(graph, names)} for name, graph in by_graph(dump).items()
    ]
    document = {"@context": names, "@graph": _sorted(graphs)}
    return json.dumps(document, ensure_ascii=False, indent=1).encode() + b"\n"


def jsonld_of(triples: bytes) -> bytes:
    """Return N-Triples as JSON-LD 1.1 like `jsonld`, in one graph without a name."""
    names: Mapping[str, Any] = context()["@context"]
    graph = _graph(pyoxigraph.parse(triples, format=RdfFormat.N_TRIPLES))
    document = {"@context": names, "@graph": _sorted(_nodes(graph, names))}
    return json.dumps(document, ensure_ascii=False, indent=1).encode() + b"\n"


def _nodes(graph: Graph, names: Mapping[str, Any]) -> list[Any]:
    document = json.loads(graph.serialize(format="json-ld", context=dict(names)))
    return list(document["@graph"]) if "@graph" in document else [_without_context(document)]


def _without_context(node: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in node.items() if key != "@context"}


def _sorted(value: Any) -> Any:
    """Return JSON with the members of objects by name and those of arrays, all sets, by content."""
    if isinstance(value, dict):
        return {key: _sorted(value[key]) for key in sorted(value)}
    if isinstance(value, list):
        return sorted(map(_sorted, value), key=_content)
    return value


def _content(value: Any) -> str:
    return json.dumps(value, sort_keys=True)


def _parsed(dump: bytes) -> Iterable[Quad]:
    return pyoxigraph.parse(dump, format=RdfFormat.N_QUADS)


def _graph(quads: Iterable[Quad]) -> Graph:
    graph = Graph()
    for quad in quads:
        graph.add((_term(quad.subject), _term(quad.predicate), _term(quad.object)))
    return graph


def _term(value: object) -> Term:
    """Return a term of the engine as rdflib's; TypeError for a blank node, which no dump has."""
    if isinstance(value, NamedNode):
        return URIRef(value.value)
    if isinstance(value, pyoxigraph.Literal):
        if value.language:
            return RdfLiteral(value.value, lang=value.language)
        datatype = URIRef(value.datatype.value)
        return RdfLiteral(value.value, datatype=None if datatype == XSD.string else datatype)
    raise TypeError(f"{value!r} is neither an IRI nor a literal")


def _iri(name: object) -> str:
    if isinstance(name, NamedNode):
        return name.value
    raise TypeError(f"{name!r} is not a named graph")
