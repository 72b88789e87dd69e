"""SPARQL, ours against others: latency, throughput, the cost of the bounds, the end of a runaway.

    python benchmarks/bench_sparql.py [--index DIR] [--copies N] [--seconds S] [--json]

The same eight queries, over the same graph, in one run, for:

    in process   pyoxigraph called directly, the answer serialised
    pool         the same in a process that can be stopped, without HTTP
    ours         this service over HTTP
    oxigraph     the server of PyPI's `oxigraph`, read-only, over HTTP
    rdflib       rdflib-endpoint over rdflib's memory store, over HTTP

once over the graph of the build, and once over copies of it, each with names of its own, until
there are a million triples. The peers are installed into an environment of their own,
`.venv-bench`, which is made when it is not there. Figures are ratios to ours: on a busy machine the
times say little, and the ratios more.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

from pyoxigraph import (
    Literal,
    NamedNode,
    Quad,
    QueryResultsFormat,
    RdfFormat,
    Store,
    parse,
    serialize,
)

from api.sparql.limits import PoolLimits
from api.sparql.pool import Pool
from indexer.errors import ClausegraphError
from indexer.publish import published, read_manifest
from indexer.sparql.model import Request
from ontology.terms import NAMESPACE, PREFIXES

ROOT = Path(__file__).resolve().parents[1]
PEERS = ROOT / ".venv-bench"
NEEDED = ("rdflib-endpoint==0.6.3", "oxigraph==0.5.13", "uvicorn")
MILLION = 1_000_000
ANSWERS = "application/sparql-results+json"
PROLOGUE = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
QUERIES = {
    "is it there": 'ASK { ?u dct:identifier "compact:para_26__point_g" }',
    "a unit": 'SELECT ?text ?cite { ?u dct:identifier "compact:para_26__point_g" ; cg:text ?text ; '
    "cg:citeAs ?cite }",
    "what backs it": 'SELECT ?target ?why { ?u dct:identifier "compact:para_26__point_g" . '
    "?link owl:annotatedSource ?u ; a cg:CuratedLink ; owl:annotatedTarget ?p ; "
    "rdfs:comment ?why . ?p dct:identifier ?target }",
    "what a provision backs": 'SELECT ?unit { ?p dct:identifier "C155:art_13" . '
    "?link owl:annotatedTarget ?p ; a cg:CuratedLink ; owl:annotatedSource ?u . "
    "?u dct:identifier ?unit }",
    "cited instruments": "SELECT DISTINCT ?id { ?c a cito:Citation ; cito:hasCitingEntity ?u ; "
    "cg:toInstrument ?i . ?u a cg:Recommendation . ?i dct:identifier ?id }",
    "words in a text": "SELECT ?id { ?u a cg:Recommendation ; cg:text ?t ; dct:identifier ?id "
    'FILTER CONTAINS(LCASE(?t), "violence") }',
    "parts of a text": 'SELECT (COUNT(*) AS ?n) { ?i dct:identifier "compact" . '
    "?u eli:is_part_of+ ?i }",
    "coverage": "SELECT ?n ?b (COUNT(*) AS ?links) { ?link a cg:CuratedLink ; "
    "owl:annotatedSource ?u ; cg:toInstrument ?i . ?u cg:underElement/cg:ordinal ?n . "
    "?i cg:bindingness ?b } GROUP BY ?n ?b",
}
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
Ask = Callable[[str], bytes]


@dataclass
class Measured:
    """Milliseconds of one query with one engine."""

    times: list[float] = field(default_factory=list)

    @property
    def median(self) -> float:
        return statistics.median(self.times)

    @property
    def worst(self) -> float:
        """The 99th percentile, or what is next to it where there are few."""
        return sorted(self.times)[min(len(self.times) - 1, int(len(self.times) * 0.99))]


def measured(ask: Ask, query: str, seconds: float) -> Measured:
    """Ask again and again for some time, 3 to 300 times, after once to warm."""
    ask(query)
    found, end = Measured(), time.perf_counter() + seconds
    while len(found.times) < 3 or (time.perf_counter() < end and len(found.times) < 300):
        begin = time.perf_counter()
        ask(query)
        found.times.append((time.perf_counter() - begin) * 1000)
    return found


def throughput(make: Callable[[], Ask], seconds: float, clients: int = 4) -> float:
    """Queries a second that some clients get answered, who ask the first four in turn."""
    queries, counts = list(QUERIES.values())[:4], [0] * clients
    end = time.perf_counter() + seconds

    def run(place: int) -> None:
        ask = make()
        while time.perf_counter() < end:
            ask(PROLOGUE + queries[counts[place] % len(queries)])
            counts[place] += 1

    threads = [threading.Thread(target=run, args=(place,)) for place in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / seconds


# -- engines -------------------------------------------------------------------------------------


def in_process(dump: Path) -> Ask:
    store = Store()
    store.bulk_load(path=str(dump), format=RdfFormat.N_QUADS)

    def ask(query: str) -> bytes:
        results = store.query(query, use_default_graph_as_union=True)
        return results.serialize(format=QueryResultsFormat.JSON) or b""

    return ask


def over_http(port: int, path: str) -> Ask:
    connection = HTTPConnection("127.0.0.1", port, timeout=300)
    headers = {"Accept": ANSWERS, "Content-Type": "application/x-www-form-urlencoded"}

    def ask(query: str) -> bytes:
        connection.request("POST", path, urlencode({"query": query}), headers)
        response = connection.getresponse()
        body = response.read()
        if response.status != 200:
            raise RuntimeError(f"{path} answered {response.status}: {body[:300]!r}")
        return body

    return ask


class InPool:
    """The pool in an event loop of its own."""

    def __init__(self, build: Path) -> None:
        self._loop = asyncio.new_event_loop()
        threading.Thread(target=self._loop.run_forever, daemon=True).start()
        self.pool = Pool(build, PoolLimits(seconds=1.0), _NoSearch())
        self.run(self.pool.ready())

    def run(self, work: object) -> object:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(600)  # type: ignore[arg-type]

    def ask(self, query: str) -> bytes:
        return self.run(self._asked(query))  # type: ignore[return-value]

    async def _asked(self, query: str) -> bytes:
        return (await self.pool.run(Request(query))).body.read()

    def close(self) -> None:
        self.run(self.pool.close())
        self._loop.call_soon_threadsafe(self._loop.stop)


class _NoSearch:
    async def wait(self) -> None:
        """Wait for nothing."""

    async def find(self, needs: object) -> object:
        raise NotImplementedError(needs)


@contextmanager
def server(command: list[str], port: int, path: str) -> Iterator[None]:
    """Run a server until the block ends."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "HF_HUB_OFFLINE": "1"}
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            _wait(process, port, path)
            yield
        finally:
            process.terminate()


