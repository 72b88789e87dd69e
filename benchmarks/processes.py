"""What a process and those below it take of the machine's memory (Linux, /proc)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path


def family(pid: int, depth: int = 0) -> Iterator[tuple[int, int]]:
    """Yield a process and all below it, each by its id with how far below."""
    yield pid, depth
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            children = task.read_text(encoding="ascii").split()
        except OSError:
            continue
        for child in children:
            yield from family(int(child), depth + 1)


def pss(pid: int) -> int:
    """Return the kilobytes of a process, shared pages by its share; 0 where it has just ended."""
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in rollup.splitlines() if line[:4] == "Pss:"), 0)


def megabytes(pid: int) -> float:
    """Return the memory of a process and all below it, pages that they share counted once."""
    return sum(pss(own) for own, _ in family(pid)) / 1024
