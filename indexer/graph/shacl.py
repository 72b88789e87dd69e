"""Does every node carry what it must? The graph against ontology/shapes.ttl, with counts.

A report names each violation by its node and says in words what is wrong, and says for each shape
how many nodes were looked at: a shape that looked at nothing has proved nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pyshacl
from rdflib import RDF, SH, Graph, URIRef
from rdflib.term import Node

from indexer.graph.rdflib_io import union
from ontology import shapes_graph


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """One thing that is wrong: at which node, under which property, by which shape."""

    focus: str
    path: str | None
    message: str
    shape: str

    def __str__(self) -> str:
        under = f", under {self.path}" if self.path else ""
        return f"{self.focus}{under}: {self.message}"


@dataclass(frozen=True, slots=True)
class Report:
    """What a validation found, and how many nodes each shape looked at, by the shape's name."""

    violations: tuple[Violation, ...]
    checked: Mapping[str, int]

    @property
    def conforms(self) -> bool:
        """Whether nothing is wrong."""
        return not self.violations


def validate(dump: bytes) -> Report:
    """Validate a dump in N-Quads, all its graphs together, against the project's shapes."""
    return validate_graph(union(dump), shapes_graph())


def validate_graph(data: Graph, shapes: Graph) -> Report:
    """Validate `data`, which is left as it is, against `shapes`; violations come sorted."""
    _, results, _ = pyshacl.validate(
        data, shacl_graph=shapes, inference="none", advanced=False, inplace=True
    )
    names = _owners(shapes)
    found = {_violation(results, result, names) for result in _results(results)}
    return Report(tuple(sorted(found, key=_order)), _checked(data, shapes))


def _results(results: Graph) -> Iterator[Node]:
    return results.subjects(RDF.type, SH.ValidationResult)


def _violation(results: Graph, result: Node, names: Mapping[Node | None, str]) -> Violation:
    path = results.value(result, SH.resultPath)
    source = results.value(result, SH.sourceShape)
    return Violation(
        focus=str(results.value(result, SH.focusNode)),
        path=str(path) if isinstance(path, URIRef) else None,
        message=str(results.value(result, SH.resultMessage)),
        shape=names.get(source, str(source)),
    )


def _order(violation: Violation) -> tuple[str, str, str, str]:
    return violation.shape, violation.focus, violation.path or "", violation.message


def _owners(shapes: Graph) -> dict[Node | None, str]:
    """Return the short name of every named shape, for itself and each of its property shapes."""
    names: dict[Node | None, str] = {}
    for shape in shapes.subjects(RDF.type, SH.NodeShape):
        names[shape] = _short(shape)
        names.update({part: _short(shape) for part in shapes.objects(shape, SH.property)})
    return names


def _checked(data: Graph, shapes: Graph) -> dict[str, int]:
    named = {_short(shape): shape for shape in shapes.subjects(RDF.type, SH.NodeShape)}
    return {name: len(_focus_nodes(data, shapes, named[name])) for name in sorted(named)}


def _focus_nodes(data: Graph, shapes: Graph, shape: Node) -> set[Node]:
    classes, properties = (
        shapes.objects(shape, SH.targetClass),
        shapes.objects(shape, SH.targetSubjectsOf),
    )
    of_class = {node for kind in classes for node in data.subjects(RDF.type, kind)}
    of_property = {node for name in properties for node in data.subjects(name, None)}
    led_to = {
        node
        for name in shapes.objects(shape, SH.targetObjectsOf)
        for node in data.objects(None, name)
    }
    return of_class | of_property | led_to


def _short(shape: Node) -> str:
    return str(shape).rpartition("#")[2]
