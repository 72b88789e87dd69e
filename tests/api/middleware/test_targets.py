"""The four forms of a request target, sent as they are over a socket to a real server."""

from collections.abc import Iterator

import pytest

from api.middleware.targets import in_origin_form
from tests.api.server.serving import Running, serving
from tests.indexer.tiny_corpus import build_tiny, write_corpus

EVERY = "GET, HEAD, OPTIONS, POST"
STRANGE = "This service does not answer to the Host"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("targets")
    build_tiny(write_corpus(folder / "corpus"), folder / "index")
    with serving(folder / "index", folder / "log") as running:
        yield running


def answered(server: Running, line: str, host: str | None = "localhost") -> tuple[int, str, str]:
    """The status, the head and the body of the answer to a request line."""
    named = "" if host is None else f"Host: {host}\r\n"
    with server.connect() as client:
        client.sendall(f"{line} HTTP/1.1\r\n{named}Connection: close\r\n\r\n".encode())
        answer = b"".join(iter(lambda: client.recv(65536), b"")).decode()
    head, _, body = answer.partition("\r\n\r\n")
    return int(head.split()[1]), head.lower(), body


@pytest.mark.parametrize(
    ("line", "host"),
    [
        ("GET http://localhost/healthz", "localhost"),
        ("GET http://127.0.0.1:8000/healthz", "localhost"),
        ("GET HTTPS://LOCALHOST/healthz", "localhost"),
        ("GET http://localhost/%68ealthz", "localhost"),
        ("GET http://localhost/healthz", "rebound.example"),
    ],
)
def test_an_absolute_target_is_asked_of_the_host_that_it_names(
    server: Running, line: str, host: str
) -> None:
    status, _, body = answered(server, line, host)
    assert (status, body) == (200, '{"status":"ok"}')


def test_an_absolute_target_keeps_its_query(server: Running) -> None:
    status, _, body = answered(server, "GET http://localhost/v1/elements?fields=number&limit=1")
    assert status == 200
    assert '"items":[{"number":1}]' in body


@pytest.mark.parametrize(
    ("line", "host", "status", "said"),
    [
        ("GET http://rebound.example/healthz", "localhost", 421, STRANGE),
        ("GET http://user@localhost/healthz", "localhost", 400, STRANGE),
        ("GET http:///healthz", "localhost", 400, STRANGE),
        ("GET http://localhost/healthz", "local host", 400, ""),
        ("GET http://localhost/healthz", None, 400, ""),
        ("OPTIONS *", "rebound.example", 421, STRANGE),
        ("OPTIONS http://rebound.example", "localhost", 421, STRANGE),
        ("GET *", "localhost", 400, "neither a path nor an address"),
        ("OPTIONS *?a=b", "localhost", 400, "neither a path nor an address"),
        ("GET healthz", "localhost", 400, "neither a path nor an address"),
        ("GET ftp://localhost/healthz", "localhost", 400, "neither a path nor an address"),
        ("CONNECT localhost:80", "localhost", 405, "no proxy"),
        ("CONNECT http://localhost/healthz", "localhost", 405, "no proxy"),
    ],
)
def test_other_targets_are_refused(
    server: Running, line: str, host: str | None, status: int, said: str
) -> None:
    found, head, body = answered(server, line, host)
    assert found == status
    assert "application/problem+json" in head
    assert said in body
    assert ("allow:" in head) is (status == 405)


@pytest.mark.parametrize("target", ["*", "http://localhost"])
def test_options_of_the_whole_service(server: Running, target: str) -> None:
    status, head, body = answered(server, f"OPTIONS {target}")
    assert (status, body) == (204, "")
    assert f"allow: {EVERY}".lower() in head
    assert "x-request-id" in head


def test_a_path_is_left_as_it_is() -> None:
    scope = {
        "method": "GET",
        "path": "//other.example/x",
        "raw_path": b"//other.example/x",
        "query_string": b"",
        "headers": [(b"host", b"localhost")],
    }
    assert in_origin_form(scope) is scope
