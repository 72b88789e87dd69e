"""The server's end of the zygote: started, told what to do, listened to, started again.

Everything here happens in the event loop of the server. What the zygote says is read as it comes,
descriptors apart from words: both keep their order, so that each birth takes the next two.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import socket
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Final

from api.sparql.failures import NotRunningError
from api.sparql.jail import Confinement
from api.sparql.limits import PoolLimits
from api.sparql.wire import Channel, Message

_log = logging.getLogger("clausegraph.api.sparql")
_MOST_DESCRIPTORS: Final = 64
"""That one read takes."""


@dataclass(eq=False, slots=True)
class Worker:
    """A process that evaluates, as the server knows it."""

    pid: int
    channel: Channel
    result: int
    """The descriptor of the file into which it writes."""
    died: asyncio.Future[int | None] = field(repr=False)
    """Its exit code, negative for a signal, when it has died; None where nobody saw that."""
    tired: bool = False
    """Whether it is to be replaced rather than used again."""
    idle_since: float = 0.0

    closed: bool = False

    def close(self) -> None:
        """Let go of both descriptors: the process ends when it reads next."""
        if not self.closed:
            self.closed = True
            self.channel.close()
            os.close(self.result)


class Hatchery:
    """One zygote and what it forks. Its methods belong to one event loop."""

    def __init__(
        self,
        build: Path,
        overlays: Sequence[Path],
        limits: PoolLimits,
        lost: Callable[[], None],
    ) -> None:
        """Serve the build in a folder; `lost` is called when the zygote is gone unasked."""
        self._order = {
            "build": str(build.resolve()),
            "overlays": [str(file.resolve()) for file in overlays],
            "in_memory": limits.in_memory,
            "memory": limits.memory,
            "size": limits.size,
            "bounds": asdict(limits.bounds),
        }
        self._lost = lost
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._rest = b""
        self._descriptors: deque[int] = deque()
        self._births: deque[asyncio.Future[Worker]] = deque()
        self._living: dict[int, Worker] = {}
        self.ready: asyncio.Future[Confinement] | None = None
        """What confines the processes, as soon as the graph is loaded; None without a zygote."""

    @property
    def pid(self) -> int | None:
        """The process id of the zygote; None where there is none."""
        return None if self._process is None else self._process.pid

    def start(self) -> None:
        """Start the zygote; it loads the graph while the caller goes on."""
        ours, theirs = socket.socketpair()
        command = ("-P", "-m", "api.sparql.zygote", str(theirs.fileno()), str(os.getpid()))
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, *command],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                env={**os.environ, **_environment()},
                start_new_session=True,
            )
        ours.setblocking(False)
        loop = asyncio.get_running_loop()
        self._control, self._rest, self.ready = ours, b"", loop.create_future()
        loop.add_reader(ours, self._heard)
        self._tell(self._order)

    async def fork(self) -> Worker:
        """Return a new worker, as soon as the graph is loaded. Raises NotRunningError."""
        if self.ready is None:
            raise NotRunningError("Queries cannot be run now.")
        await asyncio.shield(self.ready)
        if self._control is None:
            raise NotRunningError("Queries cannot be run now.")
        birth: asyncio.Future[Worker] = asyncio.get_running_loop().create_future()
        self._births.append(birth)
        self._tell({"fork": True})
        try:
            return await birth
        except asyncio.CancelledError:
            _let_go(birth)
            raise

    def kill(self, worker: Worker) -> None:
        """End a worker at once, whatever it does."""
        self._tell({"kill": worker.pid})

    def slow(self, worker: Worker) -> None:
        """Let a worker run behind all others."""
        self._tell({"nice": worker.pid})

    def stop(self) -> None:
        """End the zygote and with it all workers."""
        self._forget(NotRunningError("The service is closing."))

    def drop(self) -> None:
        """End the zygote and let go of its workers, for when the event loop is gone already."""
        self._end()
        for worker in self._living.values():
            worker.close()
        self._living.clear()

    def _end(self) -> None:
        if self._control is not None:
            self._control.close()
            self._control = None
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None
        while self._descriptors:
            os.close(self._descriptors.popleft())

    def __del__(self) -> None:
        self.drop()

    def _tell(self, order: Message) -> None:
        if self._control is not None:
            with suppress(BrokenPipeError, ConnectionError):
                self._control.send(json.dumps(order).encode("ascii") + b"\n")

    def _heard(self) -> None:
        """Take what the zygote says."""
        assert self._control is not None
        try:
            data, descriptors, _, _ = socket.recv_fds(self._control, 1 << 16, _MOST_DESCRIPTORS)
        except BlockingIOError:
            return
        except ConnectionError:
            data, descriptors = b"", []
        self._descriptors.extend(descriptors)
        if not data:
            self._gone()
            return
        *lines, self._rest = (self._rest + data).split(b"\n")
        for line in lines:
            self._hear(json.loads(line))

    def _hear(self, message: Message) -> None:
        assert self.ready is not None
        if "born" in message:
            self._born(message["born"])
        elif "died" in message:
            worker = self._living.pop(message["died"], None)
            if worker is not None:
                worker.died.set_result(message["status"])
        elif "ready" in message:
            confinement = Confinement(**message["ready"])
            for lacking in confinement.lacking():
                _log.warning("SPARQL queries are evaluated with %s", lacking)
            if message["warning"] is not None:
                _log.warning("%s", message["warning"])
            self.ready.set_result(confinement)
        else:
            _log.error("the graph cannot be loaded: %s", message["failed"])
            _fail(self.ready, NotRunningError("The graph of this service cannot be loaded."))

    def _born(self, pid: int) -> None:
        channel = Channel(socket.socket(fileno=self._descriptors.popleft()))
        died: asyncio.Future[int | None] = asyncio.get_running_loop().create_future()
        worker = Worker(pid, channel, self._descriptors.popleft(), died)
        self._living[pid] = worker
        birth = self._births.popleft()
        if birth.done():
            worker.close()
        else:
            birth.set_result(worker)

    def _gone(self) -> None:
        """Take note that the zygote has ended by itself."""
        _log.error("the process that holds the graph has ended")
        self._forget(NotRunningError("The query was interrupted."))
        self._lost()

    def _forget(self, error: NotRunningError) -> None:
        """End the zygote where it still runs, and tell all that wait for something of it."""
        if self._control is not None:
            asyncio.get_running_loop().remove_reader(self._control)
        self._end()
        for waiting in (*self._births, self.ready):
            _fail(waiting, error)
        self.ready = None
        self._births.clear()
        for worker in self._living.values():
            worker.died.set_result(None)
        self._living.clear()


def _let_go(birth: asyncio.Future[Worker]) -> None:
    """Close a worker that was born for one that no longer waits for it."""
    if birth.done() and not birth.cancelled() and birth.exception() is None:
        birth.result().close()


def _fail(
    future: asyncio.Future[Confinement] | asyncio.Future[Worker] | None, why: Exception
) -> None:
    """Let a future raise, without a complaint where nobody waits for it."""
    if future is not None and not future.done():
        future.set_exception(why)
        future.exception()


def _environment() -> dict[str, str]:
    """What the zygote finds in its environment: our modules, and no threads that a fork loses."""
    return {
        "PYTHONPATH": os.pathsep.join(path or str(Path.cwd()) for path in sys.path),
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
    }
