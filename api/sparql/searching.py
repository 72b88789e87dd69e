"""The searches that queries ask for, made in the server's process, where the model is."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final, Protocol

from indexer.read import Index
from indexer.sparql.meaning import Found, Needs

_THREADS: Final = 2


class Searched(Protocol):
    """What searches are made in: a build, and a model that may still be loading."""

    index: Index

    def need_model(self) -> None:
        """Wait for the model. Raises ClausegraphError where there is none."""
        ...


class Searching:
    """Makes searches in threads of its own, so that a model that loads holds up no other work."""

    def __init__(self, service: Searched, settled: Callable[[], bool]) -> None:
        """Search in the build of a service; `settled` says whether its model loads no more."""
        self._service = service
        self._settled = settled
        self._threads = ThreadPoolExecutor(_THREADS, "sparql-search")

    async def wait(self) -> None:
        """Wait until the model is loaded, or has failed to load."""
        while not self._settled():
            await asyncio.sleep(0.05)

    async def find(self, needs: Needs) -> Found:
        """Make the searches of a query.

        Raises QueryError for what cannot be asked, ModelUnavailableError where there is no model.
        """
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, self._found, needs)

    def close(self) -> None:
        """Make no more searches."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _found(self, needs: Needs) -> Found:
        if needs.texts or any(search.mode != "lexical" for search in needs.searches):
            self._service.need_model()
        return self._service.index.meaning.find(needs)
