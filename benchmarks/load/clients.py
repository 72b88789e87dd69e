"""Clients: some ask the mix of everyday requests, some throw runaway queries."""

from __future__ import annotations

import http.client
import itertools
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import quote

from load.service import Service, asked

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
class Load:
    """What clients saw: milliseconds by kind, and what went wrong."""

    milliseconds: dict[str, list[float]] = field(default_factory=dict)
    errors: Counter[str] = field(default_factory=Counter)

    def run(self, service: Service, offset: int, stop: threading.Event) -> None:
        """Ask until told to stop, beginning at a place of the list."""
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
        """Ask until told to stop, beginning at a place of the list."""
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
    """Let clients ask the mix for some seconds, beside two that throw runaways if there are any."""
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
