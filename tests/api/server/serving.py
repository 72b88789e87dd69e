"""A real server process over a build of the tests, with the encoder that needs no model.

Run as a program it is `clausegraph serve` but for that encoder: `INDEX PORT WORKERS`.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx2
from fastapi import FastAPI

from api.app import create_app
from api.server.process import AppOf, allowed_hosts, serve_app
from api.settings import service_settings
from indexer.read import open_index
from indexer.retrieval.hash_encoder import HashEncoder

ROOT = Path(__file__).parents[3]


@dataclass(frozen=True)
class HashAppOf(AppOf):
    """The application over a build that was made with the encoder of the tests."""

    def __call__(self) -> FastAPI:
        return create_app(open_index(self.index, HashEncoder), self.settings)


@dataclass
class Running:
    """A server process: where it listens, its process, and the file of its log."""

    port: int
    process: subprocess.Popen[bytes]
    log: Path

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def get(self, path: str) -> httpx2.Response:
        return httpx2.get(f"{self.url}{path}", timeout=20)

    def send(self, number: signal.Signals) -> None:
        self.process.send_signal(number)

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=20)

    def logged(self) -> str:
        return self.log.read_text(encoding="utf-8")


def free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as found:
        port: int = found.getsockname()[1]
        return port


@contextmanager
def serving(index: Path, log: Path, workers: int = 1, **settings: object) -> Iterator[Running]:
    """Run a server until the block ends; `settings` are those of the service."""
    port = free_port()
    told = {f"CLAUSEGRAPH_{name.upper()}": str(value) for name, value in settings.items()}
    command = [sys.executable, __file__, str(index), str(port), str(workers)]
    environment = {**os.environ, **told, "PYTHONPATH": str(ROOT)}
    with log.open("wb") as written:
        process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=written, env=environment
        )
    running = Running(port, process, log)
    try:
        _wait(running)
        yield running
    finally:
        if process.poll() is None:
            process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(running: Running) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        assert running.process.poll() is None, running.logged()
        try:
            if running.get("/readyz").status_code == 200:
                return
        except httpx2.TransportError:
            time.sleep(0.1)
    raise AssertionError(running.logged())


def main() -> None:
    index, port, workers = sys.argv[1:]
    settings = service_settings()
    told = settings.model_copy(update={"allowed_hosts": allowed_hosts(settings, "127.0.0.1")})
    serve_app(HashAppOf(Path(index), told), "127.0.0.1", int(port), int(workers))


if __name__ == "__main__":
    main()
