"""Why a query has no answer through no fault of its grammar, and what is said of it."""

from __future__ import annotations

import signal

from indexer.errors import ClausegraphError, QueryError
from indexer.sparql.sink import LimitError

REASONS = ("time", "memory", "crash", "left")
"""Why processes end before their query does; `left`: nobody waits for the answer any more."""


class NotRunningError(ClausegraphError):
    """Queries cannot be evaluated now, because the process that holds the graph is not there."""

    def __init__(self, message: str) -> None:
        super().__init__(message, mend="Try again in a moment.")


class BusyError(ClausegraphError):
    """There is no place for a query now; `retry_after` seconds later there may be."""

    def __init__(self, most: int, retry_after: int) -> None:
        super().__init__(
            f"{most} queries run already, and others wait.", mend="Try again in a moment."
        )
        self.retry_after = retry_after


class CrashError(QueryError):
    """A query broke the engine."""


class DiedError(Exception):
    """A process ended before its query did."""

    def __init__(self, reason: str | None, error: ClausegraphError) -> None:
        """Keep one of `REASONS`, or None where the service itself ended it, and what to tell."""
        super().__init__(error.message)
        self.reason = reason
        self.error = error


def death(code: int | None, seconds: float) -> DiedError:
    """Return what the exit code of a process says of its query, which had so many seconds.

    A negative code is a signal; None stands for a process whose end nobody saw.
    """
    if code is None:
        return DiedError(None, NotRunningError("The query was interrupted."))
    if code == -signal.SIGALRM:
        return DiedError("time", out_of_time(seconds))
    if code in (-signal.SIGABRT, -signal.SIGKILL):
        return DiedError("memory", out_of_memory())
    return DiedError("crash", crash())


def crash() -> CrashError:
    """Return the error for a query that broke the engine."""
    return CrashError(
        "The query made the engine fail.", mend="Write it with fewer parts inside each other."
    )


def out_of_time(seconds: float) -> LimitError:
    """Return the error for a query that was stopped after its time."""
    return LimitError(
        "time",
        f"The query was stopped after {seconds:g} seconds.",
        mend="Narrow the patterns, give a LIMIT, or put a type into FILTER EXISTS.",
    )


def out_of_memory() -> LimitError:
    """Return the error for a query that took more memory than it may."""
    return LimitError(
        "memory",
        "The query was stopped because it took too much memory.",
        mend="Sort, group or join less at once: narrow the patterns first.",
    )
