"""Who evaluates: the processes that are idle, those that are busy, and the queries that wait.

A few processes are kept ready. One more is forked when a query has waited for a moment, up to a
bound; one that was tired by its query is replaced; one that has long been idle is let go. Beyond
the bound queries wait, so many and so long, and then they are refused.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Coroutine, Sequence
from pathlib import Path
from typing import Any, Final

from api.sparql.failures import BusyError, NotRunningError
from api.sparql.hatchery import Hatchery, Worker
from api.sparql.jail import Confinement
from api.sparql.limits import PoolLimits

GROW_AFTER: Final = 0.03
"""Seconds that a query waits before another process is forked for it."""
IDLE: Final = 30.0
"""Seconds after which a process beyond the few is let go."""
LOADING: Final = 30.0
"""Seconds that a query waits for the graph to be loaded, which is no query's fault."""
RESTARTS: Final = (0.1, 0.5, 2.0, 5.0)
"""Seconds before the process that holds the graph is started again; the last for all further."""


class Crew:
    """The processes over one graph, in one event loop."""

    def __init__(self, build: Path, overlays: Sequence[Path], limits: PoolLimits) -> None:
        self._limits = limits
        self._loop: asyncio.AbstractEventLoop | None = None
        self.hatchery = Hatchery(build, overlays, limits, self._lost)
        self._idle: list[Worker] = []
        self._busy: set[Worker] = set()
        self._waiting: deque[asyncio.Future[Worker]] = deque()
        self._hatching = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self.restarts = 0

    def start(self) -> None:
        """Start the processes in the running event loop."""
        self._loop = asyncio.get_running_loop()
        self.hatchery.start()
        self._keep_few()

    def works_here(self) -> bool:
        """Whether it was started, in the running event loop."""
        return self._loop is asyncio.get_running_loop()

    async def close(self) -> None:
        """End all processes; queries that still run are interrupted."""
        self._loop = None
        self.hatchery.stop()
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        while self._idle:
            self._idle.pop().close()

    @property
    def running(self) -> int:
        """How many queries run."""
        return len(self._busy)

    @property
    def waiting(self) -> int:
        """How many queries wait to run."""
        return sum(not place.done() for place in self._waiting)

    @property
    def processes(self) -> int:
        """How many processes there are, idle or busy."""
        return len(self._idle) + len(self._busy)

    async def loaded(self, seconds: float = LOADING) -> Confinement:
        """Wait until the graph is loaded. Raises NotRunningError where it cannot be, or not yet."""
        try:
            async with asyncio.timeout(seconds):
                while self.hatchery.ready is None:
                    await asyncio.sleep(GROW_AFTER)
                return await asyncio.shield(self.hatchery.ready)
        except TimeoutError:
            raise NotRunningError("The graph is being loaded.") from None

    async def take(self) -> Worker:
        """Return a worker to oneself, after waiting for one. Raises BusyError."""
        while self._idle:
            worker = self._idle.pop()
            if not worker.died.done():
                self._busy.add(worker)
                return worker
            worker.close()
        if len(self._waiting) >= self._limits.queue + max(self._limits.many - self.running, 0):
            raise self._refused()
        place: asyncio.Future[Worker] = asyncio.get_running_loop().create_future()
        self._waiting.append(place)
        asyncio.get_running_loop().call_later(GROW_AFTER, self._grow)
        try:
            done, _ = await asyncio.wait([place], timeout=self._limits.wait)
        except asyncio.CancelledError:
            self._give_up(place)
            raise
        if not done:
            self._give_up(place)
            raise self._refused()
        return place.result()

    def give_back(self, worker: Worker) -> None:
        """Let the next query have a worker; one that is tired or dead is replaced."""
        self._busy.discard(worker)
        if worker.tired or worker.died.done() or self._loop is None:
            worker.close()
            self._keep_few()
            return
        while self._waiting:
            place = self._waiting.popleft()
            if not place.done():
                self._busy.add(worker)
                place.set_result(worker)
                return
        worker.idle_since = asyncio.get_running_loop().time()
        self._idle.append(worker)
        if self.processes > self._limits.few:
            asyncio.get_running_loop().call_later(IDLE, self._shrink)

    def _give_up(self, place: asyncio.Future[Worker]) -> None:
        """Wait no longer; a worker that came meanwhile is for the next."""
        if place.cancel():
            self._waiting.remove(place)
        elif place.exception() is None:
            self.give_back(place.result())

    def _refused(self) -> BusyError:
        return BusyError(self._limits.many, max(1, round(self._limits.seconds / 2)))

    def _keep_few(self) -> None:
        """Fork as many as are to be ready, and for those that wait."""
        wanted = max(self._limits.few - self.processes - self._hatching, 0)
        for _ in range(0 if self._loop is None else wanted):
            self._hatch()
        self._grow()

    def _grow(self) -> None:
        """Fork another worker where a query waits and there may be more."""
        room = self.processes + self._hatching < self._limits.many
        if self._loop is not None and self.waiting > self._hatching and room:
            self._hatch()
            self._loop.call_later(GROW_AFTER, self._grow)

    def _shrink(self) -> None:
        """Let go of what has been idle for long, beyond the few; the longest first."""
        now = asyncio.get_running_loop().time()
        while self._idle and self.processes > self._limits.few:
            if now - self._idle[0].idle_since < IDLE:
                return
            self._idle.pop(0).close()

    def _hatch(self) -> None:
        self._hatching += 1
        self._spawn(self._hatched())

    async def _hatched(self) -> None:
        try:
            worker = await self.hatchery.fork()
        except NotRunningError as error:
            while self._waiting:
                _fail(self._waiting.popleft(), error)
            return
        finally:
            self._hatching -= 1
        self.give_back(worker)

    def _lost(self) -> None:
        """Start the process that holds the graph again, sooner at first than later."""
        while self._idle:
            self._idle.pop().close()
        if self._loop is not None:
            self._spawn(self._restart())

    async def _restart(self) -> None:
        await asyncio.sleep(RESTARTS[min(self.restarts, len(RESTARTS) - 1)])
        self.restarts += 1
        self.hatchery.start()
        self._keep_few()

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        """Run something beside, and keep hold of it: the event loop alone does not."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _fail(place: asyncio.Future[Worker], error: NotRunningError) -> None:
    """Tell one that waits that there is nothing to wait for."""
    if not place.done():
        place.set_exception(error)
