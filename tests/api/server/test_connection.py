"""Clients that are slow, silent or malformed, against a real server with short times."""

import json
import select
import socket
import time
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest

from tests.api.server.serving import Running, serving
from tests.indexer.tiny_corpus import build_tiny, write_corpus

GET = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
POST = b"POST /v1/extract HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\n"
MOST = 40
"""Connections that the server of these tests takes."""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("connection")
    build_tiny(write_corpus(folder / "corpus"), folder / "index")
    short = {"head_seconds": 0.5, "body_seconds": 0.5, "send_seconds": 1, "keep_alive_seconds": 1}
    with serving(folder / "index", folder / "log", connections=MOST, **short) as running:
        yield running


def answered(server: Running, *parts: bytes, pause: float = 0.0) -> bytes:
    """Send parts with a pause after each, then all that comes until the server closes."""
    with server.connect() as client:
        for part in parts:
            client.sendall(part)
            time.sleep(pause)
        return received(client)


def received(client: socket.socket) -> bytes:
    """All that comes until the server closes, or resets, which ends an answer as well."""
    found = b""
    while data := piece(client):
        found += data
    return found


def piece(client: socket.socket) -> bytes:
    """What came next; nothing where the server has closed or reset the connection."""
    try:
        return client.recv(65536)
    except ConnectionResetError:
        return b""


def dripping(client: socket.socket, letters: bytes) -> Iterator[bytes | None]:
    """Send letter by letter; how an answer begins, b"" at a reset, None while there is nothing."""
    for letter in letters:
        try:
            client.sendall(bytes([letter]))
            yield client.recv(65536)[:13]
        except TimeoutError:
            yield None
        except OSError:
            yield b""


def problem(answer: bytes, status: int) -> dict[str, Any]:
    """Assert that an answer is one problem of a status, and return it."""
    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.startswith(f"HTTP/1.1 {status} ".encode()), answer[:300]
    assert b"application/problem+json" in head.lower()
    found: dict[str, Any] = json.loads(body)
    assert found["status"] == status
    assert "Traceback" not in found["detail"]
    return found


def test_a_silent_connection_is_closed(server: Running) -> None:
    assert answered(server) == b""


def test_a_head_that_does_not_end_is_refused_and_closed(server: Running) -> None:
    found = problem(answered(server, b"GET /healthz HTTP/1.1\r\nHost: loc"), 408)
    assert "CLAUSEGRAPH_HEAD_SECONDS" in found["detail"]


def test_a_head_that_drips_is_refused_too(server: Running) -> None:
    with server.connect() as client:
        client.sendall(b"GET /healthz HTTP/1.1\r\n")
        client.settimeout(0.1)
        answers = (found for found in dripping(client, 100 * b"a") if found is not None)
        ended = next(answers, None)
    assert ended is not None, "the server waits for ever"
    # letters sent after the answer may have reset the connection before it was read
    assert ended in (b"", b"HTTP/1.1 408 ")


def test_a_body_that_does_not_end_is_refused(server: Running) -> None:
    found = problem(answered(server, POST + b"Content-Length: 10\r\n\r\n12345"), 408)
    assert "CLAUSEGRAPH_BODY_SECONDS" in found["detail"]


def test_an_idle_connection_is_closed_after_its_answer(server: Running) -> None:
    answer = answered(server, GET)
    assert answer.startswith(b"HTTP/1.1 200")


def test_a_connection_answers_again_and_again(server: Running) -> None:
    with server.connect() as client:
        for _ in range(5):
            client.sendall(GET)
            time.sleep(0.3)
            assert client.recv(65536).startswith(b"HTTP/1.1 200")
        client.sendall(GET + GET)
        found = received(client)
    assert found.count(b"HTTP/1.1 200") == 2


def test_a_client_that_takes_nothing_is_cut_off(server: Running) -> None:
    """Many answers are asked for and none is read: the connection ends all the same."""
    ask = b"GET /openapi.json HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: identity\r\n\r\n"
    with closing(socket.socket()) as client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        client.connect(("127.0.0.1", server.port))
        client.sendall(200 * ask)
        end = time.monotonic() + 20
        while "send_seconds" not in (told := server.get("/metrics").text):
            assert time.monotonic() < end
            time.sleep(0.2)
    assert 'clausegraph_refused_total{limit="send_seconds"} 1.0' in told


MALFORMED = {
    "no words of HTTP": (b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n", 400),
    "no Host": (b"GET /healthz HTTP/1.1\r\n\r\n", 400),
    "two Hosts": (b"GET /healthz HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400),
    "a space before the colon": (b"GET / HTTP/1.1\r\nHost : localhost\r\n\r\n", 400),
    "an unknown coding of the body": (POST + b"Transfer-Encoding: zip\r\n\r\n", 501),
    "another HTTP": (b"GET /healthz HTTP/2.0\r\nHost: localhost\r\n\r\n", 505),
    "two lengths": (POST + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nab", 400),
    "a length beside chunks": (
        POST + b"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
        400,
    ),
    "a chunk without a length": (POST + b"Transfer-Encoding: chunked\r\n\r\nxyz\r\n\r\n", 400),
    "a head without end": (b"GET / HTTP/1.1\r\nHost: localhost\r\nA: " + 200_000 * b"a", 431),
}


@pytest.mark.parametrize("name", MALFORMED)
def test_what_is_malformed_is_a_problem(server: Running, name: str) -> None:
    sent, status = MALFORMED[name]
    found = problem(answered(server, sent), status)
    assert "bytearray" not in found["detail"]
    assert found["detail"].endswith(".")
    assert found["mend"]
    assert server.get("/healthz").status_code == 200


@pytest.mark.parametrize(
    ("head", "status", "named"),
    [
        (b"GET /v1/" + 20_000 * b"a" + b" HTTP/1.1\r\nHost: localhost\r\n\r\n", 414, "URL_BYTES"),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nA: " + 20_000 * b"a" + b"\r\n\r\n", 431, "HEADER"),
        (POST + b"Content-Length: 99999999\r\n\r\n", 413, "BODY_BYTES"),
        (b"GET /healthz HTTP/1.1\r\nHost: rebound.example\r\n\r\n", 421, "ALLOWED_HOSTS"),
        (b"BREW /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n", 405, "GET"),
    ],
)
def test_refusals_reach_the_client(server: Running, head: bytes, status: int, named: str) -> None:
    head = head.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n", 1)
    found = problem(answered(server, head), status)
    assert named in found["detail"] + found["mend"]


def test_no_more_connections_than_are_set(server: Running) -> None:
    held = [server.connect() for _ in range(MOST + 10)]
    time.sleep(0.3)
    readable, _, _ = select.select(held, [], [], 5)
    assert [piece(client) for client in readable] == [b""] * len(readable)
    assert len(readable) >= 10
    for client in held:
        client.close()
    time.sleep(0.2)
    assert 'clausegraph_refused_total{limit="connections"}' in server.get("/metrics").text


def test_the_server_has_failed_nowhere(server: Running) -> None:
    """The last test of this module: no request before it has left a failure in the log."""
    assert '"level": "error"' not in server.logged()
    assert "Traceback" not in server.logged()


def test_the_log_is_lines_of_json(server: Running) -> None:
    lines = [json.loads(line) for line in server.logged().splitlines()]
    assert all(line["level"] in ("info", "warning") for line in lines)
