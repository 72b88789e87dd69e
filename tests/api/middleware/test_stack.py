"""What every answer has, whichever layer gives it: a name, safe headers, a line, a count."""

import json
import logging

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.logs import ACCESS, JsonLines, PlainLines
from api.middleware.secured import HEADERS
from api.settings import ServiceSettings
from indexer.read import Index
from tests.api.problems import problem

EVERY = {
    "an answer": ("GET", "/v1/elements", 200),
    "a missing unit": ("GET", "/v1/units/none", 404),
    "an unknown path": ("GET", "/nothing", 404),
    "another method": ("DELETE", "/v1/elements", 405),
    "an unknown method": ("BREW", "/v1/elements", 405),
    "a long URL": ("GET", f"/{'a' * 20_000}", 414),
    "a failure": ("GET", "/v1/units/compact:para_1", 500),
}


class Broken(Index):
    """A build that fails where a unit is shown."""

    def unit_json(self, unit: object) -> dict[str, object]:
        raise RuntimeError(f"a secret about {unit}")


@pytest.fixture(scope="module")
def broken(index: Index) -> TestClient:
    return TestClient(create_app(Broken(index.folder), ServiceSettings()))


@pytest.mark.parametrize("name", EVERY)
def test_every_answer_is_named_and_safe(broken: TestClient, name: str) -> None:
    method, path, status = EVERY[name]
    response = broken.request(method, path, headers={"Origin": "https://example.org"})
    assert response.status_code == status
    assert response.headers["x-request-id"]
    assert response.headers["access-control-allow-origin"] == "*"
    assert {key: response.headers[key] for key in HEADERS} == HEADERS
    assert "server" not in response.headers
    if status >= 400:
        problem(response, status)
    assert "secret" not in response.text


def test_a_failure_is_logged_with_its_place_and_not_with_its_words(
    broken: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR, "clausegraph.api"):
        broken.get("/v1/units/compact:para_1", headers={"X-Request-Id": "mine"})
    (record,) = caplog.records
    line = formatted(JsonLines(), record, "mine")
    assert line["error"]["kind"] == "RuntimeError"
    assert any("unit_json" in place for place in line["error"]["at"])
    assert "secret" not in json.dumps(line)
    assert "secret" in formatted(JsonLines(queries=True), record, "mine")["error"]["message"]


def formatted(
    lines: JsonLines, record: logging.LogRecord, request: str
) -> dict[str, dict[str, str]]:
    """The line of a record as it is written while a request is answered."""
    from api import request_ids

    token = request_ids._current.set(request)
    try:
        line: dict[str, dict[str, str]] = json.loads(lines.format(record))
    finally:
        request_ids._current.reset(token)
    assert line["request_id"] == request
    return line


def test_each_request_leaves_one_line(client: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, ACCESS):
        client.get("/v1/units/compact:para_1")
    (record,) = [own for own in caplog.records if own.name == ACCESS]
    told = record.told  # type: ignore[attr-defined]
    assert told["route"] == "/v1/units/{identifier}"
    assert told["status"] == 200
    assert told["bytes"] > 100
    assert told.keys() == {"method", "route", "status", "milliseconds", "bytes"}
    plain = PlainLines().format(record)
    assert "route=/v1/units/{identifier}" in plain
    assert "para_1" not in plain
