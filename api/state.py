"""What a running service holds: the opened build, and the model while it loads in the background.

The service answers everything but meaning-search from its first moment; a search that needs the
model before it is there waits for it, and is told where there is none. A service is opened for one
build and never changes it: a new build is a new service (api/reload.py), and the old one closes
when the last request that began with it is answered.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from threading import Event, Thread

from api import metrics
from api.settings import ServiceSettings, service_settings
from api.sparql.census import Counted
from api.sparql.limits import pool_limits
from api.sparql.pool import Pool
from api.sparql.searching import Searching
from api.turns import Turns
from indexer.errors import ClausegraphError
from indexer.read import Index, LinkOptions

_log = logging.getLogger("clausegraph.api")


class ModelUnavailableError(ClausegraphError):
    """Meaning-search is not to be had, because the model could not be loaded."""


class Service:
    """The opened build, the state of its model, its SPARQL, and how many requests hold it.

    Requests are counted in the event loop alone, so that the count needs no lock.
    """

    def __init__(
        self,
        index: Index,
        settings: ServiceSettings | None = None,
        overlays: Sequence[Path] = (),
    ) -> None:
        """Take an opened build, the settings, and files of RDF that are served beside the build."""
        self.index = index
        self.settings = settings or service_settings()
        self.overlays = tuple(overlays)
        self.model = "loading"
        self._settled = Event()
        self._thread = Thread(target=self._load, name="model", daemon=True)
        self._sums = metrics.Sums()
        self._requests = 0
        self._unused = asyncio.Event()
        self._unused.set()

    def with_index(self, index: Index) -> Service:
        """Return a new service over another build, with the same settings and overlays."""
        return Service(index, self.settings, self.overlays)

    @cached_property
    def sparql(self) -> Pool:
        """The processes that evaluate queries."""
        limits = pool_limits(self.settings)
        return Pool(self.index.folder, limits, self._searching, self.overlays)

    @cached_property
    def texts(self) -> Turns:
        """The turns of the texts that are sent to be read."""
        return Turns("texts", self.settings.texts, self.settings.texts_waiting)

    @cached_property
    def counted(self) -> Counted:
        """The counts of the graph that is served."""
        return Counted(self.sparql, self.index.base)

    @cached_property
    def _searching(self) -> Searching:
        return Searching(self, settled=self._settled.is_set)

    async def start(self) -> None:
        """Begin to load the model, and the graph in processes of its own."""
        self._thread.start()
        await self.sparql.start()

    async def close(self) -> None:
        """Give back what the service holds, when the last request that holds it is answered."""
        await self._unused.wait()
        await self.sparql.close()
        self._searching.close()

    @contextmanager
    def held(self) -> Iterator[Service]:
        """Hold the service for one request: it is not closed before."""
        self._requests += 1
        self._unused.clear()
        try:
            yield self
        finally:
            self._requests -= 1
            if not self._requests:
                self._unused.set()

    @property
    def requests(self) -> int:
        """How many requests hold the service now."""
        return self._requests

    def tell(self) -> None:
        """Put the state of the service into the metrics."""
        metrics.tell_build(self.index.build, version("clausegraph"))
        metrics.tell_model(self.model)
        metrics.tell_memory()
        counts = self.sparql.counts()
        metrics.SPARQL_RUNNING.set(counts.running)
        metrics.SPARQL_WAITING.set(counts.waiting)
        metrics.SPARQL_PROCESSES.set(counts.processes)
        self._sums.tell(counts.answered, counts.refused, counts.restarts, counts.killed)

    def wait(self, seconds: float | None = None) -> None:
        """Wait until all is warm, or the model has failed, at most `seconds`."""
        if self._thread.ident is not None:
            self._thread.join(seconds)

    def need_model(self) -> None:
        """Wait for the model. Raises ModelUnavailableError where it has failed."""
        if self._thread.ident is not None:
            self._settled.wait()
        if self.model not in ("loading", "ready"):
            raise ModelUnavailableError(
                f"The model of this service has {self.model}", mend="Search with mode=lexical."
            )

    def _load(self) -> None:
        """Load the model. Whatever stops it is told: nobody waits for this thread's exception."""
        try:
            self.index.warm()
        except Exception as error:
            self.model = f"failed: {error}"
            _log.error("the model cannot be loaded: %s", error, exc_info=error)
        else:
            self.model = "ready"
        finally:
            self._settled.set()
        self._warm()

    def _warm(self) -> None:
        """Ask what opens the rest of a build, so that no client waits for it; seconds in all."""
        questions: tuple[Callable[[], object], ...] = (
            lambda: self.index.coverage_json(LinkOptions()),
            lambda: self.index.resolve_json("Article 1"),
            lambda: self.index.extract_json("Article 1"),
            lambda: self.index.backing_json(next(iter(self.index.units)), LinkOptions()),
            lambda: self.index.backs_json(next(iter(self.index.instruments)), LinkOptions()),
        )
        for ask in questions:
            try:
                ask()
            except Exception as error:
                _log.info("not all of build %s can be asked: %s", self.index.build, error)
