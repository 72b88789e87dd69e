"""Load a real service: mixed traffic, runaway queries in between, and memory over time.

    python benchmarks/bench_load.py [--seconds 60] [--clients 4] [--workers 2] [--index DIR]
    python benchmarks/bench_load.py --soak [--seconds 600]

The first runs the mix for half of the time alone, then for half with two clients that throw runaway
queries, and prints latencies side by side, errors (none is right), and how the runaways ended. The
second runs the mix alone, opens the build anew now and then, and prints memory by tenths of the
time. Memory is that of all processes of the service, shared pages counted once (PSS).
Exit code 1 where a request of the mix failed, or a runaway was answered other than by a problem.
"""

from __future__ import annotations

import argparse
import http.client
import itertools
import json
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

TIMEOUT = 3
"""Seconds that a query may take in the service that is loaded here."""
_JOIN = "SELECT ?u ?t { ?u <https://w3id.org/clausegraph/ns#text> ?t } LIMIT 20"
MIX = (
    ("search by meaning", "GET", "/v1/search?q=right+to+leave+a+dangerous+workplace&k=5", b""),
    ("search by words", "GET", "/v1/search?q=violence+and+harassment&mode=lexical", b""),
    ("unit", "GET", "/v1/units/compact:para_26__point_g", b""),
    ("backing", "GET", "/v1/units/compact:para_26__point_g/backing", b""),
    ("backs", "GET", "/v1/units/C155:art_13/backs", b""),
    ("resolve", "GET", "/v1/resolve?q=Art.+13+of+Convention+No.+155", b""),
    ("cite", "GET", "/v1/units/C155:art_13/cite?style=oscola", b""),
    ("coverage of an element", "GET", "/v1/coverage?element=10", b""),
    ("extract", "POST", "/v1/extract", b"As Article 13 of Convention No. 155 provides."),
    ("SPARQL ASK", "GET", f"/sparql?query={quote('ASK { ?s ?p ?o }')}", b""),
    ("SPARQL SELECT", "GET", f"/sparql?query={quote(_JOIN)}", b""),
)
RUNAWAYS = {
    "count of a product": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "order of a product": "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f",
    "nested brackets": f"ASK {{ ?s ?p {'(' * 300}{')' * 300} }}",
    "braces": f"ASK {'{' * 5000}{'}' * 5000}",
    "paths over everything": "SELECT (COUNT(*) AS ?n) { ?a (!<x:x>)* ?b }",
    "concatenation": 'SELECT (GROUP_CONCAT(?c; separator="") AS ?x) { ?a ?b ?c . ?d ?e ?f }',
}


@dataclass
class Service:
    """The service under load."""

    port: int
    process: subprocess.Popen[bytes]

    def connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)

    def megabytes(self) -> tuple[float, float]:
        """Memory of the parent with its workers, and of the processes of SPARQL below them."""
        sums = [0.0, 0.0]
        for pid, depth in _family(self.process.pid, 0):
            sums[depth > 1] += _pss(pid) / 1024
        return sums[0], sums[1]


def _family(pid: int, depth: int) -> Iterator[tuple[int, int]]:
    """A process and all below it, each with how far below."""
    yield pid, depth
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            children = task.read_text(encoding="ascii").split()
        except OSError:
            continue
        for child in children:
            yield from _family(int(child), depth + 1)


def _pss(pid: int) -> int:
    """Kilobytes; 0 for a process that has just ended."""
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in rollup.splitlines() if line[:4] == "Pss:"), 0)


@contextmanager
def serving(index: Path, workers: int) -> Iterator[Service]:
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
    until = time.monotonic() + 180
    while time.monotonic() < until:
        try:
            if asked(service.connect(), "GET", "/readyz", b"")[0] == 200:
                return
        except OSError:
            pass
        time.sleep(0.5)
    raise SystemExit("the service does not become ready")


def asked(
    client: http.client.HTTPConnection, method: str, path: str, body: bytes
) -> tuple[int, bytes]:
    headers = {"Content-Type": "text/plain"} if body else {}
    client.request(method, path, body or None, headers)
    response = client.getresponse()
    return response.status, response.read()


@dataclass
class Load:
    """What clients saw: milliseconds by kind, and what went wrong."""

    milliseconds: dict[str, list[float]] = field(default_factory=dict)
    errors: Counter[str] = field(default_factory=Counter)

    def run(self, service: Service, offset: int, stop: threading.Event) -> None:
        client = service.connect()
        for name, method, path, body in itertools.islice(itertools.cycle(MIX), offset, None):
            if stop.is_set():
                return
            begun = time.perf_counter()
            try:
                status, _ = asked(client, method, path, body)
            except (OSError, http.client.HTTPException) as error:
                self.errors[f"{name}: {error!r}"] += 1
                client.close()
                continue
            if status != 200:
                self.errors[f"{name}: {status}"] += 1
            elapsed = 1000 * (time.perf_counter() - begun)
            self.milliseconds.setdefault(name, []).append(elapsed)


