"""The process that holds the graph and forks those that evaluate on it: `python -m` this module.

It has one thread and does nothing else, so that a fork is safe and takes milliseconds: no model, no
web server, no event loop. It is told what to do through one socket, and ends when that is closed.

    server  {"build": …, …}         once, first
    zygote  {"ready": …}            or {"failed": message}
    server  "fork" · "kill" pid · "nice" pid
    zygote  {"born": pid} with two descriptors, a channel and a file · {"died": pid, "status": …}
"""

from __future__ import annotations

import gc
import json
import os
import select
import signal
import socket
import sys
import tempfile
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Final, NoReturn

from api.sparql import jail, worker
from api.sparql.wire import Message
from indexer.errors import ClausegraphError
from indexer.read import Index
from indexer.sparql.graphs import ForkedGraph
from indexer.sparql.meaning import Bounds

SLOW: Final = 15
"""The niceness of a process whose query takes long, so that short ones of others are not slowed."""


class Zygote:
    """Forks, kills and buries the processes that evaluate."""

    def __init__(self, control: socket.socket, lines: Lines, task: worker.Task) -> None:
        self._control = control
        self._lines = lines
        self._task = task
        self._own = os.getpid()
        self._living: set[int] = set()
        self._woken, self._wake = os.pipe()
        os.set_blocking(self._wake, False)

    def run(self) -> None:
        """Do what the server says until it closes the socket."""
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(self._wake, warn_on_full_buffer=False)
        while True:
            watched = [self._control.fileno(), self._woken]
            ready, _, _ = select.select(watched, [], [])
            if self._woken in ready:
                os.read(self._woken, 4096)
                self._bury()
            if self._control.fileno() in ready:
                orders = self._lines.read()
                if orders is None:
                    return
                for order in orders:
                    self._obey(order)

    def _obey(self, order: Message) -> None:
        if "fork" in order:
            self._fork()
        elif order.get("kill") in self._living:
            os.kill(order["kill"], signal.SIGKILL)
        elif order.get("nice") in self._living:
            os.setpriority(os.PRIO_PROCESS, order["nice"], SLOW)

    def _fork(self) -> None:
        ours, theirs = socket.socketpair()
        result = _nameless()
        pid = os.fork()
        if pid == 0:
            self._child(ours, theirs, result)
        self._living.add(pid)
        tell(self._control, {"born": pid}, ours.fileno(), result)
        ours.close()
        theirs.close()
        os.close(result)

    def _child(self, ours: socket.socket, theirs: socket.socket, result: int) -> NoReturn:
        """Work, and end; nothing of the parent's is run on the way out."""
        code = 1
        try:
            jail.die_with_parent(self._own)
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            for descriptor in (self._control.fileno(), self._woken, self._wake, ours.fileno()):
                os.close(descriptor)
            worker.work(self._task, theirs.fileno(), result)
            code = 0
        finally:
            os._exit(code)

    def _bury(self) -> None:
        """Take the status of each process that ended, and tell it."""
        while self._living:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if pid == 0:
                return
            self._living.discard(pid)
            tell(self._control, {"died": pid, "status": os.waitstatus_to_exitcode(status)})


class Lines:
    """JSON in lines from a socket."""

    def __init__(self, control: socket.socket) -> None:
        self._control = control
        self._rest = b""

    def read(self) -> list[Message] | None:
        """Return the messages that have come, after waiting for some; None at the end."""
        data = self._control.recv(1 << 16)
        *lines, self._rest = (self._rest + data).split(b"\n")
        return [json.loads(line) for line in lines] if data else None

    def first(self) -> Message | None:
        """Return the first message; None where the socket is closed before."""
        found: list[Message] | None = []
        while found == []:
            found = self.read()
        return found[0] if found else None


def tell(control: socket.socket, message: Message, *descriptors: int) -> None:
    """Send a message in a line, with descriptors."""
    data = json.dumps(message).encode("ascii") + b"\n"
    if descriptors:
        socket.send_fds(control, [data], descriptors)
    else:
        control.sendall(data)


def _nameless() -> int:
    """Return the descriptor of a file without a name, in memory where there is such a thing."""
    if hasattr(os, "memfd_create"):
        return os.memfd_create("answer")
    with tempfile.TemporaryFile() as file:
        return os.dup(file.fileno())


def _task(order: Message) -> worker.Task:
    """Load what is served. Raises ClausegraphError where it cannot be read."""
    folder = Path(order["build"])
    overlays = [Path(file) for file in order["overlays"]]
    graph = ForkedGraph(folder, overlays, order["in_memory"])
    index = Index(folder)
    bounds = Bounds(**order["bounds"])
    return worker.Task(graph, index, bounds, order["memory"], order["size"])


def _opened(task: worker.Task) -> str | None:
    """Open the vectors before any fork; return what hinders that, which hinders nothing else."""
    try:
        task.index.meaning.open()
    except ClausegraphError as error:
        return f"units cannot be compared with texts: {error}"
    return None


def main() -> None:
    """Serve the parent that is named on the command line, through the descriptor named there."""
    descriptor, parent = map(int, sys.argv[1:3])
    orphans = jail.die_with_parent(parent)
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, signal.SIG_IGN)  # the server closes this process when it is done
    control = socket.socket(fileno=descriptor)
    lines = Lines(control)
    order = lines.first()
    if order is None:
        return
    network = jail.forbid_network(talk=True)
    confinement = jail.Confinement(network, jail.can_bound_memory(), orphans)
    try:
        task = _task(order)
    except ClausegraphError as error:
        tell(control, {"failed": str(error)})
        return
    tell(control, {"ready": asdict(confinement), "warning": _opened(task)})
    gc.collect()
    gc.freeze()
    Zygote(control, lines, task).run()


if __name__ == "__main__":
    with suppress(BrokenPipeError, ConnectionResetError):
        main()
