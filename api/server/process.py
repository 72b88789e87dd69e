"""From a socket to answers: one process, or several that share it, and the signals they obey.

SIGTERM and SIGINT: no new connection, running requests end within their time, then the process.
SIGHUP: the published build is opened again (api/reload.py), by every worker. A worker that dies is
replaced. Workers read the same files of the build, which the system keeps in memory once.
"""

from __future__ import annotations

import ipaddress
import logging
import logging.config
import os
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from uvicorn.config import STARTUP_FAILURE
from uvicorn.server import Server
from uvicorn.supervisors.multiprocess import Multiprocess, Process

from api import logs, metrics
from api.server.connection import BoundedConfig
from api.settings import ServiceSettings
from indexer.errors import InputError

if TYPE_CHECKING:
    from starlette.applications import Starlette

_log = logging.getLogger("clausegraph.server")
_BACKLOG: Final = 1024


@dataclass(frozen=True)
class AppOf:
    """Makes the application in the process that serves it; it travels to workers by pickle."""

    index: Path
    settings: ServiceSettings
    overlays: tuple[Path, ...] = ()

    def __call__(self) -> Starlette:
        """Open the published build and return the application over it."""
        from api.app import create_app
        from indexer.read import open_index_with_model

        return create_app(open_index_with_model(self.index), self.settings, self.overlays)


class Workers(Multiprocess):
    """Several processes behind one socket. SIGHUP goes on to each, instead of restarting them."""

    def keep_subprocess_alive(self) -> None:
        """Replace the workers that have ended, and forget their state in the metrics.

        They are not pinged: that would hold up signals, and the thread that answers pings says
        nothing of the one that answers requests.
        """
        for place, worker in enumerate(self.processes):
            if worker.process.is_alive() or self.should_exit.is_set():
                continue
            worker.join()
            if worker.pid is not None:
                metrics.leave(worker.pid)
            if worker.exitcode == STARTUP_FAILURE:
                _log.error("a worker cannot start; the service ends")
                self.should_exit.set()
                return
            _log.warning("worker %s has ended with %s", worker.pid, worker.exitcode)
            self.processes[place] = Process(self.config, self.sockets)
            self.processes[place].start()

    def terminate_all(self) -> None:
        """Let every worker end; nobody is left to wait for a connection that none would take."""
        for listening in self.sockets:
            listening.close()
        super().terminate_all()

    def handle_hup(self) -> None:
        """Let every worker that has started open the published build again."""
        for process in self.processes:
            if process.pid is not None and process.is_ready(timeout=1):
                os.kill(process.pid, signal.SIGHUP)


def serve_app(app: AppOf, host: str, port: int, workers: int = 1) -> None:
    """Serve until a signal ends it. Raises InputError where the address cannot be had."""
    listening = _listen(host, port)
    logging.config.dictConfig(logs.config(app.settings))
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    config = BoundedConfig(
        app,
        app.settings,
        factory=True,
        workers=workers,
        backlog=_BACKLOG,
        log_config=logs.config(app.settings),
        server_header=False,
        timeout_keep_alive=app.settings.keep_alive_seconds,
        timeout_graceful_shutdown=app.settings.shutdown_seconds,
        h11_max_incomplete_event_size=2 * (app.settings.url_bytes + app.settings.header_bytes),
    )
    with listening, _counted_together(workers):
        _log.info("listening on %s with %d worker(s)", _address(listening), workers)
        if workers > 1:
            Workers(config, [listening]).run()
        else:
            _run_alone(config, listening)


def _run_alone(config: BoundedConfig, listening: socket.socket) -> None:
    server = Server(config)
    try:
        server.run([listening])
    except KeyboardInterrupt:
        _log.info("stopped from the keyboard")
    if not server.started:
        sys.exit(1)


def _listen(host: str, port: int) -> socket.socket:
    """Return a listening socket; it is bound before workers start, who share it."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        listening = socket.create_server((host, port), family=family, backlog=_BACKLOG)
    except OSError as error:
        raise InputError(
            f"The service cannot listen on {host} port {port}: {error.strerror}.",
            mend="Name another address with --host and --port.",
        ) from error
    listening.set_inheritable(True)
    # asyncio does this for sockets that state their protocol alone; without it, answers wait 40 ms.
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listening


def _address(listening: socket.socket) -> str:
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


@contextmanager
def _counted_together(workers: int) -> Iterator[None]:
    """Give several workers a folder in which their counts meet (api/metrics.py)."""
    if workers == 1:
        yield
        return
    with TemporaryDirectory(prefix="clausegraph-metrics-") as folder:
        os.environ[metrics.FOLDER] = folder
        try:
            yield
        finally:
            del os.environ[metrics.FOLDER]


def allowed_hosts(settings: ServiceSettings, host: str) -> tuple[str, ...]:
    """Return the names to answer to: the set ones, else this machine's on a loopback address.

    On another address, and without a setting, any name is answered to: which names lead here the
    service cannot know.
    """
    if settings.allowed_hosts:
        return settings.allowed_hosts
    return ("localhost", host) if _is_loopback(host) else ("*",)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
