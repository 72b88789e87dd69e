"""The OpenAPI document holds: requests that it allows, and that it does not, never make a 500, and
every answer is as it says. schemathesis makes them up, always the same ones, over the linked build.
"""

from __future__ import annotations

from collections.abc import Iterator
from unittest.mock import Mock
from urllib.parse import quote

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import Case
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from starlette.testclient import TestClient

from api.app import create_app
from indexer.read import Index
from tests.api.clients import running

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
EXAMPLES = settings(
    max_examples=5,
    derandomize=True,
    phases=(Phase.explicit, Phase.generate),
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
schema = schemathesis.openapi.from_dict(create_app(Mock(spec=Index)).openapi()).exclude(
    path_regex=r"^/(sparql|\.well-known|metrics|healthz|readyz|\{path\})"
)


@pytest.fixture(scope="module")
def service(linked: Index) -> Iterator[TestClient]:
    """A client of the service over the linked build, its model loaded."""
    with running(linked, raise_server_exceptions=False) as client:
        yield client


@schema.parametrize()
@EXAMPLES
def test_every_answer_is_as_the_document_says(case: Case, service: TestClient) -> None:
    asked = case.as_transport_kwargs(base_url="http://testserver")
    for own in ("cookies", "verify"):
        asked.pop(own, None)
    if isinstance(asked.get("data"), bytes | str):
        asked["content"] = asked.pop("data")
    response = service.request(**asked)
    assert response.status_code < 500
    case.validate_response(response, checks=CHECKS)


PATHS = st.sampled_from(
    [
        own.path.replace("{", "").replace("}", "")
        for own in (r.ok() for r in schema.get_all_operations())
    ]
)
WILD = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
NAMES = st.sampled_from(
    ["q", "k", "limit", "cursor", "fields", "in", "kind", "element", "family", "format", "style"]
)


@settings(EXAMPLES, max_examples=60)
@given(PATHS, WILD, st.lists(st.tuples(NAMES | WILD, WILD), max_size=4), WILD)
def test_no_request_makes_a_500(
    service: TestClient, path: str, below: str, query: list[tuple[str, str]], header: str
) -> None:
    headers = {
        name: header.encode("utf-8", "replace").replace(b"\r", b"").replace(b"\n", b"")
        for name in ("Accept", "If-None-Match", "Range", "Accept-Encoding", "X-Request-Id")
    }
    for address in (path, f"{path}/{quote(below)}", f"/{quote(below)}"):
        response = service.request("GET", address, params=query, headers=headers)
        assert response.status_code < 500
        assert response.headers["x-request-id"]
