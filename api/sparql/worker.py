"""A process that evaluates queries, one after the other, and may be killed at any moment.

It is forked with the graph, shuts itself in, and answers what its channel brings. The answer goes
into a file without a name, of which the server has the other descriptor: it is whole, or it is
nothing. The timer of the kernel ends the process where a query runs past its time: its action is
the default one, which no code of the engine can delay.
"""

from __future__ import annotations

import os
import signal
import time
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Store

from api.sparql import failures, jail, messages, wire
from api.sparql.wire import Message
from indexer.errors import QueryError
from indexer.read import Index
from indexer.sparql.evaluate import write
from indexer.sparql.graphs import ForkedGraph
from indexer.sparql.meaning import Bounds, Found, Needs, Vector
from indexer.sparql.sink import Limits

_SPARE: Final = 1 << 16
"""Bytes that a file may have beyond the answer's limit, so that the limit speaks first."""
_DIFFERENTLY: Final = (
    "Write it differently: beyond those of SPARQL, cg:similarity is the one function."
)


@dataclass(frozen=True, slots=True)
class Task:
    """What a process is forked for."""

    graph: ForkedGraph
    index: Index
    bounds: Bounds
    memory: int
    """Bytes that a process may take beyond what it has when it is forked."""
    size: int
    """Bytes of the largest answer that is ever asked for."""


def work(task: Task, channel: int, result: int) -> None:
    """Answer what comes through `channel`, into the file `result`, until it is closed."""
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    jail.forbid_network(talk=False)
    store = task.graph.store()
    jail.bound(task.memory, task.size + _SPARE)
    while (message := wire.receive(channel)) is not None:
        begin = time.monotonic()
        reply = _answered(task, store, message, channel, result)
        wire.send(channel, {**reply, "seconds": time.monotonic() - begin})


class _RefusedError(Exception):
    """The server cannot make the search that a query needs, and has told the client so."""


class _Asking:
    """The search as a forked process has it: the server searches, comparing is done here."""

    def __init__(self, task: Task, channel: int) -> None:
        self._task = task
        self._channel = channel

    def find(self, needs: Needs) -> Found:
        """Let the server search; its time is not the query's."""
        left, _ = signal.setitimer(signal.ITIMER_REAL, 0)
        wire.send(self._channel, {"needs": messages.needs_json(needs)})
        reply = wire.receive(self._channel)
        signal.setitimer(signal.ITIMER_REAL, left)
        if reply is None or "found" not in reply:
            raise _RefusedError
        return messages.found_of(reply["found"])

    def similarity(self, iri: str, vector: Vector) -> float | None:
        """Compare a unit with a text, in this process."""
        return self._task.index.meaning.similarity(iri, vector)


def _answered(task: Task, store: Store, ask: Message, channel: int, result: int) -> Message:
    """Evaluate one query under its timer; a reply, whatever the query does, if it can reply."""
    os.ftruncate(result, 0)
    os.lseek(result, 0, os.SEEK_SET)
    signal.setitimer(signal.ITIMER_REAL, ask["seconds"])
    try:
        return _evaluated(task, store, ask, channel, result)
    except QueryError as error:
        return {"problem": messages.problem_json(error)}
    except MemoryError:
        return {"problem": messages.problem_json(failures.out_of_memory()), "spent": True}
    except _RefusedError:
        return {"refused": True}
    except Exception as error:
        said = f"The query cannot be evaluated: {str(error).rstrip('.')}."
        told = QueryError(said, mend=_DIFFERENTLY)
        return {"problem": messages.problem_json(told), "spent": True}
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        task.index.meaning.forget()


def _evaluated(task: Task, store: Store, ask: Message, channel: int, result: int) -> Message:
    request = messages.request_of(ask["ask"])
    with os.fdopen(result, "wb", buffering=0, closefd=False) as output:
        outcome = write(
            store,
            request,
            output,
            limits=Limits(rows=ask["rows"], size=ask["size"]),
            meaning=_Asking(task, channel),
            bounds=task.bounds,
        )
    return {"outcome": messages.outcome_json(outcome)}
