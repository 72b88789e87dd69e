"""What is counted, for Prometheus: every metric of the service stands here and nowhere else.

Labels hold route templates, modes and reasons, never what a client wrote. Several workers write
their values to the files of one folder (`PROMETHEUS_MULTIPROC_DIR`, which `serve --workers` makes),
and any of them answers for all.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
    multiprocess,
)

FOLDER: Final = "PROMETHEUS_MULTIPROC_DIR"
MEDIA_TYPE: Final = CONTENT_TYPE_LATEST
REGISTRY: Final = CollectorRegistry()
_SECONDS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
_STATES: Final = ("loading", "ready", "failed")

REQUESTS: Final = Counter(
    "clausegraph_requests",
    "Requests answered, by method, template of the route, and status.",
    ("method", "route", "status"),
    registry=REGISTRY,
)
SECONDS: Final = Histogram(
    "clausegraph_request_seconds",
    "Seconds from the head of a request to the end of its answer, by template of the route.",
    ("route",),
    buckets=_SECONDS,
    registry=REGISTRY,
)
RUNNING: Final = Gauge(
    "clausegraph_requests_running",
    "Requests that are being answered.",
    registry=REGISTRY,
    multiprocess_mode="livesum",
)
REFUSED: Final = Counter(
    "clausegraph_refused",
    "Requests and connections refused, by the limit that they met.",
    ("limit",),
    registry=REGISTRY,
)
SEARCHES: Final = Counter(
    "clausegraph_searches", "Searches, by mode.", ("mode",), registry=REGISTRY
)
RELOADS: Final = Counter(
    "clausegraph_reloads",
    "New builds, by outcome: served or refused.",
    ("outcome",),
    registry=REGISTRY,
)
BUILD: Final = Gauge(
    "clausegraph_build_info",
    "1 for the build that is served and the version of the program.",
    ("build", "version"),
    registry=REGISTRY,
    multiprocess_mode="livemax",
)
MODEL: Final = Gauge(
    "clausegraph_model_state",
    "Processes whose model is in a state: loading, ready or failed.",
    ("state",),
    registry=REGISTRY,
    multiprocess_mode="livesum",
)
SPARQL_RUNNING: Final = Gauge(
    "clausegraph_sparql_running",
    "SPARQL queries that are being evaluated.",
    registry=REGISTRY,
    multiprocess_mode="livesum",
)
SPARQL_WAITING: Final = Gauge(
    "clausegraph_sparql_waiting",
    "SPARQL queries that wait for a place.",
    registry=REGISTRY,
    multiprocess_mode="livesum",
)
SPARQL_PROCESSES: Final = Gauge(
    "clausegraph_sparql_processes",
    "Processes that evaluate queries or are ready to.",
    registry=REGISTRY,
    multiprocess_mode="livesum",
)
SPARQL_ANSWERED: Final = Counter(
    "clausegraph_sparql_answered", "SPARQL queries that were answered.", registry=REGISTRY
)
SPARQL_REFUSED: Final = Counter(
    "clausegraph_sparql_refused", "SPARQL queries that found no place.", registry=REGISTRY
)
SPARQL_KILLED: Final = Counter(
    "clausegraph_sparql_killed",
    "Processes that ended before their query did, by reason: time, memory, crash, or left.",
    ("reason",),
    registry=REGISTRY,
)
SPARQL_RESTARTS: Final = Counter(
    "clausegraph_sparql_restarts",
    "How often a process that holds the graph had to be started again.",
    registry=REGISTRY,
)
MEMORY: Final = Gauge(
    "clausegraph_memory_bytes",
    "Resident memory of the processes that answer requests.",
    registry=REGISTRY,
    multiprocess_mode="livesum",
)

METRICS: Final = (
    REQUESTS,
    SECONDS,
    RUNNING,
    REFUSED,
    SEARCHES,
    RELOADS,
    BUILD,
    MODEL,
    MEMORY,
    SPARQL_RUNNING,
    SPARQL_WAITING,
    SPARQL_PROCESSES,
    SPARQL_ANSWERED,
    SPARQL_REFUSED,
    SPARQL_KILLED,
    SPARQL_RESTARTS,
)
"""All of them, for the manual."""


def refused(limit: str) -> None:
    """Count a refusal by the limit that was met."""
    REFUSED.labels(limit).inc()


def tell_build(build: str, version: str) -> None:
    """State which build is served; a build that was served before is told no longer."""
    if FOLDER not in os.environ:
        BUILD.clear()
    BUILD.labels(build, version).set(1)


def forget_build(build: str, version: str) -> None:
    """State that a build is no longer served."""
    BUILD.labels(build, version).set(0)


def tell_model(state: str) -> None:
    """State whether meaning-search is ready, from the words of the service."""
    now = state.partition(":")[0]
    for own in _STATES:
        MODEL.labels(own).set(own == now)


class Sums:
    """Counts of one pool of processes that only grow, told to counters that outlive the pool."""

    def __init__(self) -> None:
        self._told: dict[tuple[str, str], int] = {}

    def tell(self, answered: int, refused_: int, restarts: int, killed: Mapping[str, int]) -> None:
        """Add what has come to each count since it was told."""
        self._add("answered", "", answered, SPARQL_ANSWERED)
        self._add("refused", "", refused_, SPARQL_REFUSED)
        self._add("restarts", "", restarts, SPARQL_RESTARTS)
        for reason, count in killed.items():
            self._add("killed", reason, count, SPARQL_KILLED.labels(reason))

    def _add(self, name: str, label: str, count: int, counter: Counter) -> None:
        counter.inc(count - self._told.get((name, label), 0))
        self._told[(name, label)] = count


def tell_memory() -> None:
    """State the resident memory of this process; nothing where the system does not tell it."""
    statm = Path("/proc/self/statm")
    if statm.exists():
        pages = int(statm.read_text(encoding="ascii").split()[1])
        MEMORY.set(pages * os.sysconf("SC_PAGE_SIZE"))


def exposition() -> bytes:
    """Return all metrics in the text format, those of every worker together."""
    if FOLDER not in os.environ:
        return generate_latest(REGISTRY)
    together = CollectorRegistry()
    multiprocess.MultiProcessCollector(together)
    return generate_latest(together)


def leave(process: int) -> None:
    """Take the state of a process out of the common one: it answers no more."""
    if FOLDER in os.environ:
        multiprocess.mark_process_dead(process)
