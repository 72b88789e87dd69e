"""`/sparql`: three ways to ask, many ways to be answered, no way to write or reach out.

https://www.w3.org/TR/sparql11-protocol/#query-operation
"""

import csv
import io
from xml.etree import ElementTree

import pytest
from httpx2 import Response
from pyoxigraph import RdfFormat, parse
from starlette.testclient import TestClient

from api.sparql.formats import GRAPHS, RESULTS
from indexer.read import Index
from tests.api.problems import problem

SELECT = 'SELECT ?text { ?unit cg:text ?text FILTER CONTAINS(?text, "uniforms") }'
CONSTRUCT = "CONSTRUCT { ?unit cg:text ?text } WHERE { ?unit cg:text ?text }"
UNIFORMS = "Employers pay for uniforms. They pay for transport too."
WAYS = ("get", "form", "direct")
FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"


def ask(client: TestClient, way: str, query: str, accept: str | None = None) -> Response:
    """Send a query in one of three ways."""
    headers = {"Accept": accept} if accept else {}
    if way == "get":
        return client.get("/sparql", params={"query": query}, headers=headers)
    if way == "form":
        return client.post("/sparql", data={"query": query}, headers=headers)
    headers["Content-Type"] = f"{QUERY}; charset=utf-8"
    return client.post("/sparql", content=query.encode(), headers=headers)


def media_type(response: Response) -> str:
    return str(response.headers["content-type"]).partition(";")[0]


@pytest.mark.parametrize("way", WAYS)
def test_json_is_the_default(client: TestClient, index: Index, way: str) -> None:
    response = ask(client, way, SELECT)
    assert response.status_code == 200
    assert media_type(response) == "application/sparql-results+json"
    assert response.json()["head"] == {"vars": ["text"]}
    values = [row["text"]["value"] for row in response.json()["results"]["bindings"]]
    assert values == [UNIFORMS]
    assert response.headers["x-clausegraph-build"] == index.build
    assert "Accept" in response.headers["vary"]


@pytest.mark.parametrize("way", WAYS)
def test_xml(client: TestClient, way: str) -> None:
    response = ask(client, way, SELECT, "application/sparql-results+xml")
    assert media_type(response) == "application/sparql-results+xml"
    assert ElementTree.fromstring(response.content).findtext(".//{*}literal") == UNIFORMS


@pytest.mark.parametrize("way", WAYS)
def test_csv(client: TestClient, way: str) -> None:
    response = ask(client, way, SELECT, "text/csv")
    assert media_type(response) == "text/csv"
    assert list(csv.reader(io.StringIO(response.text))) == [["text"], [UNIFORMS]]


@pytest.mark.parametrize("way", WAYS)
def test_tsv(client: TestClient, way: str) -> None:
    response = ask(client, way, SELECT, "text/tab-separated-values")
    assert media_type(response) == "text/tab-separated-values"
    assert response.text.splitlines() == ["?text", f'"{UNIFORMS}"@en']


@pytest.mark.parametrize("way", WAYS)
def test_turtle(client: TestClient, index: Index, way: str) -> None:
    response = ask(client, way, CONSTRUCT, "text/turtle")
    assert media_type(response) == "text/turtle"
    found = list(parse(response.content, format=RdfFormat.TURTLE))
    assert len(found) == sum(unit.own_text for unit in index.units.values())


@pytest.mark.parametrize(
    ("query", "accept", "answered"),
    [
        (SELECT, "*/*", "application/sparql-results+json"),
        (SELECT, "application/json", "application/sparql-results+json"),
        (SELECT, "text/turtle, text/csv;q=0.5", "text/csv"),
        (SELECT, "text/html, */*;q=0.1", "application/sparql-results+json"),
        (CONSTRUCT, "*/*", "text/turtle"),
        (CONSTRUCT, "application/ld+json", "application/ld+json"),
        (CONSTRUCT, "text/csv, application/n-triples", "application/n-triples"),
        (CONSTRUCT, "application/rdf+xml", "application/rdf+xml"),
        ("ASK {}", "text/turtle, application/sparql-results+xml", "application/sparql-results+xml"),
        ("DESCRIBE <https://example.org/none>", "text/turtle", "text/turtle"),
    ],
)
def test_accept_decides_the_format(
    client: TestClient, query: str, accept: str, answered: str
) -> None:
    response = ask(client, "get", query, accept)
    assert (response.status_code, media_type(response)) == (200, answered)


@pytest.mark.parametrize("accept", RESULTS)
def test_every_format_of_a_table(client: TestClient, accept: str) -> None:
    assert ask(client, "get", SELECT, accept).status_code == 200


