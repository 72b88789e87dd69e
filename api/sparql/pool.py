"""Queries run in processes that the kernel can stop: a few kept ready, more when queries wait.

    pool = Pool(index.folder, limits, search)
    await pool.start()                      # returns at once; the graph loads in the background
    answer = await pool.run(Request("SELECT …", table_form="json"))
    data = answer.body.read()               # or piece by piece: answer.body.pieces()
    await pool.close()

A query that runs into a bound raises LimitError (`time`, `memory`, `rows`, `bytes`), one that
finds no place BusyError, one that breaks the engine CrashError; what is wrong with a query itself
is the QueryError that `indexer.sparql` states. Cancelling `run` stops the query: its process is
killed, and replaced. Nothing of a query is parsed in the process of the caller.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter, deque
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from api.sparql.answer import Answer
from api.sparql.conversation import Search, converse
from api.sparql.failures import REASONS, BusyError, DiedError, NotRunningError
from api.sparql.hatchery import Hatchery, Worker
from api.sparql.jail import Confinement
from api.sparql.limits import PoolLimits
from indexer.errors import ClausegraphError, QueryError
from indexer.sparql.meaning import may_need
from indexer.sparql.model import Request

_log = logging.getLogger("clausegraph.api.sparql")

GROW_AFTER: Final = 0.03
"""Seconds that a query waits before another process is forked for it."""
SLOW_AFTER: Final = 0.3
"""Seconds after which a query runs behind all others."""
IDLE: Final = 30.0
"""Seconds after which a process beyond the few is let go."""
LOADING: Final = 30.0
"""Seconds that a query waits for the graph to be loaded, which is no query's fault."""
RESTARTS: Final = (0.1, 0.5, 2.0, 5.0)
"""Seconds before the process that holds the graph is started again; the last for all further."""


@dataclass(frozen=True, slots=True)
class Counts:
    """What a pool does, and what it has done since it was made."""

    running: int
    waiting: int
    processes: int
    answered: int
    killed: dict[str, int]
    """Processes that ended before their query did, by reason: time, memory, crash, left."""
    refused: int
    """Queries that found no place."""
    restarts: int
    """How often the process that holds the graph was started again."""


