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
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from api.sparql.answer import Answer
from api.sparql.conversation import Search, converse
from api.sparql.crew import LOADING, Crew
from api.sparql.failures import REASONS, BusyError, DiedError
from api.sparql.hatchery import Worker
from api.sparql.jail import Confinement
from api.sparql.limits import PoolLimits
from indexer.errors import ClausegraphError, QueryError
from indexer.sparql.meaning import may_need
from indexer.sparql.model import Request

_log = logging.getLogger("clausegraph.api.sparql")

SLOW_AFTER: Final = 0.3
"""Seconds after which a query runs behind all others."""


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
    """Queries on one build, run by a crew of processes. It belongs to one event loop at a time."""

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
        self._crew: Crew | None = None

    async def start(self) -> None:
        """Start the processes; queries that come before they are ready wait for them.

        Where they were started in another event loop, which has ended, they are started anew.
        """
        if self._crew is not None and not self._crew.works_here():
            self._crew.hatchery.drop()
            self._crew = None
        if self._crew is None:
            self._crew = Crew(*self._served)
            self._crew.start()

    async def close(self) -> None:
        """End all processes; queries that still run are interrupted."""
        if self._crew is not None:
            crew, self._crew = self._crew, None
            await crew.close()

    async def ready(self, seconds: float = LOADING) -> Confinement:
        """Wait until the graph is loaded, at most `seconds`; say what confines the processes.

        Raises NotRunningError where it cannot be loaded.
        """
        return await (await self._started()).loaded(seconds)

    @property
    def pid(self) -> int | None:
        """The process id of the one that holds the graph and forks the others."""
        return None if self._crew is None else self._crew.hatchery.pid

    def counts(self) -> Counts:
        """Return what the pool does now and has done."""
        crew = self._crew
        return Counts(
            running=crew.running if crew else 0,
            waiting=crew.waiting if crew else 0,
            processes=crew.processes if crew else 0,
            answered=self._counted["answered"],
            killed={reason: self._counted[reason] for reason in REASONS},
            refused=self._counted["refused"],
            restarts=crew.restarts if crew else 0,
        )

    async def run(self, request: Request, seconds: float | None = None) -> Answer:
        """Answer a request, within `seconds` where those are fewer than the limit.

        Raises QueryError and its kinds, LimitError, CrashError, BusyError, NotRunningError.
        """
        _check_text(request)
        if may_need(request.query):
            await self._search.wait()
        seconds = min(seconds or self.limits.seconds, self.limits.seconds)
        crew = await self._started()
        await crew.loaded()
        worker = await self._taken(crew)
        slow = asyncio.get_running_loop().call_later(SLOW_AFTER, _slow, crew, worker)
        try:
            answer = await converse(worker, request, self.limits, seconds, self._search)
        except DiedError as died:
            self._end(crew, worker, died.reason)
            raise died.error from None
        except ClausegraphError:
            raise
        except BaseException:
            self._end(crew, worker, "left")
            raise
        else:
            self._counted["answered"] += 1
            return answer
        finally:
            slow.cancel()
            crew.give_back(worker)

    async def _started(self) -> Crew:
        await self.start()
        assert self._crew is not None
        return self._crew

    async def _taken(self, crew: Crew) -> Worker:
        try:
            return await crew.take()
        except BusyError:
            self._counted["refused"] += 1
            raise

    def _end(self, crew: Crew, worker: Worker, reason: str | None) -> None:
        crew.hatchery.kill(worker)
        worker.tired = True
        if reason is not None:
            self._counted[reason] += 1
            _log.info("a query was ended: %s", reason)


def _slow(crew: Crew, worker: Worker) -> None:
    """Let a worker run behind all others, and be replaced after its query."""
    crew.hatchery.slow(worker)
    worker.tired = True


def _check_text(request: Request) -> None:
    for text in (request.query, *request.default_graphs, *request.named_graphs):
        try:
            text.encode()
        except UnicodeEncodeError as error:
            raise QueryError("The query is not text.", mend="Send it as UTF-8.") from error
