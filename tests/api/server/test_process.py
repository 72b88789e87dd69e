"""Real server processes: signals, reloads under way, several workers, and what they log."""

import json
import os
import re
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx2
import pytest

from indexer.publish import switch
from tests.api.server.serving import Running, serving
from tests.api.two_builds import Builds, two_builds

SLOW_HEAD = b"POST /v1/extract HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\n"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Builds:
    return two_builds(tmp_path_factory.mktemp("process"))


@pytest.fixture
def builds(made: Builds, tmp_path: Path) -> Builds:
    return made.copied(tmp_path)


def until(holds: Callable[[], bool], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.05)


def build_of(server: Running) -> str:
    return server.get("/v1/elements").headers["x-clausegraph-build"]


@dataclass
class Asking:
    """A client that asks without pause: the statuses and builds of its answers, or its errors."""

    server: Running
    answers: list[tuple[int, str]]
    errors: list[str]
    stop: threading.Event

    def run(self) -> None:
        with httpx2.Client(base_url=self.server.url, timeout=20) as client:
            while not self.stop.is_set():
                try:
                    found = client.get("/v1/search?q=uniforms&mode=lexical")
                    build = found.headers["x-clausegraph-build"]
                    self.answers.append((found.status_code, build))
                except httpx2.HTTPError as error:
                    self.errors.append(repr(error))


@pytest.fixture
def asking() -> Iterator[Callable[[Running], Asking]]:
    begun: list[tuple[Asking, threading.Thread]] = []

    def begin(server: Running) -> Asking:
        client = Asking(server, [], [], threading.Event())
        thread = threading.Thread(target=client.run)
        thread.start()
        begun.append((client, thread))
        return client

    yield begin
    for client, thread in begun:
        client.stop.set()
        thread.join(30)


def reload_under_way(server: Running, builds: Builds, client: Asking, workers: int) -> None:
    """Publish another build and ask for it, while a client asks without pause."""
    until(lambda: len(client.answers) > 20)
    switch(builds.index, builds.second)
    assert {build for _, build in client.answers} == {builds.first}
    server.send(signal.SIGHUP)
    until(lambda: server.logged().count("is served in place of") == workers)
    until(lambda: client.answers[-1][1] == builds.second)
    assert {build_of(server) for _ in range(4)} == {builds.second}
    client.stop.set()
    assert client.errors == []
    assert {status for status, _ in client.answers} == {200}


def hold(server: Running, client: socket.socket, running: int) -> None:
    """Send a request whose body is not whole, and wait until it is one of those that run."""
    client.sendall(SLOW_HEAD + b"Content-Length: 10\r\nConnection: close\r\n\r\n12345")
    until(lambda: f"requests_running {running}.0" in server.get("/metrics").text)


def refuses(server: Running) -> bool:
    try:
        server.connect().close()
    except OSError:
        return True
    return False


def received(client: socket.socket) -> bytes:
    return b"".join(iter(lambda: client.recv(65536), b""))


def test_one_process_reloads_logs_no_query_and_lets_a_running_request_end(
    builds: Builds, tmp_path: Path, asking: Callable[[Running], Asking]
) -> None:
    with serving(builds.index, tmp_path / "log", reload_seconds=0) as server:
        reload_under_way(server, builds, asking(server), workers=1)
        logs_hold_no_query(server)
        with server.connect() as client:
            hold(server, client, running=2)
            server.send(signal.SIGTERM)
            until(lambda: refuses(server))
            assert server.process.poll() is None
            client.sendall(b"67890")
            answer = received(client)
        server.process.wait(30)
    assert answer.startswith((b"HTTP/1.1 200", b"HTTP/1.1 400"))
    assert server.process.returncode in (0, -signal.SIGTERM)


def logs_hold_no_query(server: Running) -> None:
    server.get("/v1/search?q=my+secret+trouble&mode=lexical")
    server.get("/v1/units/secret:para_1")
    httpx2.post(f"{server.url}/v1/extract", content="secret draft")
    until(lambda: '"/v1/extract"' in server.logged())
    assert "secret" not in server.logged()
    lines = [json.loads(line) for line in server.logged().splitlines()]
    search = next(line for line in lines if line.get("route") == "/v1/search")
    assert (search["status"], search["method"]) == (200, "GET")
    assert search["request_id"]
    assert search["milliseconds"] >= 0
    assert any("listening on" in line.get("message", "") for line in lines)


def test_another_process_looks_for_builds_logs_queries_and_waits_no_longer_than_is_set(
    builds: Builds, tmp_path: Path
) -> None:
    settings = {"reload_seconds": 0.1, "log_queries": True, "shutdown_seconds": 1}
    with serving(builds.index, tmp_path / "log", **settings) as server:
        assert build_of(server) == builds.first
        switch(builds.index, builds.second)
        until(lambda: build_of(server) == builds.second)
        server.get("/v1/search?q=my+secret+trouble&mode=lexical")
        with server.connect() as client:
            hold(server, client, running=2)
            server.send(signal.SIGTERM)
            server.process.wait(20)
    assert "q=my+secret+trouble" in server.logged()
    assert server.process.returncode in (0, -signal.SIGTERM)


def test_several_workers_reload_count_together_replace_the_dead_and_end_with_their_parent(
    builds: Builds, tmp_path: Path, asking: Callable[[Running], Asking]
) -> None:
    with serving(builds.index, tmp_path / "log", 2, reload_seconds=0) as server:
        until(lambda: len(pids(server)) == 2)
        for _ in range(30):
            assert server.get("/v1/instruments").status_code == 200
        line = 'clausegraph_requests_total{method="GET",route="/v1/instruments",status="200"} 30.0'
        until(lambda: line in server.get("/metrics").text)
        reload_under_way(server, builds, asking(server), workers=2)
        os.kill(min(pids(server)), signal.SIGKILL)
        until(lambda: len(pids(server)) == 3)
        assert server.get("/healthz").status_code == 200
        with server.connect() as client:
            hold(server, client, running=2)
            server.send(signal.SIGTERM)
            until(lambda: refuses(server))
            client.sendall(b"67890")
            assert received(client).startswith((b"HTTP/1.1 200", b"HTTP/1.1 400"))
        server.process.wait(30)
        until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in pids(server)))
    assert server.process.returncode == 0


def test_workers_end_also_when_their_parent_is_killed(builds: Builds, tmp_path: Path) -> None:
    with serving(builds.index, tmp_path / "log", workers=2) as server:
        until(lambda: len(pids(server)) == 2)
        server.send(signal.SIGKILL)
        server.process.wait(30)
        until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in pids(server)))
    assert refuses(server)


def pids(server: Running) -> set[int]:
    """The processes that have told in the log that they serve."""
    return {int(pid) for pid in re.findall(r"process (\d+) serves build", server.logged())}
