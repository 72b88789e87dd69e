"""Work that takes seconds of a processor, a few at a time: the others wait for a while, in a line.

To read a long text for its citations holds up all other work of its process a little. One such text
is not felt; dozens at once would be.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from indexer.errors import ClausegraphError

WAIT: Final = 10.0
"""Seconds that one waits for its turn at most."""
_RETRY: Final = 5


class CrowdedError(ClausegraphError):
    """There is no place for a piece of work now; `retry_after` seconds later there may be."""

    retry_after = _RETRY


class Turns:
    """So many may work at once, so many more may wait. It belongs to one event loop."""

    def __init__(self, what: str, most: int, waiting: int, seconds: float = WAIT) -> None:
        """Say in words `what` is worked on, for the refusal of one too many."""
        self._what = what
        self._most = most
        self._waiting = waiting
        self._seconds = seconds
        self._free = asyncio.Semaphore(most)
        self._here = 0

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Work inside of this when it is one's turn. Raises CrowdedError."""
        if self._here >= self._most + self._waiting:
            raise self._refused()
        self._here += 1
        try:
            try:
                async with asyncio.timeout(self._seconds):
                    await self._free.acquire()
            except TimeoutError:
                raise self._refused() from None
            try:
                yield
            finally:
                self._free.release()
        finally:
            self._here -= 1

    def _refused(self) -> CrowdedError:
        said = f"{self._most} {self._what} are read already, and others wait."
        return CrowdedError(said, mend="Try again in a moment, or send less at once.")