def _wait(process: subprocess.Popen[bytes], port: int, path: str) -> None:
    end = time.monotonic() + 900
    while time.monotonic() < end and process.poll() is None:
        with suppress(OSError, RuntimeError):
            over_http(port, path)("ASK {}")
            return
        time.sleep(0.2)
    raise SystemExit(f"The server of {path} did not start.")


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


OURS = """
import sys
from pathlib import Path
from api.app import create_app
from api.server.process import AppOf, serve_app
from api.settings import ServiceSettings
from indexer.read import Index
class OneBuild(AppOf):
    def __call__(self):
        return create_app(Index(self.index), self.settings)
settings = ServiceSettings(log_level="error", reload_seconds=0)
serve_app(OneBuild(Path(sys.argv[1]), settings), "127.0.0.1", int(sys.argv[2]))
"""
RDFLIB = """
import sys, uvicorn
from rdflib import Dataset
from rdflib_endpoint import SparqlEndpoint
graph = Dataset(default_union=True)
graph.parse(sys.argv[1], format="nquads")
uvicorn.run(SparqlEndpoint(graph=graph, path="/"), port=int(sys.argv[2]), log_level="critical")
"""


def peers() -> Path:
    """The environment of the peers, made where it is not there."""
    python = PEERS / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(PEERS)], check=True)
        install = [str(python), "-m", "pip", "install", "--quiet", *NEEDED]
        subprocess.run(install, check=True)
    return PEERS / "bin"


@contextmanager
def engines(build: Path, folder: Path) -> Iterator[dict[str, Callable[[], Ask]]]:
    """What makes a client of each engine, over the graph of a build."""
    dump, bins = build / "graph.nq", peers()
    ports = {name: free_port() for name in ("ours", "oxigraph", "rdflib")}
    store = folder / "oxigraph"
    binary = str(bins / "oxigraph")
    subprocess.run(
        [binary, "load", "--location", str(store), "--file", str(dump)],
        check=True,
        capture_output=True,
    )
    address = f"127.0.0.1:{ports['oxigraph']}"
    commands = {
        "ours": ([sys.executable, "-c", OURS, str(build), str(ports["ours"])], "/sparql"),
        "oxigraph": (
            [
                binary,
                "serve-read-only",
                "--location",
                str(store),
                "--bind",
                address,
                "--union-default-graph",
            ],
            "/query",
        ),
        "rdflib": (
            [str(bins / "python"), "-c", RDFLIB, str(dump), str(ports["rdflib"])],
            "/",
        ),
    }
    pool = InPool(build)
    direct = in_process(dump)
    with ExitStack() as stack:
        stack.callback(pool.close)
        for name, (command, path) in commands.items():
            stack.enter_context(server(command, ports[name], path))
        made: dict[str, Callable[[], Ask]] = {
            "in process": lambda: direct,
            "pool": lambda: pool.ask,
        }
        for name, (_, path) in commands.items():
            made[name] = lambda name=name, path=path: over_http(ports[name], path)  # type: ignore[misc]
        yield made


# -- graphs ---------------------------------------------------------------------------------------


