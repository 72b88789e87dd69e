"""The service under load: started with several workers, waited for, weighed, ended."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from processes import family, pss

TIMEOUT = 3
"""Seconds that a query may take in the service that is loaded here."""


@dataclass
class Service:
    """The service under load."""

    port: int
    process: subprocess.Popen[bytes]

    def connect(self) -> http.client.HTTPConnection:
        """Return a new connection."""
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)

    def megabytes(self) -> tuple[float, float]:
        """Memory of the parent with its workers, and of the processes of SPARQL below them."""
        sums = [0.0, 0.0]
        for pid, depth in family(self.process.pid, 0):
            sums[depth > 1] += pss(pid) / 1024
        return sums[0], sums[1]


@contextmanager
def serving(index: Path, workers: int) -> Iterator[Service]:
    """Serve a build with so many workers until the block ends."""
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "indexer.cli", "serve", "--index", str(index)]
    command += ["--port", str(port), "--workers", str(workers)]
    told = {"CLAUSEGRAPH_SPARQL_TIMEOUT": str(TIMEOUT), "CLAUSEGRAPH_LOG_LEVEL": "warning"}
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(command, stderr=log, env={**os.environ, **told})
        try:
            wait(Service(port, process))
            yield Service(port, process)
        finally:
            process.terminate()
            process.wait(60)


def wait(service: Service) -> None:
    """Wait until the service is ready. Raises SystemExit where it does not become so."""
    until = time.monotonic() + 180
    while not ready(service):
        if service.process.poll() is not None:
            raise SystemExit(f"the service ended with code {service.process.returncode}")
        if time.monotonic() > until:
            raise SystemExit("the service does not become ready")
        time.sleep(0.5)


def ready(service: Service) -> bool:
    """Return whether a service answers that it is ready; one that does not listen yet is not."""
    try:
        return asked(service.connect(), "GET", "/readyz", b"")[0] == 200
    except OSError:
        return False


def asked(
    client: http.client.HTTPConnection, method: str, path: str, body: bytes
) -> tuple[int, bytes]:
    """Make one request; return the status and the body."""
    headers = {"Content-Type": "text/plain"} if body else {}
    client.request(method, path, body or None, headers)
    response = client.getresponse()
    return response.status, response.read()
