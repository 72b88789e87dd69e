"""Limits on the parts of a request: each refusal has its status and names its setting."""

import asyncio
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient
from starlette.types import Message, Receive, Scope, Send

from api.app import create_app
from api.middleware.limits import Limits
from api.settings import ServiceSettings
from indexer.read import Index
from tests.api.problems import problem

SETTINGS = ServiceSettings(
    body_bytes=100, url_bytes=200, header_bytes=600, parameters=4, parameter_bytes=50
)


@pytest.fixture(scope="module")
def limited(index: Index) -> Iterator[TestClient]:
    with TestClient(create_app(index, SETTINGS)) as client:
        yield client


REFUSED = {
    "a long path": ("GET", f"/v1/units/{'a' * 300}", {}, 414, "CLAUSEGRAPH_URL_BYTES"),
    "a long query": ("GET", f"/v1/search?q={'a' * 300}", {}, 414, "CLAUSEGRAPH_URL_BYTES"),
    "long headers": ("GET", "/healthz", {"X-A": "a" * 700}, 431, "CLAUSEGRAPH_HEADER_BYTES"),
    "many headers": (
        "GET",
        "/healthz",
        {f"X-{n}": "a" for n in range(200)},
        431,
        "CLAUSEGRAPH_HEADER_BYTES",
    ),
    "many parameters": ("GET", "/v1/search?q=a&q=b&q=c&q=d&q=e", {}, 400, "PARAMETERS"),
    "a long value": ("GET", f"/v1/search?q={'a' * 51}", {}, 400, "PARAMETER_BYTES"),
    "a long name": ("GET", f"/v1/search?{'a' * 51}=1", {}, 400, "PARAMETER_BYTES"),
    "an unknown method": ("BREW", "/healthz", {}, 405, "BREW"),
    "a body in a coding": (
        "POST",
        "/sparql",
        {"Content-Type": "application/sparql-query", "Content-Encoding": "gzip"},
        415,
        "gzip",
    ),
    "a stated length": (
        "POST",
        "/v1/extract",
        {"Content-Type": "text/plain", "Content-Length": "101"},
        413,
        "CLAUSEGRAPH_BODY_BYTES",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_beyond_a_limit_is_refused_by_name(limited: TestClient, name: str) -> None:
    method, path, headers, status, named = REFUSED[name]
    found = problem(limited.request(method, path, headers=headers), status)
    assert named in found["detail"]
    assert found["mend"]


def test_a_refusal_of_a_coding_says_what_is_taken(limited: TestClient) -> None:
    headers = {"Content-Type": "text/plain", "Content-Encoding": "gzip"}
    found = limited.post("/v1/extract", content=b"a", headers=headers)
    assert "coding 'gzip'" in problem(found, 415)["detail"]
    assert found.headers["Accept-Encoding"] == "identity"


@pytest.mark.parametrize(
    "path",
    [
        f"/v1/search?mode=lexical&q={'a' * 50}",
        f"/v1/search?mode=lexical&q={'%61' * 50}",
        "/v1/search?mode=lexical&q=work&k=1&in=compact",
    ],
)
def test_what_is_within_the_limits_is_answered(limited: TestClient, path: str) -> None:
    assert limited.get(path).status_code == 200


def test_a_body_that_grows_beyond_its_limit_is_refused(limited: TestClient) -> None:
    chunks = (b"a" * 30 for _ in range(10))
    found = limited.post("/v1/extract", content=chunks, headers={"Content-Type": "text/plain"})
    assert "CLAUSEGRAPH_BODY_BYTES" in problem(found, 413)["detail"]


def scope(path: str) -> Scope:
    return {
        "type": "http",
        "method": "GET",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": [],
    }


async def nothing() -> Message:
    return {"type": "http.request", "body": b"", "more_body": False}


@pytest.mark.parametrize(("path", "status"), [("/v1/search", 503), ("/readyz", 200)])
def test_beyond_the_requests_at_once_only_probes_are_answered(path: str, status: int) -> None:
    started, go_on = asyncio.Event(), asyncio.Event()
    sent: list[Message] = []

    async def slow(_: Scope, __: Receive, send: Send) -> None:
        if not started.is_set():
            started.set()
            await go_on.wait()
        await send({"type": "http.response.start", "status": 200, "headers": []})

    async def keep(message: Message) -> None:
        sent.append(message)

    async def run() -> None:
        limits = Limits(slow, ServiceSettings(requests=1))
        first = asyncio.create_task(limits(scope("/v1/search"), nothing, keep))
        await started.wait()
        await limits(scope(path), nothing, keep)
        refused = sent[0]
        go_on.set()
        await first
        await limits(scope("/v1/search"), nothing, keep)
        assert refused["status"] == status
        assert (b"retry-after" in dict(refused["headers"])) == (status == 503)
        assert sent[-1]["status"] == 200

    asyncio.run(run())