def copied(build: Path, folder: Path, copies: int) -> Path:
    """A build like another, whose graph has so many copies of its own things."""
    target = folder / "copies"
    shutil.copytree(build, target, ignore=shutil.ignore_patterns("store", "graph.nq"))
    base = str(read_manifest(build)["base"])
    with (target / "graph.nq").open("wb") as output:
        for number in range(copies):
            quads = parse(path=str(build / "graph.nq"), format=RdfFormat.N_QUADS)
            serialize((_renamed(q, base, number) for q in quads), output, RdfFormat.N_QUADS)
    manifest = json.loads((target / "manifest.json").read_text())
    manifest["figures"]["quads"] *= copies
    (target / "manifest.json").write_text(json.dumps(manifest))
    return target


def _renamed(quad: Quad, base: str, number: int) -> Quad:
    """A statement about the copy of a thing; the first copy keeps the names."""

    def own(term: object) -> object:
        if number == 0:
            return term
        if isinstance(term, NamedNode) and term.value.startswith(base):
            kept = term.value.startswith((NAMESPACE, f"{base}graph/", f"{base}framework"))
            return term if kept else NamedNode(f"{term.value}/copy-{number}")
        return term

    value = quad.object
    if number and quad.predicate.value == f"{PREFIXES['dct']}identifier":
        value = Literal(f"{quad.object.value}~{number}")  # type: ignore[union-attr]
    return Quad(own(quad.subject), quad.predicate, own(value), quad.graph_name)  # type: ignore[arg-type]


# -- the run --------------------------------------------------------------------------------------


def run(build: Path, folder: Path, seconds: float) -> dict[str, object]:
    """All figures over one build."""
    with engines(build, folder) as made:
        asks = {name: make() for name, make in made.items()}
        latency = {
            title: {name: measured(ask, PROLOGUE + query, seconds) for name, ask in asks.items()}
            for title, query in QUERIES.items()
        }
        rates = {
            name: throughput(made[name], 4 * seconds) for name in ("ours", "oxigraph", "rdflib")
        }
    return {"latency": latency, "rates": rates, "runaway": runaway(build)}


def runaway(build: Path) -> dict[str, float]:
    """Milliseconds beyond its second that a runaway runs, and those of a short query beside it."""
    pool = InPool(build)
    try:
        alone = measured(pool.ask, "ASK {}", 0.5)
        begin = time.perf_counter()
        task = asyncio.run_coroutine_threadsafe(pool.pool.run(Request(RUNAWAY)), pool._loop)
        beside = Measured()
        while not task.done():
            start = time.perf_counter()
            pool.ask("ASK {}")
            beside.times.append((time.perf_counter() - start) * 1000)
        with suppress(ClausegraphError):
            task.result()
        over = (time.perf_counter() - begin - 1.0) * 1000
    finally:
        pool.close()
    return {"over": over, "alone": alone.median, "beside": beside.median, "worst": beside.worst}


def shown(title: str, found: dict[str, object]) -> None:
    latency: dict[str, dict[str, Measured]] = found["latency"]  # type: ignore[assignment]
    names = list(next(iter(latency.values())))
    print(f"\n{title}: median / 99th percentile in ms, and how many times ours")
    print("| query | " + " | ".join(names) + " |")
    print("|---" * (len(names) + 1) + "|")
    for query, row in latency.items():
        ours = row["ours"].median
        cells = (f"{m.median:.2f} / {m.worst:.2f} (×{m.median / ours:.2f})" for m in row.values())
        print(f"| {query} | " + " | ".join(cells) + " |")
    rates: dict[str, float] = found["rates"]  # type: ignore[assignment]
    told = ", ".join(f"{n} {rate:.0f} (×{rate / rates['ours']:.2f})" for n, rate in rates.items())
    print(f"queries a second, 4 clients, the first four queries: {told}")
    costs = (row["pool"].median - row["in process"].median for row in latency.values())
    print(f"cost of the bounds, median over the queries: {statistics.median(costs):.2f} ms a query")
    own: dict[str, float] = found["runaway"]  # type: ignore[assignment]
    print(
        f"a runaway with 1 s ended {own['over']:.0f} ms after it; a short query took "
        f"{own['alone']:.2f} ms alone, {own['beside']:.2f} ms beside it (worst {own['worst']:.0f})"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])  # type: ignore[union-attr]
    parser.add_argument("--index", type=Path, default=Path("index"))
    parser.add_argument("--copies", type=int, help="copies of the graph; 1 for the build alone")
    parser.add_argument("--seconds", type=float, default=2.0, help="for each query and engine")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    build = published(given.index).resolve()
    quads = int(read_manifest(build)["figures"]["quads"])
    copies = given.copies or -(-MILLION // quads)
    all_found = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for title, times in {"the build": 1, "copies of it": copies}.items():
            if title == "the build" or times > 1:
                (folder / str(times)).mkdir()
                graph = build if times == 1 else copied(build, folder, times)
                found = run(graph, folder / str(times), given.seconds)
                heading = f"{title} ({times * quads} quads)"
                all_found[heading] = found
                if not given.json:
                    shown(heading, found)
    if given.json:
        print(json.dumps(all_found, default=lambda own: own.times, indent=1))


if __name__ == "__main__":
    main()
