"""`/metrics`: what is counted, and that no label holds what a client wrote."""

import re

import pytest
from prometheus_client.parser import text_string_to_metric_families
from starlette.testclient import TestClient

from api import metrics
from api.app import create_app
from api.settings import ServiceSettings
from indexer.read import Index


def samples(client: TestClient) -> dict[tuple[str, frozenset[tuple[str, str]]], float]:
    response = client.get("/metrics")
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("text/plain")
    families = text_string_to_metric_families(response.text)
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in families
        for sample in family.samples
    }


def value(client: TestClient, name: str, **labels: str) -> float:
    return samples(client).get((name, frozenset(labels.items())), 0.0)


@pytest.mark.parametrize(
    ("method", "path", "route", "status"),
    [
        ("GET", "/v1/units/compact:para_1", "/v1/units/{identifier}", 200),
        ("GET", "/v1/units/none", "/v1/units/{identifier}", 404),
        ("GET", "/nothing/at/all", "/{path:below}", 404),
        ("BREW", "/healthz", "none", 405),
        ("DELETE", "/v1/elements", "/v1/elements", 405),
    ],
)
def test_requests_are_counted_by_route_and_status(
    client: TestClient, method: str, path: str, route: str, status: int
) -> None:
    labels = {"method": method if method != "BREW" else "other", "route": route}
    counted = "clausegraph_requests_total"
    before = value(client, counted, status=str(status), **labels)
    assert client.request(method, path).status_code == status
    assert value(client, counted, status=str(status), **labels) == before + 1
    assert value(client, "clausegraph_request_seconds_count", route=route) >= 1


def test_searches_are_counted_by_mode(client: TestClient) -> None:
    before = value(client, "clausegraph_searches_total", mode="lexical")
    client.get("/v1/search", params={"q": "work", "mode": "lexical"})
    client.get("/v1/search", params={"q": "work", "mode": "nonsense"})
    found = samples(client)
    assert found[("clausegraph_searches_total", frozenset({("mode", "lexical")}))] == before + 1
    assert not any("nonsense" in str(key) for key in found)


def test_queries_are_counted_and_those_that_are_stopped_by_reason(index: Index) -> None:
    product = "SELECT (COUNT(*) AS ?x) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    with TestClient(create_app(index, ServiceSettings(sparql_timeout=0.3))) as client:
        before = samples(client)
        assert client.get("/sparql", params={"query": "ASK {}"}).status_code == 200
        assert client.get("/sparql", params={"query": product}).status_code >= 400
        after = samples(client)
    killed = ("clausegraph_sparql_killed_total", frozenset({("reason", "time")}))
    answered = ("clausegraph_sparql_answered_total", frozenset[tuple[str, str]]())
    assert after[killed] == before.get(killed, 0) + 1
    assert after[answered] == before.get(answered, 0) + 1
    assert after[("clausegraph_sparql_waiting", frozenset())] == 0


def test_refusals_are_counted_by_limit(client: TestClient) -> None:
    before = value(client, "clausegraph_refused_total", limit="url_bytes")
    client.get(f"/{'a' * 20_000}")
    assert value(client, "clausegraph_refused_total", limit="url_bytes") == before + 1


def test_the_build_the_model_and_the_memory_are_told(client: TestClient, index: Index) -> None:
    found = samples(client)
    told = {dict(labels)["build"] for (name, labels), on in found.items() if "info" in name and on}
    assert told == {index.build}
    assert value(client, "clausegraph_model_state", state="ready") == 1
    assert value(client, "clausegraph_model_state", state="failed") == 0
    assert value(client, "clausegraph_memory_bytes") > 10_000_000
    assert value(client, "clausegraph_requests_running") == 1


def test_a_build_that_is_served_no_more_is_told_no_more(client: TestClient, index: Index) -> None:
    metrics.tell_build("another", "0")
    assert value(client, "clausegraph_build_info", build="another", version="0") == 0


def test_every_metric_is_explained() -> None:
    text = metrics.exposition().decode()
    explained = re.findall(r"^# HELP (\S+) (\S.*)$", text, re.M)
    assert {name for name, _ in explained} >= {
        name for name in re.findall(r"^# TYPE (\S+) ", text, re.M) if not name.endswith("_created")
    }
