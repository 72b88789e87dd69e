"""What is measured: figures by name, each told as soon as it is taken."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

ROUNDS = 3
"""Times that every question is asked; the first of them finds nothing remembered of it."""
_Asked = TypeVar("_Asked")
_Found = TypeVar("_Found")


class Figures(dict[str, Any]):
    """Figures by name, in the order in which they were taken; each is told at once."""

    def __setitem__(self, name: str, value: Any) -> None:
        print(f"{name}: {value}", file=sys.stderr, flush=True)
        super().__setitem__(name, value)

    def time(self, name: str, action: Callable[[], _Found]) -> _Found:
        """Take the seconds of an action, by the clock and of all processors; return its value."""
        clock, used = time.perf_counter(), time.process_time()
        found = action()
        clock, used = time.perf_counter() - clock, time.process_time() - used
        self[f"{name}, s (processor)"] = f"{clock:.2f} ({used:.2f})"
        return found

    def opening(self, name: str, action: Callable[[], _Found]) -> _Found:
        """Take the milliseconds of opening something; return it."""
        start = time.perf_counter()
        found = action()
        self[f"opening {name}, ms"] = round(1000 * (time.perf_counter() - start), 2)
        return found

    def answers(
        self, name: str, ask: Callable[[_Asked], _Found], asked: Sequence[_Asked]
    ) -> list[_Found]:
        """Take the processor milliseconds of all questions in all rounds; return the answers.

        Beside them the median of the first round alone, in which nothing is remembered.
        """
        times: list[list[float]] = []
        found: list[_Found] = []
        for _ in range(ROUNDS):
            times.append([])
            found = []
            for one in asked:
                start = time.process_time()
                found.append(ask(one))
                times[-1].append(1000 * (time.process_time() - start))
        p50, p99 = np.percentile(times, (50, 99))
        first = np.median(times[0])
        self[f"{name}, ms p50 / p99 (p50 at first)"] = f"{p50:.2f} / {p99:.2f} ({first:.2f})"
        return found

    def memory(self, name: str) -> None:
        """Take the most memory that this process has had (Linux, /proc)."""
        status = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
        (peak,) = (int(line.split()[1]) for line in status if line.startswith("VmHWM:"))
        self[f"memory at most {name}, MB"] = peak // 1024

    def files(self, name: str, folder: Path) -> None:
        """Take the megabytes of all files below a folder."""
        size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
        self[f"disk {name}, MB"] = round(size / 1e6, 1)
