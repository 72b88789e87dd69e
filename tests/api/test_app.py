"""What all routes share: headers, methods, states of the model, and the document."""

import json
import logging
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from fastapi import FastAPI
from jsonschema import Draft202012Validator
from starlette.testclient import TestClient

import api
from api.app import create_app
from api.settings import ServiceSettings
from indexer.read import Index
from indexer.retrieval.embed import Vectors
from indexer.retrieval.hash_encoder import HashEncoder
from tests.api.problems import problem

PATHS = (
    "/v1/search?q=work",
    "/v1/units/compact:para_1",
    "/v1/instruments",
    "/v1/instruments/compact",
    "/v1/elements",
    "/v1/elements/1",
)
ROUTES = {
    "/": {"get"},
    "/dump.nq.gz": {"get"},
    "/dump.nq.gz.sha256": {"get"},
    "/dump.jsonl.gz": {"get"},
    "/dump.jsonl.gz.sha256": {"get"},
    "/v1/search": {"get"},
    "/v1/search.csv": {"get"},
    "/v1/coverage": {"get"},
    "/v1/coverage.csv": {"get"},
    "/v1/units": {"get"},
    "/v1/units.csv": {"get"},
    "/v1/units/{identifier}/backing.csv": {"get"},
    "/v1/units/{identifier}/backs.csv": {"get"},
    "/v1/resolve.csv": {"get"},
    "/v1/instruments.csv": {"get"},
    "/v1/elements.csv": {"get"},
    "/v1/extract": {"post"},
    "/v1/trace": {"post"},
    "/v1/units/{identifier}/backing": {"get"},
    "/v1/units/{identifier}/backs": {"get"},
    "/v1/units/{identifier}": {"get"},
    "/v1/units/{identifier}/cite": {"get"},
    "/v1/resolve": {"get"},
    "/v1/instruments": {"get"},
    "/v1/instruments/{identifier}": {"get"},
    "/v1/elements": {"get"},
    "/v1/elements/{number}": {"get"},
    "/sparql": {"get", "post"},
    "/.well-known/void": {"get"},
    "/healthz": {"get"},
    "/readyz": {"get"},
    "/metrics": {"get"},
    "/{path}": {"get"},
}


def test_the_package_gives_the_app_and_nothing_else(index: Index) -> None:
    assert api.__all__ == ["create_app"]
    assert isinstance(api.create_app(index), FastAPI)
    with pytest.raises(AttributeError, match="nonsense"):
        _ = api.nonsense  # type: ignore[attr-defined]


# -- headers and methods --------------------------------------------------------------------------


