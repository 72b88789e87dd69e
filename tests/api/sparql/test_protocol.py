"""The SPARQL 1.1 Protocol, condition by condition, as the W3C's test suite states them and beyond.

https://www.w3.org/2009/sparql/docs/tests/data-sparql11/protocol/ names the conditions; updates are
not offered, so that each of theirs must fail.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from indexer.read import Index
from tests.api.problems import problem

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
Pairs = Sequence[tuple[str, str]]


def send(
    client: TestClient,
    method: str = "GET",
    query: Pairs = (),
    body: bytes | None = None,
    media: str | None = None,
    accept: str | None = None,
) -> Response:
    headers = {"Content-Type": media} if media else {}
    headers |= {"Accept": accept} if accept else {}
    url = "/sparql" + (f"?{urlencode(query)}" if query else "")
    return client.request(method, url, content=body, headers=headers)


def form(*pairs: tuple[str, str]) -> bytes:
    return urlencode(pairs).encode()


def graph(index: Index, name: str) -> str:
    return f"{index.base}graph/{name}"


BAD = {
    "bad_query_method": (405, ("PUT", [("query", "ASK {}")])),
    "bad_multiple_queries": (400, ("GET", [("query", "ASK {}"), ("query", "SELECT * {}")])),
    "bad_multiple_queries_form": (
        400,
        ("POST", [], form(("query", "ASK {}"), ("query", "ASK {}")), FORM),
    ),
    "bad_query_wrong_media_type": (415, ("POST", [], b"ASK {}", "text/plain")),
    "bad_query_missing_form_type": (415, ("POST", [], form(("query", "ASK {}")), None)),
    "bad_query_missing_direct_type": (415, ("POST", [], b"ASK {}", None)),
    "bad_query_non_utf8": (
        415,
        ("POST", [], "ASK {}".encode("utf-16"), f"{QUERY}; charset=UTF-16"),
    ),
    "bad_query_syntax": (400, ("GET", [("query", "ASK { !! }")])),
    "bad_update_get": (400, ("GET", [("update", "CLEAR ALL")])),
    "bad_update_form": (400, ("POST", [], form(("update", "CLEAR ALL")), FORM)),
    "bad_update_direct": (415, ("POST", [], b"CLEAR ALL", UPDATE)),
    "bad_update_as_query": (400, ("GET", [("query", "CLEAR ALL")])),
    "bad_update_beside_query": (400, ("GET", [("query", "ASK {}"), ("update", "CLEAR ALL")])),
    "no query in a form": (400, ("POST", [], form(("default-graph-uri", "a:b")), FORM)),
    "an empty form": (400, ("POST", [], b"", FORM)),
    "an empty body": (400, ("POST", [], b"", QUERY)),
    "an empty query": (400, ("GET", [("query", "")])),
    "a query in body and URL": (400, ("POST", [("query", "ASK {}")], b"ASK {}", QUERY)),
    "a query in form and URL": (
        400,
        ("POST", [("query", "ASK {}")], form(("query", "ASK {}")), FORM),
    ),
    "other parameters alone": (400, ("GET", [("default-graph-uri", "a:b")])),
    "a charset that is none": (415, ("POST", [], b"ASK {}", f"{QUERY}; charset=none")),
    "bytes that are no UTF-8": (400, ("POST", [], b"ASK { BIND('\xff' AS ?x) }", QUERY)),
    "bytes of a form that are no UTF-8": (400, ("POST", [], b"query=ASK%20%7B%7D%FF", FORM)),
    "a graph that is no IRI": (400, ("GET", [("query", "ASK {}"), ("default-graph-uri", "a b")])),
    "a format that there is not": (400, ("GET", [("query", "ASK {}"), ("format", "pdf")])),
    "two formats": (400, ("GET", [("query", "ASK {}"), ("format", "json"), ("format", "xml")])),
    "a multipart form": (415, ("POST", [], b"--x", "multipart/form-data; boundary=x")),
    "JSON": (415, ("POST", [], b'{"query": "ASK {}"}', "application/json")),
    "DELETE": (405, ("DELETE", [("query", "ASK {}")])),
    "PATCH": (405, ("PATCH", [])),
}


@pytest.mark.parametrize("name", BAD)
def test_what_the_protocol_forbids(client: TestClient, name: str) -> None:
    status, sent = BAD[name]
    assert problem(send(client, *sent), status)["mend"]


def test_bad_utf8_in_a_url(client: TestClient) -> None:
    assert "UTF-8" in problem(client.get("/sparql?query=ASK%20%7B%7D%FF"), 400)["mend"]


@pytest.mark.parametrize(
    ("media", "body"),
    [
        (FORM, form(("query", "ASK {}"))),
        (f"{FORM}; charset=UTF-8", form(("query", "ASK {}"))),
        (f'{FORM.upper()};charset="utf-8"', b"query=%41SK+%7B%7D"),
        (QUERY, b"ASK {}"),
        (f"{QUERY};charset=utf-8", "ASK { BIND('é' AS ?x) }".encode()),
        (f"{QUERY} ; charset=US-ASCII", b"ASK {}"),
    ],
)
def test_bodies_that_are_taken(client: TestClient, media: str, body: bytes) -> None:
    response = send(client, "POST", body=body, media=media)
    assert response.json() == {"head": {}, "boolean": True}


def asked(client: TestClient, way: str, query: str, beside: Pairs) -> dict[str, Any]:
    """The answer to a query with graphs beside it, sent in one of three ways."""
    if way == "get":
        response = send(client, query=[("query", query), *beside])
    elif way == "form":
        response = send(client, "POST", body=form(("query", query), *beside), media=FORM)
    else:
        response = send(client, "POST", beside, query.encode(), QUERY)
    found: dict[str, Any] = response.json()
    assert response.status_code == 200, found
    return found


PLAIN = "SELECT DISTINCT ?type { ?s a ?type }"
NAMED = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"


@pytest.mark.parametrize("way", ["get", "form", "direct"])
def test_the_data_set_of_the_request(client: TestClient, index: Index, way: str) -> None:
    corpus, registry = graph(index, "corpus"), graph(index, "registry")

    def values(query: str, *beside: tuple[str, str]) -> set[str]:
        rows = asked(client, way, query, beside)["results"]["bindings"]
        return {term["value"] for row in rows for term in row.values()}

    default, named = "default-graph-uri", "named-graph-uri"
    both = values(PLAIN, (default, corpus), (default, registry))
    assert values(PLAIN, (default, corpus)) | values(PLAIN, (default, registry)) == both
    assert values(PLAIN, (default, corpus)) != values(PLAIN, (default, registry))
    assert values(NAMED, (default, corpus)) == set()
    assert values(NAMED, (named, corpus)) == {corpus}
    assert values(NAMED, (named, corpus), (named, registry)) == {corpus, registry}
    assert values(PLAIN, (named, corpus)) == set()
    assert values(NAMED, (default, registry), (named, corpus)) == {corpus}
    assert values(PLAIN, (default, "")) == values(PLAIN)
    over = f"SELECT DISTINCT ?type FROM <{corpus}> {{ ?s a ?type }}"
    assert values(over, (default, registry)) == values(PLAIN, (default, registry))
    assert values(over) == values(PLAIN, (default, corpus))


ASK, CONSTRUCT = "ASK {}", "CONSTRUCT { <a:a> <a:b> 1 } {}"
RESULTS_JSON, RESULTS_XML = "application/sparql-results+json", "application/sparql-results+xml"


@pytest.mark.parametrize(
    ("query", "accept", "answered"),
    [
        (ASK, None, RESULTS_JSON),
        (ASK, f"{RESULTS_XML};q=0.5, text/csv;q=0.9", "text/csv"),
        (ASK, f"{RESULTS_JSON};q=0, */*", RESULTS_XML),
        (ASK, f"{RESULTS_JSON};q=0, {RESULTS_XML};q=0, application/*;q=0, */*;q=0.1", "text/csv"),
        (ASK, "text/*", "text/csv"),
        (ASK, "TEXT/TAB-SEPARATED-VALUES", "text/tab-separated-values"),
        (ASK, "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", RESULTS_XML),
        (ASK, "nonsense, text/csv", "text/csv"),
        (ASK, f"{RESULTS_JSON};q=nonsense, text/csv;q=0.1", "text/csv"),
        (CONSTRUCT, None, "text/turtle"),
        (
            CONSTRUCT,
            "application/n-triples;q=0.3, application/ld+json;q=0.4",
            "application/ld+json",
        ),
        (CONSTRUCT, "text/turtle;q=0, */*", "application/n-triples"),
        (CONSTRUCT, "application/*", "application/n-triples"),
        (CONSTRUCT, f"{RESULTS_JSON}, application/rdf+xml;q=0.1", "application/rdf+xml"),
    ],
)
def test_what_a_client_likes_best(
    client: TestClient, query: str, accept: str | None, answered: str
) -> None:
    headers = {"Accept": accept} if accept else {}
    response = client.get("/sparql", params={"query": query}, headers=headers)
    assert response.status_code == 200
    assert response.headers["content-type"].partition(";")[0] == answered
    assert "Accept" in response.headers["vary"]


@pytest.mark.parametrize("accept", ["*/*;q=0", f"{RESULTS_JSON};q=0", "image/png", "text/turtle"])
def test_what_a_client_does_not_take(client: TestClient, accept: str) -> None:
    response = send(client, query=[("query", ASK)], accept=accept)
    assert "Accept one of" in problem(response, 406)["mend"]
    assert "Accept" in response.headers["vary"]


@pytest.mark.parametrize(
    ("name", "table", "rdf"),
    [
        ("json", RESULTS_JSON, "application/ld+json"),
        ("xml", RESULTS_XML, "application/rdf+xml"),
        ("csv", "text/csv", None),
        ("tsv", "text/tab-separated-values", None),
        ("turtle", None, "text/turtle"),
        ("ttl", None, "text/turtle"),
        ("nt", None, "application/n-triples"),
        ("nq", None, "application/n-quads"),
        ("trig", None, "application/trig"),
        ("rdf", None, "application/rdf+xml"),
        ("jsonld", None, "application/ld+json"),
        (RESULTS_XML, RESULTS_XML, None),
        ("application/sparql-results xml", RESULTS_XML, None),
        ("text/turtle", None, "text/turtle"),
    ],
)
def test_a_format_by_name_goes_before_accept(
    client: TestClient, name: str, table: str | None, rdf: str | None
) -> None:
    for query, answered in ((ASK, table), (CONSTRUCT, rdf)):
        response = send(client, query=[("query", query), ("format", name)], accept="image/png")
        if answered is None:
            assert name in problem(response, 406)["detail"]
        else:
            assert response.headers["content-type"].partition(";")[0] == answered


def test_head_is_get_without_a_body(client: TestClient) -> None:
    got = send(client, query=[("query", ASK)])
    head = send(client, "HEAD", query=[("query", ASK)])
    assert (head.status_code, head.content) == (200, b"")
    for name in ("content-type", "content-length", "x-sparql-rows", "vary"):
        assert head.headers[name] == got.headers[name]


def test_options_names_the_methods(client: TestClient) -> None:
    response = send(client, "OPTIONS")
    assert response.status_code == 204
    assert response.headers["allow"] == "GET, HEAD, OPTIONS, POST"


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_pages_of_others_may_read(client: TestClient, method: str) -> None:
    asked = {"Origin": "https://example.org", "Access-Control-Request-Method": method}
    response = client.options("/sparql", headers=asked)
    assert response.status_code == 200
    assert response.headers["access-control-allow-origin"] == "*"


def test_what_pages_of_others_may_not_ask_is_told(client: TestClient) -> None:
    asked = {"Origin": "https://example.org", "Access-Control-Request-Method": "PUT"}
    response = client.options("/sparql", headers=asked)
    assert "GET" in problem(response, 400)["mend"]
    assert response.headers["access-control-allow-origin"] == "*"


def test_pages_of_others_may_read_the_bounds(client: TestClient) -> None:
    asked = {"Origin": "https://example.org"}
    response = client.get("/sparql", params={"query": ASK}, headers=asked)
    assert "X-SPARQL-Time-Limit" in response.headers["access-control-expose-headers"]
    assert response.headers["access-control-allow-origin"] == "*"


def test_answers_say_their_bounds(client: TestClient) -> None:
    headers = send(client, query=[("query", "SELECT * { VALUES ?x { 1 2 } }")]).headers
    assert headers["x-sparql-rows"] == "2"
    assert headers["x-sparql-time-limit"] == "10"
    assert headers["x-sparql-row-limit"] == "100000"
    assert int(headers["x-sparql-size-limit"]) == 64 << 20
    assert int(headers["x-sparql-memory-limit"]) == 1 << 30
    assert headers["server-timing"].startswith("query;dur=")


RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


@pytest.mark.parametrize("query", ["SELECT", RUNAWAY, "INSERT DATA { <a:b> <a:b> 1 }"])
def test_refusals_say_the_bounds_too(bounded: TestClient, query: str) -> None:
    headers = send(bounded, query=[("query", query)]).headers
    assert headers["content-type"] == "application/problem+json"
    assert headers["x-sparql-time-limit"] == "1"
    assert headers["x-sparql-row-limit"] == "1000"


def test_a_name_that_is_nearly_query_is_told(client: TestClient) -> None:
    body = problem(send(client, query=[("qurey", ASK)]), 400)
    assert body["detail"] == "There is no parameter `query`."
    assert body["mend"].startswith("Did you mean query?")


def test_a_mark_before_a_query_is_passed_over(client: TestClient) -> None:
    marked = b"\xef\xbb\xbf" + ASK.encode()
    assert send(client, "POST", body=marked, media=QUERY).status_code == 200


WIDE = "SELECT * { VALUES ?a { %s } VALUES ?b { %s } }" % (("1 " * 40,) * 2)
LONG = f"SELECT ?a {{ VALUES ?x {{ {'1 ' * 900} }} BIND('{'x' * 2000}' AS ?a) }}"


@pytest.mark.parametrize(
    ("query", "status", "limit"),
    [
        (RUNAWAY, 503, {"name": "time", "value": 1.0, "unit": "seconds"}),
        (WIDE, 400, {"name": "rows", "value": 1000, "unit": "rows"}),
        (LONG, 400, {"name": "bytes", "value": 1 << 20, "unit": "bytes"}),
    ],
)
def test_a_limit_is_named_with_what_to_do(
    bounded: TestClient, query: str, status: int, limit: dict[str, object]
) -> None:
    body = problem(send(bounded, "POST", body=query.encode(), media=QUERY), status)
    assert body["limit"] == limit
    assert body["mend"]


def test_ten_megabytes_are_too_long(bounded: TestClient) -> None:
    long = b"ASK {} #" + b"x" * 10_000_000
    body = problem(send(bounded, "POST", body=long, media=QUERY), 413)
    assert "10000008 bytes" in body["detail"]


def test_a_large_answer_is_whole(bounded: TestClient) -> None:
    query = f"SELECT ?a {{ VALUES ?x {{ {'1 ' * 900} }} BIND('{'x' * 900}' AS ?a) }}"
    response = send(bounded, "POST", body=query.encode(), media=QUERY)
    assert response.status_code == 200
    assert len(json.loads(response.content)["results"]["bindings"]) == 900


def test_searches_are_made_over_http(bounded: TestClient, linked: Index) -> None:
    query = """SELECT ?id ?s (cg:similarity(?u, "pay for uniforms") AS ?near) {
      { SERVICE cg:search { [] cg:query "pay for uniforms" ; cg:limit 2 ; cg:unit ?u ;
                            cg:score ?s } }
      UNION { SERVICE <https://w3id.org/clausegraph/ns#search> {
        [] cg:query "pay" ; cg:mode "lexical" ; cg:limit 1 ; cg:unit ?u } }
      OPTIONAL { SERVICE cg:search { [] cg:query "uniforms" ; cg:unit ?u ; cg:rank ?rank } }
      ?u dct:identifier ?id }"""
    response = send(bounded, query=[("query", query), ("format", "json")])
    rows = response.json()["results"]["bindings"]
    assert len(rows) == 3
    assert {row["id"]["value"] for row in rows} <= set(linked.units)
    assert all(-1 <= float(row["near"]["value"]) <= 1 for row in rows)


def test_a_wrong_search_is_told(bounded: TestClient) -> None:
    query = "SELECT * {\n SERVICE cg:search { [] cg:words 'a' ; cg:unit ?u } }"
    body = problem(send(bounded, query=[("query", query)]), 400)
    assert "cg:words is no property in cg:search (line 2" in body["detail"]
    assert "SERVICE cg:search" in body["mend"]
