"""A pool and a service over the linked build, with bounds that are soon met."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import pytest
from starlette.testclient import TestClient

from api.settings import ServiceSettings
from api.sparql.limits import PoolLimits
from api.sparql.pool import Pool
from indexer.read import Index
from indexer.sparql.meaning import Found, Needs
from tests.api.clients import running

_Found = TypeVar("_Found")
LIMITS = PoolLimits(seconds=60, rows=1000, size=1 << 20, memory=64 << 20, few=1, many=4, queue=1)
SETTINGS = ServiceSettings(
    sparql_timeout=1.0,
    sparql_rows=1000,
    sparql_result_bytes=1 << 20,
    sparql_memory_bytes=256 << 20,
    sparql_bytes=400_000,
)


class InProcess:
    """Makes the searches of queries, as the service does."""

    def __init__(self, index: Index) -> None:
        self._index = index

    async def wait(self) -> None:
        """Wait for nothing: there is no model to load."""

    async def find(self, needs: Needs) -> Found:
        return self._index.meaning.find(needs)


class Shared:
    """A pool in an event loop of its own, for all tests that need no other bounds."""

    def __init__(self, index: Index) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="shared pool")
        self._thread.start()
        self.pool = Pool(index.folder, LIMITS, InProcess(index))
        self.run(self.pool.ready())

    def run(self, work: Coroutine[Any, Any, _Found]) -> _Found:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(60)

    def close(self) -> None:
        self.run(self.pool.close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()


@pytest.fixture(scope="session")
def shared(linked: Index) -> Iterator[Shared]:
    """One pool over the linked build, with few places and little memory."""
    found = Shared(linked)
    yield found
    found.close()


@pytest.fixture
def pooled(linked: Index, shared: Shared) -> Callable[..., Any]:
    """Run `work(pool)`: on the shared pool, or with bounds of its own in a new one."""

    def run(
        work: Callable[[Pool], Coroutine[Any, Any, _Found]],
        overlays: tuple[Path, ...] = (),
        **limits: Any,
    ) -> _Found:
        async def inside() -> _Found:
            async with opened(linked, overlays, **limits) as pool:
                return await work(pool)

        return asyncio.run(inside()) if limits or overlays else shared.run(work(shared.pool))

    return run


@asynccontextmanager
async def opened(index: Index, overlays: tuple[Path, ...], **limits: Any) -> AsyncIterator[Pool]:
    pool = Pool(index.folder, replace(LIMITS, **limits), InProcess(index), overlays)
    try:
        await pool.start()
        yield pool
    finally:
        await pool.close()


@pytest.fixture(scope="session")
def bounded(linked: Index) -> Iterator[TestClient]:
    """A client of a service over the linked build whose bounds are soon met."""
    with running(linked, SETTINGS) as client:
        yield client
