"""A client that hangs up, noticed while its query runs.

The framework does not cancel what a client no longer waits for; the server is told, and whoever
listens to it hears.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any, TypeVar

from starlette.requests import Request

_Found = TypeVar("_Found")


class LeftError(Exception):
    """The client left before its answer was there."""


async def unless_left(request: Request, work: Coroutine[Any, Any, _Found]) -> _Found:
    """Return what `work` returns, or cancel it when the client leaves.

    The body of the request must have been read. Raises LeftError, and what `work` raises.
    """
    task = asyncio.ensure_future(work)
    leaving = asyncio.ensure_future(_left(request))
    try:
        await asyncio.wait({task, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if not task.done():
            raise LeftError
        return task.result()
    finally:
        for own in (task, leaving):
            own.cancel()
            with suppress(asyncio.CancelledError, Exception):
                await own


async def _left(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