class Pool:
    """The processes that evaluate queries on one build. It belongs to one event loop."""

    def __init__(
        self,
        build: Path,
        limits: PoolLimits,
        search: Search,
        overlays: Sequence[Path] = (),
    ) -> None:
        """Serve the build in a folder, with RDF files beside it; `search` makes searches."""
        self.limits = limits
        self._search = search
        self._served = (build, overlays, limits)
        self._counted: Counter[str] = Counter()
        self._restarts = 0
        self._started = False
        self._begin()

    def _begin(self) -> None:
        """Have no process, and nobody waiting for one."""
        self._loop: asyncio.AbstractEventLoop | None = None
        self._hatchery = Hatchery(*self._served, self._lost)
        self._idle: list[Worker] = []
        self._waiting: deque[asyncio.Future[Worker]] = deque()
        self._busy: set[Worker] = set()
        self._hatching = 0
        self._tasks: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        """Start the processes; queries that come before they are ready wait for them.

        Where they were started in another event loop, which has ended, they are started anew.
        """
        loop = asyncio.get_running_loop()
        if self._started and self._loop is not loop:
            self._hatchery.drop()
            self._begin()
            self._started = False
        if not self._started:
            self._started, self._loop = True, loop
            self._hatchery.start()
            self._keep_few()

    async def close(self) -> None:
        """End all processes; queries that still run are interrupted."""
        self._started = False
        self._hatchery.stop()
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        while self._idle:
            self._idle.pop().close()

    async def ready(self) -> Confinement:
        """Wait until the graph is loaded; say what confines the processes.

        Raises NotRunningError where it cannot be loaded.
        """
        await self.start()
        return await self._loaded()

    @property
    def pid(self) -> int | None:
        """The process id of the one that holds the graph and forks the others."""
        return self._hatchery.pid

    def counts(self) -> Counts:
        """Return what the pool does now and has done."""
        return Counts(
            running=len(self._busy),
            waiting=sum(not place.done() for place in self._waiting),
            processes=len(self._busy) + len(self._idle),
            answered=self._counted["answered"],
            killed={reason: self._counted[reason] for reason in REASONS},
            refused=self._counted["refused"],
            restarts=self._restarts,
        )

    async def run(self, request: Request, seconds: float | None = None) -> Answer:
        """Answer a request, within `seconds` where those are fewer than the limit.

        Raises QueryError and its kinds, LimitError, CrashError, BusyError, NotRunningError.
        """
        await self.start()
        _check_text(request)
        if may_need(request.query):
            await self._search.wait()
        seconds = min(seconds or self.limits.seconds, self.limits.seconds)
        await self._loaded()
        worker = await self._place()
        self._busy.add(worker)
        slow = asyncio.get_running_loop().call_later(SLOW_AFTER, self._slow, worker)
        try:
            answer = await converse(worker, request, self.limits, seconds, self._search)
        except DiedError as died:
            self._end(worker, died.reason)
            raise died.error from None
        except ClausegraphError:
            raise
        except BaseException:
            self._end(worker, "left")
            raise
        else:
            self._counted["answered"] += 1
            return answer
        finally:
            slow.cancel()
            self._busy.discard(worker)
            self._give_back(worker)

    def _slow(self, worker: Worker) -> None:
        self._hatchery.slow(worker)
        worker.tired = True

    def _end(self, worker: Worker, reason: str | None) -> None:
        self._hatchery.kill(worker)
        worker.tired = True
        if reason is not None:
            self._counted[reason] += 1
            _log.info("a query was ended: %s", reason)

    # -- places --------------------------------------------------------------------------------

    async def _place(self) -> Worker:
        """Return a worker to oneself, after waiting for one. Raises BusyError."""
        while self._idle:
            worker = self._idle.pop()
            if not worker.died.done():
                return worker
            worker.close()
        if len(self._waiting) >= self.limits.queue + self._free():
            raise self._refused()
        place: asyncio.Future[Worker] = asyncio.get_running_loop().create_future()
        self._waiting.append(place)
        asyncio.get_running_loop().call_later(GROW_AFTER, self._grow)
        try:
            done, _ = await asyncio.wait([place], timeout=self.limits.wait)
        except asyncio.CancelledError:
            self._give_up(place)
            raise
        if not done:
            self._give_up(place)
            raise self._refused()
        return place.result()

    def _give_up(self, place: asyncio.Future[Worker]) -> None:
        """Wait no longer; a worker that came meanwhile is for the next."""
        if place.cancel():
            self._waiting.remove(place)
        elif place.exception() is None:
            self._give_back(place.result())

    async def _loaded(self) -> Confinement:
        """Wait until the graph is loaded. Raises NotRunningError where it cannot be, or not yet."""
        try:
            async with asyncio.timeout(LOADING):
                while self._hatchery.ready is None:
                    await asyncio.sleep(GROW_AFTER)
                return await asyncio.shield(self._hatchery.ready)
        except TimeoutError:
            raise NotRunningError("The graph is being loaded.") from None

    def _free(self) -> int:
        """How many more queries could run at once."""
        return max(self.limits.many - len(self._busy), 0)

    def _refused(self) -> BusyError:
        self._counted["refused"] += 1
        return BusyError(self.limits.many, max(1, round(self.limits.seconds / 2)))

    def _give_back(self, worker: Worker) -> None:
        """Let the next query have a worker; one that is tired or dead is replaced."""
        if worker.tired or worker.died.done() or not self._started:
            worker.close()
            self._keep_few()
            return
        while self._waiting:
            place = self._waiting.popleft()
            if not place.done():
                place.set_result(worker)
                return
        worker.idle_since = asyncio.get_running_loop().time()
        self._idle.append(worker)
        if len(self._idle) + len(self._busy) > self.limits.few:
            asyncio.get_running_loop().call_later(IDLE, self._shrink)

    def _count(self) -> int:
        return len(self._idle) + len(self._busy) + self._hatching

    def _keep_few(self) -> None:
        """Fork as many as are to be ready, and for those that wait."""
        wanted = max(self.limits.few - self._count(), 0)
        for _ in range(wanted if self._started else 0):
            self._hatch()
        self._grow()

    def _grow(self) -> None:
        """Fork another worker where a query waits and there may be more."""
        waiting = sum(not place.done() for place in self._waiting)
        if self._started and waiting > self._hatching and self._count() < self.limits.many:
            self._hatch()
            asyncio.get_running_loop().call_later(GROW_AFTER, self._grow)

    def _shrink(self) -> None:
        """Let go of what has been idle for long, beyond the few; the longest first."""
        now = asyncio.get_running_loop().time()
        while self._idle and self._count() > self.limits.few:
            if now - self._idle[0].idle_since < IDLE:
                return
            self._idle.pop(0).close()

    def _hatch(self) -> None:
        self._hatching += 1
        self._spawn(self._hatched())

    async def _hatched(self) -> None:
        try:
            worker = await self._hatchery.fork()
        except NotRunningError as error:
            while self._waiting:
                _fail(self._waiting.popleft(), error)
            return
        finally:
            self._hatching -= 1
        self._give_back(worker)

    # -- the zygote ----------------------------------------------------------------------------

    def _lost(self) -> None:
        """Start the process that holds the graph again, sooner at first than later."""
        while self._idle:
            self._idle.pop().close()
        if self._started:
            self._spawn(self._restart())

    async def _restart(self) -> None:
        await asyncio.sleep(RESTARTS[min(self._restarts, len(RESTARTS) - 1)])
        self._restarts += 1
        self._hatchery.start()
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


def _check_text(request: Request) -> None:
    for text in (request.query, *request.default_graphs, *request.named_graphs):
        try:
            text.encode()
        except UnicodeEncodeError as error:
            raise QueryError("The query is not text.", mend="Send it as UTF-8.") from error
