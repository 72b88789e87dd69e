"""The bounds of the endpoint, gathered from the settings."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from api.settings import ServiceSettings
from indexer.sparql.meaning import Bounds


@dataclass(frozen=True, slots=True)
class PoolLimits:
    """What one query may take, and how many may be there at once."""

    seconds: float = 10.0
    rows: int = 100_000
    size: int = 64 << 20
    """Bytes of an answer."""
    memory: int = 1 << 30
    """Bytes that a query may take beyond the graph."""
    few: int = 2
    """Processes that are kept ready."""
    many: int = 8
    """Queries that run at once at most."""
    queue: int = 32
    """Queries that wait at most."""
    wait: float = 5.0
    """Seconds for which one waits at most."""
    in_memory: int = 3_000_000
    """Quads up to which the graph is held in memory."""
    bounds: Bounds = field(default_factory=Bounds)
    """How much of the search one query may ask for."""


HEADERS: Final = (
    "X-SPARQL-Rows",
    "X-SPARQL-Time-Limit",
    "X-SPARQL-Row-Limit",
    "X-SPARQL-Size-Limit",
    "X-SPARQL-Memory-Limit",
)
"""What every answer to a query says of itself and of its bounds."""


def limit_headers(limits: PoolLimits) -> dict[str, str]:
    """Return the bounds of every query as headers of its answer."""
    values = (f"{limits.seconds:g}", limits.rows, limits.size, limits.memory)
    return {name: str(value) for name, value in zip(HEADERS[1:], values, strict=True)}


def pool_limits(settings: ServiceSettings) -> PoolLimits:
    """Return the bounds that the settings state."""
    return PoolLimits(
        seconds=settings.sparql_timeout,
        rows=settings.sparql_rows,
        size=settings.sparql_result_bytes,
        memory=settings.sparql_memory_bytes,
        few=min(settings.sparql_workers, settings.sparql_most_workers),
        many=settings.sparql_most_workers,
        queue=settings.sparql_queue,
        wait=settings.sparql_wait,
        in_memory=settings.sparql_in_memory_quads,
        bounds=Bounds(
            settings.sparql_searches,
            settings.sparql_search_limit,
            min(100, settings.sparql_search_limit),
            settings.query_chars,
        ),
    )