@pytest.mark.parametrize("accept", list(GRAPHS)[:6])
def test_every_format_of_a_graph(client: TestClient, accept: str) -> None:
    response = ask(client, "get", CONSTRUCT, accept)
    assert (response.status_code, media_type(response)) == (200, accept)


@pytest.mark.parametrize(
    ("query", "accept"),
    [
        (SELECT, "text/html"),
        (SELECT, "text/turtle"),
        ("ASK {}", "text/turtle"),
        (CONSTRUCT, "text/csv"),
        (CONSTRUCT, "image/png"),
    ],
)
def test_what_is_not_offered_is_406(client: TestClient, query: str, accept: str) -> None:
    assert "Accept one of" in problem(ask(client, "get", query, accept), 406)["mend"]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("INSERT DATA { <x:s> <x:p> <x:o> }", "INSERT is not offered"),
        ("DELETE WHERE { ?s ?p ?o }", "DELETE is not offered"),
        ("LOAD <http://localhost:1/>", "LOAD is not offered"),
        ("CLEAR ALL", "CLEAR is not offered"),
        ("SELECT * { SERVICE <http://localhost:1/> { ?s ?p ?o } }", "SERVICE is not offered"),
        ("SELECT * { SERVICE SILENT <http://localhost:1/> {} }", "SERVICE is not offered"),
    ],
)
def test_updates_and_service_are_refused(
    client: TestClient, index: Index, way: str, query: str, said: str
) -> None:
    before = len(index.store)
    body = problem(ask(client, way, query), 400)
    assert said in body["detail"]
    assert body["mend"]
    assert len(index.store) == before


@pytest.mark.parametrize("way", WAYS)
def test_a_wrong_query_is_told_with_its_place(client: TestClient, way: str) -> None:
    body = problem(ask(client, way, "SELECT *\n{ ?s ?p }"), 400)
    assert (body["line"], body["mend"]) == (2, "Correct the query there.")
    assert body["column"] > 1


def test_an_update_by_its_parameter_is_refused(client: TestClient) -> None:
    response = client.post("/sparql", data={"update": "CLEAR ALL"})
    assert problem(response, 400)["detail"] == "Updates are not offered."
    problem(client.get("/sparql", params={"query": "ASK {}", "update": "CLEAR ALL"}), 400)


@pytest.mark.parametrize("queries", [[], ["ASK {}", "ASK {}"]])
def test_exactly_one_query_is_taken(client: TestClient, queries: list[str]) -> None:
    many = f"There are {len(queries)} `query` parameters."
    said = many if queries else "There is no parameter `query`."
    asked = {"query": queries, "x": "y"}
    assert problem(client.get("/sparql", params=asked), 400)["detail"] == said
    assert problem(client.post("/sparql", data=asked), 400)["detail"] == said


@pytest.mark.parametrize(
    "media", ["application/json", "text/plain", "application/sparql-update", "multipart/form-data"]
)
def test_another_type_of_body_is_415(client: TestClient, media: str) -> None:
    response = client.post("/sparql", content=b"ASK {}", headers={"Content-Type": media})
    body = problem(response, 415)
    assert media in body["detail"]
    assert QUERY in body["mend"]


def test_no_type_of_body_is_415(client: TestClient) -> None:
    assert QUERY in problem(client.post("/sparql", content=b"ASK {}"), 415)["mend"]


@pytest.mark.parametrize("media", [QUERY, FORM])
def test_a_body_that_is_not_utf8_is_told(client: TestClient, media: str) -> None:
    response = client.post("/sparql", content=b"query=\xff", headers={"Content-Type": media})
    assert problem(response, 400)["mend"] == "Send it as UTF-8."


@pytest.mark.parametrize("way", ["form", "direct"])
def test_too_long_a_query_is_413(client: TestClient, way: str) -> None:
    remark = "\N{SNOWMAN}" * 70_000
    query = f"ASK {{}} #{remark}"
    assert "200000 bytes" in problem(ask(client, way, query), 413)["detail"]


def test_text_beyond_ascii_arrives_whole(client: TestClient) -> None:
    query = 'SELECT ("\N{SNOWMAN}é" AS ?x) {}'
    for way in WAYS:
        row = ask(client, way, query).json()["results"]["bindings"][0]
        assert row["x"]["value"] == "\N{SNOWMAN}é"


def test_the_default_graph_is_the_union_of_all(client: TestClient, index: Index) -> None:
    query = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    row = ask(client, "get", query).json()["results"]["bindings"][0]
    assert int(row["n"]["value"]) == len({quad.triple for quad in index.store})
