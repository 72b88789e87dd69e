"""The endpoint and its data, described: true, in every format, with the bounds that hold."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse
from rdflib import DCAT, RDF, VOID, Graph, Literal, Namespace, URIRef
from starlette.testclient import TestClient

from api.app import create_app
from api.sparql.jail import Confinement
from indexer.read import Index
from ontology.terms import CG
from tests.api.problems import problem
from tests.api.sparql.conftest import SETTINGS
from tests.named_graphs import graph_sizes

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
ENDPOINT = URIRef("http://testserver/sparql")
FORMATS = {
    "text/turtle": RdfFormat.TURTLE,
    "application/n-triples": RdfFormat.N_TRIPLES,
    "application/n-quads": RdfFormat.N_QUADS,
    "application/trig": RdfFormat.TRIG,
    "application/rdf+xml": RdfFormat.RDF_XML,
    "application/ld+json": RdfFormat.JSON_LD,
}


def described(client: TestClient, path: str) -> Graph:
    response = client.get(path, headers={"Accept": "text/turtle"})
    assert response.status_code == 200
    return Graph().parse(data=response.text, format="turtle")


def number(graph: Graph, subject: URIRef, predicate: URIRef) -> float:
    value = graph.value(subject, predicate)
    assert isinstance(value, Literal)
    return float(value)


@pytest.mark.parametrize("path", ["/sparql", "/.well-known/void"])
@pytest.mark.parametrize("accept", FORMATS)
def test_it_is_given_in_every_format(bounded: TestClient, path: str, accept: str) -> None:
    response = bounded.get(path, headers={"Accept": accept})
    assert response.headers["content-type"].partition(";")[0] == accept
    assert "Accept" in response.headers["vary"]
    assert len(list(parse(response.content, format=FORMATS[accept]))) > 20


@pytest.mark.parametrize("path", ["/sparql", "/.well-known/void"])
def test_a_format_by_name_and_none_that_is_no_graph(bounded: TestClient, path: str) -> None:
    named = bounded.get(path, params={"format": "jsonld"}, headers={"Accept": "text/html"})
    assert named.headers["content-type"] == "application/ld+json"
    problem(bounded.get(path, headers={"Accept": "text/csv"}), 406)
    problem(bounded.get(path, params={"format": "csv"}), 406)


def test_the_service_says_what_it_offers(bounded: TestClient, linked: Index) -> None:
    graph = described(bounded, "/sparql")
    (service,) = graph.subjects(SD.endpoint, ENDPOINT)
    assert (service, RDF.type, SD.Service) in graph
    assert (service, SD.supportedLanguage, SD.SPARQL11Query) in graph
    assert (service, SD.feature, SD.UnionDefaultGraph) in graph
    assert (service, SD.feature, SD.BasicFederatedQuery) not in graph
    assert (service, SD.extensionFunction, CG.similarity) in graph
    assert len(set(graph.objects(service, SD.resultFormat))) == 10
    names = {str(name) for name in graph.objects(None, SD.name)}
    assert names == {f"{linked.base}graph/{name}" for name in graph_sizes(linked.store)}


def test_the_service_says_its_bounds(bounded: TestClient) -> None:
    graph = described(bounded, "/sparql")
    assert number(graph, ENDPOINT, CG.timeLimit) == SETTINGS.sparql_timeout
    assert number(graph, ENDPOINT, CG.rowLimit) == SETTINGS.sparql_rows
    assert number(graph, ENDPOINT, CG.sizeLimit) == SETTINGS.sparql_result_bytes
    assert number(graph, ENDPOINT, CG.memoryLimit) == SETTINGS.sparql_memory_bytes


def test_void_counts_what_there_is(bounded: TestClient, linked: Index) -> None:
    graph = described(bounded, "/.well-known/void")
    (dataset,) = (s for s in graph.subjects(RDF.type, DCAT.Dataset) if isinstance(s, URIRef))
    triples = {quad.triple for quad in linked.store}
    assert number(graph, dataset, VOID.triples) == len(triples)
    assert number(graph, dataset, VOID.distinctSubjects) == len({t.subject for t in triples})
    assert number(graph, dataset, VOID.distinctObjects) == len({t.object for t in triples})
    assert number(graph, dataset, VOID.properties) == len({t.predicate for t in triples})
    assert graph.value(dataset, VOID.sparqlEndpoint) == ENDPOINT
    assert str(graph.value(dataset, VOID.uriSpace)) == linked.base
    sizes = {f"{linked.base}graph/{name}": size for name, size in graph_sizes(linked.store).items()}
    subsets = [s for s in graph.objects(dataset, VOID.subset) if isinstance(s, URIRef)]
    assert {str(subset): number(graph, subset, VOID.triples) for subset in subsets} == sizes
    of_class = {
        str(graph.value(part, VOID["class"])): number(graph, part, VOID.entities)
        for part in graph.objects(dataset, VOID.classPartition)
        if isinstance(part, URIRef)
    }
    assert of_class[str(CG.Unit)] == len(linked.units)


def test_dcat_leads_to_the_dump(bounded: TestClient) -> None:
    graph = described(bounded, "/.well-known/void")
    (distribution,) = graph.subjects(RDF.type, DCAT.Distribution)
    assert str(graph.value(distribution, DCAT.downloadURL)) == "http://testserver/dump.nq.gz"


@pytest.mark.parametrize(
    ("held", "lacking"),
    [(Confinement(True, True, True), 0), (Confinement(False, True, False), 2), (Confinement(), 3)],
)
def test_what_is_lacking_is_said(held: Confinement, lacking: int) -> None:
    from api.sparql.census import Census
    from api.sparql.describe import Served, serialized, service_triples
    from api.sparql.limits import PoolLimits

    served = Served("http://testserver", "https://example.org/", "build")
    census = Census({}, 0, 0, 0, 0, 0, {}, {})
    body, _ = serialized(service_triples(served, PoolLimits(), held, census), "ntriples")
    assert body.decode().count("Runs with") == lacking
    assert len(held.lacking()) == lacking


def test_overlays_are_served_and_counted(linked: Index, tmp_path: Path) -> None:
    file = tmp_path / "own.ttl"
    file.write_text("<urn:own:s> <urn:own:p> <urn:own:o> .", encoding="utf-8")
    before = len(linked.store)
    with TestClient(create_app(linked, SETTINGS, [file])) as client:
        query = "SELECT ?g { GRAPH ?g { <urn:own:s> ?p ?o } }"
        (row,) = client.get("/sparql", params={"query": query}).json()["results"]["bindings"]
        assert row["g"]["value"] == f"{linked.base}graph/overlay/own"
        asked = {"query": "ASK { <urn:own:s> ?p ?o }", "format": "csv"}
        assert client.get("/sparql", params=asked).text == "true"
        names = {str(name) for name in described(client, "/sparql").objects(None, SD.name)}
        assert row["g"]["value"] in names
    assert len(linked.store) == before
