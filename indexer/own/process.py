"""A piece of work in a process of its own, with limits that the kernel keeps.

The child is forked, so that it has everything that is loaded already, and answers in JSON through
a pipe: whatever a hostile file makes of it, it can only use up its own limits. It writes no file.
Fork from a process of one thread.
"""

from __future__ import annotations

import json
import os
import resource
import select
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from indexer.errors import ClausegraphError, InputError

_STATM = Path("/proc/self/statm")
_CHUNK = 1 << 16
_FAULT = 70


@dataclass(frozen=True, slots=True)
class ProcessLimits:
    """What a child may use."""

    memory_bytes: int = 2 << 30
    """Address space beyond that of its parent. Setting CLAUSEGRAPH_READ_MEMORY_BYTES."""
    cpu_seconds: int = 600
    """Setting CLAUSEGRAPH_READ_CPU_SECONDS."""
    seconds: float = 900
    """Setting CLAUSEGRAPH_READ_SECONDS."""


def run_limited(work: Callable[[], Any], name: str, limits: ProcessLimits) -> Any:
    """Return what `work` returns, a value of JSON, computed in a child with limits.

    `name` is the file that the work is about. Raises the InputError that the work raises, or one
    that says which limit was reached.
    """
    reading, writing = os.pipe()
    sys.stdout.flush()
    sys.stderr.flush()
    child = os.fork()
    if not child:
        os.close(reading)
        _work(work, writing, limits)
    os.close(writing)
    try:
        data, in_time = _gather(reading, limits.seconds)
    finally:
        os.close(reading)
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
    if not in_time:
        raise _over(name, "time", f"{limits.seconds:g} seconds", "SECONDS")
    return _answer(data, status, name, limits)


def _answer(data: bytes, status: int, name: str, limits: ProcessLimits) -> Any:
    try:
        answer = json.loads(data)
    except ValueError:
        answer = {}
    if "value" in answer:
        return answer["value"]
    if "message" in answer:
        raise InputError(answer["message"], mend=answer["mend"])
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGXCPU:
        raise _over(name, "processor time", f"{limits.cpu_seconds} seconds", "CPU_SECONDS")
    if answer.get("failed") == MemoryError.__name__ or not answer:
        raise _over(name, "memory", f"{limits.memory_bytes:,} bytes", "MEMORY_BYTES")
    raise InputError(
        f"{name} cannot be read: {answer['failed']}: {answer['why']}.",
        mend="Save or download it again, or save it as plain text.",
    )


def _over(name: str, what: str, limit: str, setting: str) -> InputError:
    return InputError(
        f"{name}: reading it takes more {what} than the {limit} allowed.",
        mend=f"Split the file or save it as plain text, or raise CLAUSEGRAPH_READ_{setting}.",
    )


def _gather(pipe: int, seconds: float) -> tuple[bytes, bool]:
    """Return what comes through a pipe until its end, and whether that came in time."""
    parts: list[bytes] = []
    end = time.monotonic() + seconds
    while True:
        ready, _, _ = select.select([pipe], [], [], max(0.0, end - time.monotonic()))
        if not ready:
            return b"", False
        part = os.read(pipe, _CHUNK)
        if not part:
            return b"".join(parts), True
        parts.append(part)


def _work(work: Callable[[], Any], pipe: int, limits: ProcessLimits) -> None:
    """Do the work and leave, in the child."""
    code = _FAULT
    try:
        _limit(limits)
        answer = _tried(work)
        _send(pipe, json.dumps(answer).encode())
        code = 0
    finally:
        os._exit(code)


def _tried(work: Callable[[], Any]) -> dict[str, Any]:
    try:
        return {"value": work()}
    except ClausegraphError as error:
        return {"message": error.message, "mend": error.mend}
    except (Exception, RecursionError) as error:
        return {"failed": type(error).__name__, "why": " ".join(str(error).split())[:200]}


def _send(pipe: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(pipe, view) :]


def _limit(limits: ProcessLimits) -> None:
    used = int(_STATM.read_text().split()[0]) * resource.getpagesize() if _STATM.exists() else 0
    most = used + limits.memory_bytes
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    spent = int(resource.getrusage(resource.RUSAGE_SELF).ru_utime) + limits.cpu_seconds
    resource.setrlimit(resource.RLIMIT_CPU, (spent, spent + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGXCPU, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
