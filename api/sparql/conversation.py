"""One query as it is talked over with the process that evaluates it."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Final, Protocol

from api.sparql import messages
from api.sparql.answer import Answer, Body
from api.sparql.failures import DiedError, death, out_of_time
from api.sparql.hatchery import Worker
from api.sparql.limits import PoolLimits
from api.sparql.wire import Message
from indexer.errors import ClausegraphError
from indexer.sparql.meaning import Found, Needs
from indexer.sparql.model import Request

GRACE: Final = 2.0
"""Seconds beyond its time after which a process is given up that the kernel has not stopped."""


class Search(Protocol):
    """What makes the searches of queries."""

    async def wait(self) -> None:
        """Wait until searches can be made, or it is certain that they cannot."""

    async def find(self, needs: Needs) -> Found:
        """Make searches. Raises ClausegraphError where that cannot be done."""


async def converse(
    worker: Worker, request: Request, limits: PoolLimits, seconds: float, search: Search
) -> Answer:
    """Let a worker answer a request within `seconds`; `search` finds what it needs to know.

    Marks the worker as tired where it should be replaced. Raises QueryError for what is wrong with
    the query, DiedError where the worker ended or is to be ended, and whatever `search` raises.
    """
    ask: Message = {"ask": messages.request_json(request), "seconds": seconds}
    reply = await _exchange(worker, {**ask, "rows": limits.rows, "size": limits.size}, seconds)
    while "needs" in reply:
        found = await _found(worker, messages.needs_of(reply["needs"]), seconds, search)
        reply = await _exchange(worker, {"found": messages.found_json(found)}, seconds)
    worker.tired |= "spent" in reply
    if "problem" in reply:
        raise messages.problem_of(reply["problem"])
    return _answer(worker, reply)


def _answer(worker: Worker, reply: Message) -> Answer:
    outcome = messages.outcome_of(reply["outcome"])
    body = Body(worker.result, outcome.size)
    worker.tired |= body.holds_file
    return Answer(
        outcome.media_type, outcome.is_graph, outcome.rows, outcome.size, reply["seconds"], body
    )


async def _exchange(worker: Worker, message: Message, seconds: float) -> Message:
    """Say something to a worker and return its reply. Raises DiedError."""
    try:
        async with asyncio.timeout(seconds + GRACE):
            with suppress(OSError):
                await worker.channel.send(message)
            reply = await worker.channel.receive()
    except TimeoutError:
        raise DiedError("time", out_of_time(seconds)) from None
    if reply is None:
        raise death(await _code(worker), seconds)
    return reply


async def _found(worker: Worker, needs: Needs, seconds: float, search: Search) -> Found:
    """Make the searches of a query; where they cannot be made, the worker is told to stop."""
    try:
        return await search.find(needs)
    except ClausegraphError:
        await _exchange(worker, {"refused": True}, seconds)
        raise


async def _code(worker: Worker) -> int | None:
    """Return the exit code of a worker that closed its channel; None where nobody tells it."""
    done, _ = await asyncio.wait([worker.died], timeout=GRACE)
    return worker.died.result() if done else None