@dataclass
class Thrown:
    """How runaway queries ended: statuses, and the seconds of the slowest, by query."""

    ended: dict[str, Counter[int]] = field(default_factory=dict)
    slowest: dict[str, float] = field(default_factory=dict)
    wrong: Counter[str] = field(default_factory=Counter)

    def run(self, service: Service, offset: int, stop: threading.Event) -> None:
        for name, query in itertools.islice(itertools.cycle(RUNAWAYS.items()), offset, None):
            if stop.is_set():
                return
            begun, client = time.perf_counter(), service.connect()
            client.request("POST", "/sparql", query, {"Content-Type": "application/sparql-query"})
            response = client.getresponse()
            body = response.read()
            seconds = time.perf_counter() - begun
            self.ended.setdefault(name, Counter())[response.status] += 1
            self.slowest[name] = max(self.slowest.get(name, 0.0), seconds)
            if response.status not in (400, 413, 503, 507) or b'"detail"' not in body:
                self.wrong[f"{name}: {response.status} {body[:80]!r}"] += 1


def under_load(service: Service, clients: int, seconds: float, thrown: Thrown | None) -> Load:
    load, stop = Load(), threading.Event()
    work = [(load.run, 3 * n) for n in range(clients)]
    work += [(thrown.run, 2 * n) for n in range(2)] if thrown else []
    threads = [threading.Thread(target=run, args=(service, n, stop)) for run, n in work]
    for thread in threads:
        thread.start()
    time.sleep(seconds)
    stop.set()
    for thread in threads:
        thread.join()
    return load


def percentile(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)]


def loaded(service: Service, options: argparse.Namespace) -> int:
    under_load(service, options.clients, 20, None)
    half, thrown = options.seconds / 2, Thrown()
    alone = under_load(service, options.clients, half, None)
    beside = under_load(service, options.clients, half, thrown)
    print(f"{options.clients} clients, {options.workers} workers, {half:g} s each:")
    print("| request | alone: n | p50 ms | p99 ms | with runaways: n | p50 ms | p99 ms |")
    print("|---|---|---|---|---|---|---|")
    for name, *_ in MIX:
        cells = [
            f"{len(own)} | {statistics.median(own):.1f} | {percentile(own, 0.99):.1f}"
            if own
            else "0 | – | –"
            for own in (alone.milliseconds.get(name), beside.milliseconds.get(name))
        ]
        print(f"| {name} | {' | '.join(cells)} |")
    errors = alone.errors + beside.errors
    print(
        f"\nErrors in the mix: {sum(errors.values())}. {dict(errors) if errors else ''}".rstrip(),
        end="\n\n",
    )
    print(f"| runaway (limit {TIMEOUT} s) | answers by status | slowest s |")
    print("|---|---|---|")
    for name, statuses in thrown.ended.items():
        told = ", ".join(f"{count} × {status}" for status, count in statuses.items())
        print(f"| {name} | {told} | {thrown.slowest[name]:.1f} |")
    workers, queries = service.megabytes()
    print(f"\nMemory at the end: {workers:.0f} MB in workers, {queries:.0f} MB for SPARQL.")
    for wrong, count in thrown.wrong.items():
        print(f"{count} × {wrong}")
    return 1 if errors or thrown.wrong else 0


def soaked(service: Service, options: argparse.Namespace) -> int:
    under_load(service, options.clients, 30, None)
    tenth, rows, answered, errors = options.seconds / 10, [], 0, Counter[str]()
    print("| seconds | requests so far | workers MB | SPARQL MB |\n|---|---|---|---|")
    for n in range(10):
        load = under_load(service, options.clients, tenth, None)
        answered += sum(map(len, load.milliseconds.values()))
        errors += load.errors
        if n == 4:
            service.process.send_signal(signal.SIGHUP)
            time.sleep(10)
        rows.append(service.megabytes())
        cells = " | ".join(f"{own:.0f}" for own in rows[-1])
        print(f"| {tenth * (n + 1):g} | {answered} | {cells} |", flush=True)
    growth = ", ".join(
        f"{last - first:+.0f} MB" for first, last in zip(rows[0], rows[-1], strict=True)
    )
    print(f"\nErrors: {sum(errors.values())}. {json.dumps(errors) if errors else ''}".rstrip())
    print(f"The build was opened anew after half of the time. Growth: {growth}.")
    return 1 if errors else 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--clients", type=int, default=4)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--index", type=Path, default=Path("index"))
    parser.add_argument("--soak", action="store_true", help="memory over time, without runaways")
    options = parser.parse_args()
    with serving(options.index, options.workers) as service:
        return (soaked if options.soak else loaded)(service, options)


if __name__ == "__main__":
    sys.exit(main())
