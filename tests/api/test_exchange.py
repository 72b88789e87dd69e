"""HEAD, OPTIONS, gzip, revalidation and names of requests, over real routes."""

import gzip
import re

import pytest
from starlette.testclient import TestClient

from indexer.read import Index
from tests.api.problems import problem

PATHS = (
    "/v1/search?q=work",
    "/v1/search.csv?q=work",
    "/v1/units",
    "/v1/units.csv",
    "/v1/units/compact:para_1",
    "/v1/units/compact:para_1/backing",
    "/v1/units/compact:para_1/backs.csv",
    "/v1/units/compact:para_1/cite",
    "/v1/units/compact:para_1/cite?format=ris",
    "/v1/instruments",
    "/v1/instruments/compact",
    "/v1/elements",
    "/v1/elements/1",
    "/v1/coverage",
    "/v1/resolve?q=T001",
)
PLAIN = {"Accept-Encoding": "identity"}


@pytest.mark.parametrize("path", PATHS)
def test_what_a_client_has_is_not_sent_again(client: TestClient, path: str) -> None:
    for headers in (PLAIN, {"Accept-Encoding": "gzip"}):
        first = client.get(path, headers=headers)
        tag = first.headers["etag"]
        assert first.status_code == 200
        assert not tag.startswith("W/")
        again = client.get(path, headers={**headers, "If-None-Match": f'"other", {tag}'})
        assert (again.status_code, again.content) == (304, b"")
        assert "content-type" not in again.headers
        for name in ("etag", "cache-control", "vary", "link", "x-clausegraph-build"):
            assert again.headers[name] == first.headers[name]
        other = client.get(path, headers={**headers, "If-None-Match": '"other"'})
        assert other.content == first.content


@pytest.mark.parametrize("path", PATHS)
def test_each_coding_has_a_tag_of_its_own(client: TestClient, path: str) -> None:
    plain = client.get(path, headers=PLAIN)
    assert "content-encoding" not in plain.headers
    zipped = client.get(path, headers={"Accept-Encoding": "gzip"})
    assert zipped.content == plain.content
    if len(plain.content) < 500:
        assert zipped.headers["etag"] == plain.headers["etag"]
        return
    assert zipped.headers["content-encoding"] == "gzip"
    assert int(zipped.headers["content-length"]) < int(plain.headers["content-length"])
    assert zipped.headers["etag"] == plain.headers["etag"][:-1] + '-gzip"'
    assert "accept-encoding" in plain.headers["vary"].lower()
    crossed = client.get(path, headers={**PLAIN, "If-None-Match": zipped.headers["etag"]})
    assert crossed.status_code == 200


def test_gzip_is_what_gunzip_reads(client: TestClient) -> None:
    with client.stream("GET", "/v1/units", headers={"Accept-Encoding": "gzip"}) as response:
        raw = b"".join(response.iter_raw())
    assert gzip.decompress(raw) == client.get("/v1/units", headers=PLAIN).content


@pytest.mark.parametrize("path", [*PATHS, "/healthz", "/readyz", "/openapi.json", "/v1/units/none"])
def test_head_is_get_without_a_body(client: TestClient, path: str) -> None:
    got, asked = client.get(path, headers=PLAIN), client.head(path, headers=PLAIN)
    assert (asked.status_code, asked.content) == (got.status_code, b"")
    own = {"x-request-id", "content-length"} if got.status_code == 404 else {"x-request-id"}
    assert {k: v for k, v in asked.headers.items() if k not in own} == {
        k: v for k, v in got.headers.items() if k not in own
    }


def test_head_is_revalidated(client: TestClient) -> None:
    tag = client.head("/v1/elements").headers["etag"]
    assert client.head("/v1/elements", headers={"If-None-Match": tag}).status_code == 304


@pytest.mark.parametrize(
    ("path", "methods"),
    [
        ("/v1/units", "GET, HEAD, OPTIONS"),
        ("/v1/units/x", "GET, HEAD, OPTIONS"),
        ("/v1/extract", "OPTIONS, POST"),
        ("/healthz", "GET, HEAD, OPTIONS"),
    ],
)
def test_options_tells_the_methods(client: TestClient, path: str, methods: str) -> None:
    response = client.options(path)
    assert (response.status_code, response.content) == (204, b"")
    assert response.headers["allow"] == methods
    wrong = client.delete(path)
    assert problem(wrong, 405)["mend"] == f"Use one of {methods}."
    assert wrong.headers["allow"] == methods


@pytest.mark.parametrize("given", ["a", "Trace-1.2_3", "0" * 128])
def test_a_sane_name_of_a_request_is_kept(client: TestClient, given: str) -> None:
    for path in ("/healthz", "/v1/units/none"):
        response = client.get(path, headers={"X-Request-Id": given})
        assert response.headers["x-request-id"] == given
    assert response.json()["request_id"] == given


@pytest.mark.parametrize("given", ["", " ", "0" * 129, "a b", "a;b", "-a", "{jndi}", "\xff"])
def test_any_other_name_is_replaced(client: TestClient, given: str) -> None:
    response = client.get("/v1/units/none", headers={"X-Request-Id": given.encode("latin-1")})
    assert re.fullmatch(r"[0-9a-f]{32}", response.headers["x-request-id"])
    assert response.json()["request_id"] == response.headers["x-request-id"]


def test_two_requests_have_two_names(client: TestClient) -> None:
    assert len({client.get("/healthz").headers["x-request-id"] for _ in range(3)}) == 3


def test_an_error_is_not_kept(client: TestClient, index: Index) -> None:
    response = client.get("/v1/units/none", headers={"If-None-Match": "*"})
    problem(response, 404)
    assert response.headers["cache-control"] == "no-store"
    assert "etag" not in response.headers
    kept = client.get("/v1/units/compact:para_1").headers["cache-control"]
    assert kept == "public, max-age=60"


def test_an_answer_to_a_post_has_no_tag(client: TestClient) -> None:
    for method in ("/v1/trace", "/v1/extract"):
        response = client.post(method, json={"text": "x"}, headers={"If-None-Match": "*"})
        assert response.status_code in (200, 400)
        assert "etag" not in response.headers
