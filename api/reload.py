"""A new build without a pause: opened aside, warmed, and put in the place of the old one.

Requests that run go on with the service that they began with, new ones get the new one; the old
one closes when its last request is answered. Where the new build cannot be opened, the old one
goes on, and the log says so.
"""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import signal
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from importlib.metadata import version
from typing import Final

from starlette.applications import Starlette

from api import metrics
from api.state import Service
from indexer.errors import ClausegraphError

TELL_SECONDS: Final = 2.0
"""Seconds between two tellings of a process's state: another worker may answer for it."""
LOADING: Final = 600.0
"""Seconds that the graph of a new build may take to load; the old one is served meanwhile."""
_log = logging.getLogger("clausegraph.api")


class Reloader:
    """Watches what is published, and gives the app a new service for a new build."""

    def __init__(self, app: Starlette, seconds: float) -> None:
        """Take the app whose `state.service` is replaced, and the seconds between two looks.

        With 0 seconds nobody looks: a new build is served on SIGHUP only.
        """
        self._app = app
        self._seconds = seconds
        self._asked = asyncio.Event()
        self._refused: str | None = None
        self._closing: set[asyncio.Task[None]] = set()

    def ask(self) -> None:
        """Let the published build be opened now, also where it is the one that is served."""
        self._asked.set()

    async def watch(self) -> None:
        """Reload whenever it is asked for, or another build is published; never ends."""
        while True:
            asked = await self._woken()
            published = await asyncio.to_thread(self._published)
            if published == self._service.index.build:
                self._refused = None  # what was refused may come again, and be mended by then
            if asked or published not in (None, self._service.index.build, self._refused):
                await self._reload(published)

    async def tell(self) -> None:
        """Put the state of the service that is served into the metrics, again and again."""
        while True:
            self._service.tell()
            await asyncio.sleep(TELL_SECONDS)

    async def finish(self) -> None:
        """Wait until the services that were replaced are closed."""
        await asyncio.gather(*self._closing)

    @property
    def _service(self) -> Service:
        service: Service = self._app.state.service
        return service

    async def _woken(self) -> bool:
        """Wait for the next look; say whether a reload was asked for."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._asked.wait(), self._seconds or None)
        asked = self._asked.is_set()
        self._asked.clear()
        return asked

    def _published(self) -> str | None:
        """The build that is published; None where that cannot be told, so that nothing changes."""
        try:
            return self._service.index.published()
        except (ClausegraphError, OSError) as error:
            _log.warning("what is published cannot be told: %s", error)
            return None

    async def _reload(self, published: str | None) -> None:
        """Serve the published build, or say why not; a build that fails is not tried again."""
        try:
            new = await self._opened(self._service)
        except Exception as error:
            self._refused = published
            metrics.RELOADS.labels("refused").inc()
            _log.error("the new build is not served: %s", error, exc_info=error)
            return
        self._refused = None
        metrics.RELOADS.labels("served").inc()
        old, self._app.state.service = self._service, new
        if old.index.build != new.index.build:
            metrics.forget_build(old.index.build, version("clausegraph"))
        _log.info("build %s is served in place of %s", new.index.build, old.index.build)
        task = asyncio.create_task(_retire(old))
        self._closing.add(task)
        task.add_done_callback(self._closing.discard)

    @staticmethod
    async def _opened(old: Service) -> Service:
        """Open and start the published build, and wait until its model and its graph are loaded.

        Raises what opening it raises, ModelUnavailableError where the old service searches by
        meaning and the new one cannot, and NotRunningError where the graph cannot be loaded.
        """
        service = old.with_index(await asyncio.to_thread(old.index.reopened))
        try:
            await service.start()
            await asyncio.to_thread(service.wait)
            await service.sparql.ready(LOADING)
            if old.model == "ready":
                service.need_model()
        except BaseException:
            await service.close()
            raise
        return service


async def _retire(old: Service) -> None:
    """Close a service when it is unused, and free its build, whose parts refer to each other."""
    await old.close()
    del old
    await asyncio.to_thread(gc.collect)


@asynccontextmanager
async def reloading(app: Starlette, seconds: float) -> AsyncIterator[Reloader]:
    """Watch for new builds while the app runs; SIGHUP asks for one, where signals can be had."""
    reloader = Reloader(app, seconds)
    loop = asyncio.get_running_loop()
    signalled = threading.current_thread() is threading.main_thread()
    if signalled:
        loop.add_signal_handler(signal.SIGHUP, reloader.ask)
    tasks = [asyncio.create_task(work) for work in (reloader.watch(), reloader.tell())]
    _log.info("process %d serves build %s", os.getpid(), app.state.service.index.build)
    try:
        yield reloader
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if signalled:
            loop.remove_signal_handler(signal.SIGHUP)
        await reloader.finish()
        metrics.leave(os.getpid())
