"""The closed namespaces: they say what the vocabulary defines, and a misspelt term is an error."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from rdflib import RDF, RDFS, SKOS

from ontology import ontology_graph, terms
from ontology.terms import CG, NAMESPACE, PREFIXES

CLOSED = (
    terms.CG,
    terms.ELI,
    terms.CITO,
    terms.C4O,
    terms.BIRO,
    terms.OA,
    terms.SSSOM,
    terms.SEMAPV,
    terms.PAV,
)
REPOSITORY = Path(__file__).parents[2]


def defined() -> set[str]:
    subjects = {str(subject) for subject in ontology_graph().subjects(RDFS.label)}
    return {iri.removeprefix(NAMESPACE) for iri in subjects if iri.startswith(NAMESPACE)}


def test_the_namespace_has_exactly_the_terms_of_the_ontology() -> None:
    assert {str(term).removeprefix(NAMESPACE) for term in dir(CG)} == defined()


@pytest.mark.parametrize("namespace", [*CLOSED, terms.SD], ids=lambda namespace: namespace.__name__)
def test_a_misspelt_term_is_an_error(namespace: type[CG]) -> None:
    with pytest.raises(AttributeError, match="Sction"):
        _ = namespace.Sction
    with pytest.raises(AttributeError, match="Sction"):
        _ = namespace["Sction"]


def test_terms_are_iris_below_the_namespace() -> None:
    assert str(CG.Section) == "https://w3id.org/clausegraph/ns#Section"
    assert CG["Section"] == CG.Section


def test_every_closed_namespace_has_a_prefix() -> None:
    assert {str(namespace) for namespace in CLOSED} <= set(PREFIXES.values())
    assert PREFIXES["rdf"] == str(RDF)
    assert PREFIXES["skos"] == str(SKOS)


def test_every_bindingness_of_the_registry_has_an_individual() -> None:
    schema = json.loads((REPOSITORY / "corpus/schema/instruments.schema.json").read_text("utf-8"))
    values = schema["$defs"]["instrument"]["properties"]["bindingness"]["oneOf"]
    names = {value["const"].title().replace("-", "") for value in values}
    graph = ontology_graph()
    individuals = {str(term) for term in graph.subjects(RDF.type, CG.Bindingness)}
    assert {NAMESPACE + name for name in names} == individuals
