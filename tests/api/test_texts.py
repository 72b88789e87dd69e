"""`POST /v1/extract` and `POST /v1/trace`."""

import json
from collections.abc import Iterator

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from api.app import create_app
from api.settings import ServiceSettings
from api.text_schemas import Extraction, Trace
from indexer.read import Index, TraceOptions
from tests.api.clients import running
from tests.api.problems import problem

TEXT = (
    "Workers may leave a dangerous place 🙂, after Article 2 of the Safe\r\nWork Treaty, 2001; "
    "the Safe Work Treaty, 2001, Article 77; Convention No. 999.\n\n"
    "The xylophone belongs beside the zither quartet."
)
ROUTES = ("/v1/extract", "/v1/trace?mode=lexical")
PLAIN = {"content-type": "text/plain; charset=utf-8"}


@pytest.fixture(scope="module")
def service(linked: Index) -> Iterator[TestClient]:
    """A client of the service over the linked build, its model loaded."""
    with running(linked) as client:
        yield client


def limited(index: Index, **settings: int) -> TestClient:
    return TestClient(create_app(index, ServiceSettings(**settings)))


def test_extract_is_the_answer_of_the_index(service: TestClient, linked: Index) -> None:
    response = service.post("/v1/extract", json={"text": TEXT})
    assert response.status_code == 200
    assert response.json() == linked.extract_json(TEXT)
    assert response.json().keys() == {"items", "total", "build"}
    assert response.json()["total"] == 5
    assert Extraction.model_validate(response.json()).model_dump() == response.json()
    assert response.headers["x-clausegraph-build"] == linked.build


@pytest.mark.parametrize("mode", ["hybrid", "lexical"])
def test_trace_is_the_answer_of_the_index(service: TestClient, linked: Index, mode: str) -> None:
    response = service.post("/v1/trace", params={"mode": mode}, json={"text": TEXT})
    assert response.json() == linked.trace_json(TEXT, TraceOptions(mode=mode))
    whole = Trace.model_validate(response.json()).model_dump(mode="json")
    assert whole == response.json()
    assert response.headers["x-clausegraph-build"] == linked.build


@pytest.mark.parametrize("path", ROUTES)
def test_plain_text_is_taken_as_it_is(service: TestClient, path: str) -> None:
    plain = service.post(path, content=TEXT.encode(), headers=PLAIN)
    assert plain.status_code == 200
    assert plain.json() == service.post(path, json={"text": TEXT}).json()


@pytest.mark.parametrize("path", ROUTES)
@pytest.mark.parametrize("text", ["", " ", "\x00", "a\u2028b", "𝔸" * 50])
def test_any_text_has_an_answer(service: TestClient, path: str, text: str) -> None:
    assert service.post(path, json={"text": text}).status_code == 200


def test_a_route_without_a_body_tells_what_to_send(service: TestClient) -> None:
    assert '{"text": "…"}' in problem(service.post("/v1/extract"), 415)["mend"]


def send(client: TestClient, path: str, body: bytes, media: str) -> Response:
    return client.post(path, content=body, headers={"content-type": media})


@pytest.mark.parametrize("path", ROUTES)
@pytest.mark.parametrize(
    ("body", "media", "status"),
    [
        (b"{", "application/json", 400),
        (b"[" * 100_000, "application/json", 400),
        (b'{"text": "\\ud800"}', "application/json", 400),
        (b"\xff", "text/plain", 400),
        (b'{"text": 5}', "application/json", 422),
        (b"{}", "application/json", 422),
        (b'"text"', "application/json", 422),
        (b"text=x", "application/x-www-form-urlencoded", 415),
        (b"x", "text/plain; charset=latin-1", 415),
    ],
)
def test_a_wrong_body_is_told(
    service: TestClient, path: str, body: bytes, media: str, status: int
) -> None:
    assert problem(send(service, path, body, media), status)["mend"]


@pytest.mark.parametrize("path", ROUTES)
def test_a_text_over_the_limit_is_refused(linked: Index, path: str) -> None:
    client = limited(linked, text_bytes=30)
    assert send(client, path, b"x" * 30, "text/plain").status_code == 200
    for body in ("x" * 31, "é" * 16):
        assert "30 bytes" in problem(send(client, path, body.encode(), "text/plain"), 413)["detail"]
    problem(send(client, path, json.dumps({"text": "x" * 30}).encode(), "application/json"), 413)


def test_a_trace_within_limits_says_what_it_left_out(linked: Index) -> None:
    client = limited(linked, trace_characters=150, trace_citations=1, trace_sentences=1)
    limits = client.post("/v1/trace?mode=lexical", json={"text": TEXT}).json()["limits"]
    assert limits["characters"]["taken"] <= 150
    assert (limits["citations"]["taken"], limits["sentences"]["taken"]) == (1, 1)
    assert len(limits["remarks"]) == 2 + (limits["sentences"]["given"] > 1)


@pytest.mark.parametrize("path", ROUTES)
def test_one_text_too_many_is_told_when_to_come(linked: Index, path: str) -> None:
    app = create_app(linked, ServiceSettings(texts=1, texts_waiting=0))
    with TestClient(app) as client:
        assert client.portal is not None
        call = client.portal.call
        turn = app.state.service.texts.turn()
        call(turn.__aenter__)
        response = send(client, path, b"C155 Article 13", "text/plain")
        assert problem(response, 503)["mend"].startswith("Try again")
        assert int(response.headers["retry-after"]) > 0
        call(turn.__aexit__, None, None, None)
        assert send(client, path, b"C155 Article 13", "text/plain").status_code == 200


def test_a_wrong_mode_is_refused(service: TestClient) -> None:
    response = service.post("/v1/trace?mode=psychic", json={"text": TEXT})
    assert "hybrid, semantic, lexical" in problem(response, 400)["mend"]


def test_without_a_model_a_trace_by_words_is_offered(linked: Index) -> None:
    client = limited(linked)
    client.app.state.service.model = "failed: no such file"  # type: ignore[attr-defined]
    response = client.post("/v1/trace", json={"text": TEXT})
    assert problem(response, 503)["mend"] == "Search with mode=lexical."
    assert client.post("/v1/trace?mode=lexical", json={"text": TEXT}).status_code == 200


def test_a_build_without_patterns_says_so(client: TestClient) -> None:
    assert "patterns" in problem(client.post("/v1/extract", json={"text": TEXT}), 400)["detail"]


def test_both_kinds_of_body_are_documented(service: TestClient) -> None:
    paths = service.get("/openapi.json").json()["paths"]
    for path in ("/v1/extract", "/v1/trace"):
        operation = paths[path]["post"]
        assert operation["requestBody"]["content"].keys() == {"application/json", "text/plain"}
        assert {"200", "400", "413", "415", "422"} <= operation["responses"].keys()