@pytest.mark.parametrize("path", PATHS)
def test_answers_name_their_build(client: TestClient, index: Index, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/json"
    assert re.fullmatch(rf'"{index.build}-[0-9a-f]{{24}}(-gzip)?"', response.headers["etag"])
    assert response.headers["x-clausegraph-build"] == index.build


@pytest.mark.parametrize("path", [*PATHS, "/sparql?query=ASK%7B%7D", "/healthz", "/v1/units/none"])
def test_any_page_may_read_without_credentials(client: TestClient, path: str) -> None:
    response = client.get(path, headers={"Origin": "https://example.org"})
    assert response.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in response.headers
    assert "ETag" in response.headers["access-control-expose-headers"]


def test_any_page_may_post_a_query(client: TestClient) -> None:
    asked = {
        "Origin": "https://example.org",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type",
    }
    response = client.options("/sparql", headers=asked)
    assert response.status_code == 200
    assert "POST" in response.headers["access-control-allow-methods"]
    assert response.headers["access-control-allow-headers"] == "content-type"


@pytest.mark.parametrize("path", ["/v1", "/v1/nothing", "/v2/search", "/v1/units/"])
def test_an_unknown_path_is_a_problem(client: TestClient, path: str) -> None:
    assert "/openapi.json" in problem(client.get(path), 404)["mend"]


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("path", PATHS)
def test_nothing_is_written_by_any_method(client: TestClient, method: str, path: str) -> None:
    response = client.request(method, path)
    problem(response, 405)
    assert response.headers["allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_sparql_takes_no_other_method(client: TestClient, method: str) -> None:
    response = client.request(method, "/sparql")
    assert problem(response, 405)["mend"]
    assert response.headers["allow"] == "GET, HEAD, OPTIONS, POST"


# -- the model ------------------------------------------------------------------------------------


class Slow(HashEncoder):
    """A model that loads until it is told to go on."""

    def __init__(self) -> None:
        super().__init__()
        self.go_on = Event()

    def encode(self, texts: Sequence[str]) -> Vectors:
        assert self.go_on.wait(60)
        return super().encode(texts)


@pytest.fixture
def slow(index: Index) -> Iterator[tuple[TestClient, Slow]]:
    """A service whose model is still loading."""
    encoder = Slow()
    app = create_app(Index(index.folder, lambda _: encoder))
    with TestClient(app) as client:
        yield client, encoder
        encoder.go_on.set()
        app.state.service.wait(60)


def test_while_the_model_loads_all_else_answers(
    slow: tuple[TestClient, Slow], index: Index
) -> None:
    client, _ = slow
    ready = client.get("/readyz")
    assert ready.status_code == 503
    assert ready.json() == {"ready": False, "build": index.build, "model": "loading"}
    assert client.get("/healthz").json() == {"status": "ok"}
    for path in PATHS[1:]:
        assert client.get(path).status_code == 200
    assert client.get("/v1/search", params={"q": "work", "mode": "lexical"}).status_code == 200
    assert client.get("/sparql", params={"query": "ASK {}"}).json()["boolean"] is True


def test_when_the_model_is_loaded_the_service_is_ready(slow: tuple[TestClient, Slow]) -> None:
    client, encoder = slow
    encoder.go_on.set()
    assert client.get("/v1/search", params={"q": "uniforms"}).json()["total"] > 0
    ready = client.get("/readyz")
    assert (ready.status_code, ready.json()["model"]) == (200, "ready")


class Missing(HashEncoder):
    """A model whose files are gone."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        raise OSError(2, "No such file", f"the model, for {len(texts)} texts")


@pytest.mark.parametrize("other", [False, True])
def test_a_model_that_fails_is_told_and_all_else_answers(
    index: Index, caplog: pytest.LogCaptureFixture, other: bool
) -> None:
    def opened(_: Path) -> HashEncoder:
        return HashEncoder(dimensions=8) if other else Missing()

    app = create_app(Index(index.folder, opened))
    with caplog.at_level(logging.ERROR, "clausegraph.api"), TestClient(app) as client:
        app.state.service.wait(60)
        ready = client.get("/readyz")
        found = client.get("/v1/search", params={"q": "work"})
        lexical = client.get("/v1/search", params={"q": "work", "mode": "lexical"})
    assert ready.status_code == 503
    assert ready.json()["ready"] is False
    assert ready.json()["model"].startswith("failed: ")
    assert ("was built with" if other else "No such file") in ready.json()["model"]
    assert "mode=lexical" in problem(found, 503)["mend"]
    assert lexical.status_code == 200
    assert "cannot be loaded" in caplog.text


def test_an_app_that_was_not_started_still_searches(index: Index) -> None:
    client = TestClient(create_app(index))
    assert client.get("/v1/search", params={"q": "uniforms"}).status_code == 200


def test_what_fails_unexpectedly_is_a_problem_without_its_inside(
    index: Index, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_: object) -> None:
        raise RuntimeError("secret")

    broken = Index(index.folder)
    monkeypatch.setattr(broken, "unit_json", fail)
    client = TestClient(create_app(broken), raise_server_exceptions=False)
    response = client.get("/v1/units/compact:para_1")
    problem(response, 500)
    assert "secret" not in response.text
    assert "secret" in caplog.text


def test_limits_are_settings(index: Index) -> None:
    settings = ServiceSettings(query_chars=5, sparql_bytes=20, most_results=2)
    client = TestClient(create_app(index, settings))
    assert client.get("/v1/search", params={"q": "12345", "k": 2}).status_code == 200
    assert "5" in problem(client.get("/v1/search", params={"q": "123456"}), 400)["detail"]
    assert "2" in problem(client.get("/v1/search", params={"q": "x", "k": 3}), 400)["detail"]
    problem(client.get("/sparql", params={"query": f"ASK {{}} #{'x' * 20}"}), 413)


# -- the document ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def document(client: TestClient) -> dict[str, Any]:
    """The OpenAPI document as it is served."""
    response = client.get("/openapi.json")
    assert response.status_code == 200
    found: dict[str, Any] = response.json()
    return found


def operations(document: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    paths = document["paths"].items()
    return [(path, verb, own) for path, verbs in paths for verb, own in verbs.items()]


def test_the_document_has_every_route(document: dict[str, Any]) -> None:
    assert {path: set(verbs) for path, verbs in document["paths"].items()} == ROUTES


def test_the_document_is_openapi_3_1(document: dict[str, Any]) -> None:
    assert re.fullmatch(r"3\.1\.\d+", document["openapi"])
    assert document["info"].keys() >= {"title", "version", "description"}
    assert document.keys() <= {"openapi", "info", "paths", "components", "servers", "tags"}
    names = [own["operationId"] for _, _, own in operations(document)]
    assert len(names) == len(set(names))
    for path, _, own in operations(document):
        inside = {p["name"] for p in own.get("parameters", ()) if p["in"] == "path"}
        assert inside == set(re.findall(r"\{(\w+)\}", path))
        assert all(p.get("required") for p in own.get("parameters", ()) if p["in"] == "path")
        assert all(re.fullmatch(r"[1-5](\d\d|XX)", status) for status in own["responses"])
        assert all(response["description"] for response in own["responses"].values())


def schemas(node: object) -> Iterator[Any]:
    """Every schema in a document: below `schema`, and the named ones."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "schema":
                yield value
            elif key == "schemas":
                yield from value.values()
            yield from schemas(value)
    elif isinstance(node, list):
        for value in node:
            yield from schemas(value)


def test_every_schema_is_json_schema_and_every_reference_leads_somewhere(
    document: dict[str, Any],
) -> None:
    found = list(schemas(document))
    for schema in found:
        Draft202012Validator.check_schema(schema)
    references = set(re.findall(r'"\$ref": "([^"]+)"', json.dumps(document)))
    named = {f"#/components/schemas/{name}" for name in document["components"]["schemas"]}
    for part in ("headers", "examples"):
        named |= {f"#/components/{part}/{name}" for name in document["components"][part]}
    assert references <= named
    assert len(found) > len(named) > 10


def test_every_route_and_parameter_is_described(document: dict[str, Any]) -> None:
    for path, verb, own in operations(document):
        assert own["description"], (path, verb)
        for parameter in own.get("parameters", ()):
            if parameter["in"] == "query":
                stated = {**parameter["schema"], **parameter}
                assert stated.get("description"), (path, parameter["name"])


def test_every_error_is_stated_as_a_problem(document: dict[str, Any]) -> None:
    for _, _, own in operations(document):
        for status, response in own["responses"].items():
            if status[0] in "45" and status != "503":
                assert list(response["content"]) == ["application/problem+json"]


@pytest.mark.parametrize("path", [*PATHS, "/v1/units/compact:note_2", "/readyz", "/healthz"])
def test_answers_are_as_the_document_says(
    client: TestClient, document: dict[str, Any], path: str
) -> None:
    bare = path.partition("?")[0]
    template = next(t for t in ROUTES if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", t), bare))
    responses = document["paths"][template]["get"]["responses"]
    stated = responses["200"]["content"]["application/json"]["schema"]
    whole = {**stated, "components": document["components"]}
    errors = Draft202012Validator(whole).iter_errors(client.get(path).json())
    assert [error.message for error in errors] == []


def test_a_problem_is_as_the_document_says(client: TestClient, document: dict[str, Any]) -> None:
    schema = {
        "$ref": "#/components/schemas/Problem",
        "components": document["components"],
    }
    for path in ("/v1/units/compact:para_11", "/v1/search", "/sparql?query=SELEKT"):
        body = client.get(path).json()
        Draft202012Validator(schema).validate(body)
        assert body.keys() <= document["components"]["schemas"]["Problem"]["properties"].keys()
