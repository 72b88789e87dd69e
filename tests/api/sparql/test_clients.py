"""Clients that people use, against a server on a socket.

SPARQLWrapper and rdflib's SPARQLStore as they are; curl and Comunica where they are installed (the
test says so where not); YASGUI by the request that it sends.
"""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator

import httpx2
import pytest
import uvicorn
from rdflib import Graph, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, JSON, TURTLE, XML, SPARQLWrapper

from api.app import create_app
from indexer.graph.store import graph_sizes
from indexer.read import Index
from tests.api.sparql.conftest import SETTINGS

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
CONSTRUCT = "CONSTRUCT { ?u a cg:Unit } WHERE { ?u a cg:Unit }"


@pytest.fixture(scope="module")
def endpoint(linked: Index) -> Iterator[str]:
    """The address of `/sparql` of a server that listens on a free port."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        config = uvicorn.Config(create_app(linked, SETTINGS), log_level="error")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, args=([listening],))
        thread.start()
        while not server.started:
            time.sleep(0.02)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/sparql"
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="module")
def triples(linked: Index) -> int:
    return len({quad.triple for quad in linked.store})


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("request_method", ["urlencoded", "postdirectly"])
def test_sparqlwrapper(endpoint: str, triples: int, method: str, request_method: str) -> None:
    wrapper = SPARQLWrapper(endpoint)
    wrapper.setMethod(method)
    wrapper.setRequestMethod(request_method)
    wrapper.setQuery(COUNT)
    wrapper.setReturnFormat(JSON)
    assert int(wrapper.queryAndConvert()["results"]["bindings"][0]["n"]["value"]) == triples
    wrapper.setReturnFormat(CSV)
    assert int(wrapper.queryAndConvert().split()[1]) == triples
    wrapper.setReturnFormat(XML)
    assert str(triples) in wrapper.queryAndConvert().toxml()
    wrapper.setQuery(CONSTRUCT)
    wrapper.setReturnFormat(TURTLE)
    assert len(Graph().parse(data=wrapper.queryAndConvert(), format="turtle")) > 3


def test_sparqlwrapper_names_graphs(endpoint: str, linked: Index) -> None:
    wrapper = SPARQLWrapper(endpoint, returnFormat=JSON)
    wrapper.addDefaultGraph(f"{linked.base}graph/citations")
    wrapper.setQuery(COUNT)
    found = wrapper.queryAndConvert()["results"]["bindings"][0]["n"]["value"]
    assert int(found) == graph_sizes(linked.store)["citations"]


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_rdflib_sparqlstore(endpoint: str, linked: Index, triples: int, method: str) -> None:
    store = SPARQLStore(endpoint, method=method, returnFormat="json")
    graph = Graph(store)
    assert len(graph) == triples
    (row,) = graph.query(COUNT)
    assert int(row[0]) == triples  # type: ignore[index, call-overload, arg-type]
    subject = next(iter(linked.store)).subject
    assert (URIRef(subject.value), None, None) in graph
    named = Graph(store, identifier=URIRef(f"{linked.base}graph/citations"))
    assert len(named) == graph_sizes(linked.store)["citations"]
    store.close()


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
@pytest.mark.parametrize(
    "options",
    [
        ["-G", "--data-urlencode", f"query={COUNT}"],
        ["--data-urlencode", f"query={COUNT}"],
        ["-H", "Content-Type: application/sparql-query", "--data-binary", COUNT],
    ],
)
def test_curl(endpoint: str, triples: int, options: list[str]) -> None:
    command = ["curl", "-sf", *options, "-H", "Accept: text/csv", endpoint]
    run = subprocess.run(command, capture_output=True, text=True, check=True, timeout=30)
    assert int(run.stdout.split()[1]) == triples


def test_what_yasgui_sends(endpoint: str, triples: int) -> None:
    accept = "application/sparql-results+json,*/*;q=0.9"
    headers = {"Accept": accept, "Origin": "https://yasgui.example.org"}
    response = httpx2.post(endpoint, data={"query": COUNT}, headers=headers)
    assert response.headers["access-control-allow-origin"] == "*"
    assert int(response.json()["results"]["bindings"][0]["n"]["value"]) == triples
    accept = "application/n-triples,application/ld+json,text/turtle,*/*;q=0.9"
    response = httpx2.post(endpoint, data={"query": CONSTRUCT}, headers={"Accept": accept})
    assert response.headers["content-type"].startswith(("application/n-triples", "text/turtle"))


def test_what_comunica_sends(endpoint: str, triples: int) -> None:
    """It looks at the description first, then posts forms."""
    accept = "application/n-quads,application/trig;q=0.95,text/turtle;q=0.6,*/*;q=0.1"
    description = httpx2.get(endpoint, headers={"Accept": accept})
    assert description.headers["content-type"] == "application/n-quads"
    assert "sparql-service-description#Service" in description.text
    accept = "application/sparql-results+json;q=1.0,application/sparql-results+xml;q=0.7"
    response = httpx2.post(endpoint, data={"query": COUNT}, headers={"Accept": accept})
    assert int(response.json()["results"]["bindings"][0]["n"]["value"]) == triples


@pytest.mark.skipif(shutil.which("comunica-sparql") is None, reason="Comunica is not installed")
def test_comunica(endpoint: str, triples: int) -> None:
    command = ["comunica-sparql", f"sparql@{endpoint}", COUNT, "-t", "application/json"]
    run = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    assert str(triples) in json.dumps(json.loads(run.stdout))


def test_a_client_that_hangs_up_frees_its_place(endpoint: str) -> None:
    runaway = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    for _ in range(20):
        with pytest.raises(httpx2.ReadTimeout):
            httpx2.post(endpoint, data={"query": runaway}, timeout=0.05)
    response = httpx2.post(endpoint, data={"query": COUNT}, timeout=30)
    assert response.status_code == 200
