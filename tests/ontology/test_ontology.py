"""The vocabulary: every term is defined with an example, and nothing uses a term that is not."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest
from rdflib import OWL, RDF, RDFS, SKOS, Graph, URIRef

from indexer.read import Index
from indexer.sparql.evaluate import answer
from ontology import context, example_queries, ontology_graph, shapes_graph
from ontology.terms import CG, NAMESPACE, PREFIXES

GRAPH = ontology_graph()
TERMS = sorted(term for term in GRAPH.subjects(RDFS.label) if str(term).startswith(NAMESPACE))
SHORT = {
    "brief": "civil-society/brief/2023/lessons-from-covid-19/",
    "call": "hw4all/letter/2021/call-fourth-round/",
    "code": "who/code-of-practice/2010/international-recruitment/",
    "compact": "who/guidance/2022/hcw-compact/",
    "compact-ed": "who/guidance/2022/hcw-compact/eng-draft-2022/",
    "guide": "who/guide/2010/users-guide/",
    "wha": "who/resolution/2010/wha63-16/",
}
BASE = "https://w3id.org/clausegraph/"
SD = "http://www.w3.org/ns/sparql-service-description#"
HEADER = f"@base <{BASE}> .\n" + "".join(
    f"@prefix {prefix}: <{iri}> .\n"
    for prefix, iri in (
        PREFIXES | {"sd": SD} | {name: BASE + path for name, path in SHORT.items()}
    ).items()
)


def local(term: URIRef) -> str:
    return str(term).removeprefix(NAMESPACE)


@pytest.mark.parametrize("term", TERMS, ids=local)
def test_every_term_has_label_definition_and_example(term: URIRef) -> None:
    for predicate in (RDFS.label, SKOS.definition, SKOS.example):
        (value,) = GRAPH.objects(term, predicate)
        assert str(value).strip()
    (definition,) = GRAPH.objects(term, SKOS.definition)
    assert str(definition).endswith(".")


@pytest.mark.parametrize("term", TERMS, ids=local)
def test_every_example_is_turtle_that_uses_its_term(term: URIRef) -> None:
    (example,) = GRAPH.objects(term, SKOS.example)
    triples = Graph().parse(data=HEADER + str(example), format="turtle")
    assert any(term in triple for triple in triples)


ABOUT_TEXTS = {
    CG.Edition,
    CG.Endnote,
    CG.Footnote,
    CG.Provision,
    CG.UnitText,
    CG.TextAbsent,
    CG.Resolved,
    CG.TextPresent,
    CG.accelerates,
    CG.attribution,
    CG.hasMarker,
    CG.inInstrument,
    CG.inSection,
    CG.kind,
    CG.notAfter,
    CG.notBefore,
    CG.noteState,
    CG.offset,
    CG.ordinal,
    CG.position,
    CG.underElement,
    CG.versionNote,
}


def test_the_examples_about_the_supplied_texts_are_true(real_index: Index) -> None:
    kinds = set(GRAPH.subjects(RDFS.subClassOf, CG.Unit)) - {
        CG.Annex,
        CG.Chapter,
        CG.Part,
        CG.Table,
    }
    for term in sorted(kinds | ABOUT_TEXTS):
        for triple in Graph().parse(
            data=HEADER + str(GRAPH.value(term, SKOS.example)), format="turtle"
        ):
            subject, predicate, value = (node.n3() for node in triple)
            query = f"ASK {{ {subject} {predicate} {value} }}"
            assert answer(real_index.store, query, "csv").body == b"true", f"{term}: {query}"


@pytest.mark.parametrize("term", TERMS, ids=local)
def test_classes_begin_with_a_capital_and_what_queries_use_does_not(term: URIRef) -> None:
    kinds = set(GRAPH.objects(term, RDF.type))
    of_queries = {URIRef(SD + "Feature"), URIRef(SD + "Function")}
    is_property = bool(kinds & {OWL.ObjectProperty, OWL.DatatypeProperty, *of_queries})
    assert local(term)[0].islower() == is_property


def test_every_own_term_named_in_the_ontology_is_defined() -> None:
    nodes = (node for triple in GRAPH for node in triple if isinstance(node, URIRef))
    used = {node for node in nodes if node.startswith(NAMESPACE)}
    assert used <= set(TERMS)


def test_every_own_term_of_the_shapes_is_defined() -> None:
    used = {node for triple in shapes_graph() for node in triple if str(node).startswith(NAMESPACE)}
    assert used
    assert used <= set(TERMS)


def test_every_term_of_the_context_is_defined() -> None:
    names = context()["@context"]
    values = [v["@id"] if isinstance(v, dict) else v for v in names.values() if v != 1.1]
    own = [value.removeprefix("cg:") for value in values if value.startswith("cg:")]
    assert own
    assert all(NAMESPACE + name in map(str, TERMS) for name in own)


def test_the_context_has_the_prefixes_of_the_project() -> None:
    names = context()["@context"]
    assert {prefix: names[prefix] for prefix in PREFIXES} == PREFIXES


@pytest.mark.parametrize("name", example_queries())
def test_every_own_term_of_an_example_query_is_defined(name: str) -> None:
    own = re.findall(r"\bcg:(\w+)", example_queries()[name].text)
    assert all(CG[term] in TERMS for term in own)


def test_nearly_every_example_query_uses_terms_of_the_project() -> None:
    without = [name for name, query in example_queries().items() if "cg:" not in query.text]
    assert without == ["triples-by-graph"]


@pytest.mark.parametrize("name", example_queries())
def test_every_example_query_says_its_title_and_who_asks(name: str) -> None:
    query = example_queries()[name]
    assert 3 <= len(query.title.split()) <= 14
    assert not query.title.endswith(".")
    assert query.comment.endswith(".")
    assert query.text.count("#") >= 2


def test_there_are_a_dozen_example_queries_in_order() -> None:
    names = list(example_queries())
    assert len(names) >= 12
    assert names == sorted(names)


def test_the_data_files_are_found_as_resources() -> None:
    names = {entry.name for entry in files("ontology").iterdir()}
    assert {"clausegraph.ttl", "shapes.ttl", "context.jsonld", "queries"} <= names
