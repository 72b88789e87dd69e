"""What a process that evaluates queries cannot do, whatever a query makes of the engine.

The kernel holds it: no connection and no program (seccomp, https://docs.kernel.org/userspace-api/
seccomp_filter.html), so much memory and no larger file (rlimits), first to go when memory is short,
and gone with its parent. All of that works without privileges. Where a platform lacks a part, the
rest holds, and `Confinement` says which part: the log and the service description repeat it.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import resource
import signal
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_PR_SET_PDEATHSIG: Final = 1
_PR_SET_SECCOMP: Final = 22
_PR_SET_NO_NEW_PRIVS: Final = 38
_MODE_FILTER: Final = 2
_LOAD, _JUMP_EQUAL, _JUMP_AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_ALLOW, _DENY, _KILL = 0x7FFF0000, 0x00050000 | errno.EACCES, 0x80000000
_NUMBER, _ARCHITECTURE = 0, 4
"""Offsets in struct seccomp_data."""
_X32: Final = 0x40000000
"""System calls of x86-64 from here on are those of its 32-bit dialect, by other numbers."""


@dataclass(frozen=True, slots=True)
class _Machine:
    """The numbers of an architecture (linux/audit.h and its table of system calls)."""

    audit: int
    calls: dict[str, int]


_ANYWHERE = {
    "io_uring_setup": 425,
    "io_uring_enter": 426,
    "io_uring_register": 427,
}
_MACHINES: Final = {
    "x86_64": _Machine(
        0xC000003E,
        {
            **_ANYWHERE,
            "socket": 41,
            "connect": 42,
            "accept": 43,
            "sendto": 44,
            "sendmsg": 46,
            "bind": 49,
            "listen": 50,
            "socketpair": 53,
            "execve": 59,
            "ptrace": 101,
            "accept4": 288,
            "sendmmsg": 307,
            "process_vm_readv": 310,
            "process_vm_writev": 311,
            "execveat": 322,
        },
    ),
    "aarch64": _Machine(
        0xC00000B7,
        {
            **_ANYWHERE,
            "ptrace": 117,
            "socket": 198,
            "socketpair": 199,
            "bind": 200,
            "listen": 201,
            "accept": 202,
            "connect": 203,
            "sendto": 206,
            "sendmsg": 211,
            "execve": 221,
            "accept4": 242,
            "sendmmsg": 269,
            "process_vm_readv": 270,
            "process_vm_writev": 271,
            "execveat": 281,
        },
    ),
}
_TALK: Final = frozenset({"socketpair", "sendto", "sendmsg", "sendmmsg"})
"""What the process that forks the others needs to hand out their ends; they need none of it."""


@dataclass(frozen=True, slots=True)
class Confinement:
    """Which parts of the jail hold here."""

    network: bool = False
    """No connection can be made and no program started."""
    memory: bool = False
    """Memory is bounded."""
    orphans: bool = False
    """A process ends with its parent at once, rather than with its next read."""

    def lacking(self) -> tuple[str, ...]:
        """Return what does not hold, in words."""
        words = {
            "network": "no filter of system calls: only the guard keeps queries from the network",
            "memory": "no bound on the memory of a query",
            "orphans": "processes may outlive a killed server until their query ends",
        }
        return tuple(said for name, said in words.items() if not getattr(self, name))


class _Instruction(ctypes.Structure):
    _fields_ = (
        ("code", ctypes.c_ushort),
        ("when_true", ctypes.c_ubyte),
        ("when_false", ctypes.c_ubyte),
        ("operand", ctypes.c_uint32),
    )


class _Program(ctypes.Structure):
    _fields_ = (
        ("length", ctypes.c_ushort),
        ("instructions", ctypes.POINTER(_Instruction)),
    )


def forbid_network(*, talk: bool) -> bool:
    """Let this process and those it forks make no connection and start no program, for good.

    With `talk` it may still make pairs of sockets and send on those it has. Returns whether it
    holds: False where the kernel or the architecture has no such filter.
    """
    machine = _MACHINES.get(platform.machine())
    if not sys.platform.startswith("linux") or machine is None:
        return False
    calls = [number for name, number in machine.calls.items() if not (talk and name in _TALK)]
    program = _filter(machine.audit, sorted(calls))
    return _prctl(_PR_SET_NO_NEW_PRIVS, 1) and _prctl(
        _PR_SET_SECCOMP, _MODE_FILTER, ctypes.byref(program)
    )


def _filter(audit: int, calls: Sequence[int]) -> _Program:
    """A program that refuses the calls, and ends a process that speaks another dialect."""
    count = len(calls)
    steps = [
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_JUMP_EQUAL, 1, 0, audit),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _NUMBER),
        (_JUMP_AT_LEAST, count + 1, 0, _X32),
        *((_JUMP_EQUAL, count - place, 0, call) for place, call in enumerate(calls)),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _DENY),
    ]
    instructions = (_Instruction * len(steps))(*(_Instruction(*step) for step in steps))
    return _Program(len(steps), instructions)


def _prctl(option: int, *values: object) -> bool:
    library = ctypes.CDLL(None, use_errno=True)
    padded = [*values, *[0] * (4 - len(values))]
    arguments = [ctypes.c_ulong(v) if isinstance(v, int) else v for v in padded]
    return bool(library.prctl(ctypes.c_int(option), *arguments) == 0)


def die_with_parent(parent: int) -> bool:
    """Let this process be killed when its parent ends; end it where that is gone already.

    The kernel means the thread that started this process. Returns whether it holds.
    """
    held = sys.platform.startswith("linux") and _prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL))
    if os.getppid() != parent:
        os._exit(0)
    return held


def bound(memory: int, file: int) -> bool:
    """Bound the memory that this process may take from now on, and the files it writes, in bytes.

    Returns whether the bound on memory holds. No core is dumped in any case.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (file, file))
    first_to_go()
    try:
        whole = _address_space() + memory
        resource.setrlimit(resource.RLIMIT_AS, (whole, whole))
    except (OSError, ValueError):
        return False
    return True


def can_bound_memory() -> bool:
    """Return whether `bound` can hold memory here."""
    try:
        return _address_space() > 0
    except OSError:
        return False


def first_to_go() -> bool:
    """Let the kernel take this process first where memory is short; say whether it holds."""
    try:
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")
    except OSError:
        return False
    return True


def _address_space() -> int:
    """Bytes of addresses that this process has now. Raises OSError where that is not told."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    return pages * resource.getpagesize()
