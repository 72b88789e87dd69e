"""How long answers take: one client for each query, several at once, and beside a runaway."""

from __future__ import annotations

import statistics
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from sparql.asking import Ask, InPool, NoAnswerError, TooLateError
from sparql.engines import SEVERAL, Engine, engines
from sparql.queries import PROLOGUE, QUERIES, RUNAWAY, SHORT

CLIENTS: Final = 4
SERVERS: Final = ("ours", SEVERAL, "oxigraph", "rdflib")


@dataclass
class Measured:
    """Milliseconds of one query with one engine, or why it has none."""

    times: list[float] = field(default_factory=list)
    missing: str | None = None

    @property
    def median(self) -> float:
        """The median."""
        return statistics.median(self.times)

    @property
    def worst(self) -> float:
        """The 99th percentile, or what is next to it where there are few."""
        return sorted(self.times)[min(len(self.times) - 1, int(len(self.times) * 0.99))]


def measured(engine: Engine, ask: Ask, query: str, seconds: float) -> Measured:
    """Ask again and again for some time, 3 to 300 times, after once to warm.

    An engine that does not answer in time is started again: it may be busy with the query still.
    """
    found = Measured()
    try:
        ask(query)
        end = time.perf_counter() + seconds
        while len(found.times) < 3 or (time.perf_counter() < end and len(found.times) < 300):
            begin = time.perf_counter()
            ask(query)
            found.times.append((time.perf_counter() - begin) * 1000)
    except NoAnswerError as error:
        if isinstance(error, TooLateError) and engine.restart is not None:
            with suppress(NoAnswerError):  # what does not start again answers no further query
                engine.restart()
        return Measured(missing=str(error))
    return found


def throughput(make: Callable[[], Ask], seconds: float) -> float:
    """Return the queries a second that some clients get answered, who ask short ones in turn."""
    counts, warm = [0] * CLIENTS, threading.Barrier(CLIENTS + 1)

    def run(place: int) -> None:
        ask = make()
        with suppress(NoAnswerError):
            for query in SHORT:
                ask(query)
        warm.wait()
        end = time.perf_counter() + seconds
        with suppress(NoAnswerError):
            while time.perf_counter() < end:
                ask(SHORT[counts[place] % len(SHORT)])
                counts[place] += 1

    threads = [threading.Thread(target=run, args=(place,)) for place in range(CLIENTS)]
    for thread in threads:
        thread.start()
    warm.wait()
    begin = time.perf_counter()
    for thread in threads:
        thread.join()
    return sum(counts) / (time.perf_counter() - begin)


def run(build: Path, folder: Path, seconds: float) -> dict[str, Any]:
    """Return all figures over one build; `seconds` for each query and engine."""
    with engines(build, folder) as made:
        asks = {name: engine.client() for name, engine in made.items() if name != SEVERAL}
        latency = {
            title: {
                name: measured(made[name], ask, PROLOGUE + query, seconds)
                for name, ask in asks.items()
            }
            for title, query in QUERIES.items()
        }
        rates = {name: throughput(made[name].client, 4 * seconds) for name in SERVERS}
        loading = {name: engine.seconds for name, engine in made.items()}
        memory = {name: engine.memory() for name, engine in made.items()}
    figures = {"latency": latency, "rates": rates, "loading": loading, "memory": memory}
    return {**figures, "runaway": runaway(build)}


def runaway(build: Path) -> dict[str, float]:
    """Milliseconds beyond its second that a runaway runs, and those of a short query beside it."""
    pool = InPool(build, 1.0)
    try:
        alone = [_timed(pool, "ASK {}") for _ in range(200)]
        begin = time.perf_counter()
        task = pool.begin(RUNAWAY)
        beside = []
        while not task.done():
            beside.append(_timed(pool, "ASK {}"))
        over = (time.perf_counter() - begin - 1.0) * 1000
    finally:
        pool.close()
    told = {"over": over, "alone": statistics.median(alone), "beside": statistics.median(beside)}
    return {**told, "worst": max(beside)}


def _timed(ask: Ask, query: str) -> float:
    begin = time.perf_counter()
    ask(query)
    return (time.perf_counter() - begin) * 1000
