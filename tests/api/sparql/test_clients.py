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
from indexer.read import Index
from ontology.terms import CG
from tests.api.sparql.conftest import SETTINGS
from tests.named_graphs import graph_sizes

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


YASQE_TABLE = "application/sparql-results+json,*/*;q=0.9"
YASQE_GRAPH = "application/n-triples,*/*;q=0.9"
YASQE_UPDATE = "text/plain,*/*;q=0.9"
"""What @zazuko/yasqe 4.6.2 sends as Accept, for SELECT and ASK, for graphs, and for updates."""


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_what_yasgui_sends_for_a_table(endpoint: str, triples: int, method: str) -> None:
    headers = {"Accept": YASQE_TABLE, "Origin": "https://yasgui.example.org"}
    own = {"query": COUNT}
    sent = {"data": own} if method == "POST" else {"params": own}
    response = httpx2.request(method, endpoint, headers=headers, **sent)  # type: ignore[arg-type]
    assert response.headers["access-control-allow-origin"] == "*"
    assert response.headers["content-type"] == "application/sparql-results+json"
    assert int(response.json()["results"]["bindings"][0]["n"]["value"]) == triples


@pytest.mark.parametrize("query", [CONSTRUCT, "DESCRIBE ?u WHERE { ?u a cg:Unit } LIMIT 1"])
def test_what_yasgui_sends_for_a_graph(endpoint: str, query: str) -> None:
    response = httpx2.post(endpoint, data={"query": query}, headers={"Accept": YASQE_GRAPH})
    assert response.headers["content-type"] == "application/n-triples"
    assert len(Graph().parse(data=response.text, format="nt")) > 0


def test_yasgui_is_told_what_is_wrong(endpoint: str) -> None:
    """It shows the text of an answer that is no success, and asks leave for headers of its own."""
    headers = {"Accept": YASQE_UPDATE}
    update = httpx2.post(endpoint, data={"update": "DELETE WHERE { ?s ?p ?o }"}, headers=headers)
    assert 400 <= update.status_code < 500
    assert update.json()["mend"]
    wrong = httpx2.post(endpoint, data={"query": "SELECT"}, headers={"Accept": YASQE_TABLE})
    assert (wrong.status_code, wrong.json()["line"]) == (400, 1)
    asked = {
        "Origin": "https://yasgui.example.org",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "x-own",
    }
    assert httpx2.options(endpoint, headers=asked).headers["access-control-allow-headers"]


COMUNICA_FIRST = (
    "application/n-quads,application/trig;q=0.95,application/ld+json;q=0.9,"
    "application/n-triples;q=0.8,text/turtle;q=0.6,application/rdf+xml;q=0.5,text/n3;q=0.35,"
    "application/xml;q=0.3,image/svg+xml;q=0.3,text/xml;q=0.3,text/html;q=0.2,"
    "application/xhtml+xml;q=0.18,application/json;q=0.135,text/shaclc;q=0.1,"
    "text/shaclc-ext;q=0.05"
)
COMUNICA_TABLE = "application/sparql-results+json;q=1.0,application/sparql-results+xml;q=0.7"
"""What Comunica 4.5.0 sends as Accept: to find out what an address is, and for a table."""


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_what_comunica_sends(endpoint: str, triples: int, method: str) -> None:
    """It looks at the description first, then sends short queries by GET and long ones as forms."""
    description = httpx2.get(endpoint, headers={"Accept": COMUNICA_FIRST})
    assert description.headers["content-type"] == "application/n-quads"
    assert "sparql-service-description#Service" in description.text
    headers, own = {"Accept": COMUNICA_TABLE}, {"query": COUNT}
    sent = {"data": own} if method == "POST" else {"params": own}
    response = httpx2.request(method, endpoint, headers=headers, **sent)  # type: ignore[arg-type]
    assert int(response.json()["results"]["bindings"][0]["n"]["value"]) == triples


@pytest.mark.skipif(shutil.which("comunica-sparql") is None, reason="Comunica is not installed")
@pytest.mark.parametrize("said", ["", "sparql@"], ids=["found-out", "told"])
def test_comunica(endpoint: str, triples: int, said: str) -> None:
    """It finds out by the description that the address is an endpoint, or is told."""

    def asked(query: str, form: str) -> str:
        command = ["comunica-sparql", f"{said}{endpoint}", query, "-t", form]
        run = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
        return run.stdout

    (row,) = json.loads(asked(COUNT, "application/json"))
    assert row["n"].split('"')[1] == str(triples)
    query = f"PREFIX cg: <{CG}> {CONSTRUCT}"
    graph = Graph().parse(data=asked(query, "application/n-triples"), format="nt")
    assert len(graph) > 3


def test_a_client_that_hangs_up_frees_its_place(endpoint: str) -> None:
    runaway = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    for _ in range(20):
        with pytest.raises(httpx2.ReadTimeout):
            httpx2.post(endpoint, data={"query": runaway}, timeout=0.05)
    response = httpx2.post(endpoint, data={"query": COUNT}, timeout=30)
    assert response.status_code == 200
