"""Clients of the engines: each takes a query and returns the answer's bytes, or says why not."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine
from http.client import HTTPConnection, HTTPException, HTTPResponse
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

from pyoxigraph import QueryResultsFormat, RdfFormat, Store

from api.sparql.limits import PoolLimits
from api.sparql.pool import Pool
from indexer.errors import ClausegraphError
from indexer.sparql.model import Request

Ask = Callable[[str], bytes]
_HEADERS: Final = {
    "Accept": "application/sparql-results+json",
    "Content-Type": "application/x-www-form-urlencoded",
}


class NoAnswerError(Exception):
    """An engine did not answer a query, and why, in words for a table."""


class TooLateError(NoAnswerError):
    """It did not answer within the time; it may still be busy with the query."""


def in_process(dump: Path) -> Ask:
    """Load a graph into a store of this process; return what asks it."""
    store = Store()
    store.bulk_load(path=str(dump), format=RdfFormat.N_QUADS)

    def ask(query: str) -> bytes:
        results = store.query(query, use_default_graph_as_union=True)
        return results.serialize(format=QueryResultsFormat.JSON) or b""

    return ask


class OverHttp:
    """A connection that is kept, and made anew where the server closed it between two queries."""

    def __init__(self, port: int, path: str, seconds: float) -> None:
        self._path, self._seconds = path, seconds
        self._connection = HTTPConnection("127.0.0.1", port, timeout=seconds)

    def __call__(self, query: str) -> bytes:
        """Return the answer. Raises NoAnswerError for none, and for any but 200."""
        try:
            response = self._response(urlencode({"query": query}))
            body = response.read()
        except TimeoutError:
            self._connection.close()
            raise TooLateError(f"none in {self._seconds:g} s") from None
        except (OSError, HTTPException) as error:
            self._connection.close()
            raise NoAnswerError(f"no connection: {type(error).__name__}") from error
        if response.status != 200:
            raise NoAnswerError(f"{response.status}: {body[:60].decode('utf-8', 'replace')}")
        return body

    def _response(self, body: str) -> HTTPResponse:
        kept = self._connection.sock is not None
        try:
            self._connection.request("POST", self._path, body, _HEADERS)
            return self._connection.getresponse()
        except ConnectionError:
            # A server that holds idle connections for seconds only has closed this one while
            # others were asked; one that was just made says something of the server.
            self._connection.close()
            if not kept:
                raise
        self._connection.request("POST", self._path, body, _HEADERS)
        return self._connection.getresponse()


class InPool:
    """The pool of processes that can be stopped, without HTTP, in an event loop of its own."""

    def __init__(self, build: Path, seconds: float) -> None:
        """Load the graph of a build; a query has so many seconds."""
        self._loop = asyncio.new_event_loop()
        threading.Thread(target=self._loop.run_forever, daemon=True).start()
        self.pool = Pool(build, PoolLimits(seconds=seconds), _NoSearch())
        self._run(self.pool.ready())

    def __call__(self, query: str) -> bytes:
        """Return the answer. Raises NoAnswerError."""
        try:
            return self._run(self._asked(query))
        except ClausegraphError as error:
            raise NoAnswerError(str(error)) from error

    def begin(self, query: str) -> Any:
        """Begin a query; return the future of its answer."""
        return asyncio.run_coroutine_threadsafe(self._asked(query), self._loop)

    def close(self) -> None:
        """End its processes."""
        self._run(self.pool.close())
        self._loop.call_soon_threadsafe(self._loop.stop)

    def _run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(600)

    async def _asked(self, query: str) -> bytes:
        return (await self.pool.run(Request(query))).body.read()


class _NoSearch:
    """No query here needs the search."""

    async def wait(self) -> None:
        """Wait for nothing."""

    async def find(self, needs: object) -> Any:
        """Raise: there is nothing to search in."""
        raise NotImplementedError(needs)
