"""Who is asked: this project in three ways, and the servers of others, each loaded and timed."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from processes import megabytes

from sparql.asking import Ask, InPool, NoAnswerError, OverHttp, in_process

ROOT: Final = Path(__file__).resolve().parents[2]
_PATH: Final = os.pathsep.join((str(ROOT), str(ROOT / "benchmarks")))
PEERS: Final = ROOT / ".venv-bench"
NEEDED: Final = ("rdflib-endpoint==0.6.3", "oxigraph==0.5.13", "uvicorn")
LIMIT: Final = 60.0
"""Seconds that a query has over HTTP, and in the pool."""
STARTING: Final = 900.0
"""Seconds that a server has to load its graph."""
WORKERS: Final = min(os.cpu_count() or 1, 4)
SEVERAL: Final = f"ours, {WORKERS} workers"
"""Is measured with several clients only: one client has the same from one worker."""
_RDFLIB = """
import sys, uvicorn
from rdflib import Dataset
from rdflib_endpoint import SparqlEndpoint
graph = Dataset(default_union=True)
graph.parse(sys.argv[1], format="nquads")
uvicorn.run(SparqlEndpoint(graph=graph, path="/"), port=int(sys.argv[2]), log_level="critical")
"""


@dataclass
class Engine:
    """What is asked, and what its loading took."""

    client: Callable[[], Ask]
    """Makes a client of its own for whoever asks."""
    seconds: float | None
    """Until the graph was loaded and a first query answered; None where it never was."""
    memory: Callable[[], float | None]
    """Megabytes of its processes now; None where there are none."""
    restart: Callable[[], None] | None = None
    """Begins anew, for one that is busy with a query for which nobody waits any more."""


class Server:
    """A program that answers SPARQL over HTTP on a port of its own."""

    def __init__(self, command: list[str], path: str) -> None:
        """Take the command, in which `{port}` stands for the port, and the path of queries."""
        with socket.create_server(("127.0.0.1", 0)) as found:
            self._port = int(found.getsockname()[1])
        self._command = [part.replace("{port}", str(self._port)) for part in command]
        self._path = path
        self._process: subprocess.Popen[bytes] | None = None

    def client(self) -> Ask:
        """Return a client with a connection of its own."""
        return OverHttp(self._port, self._path, LIMIT)

    def start(self) -> float:
        """Start it; return the seconds until it answers. Raises NoAnswerError if it does not."""
        begin = time.perf_counter()
        environment = {**os.environ, "PYTHONPATH": _PATH, "HF_HUB_OFFLINE": "1"}
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self._process = subprocess.Popen(self._command, env=environment, **quiet)
        while time.perf_counter() - begin < STARTING and self._process.poll() is None:
            with suppress(NoAnswerError):
                self.client()("ASK {}")
                return time.perf_counter() - begin
            time.sleep(0.05)
        self.stop()
        raise NoAnswerError(f"did not start in {STARTING:g} s")

    def stop(self) -> None:
        """End it, at once where it does not end by itself."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def restart(self) -> None:
        """End it and start it again."""
        self.stop()
        self.start()

    def memory(self) -> float:
        """Megabytes that it takes now, with the processes below it."""
        return megabytes(self._process.pid) if self._process else 0.0


def peers() -> Path:
    """Return the programs of the peers' environment, made where it is not there."""
    python = PEERS / "bin" / "python"
    if not python.exists():
        print(f"Installing {', '.join(NEEDED)} into {PEERS} …", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", str(PEERS)], check=True)
        install = [str(python), "-m", "pip", "install", "--quiet", *NEEDED]
        subprocess.run(install, check=True)
    return PEERS / "bin"


@contextmanager
def engines(build: Path, folder: Path) -> Iterator[dict[str, Engine]]:
    """Give each engine, loaded with the graph of a build; `folder` takes the stores of peers."""
    made: dict[str, Engine] = {}
    with ExitStack() as stack:
        made["in process"] = _direct(build / "graph.nq")
        begin = time.perf_counter()
        pool = InPool(build, LIMIT)
        stack.callback(pool.close)
        pool("ASK {}")
        took = time.perf_counter() - begin
        made["pool"] = Engine(lambda: pool, took, lambda: megabytes(pool.pool.pid or 0))
        prepared = _oxigraph_loaded(build / "graph.nq", folder / "oxigraph")
        for name, server in _servers(build, folder).items():
            stack.callback(server.stop)
            made[name] = _started(server, prepared if name == "oxigraph" else 0.0)
        yield made


def _started(server: Server, prepared: float) -> Engine:
    """Start a server; one that does not start has that for an answer to every query."""
    try:
        took = server.start() + prepared
    except NoAnswerError as error:
        return Engine(partial(_refusing, error), None, lambda: None)
    return Engine(server.client, took, server.memory, server.restart)


def _refusing(why: NoAnswerError) -> Ask:
    def ask(_: str) -> bytes:
        raise why

    return ask


def _direct(dump: Path) -> Engine:
    before, begin = megabytes(os.getpid()), time.perf_counter()
    ask = in_process(dump)
    took, taken = time.perf_counter() - begin, megabytes(os.getpid()) - before
    return Engine(lambda: ask, took, lambda: taken)


def _oxigraph_loaded(dump: Path, store: Path) -> float:
    """Load a graph into files of oxigraph; return the seconds."""
    begin = time.perf_counter()
    command = [peers() / "oxigraph", "load", "--location", store, "--file", dump]
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - begin


def _servers(build: Path, folder: Path) -> dict[str, Server]:
    oxigraph = [str(peers() / "oxigraph"), "serve-read-only", "--union-default-graph"]
    oxigraph += ["--location", str(folder / "oxigraph"), "--bind", "127.0.0.1:{port}"]
    rdflib = [str(peers() / "python"), "-c", _RDFLIB, str(build / "graph.nq"), "{port}"]
    ours = [sys.executable, "-m", "sparql.ours", str(build), "{port}", str(LIMIT)]
    return {
        "ours": Server([*ours, "1"], "/sparql"),
        SEVERAL: Server([*ours, str(WORKERS)], "/sparql"),
        "oxigraph": Server(oxigraph, "/query"),
        "rdflib": Server(rdflib, "/"),
    }
