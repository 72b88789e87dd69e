"""A program for a test: builds a corpus again and again, each time killed at another moment.

`python killed_builds.py CORPUS INDEX FOLDER` copies INDEX to `FOLDER/{n}` and builds CORPUS into
the copy in a process that kills itself, with SIGKILL, before its n-th change of the file system
there; for some n from the first change to the last. What the changes are is printed as JSON. The
child is forked from here, so that everything is imported once, and from a process of one thread.
"""

import json
import os
import shutil
import signal
import sys
from pathlib import Path
from typing import Any

from tests.indexer.tiny_corpus import build_tiny

_CHANGES = {"os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.utime"}
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
_STEP = 6
"""Of the changes aside every sixth, of those that publish each."""
_PUBLISHING = 8
_NEVER = -1


def _is_change(event: str, arguments: tuple[Any, ...]) -> bool:
    if event == "open":
        return bool(isinstance(arguments[2], int) and arguments[2] & _WRITING)
    return event in _CHANGES


def _kill_before(change: int, index: Path) -> list[str]:
    """Let this process be killed before a change below `index`; return the list of changes."""
    seen: list[str] = []

    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        if _is_change(event, arguments) and str(index) in str(arguments[0]):
            if len(seen) == change:
                os.kill(os.getpid(), signal.SIGKILL)
            seen.append(f"{event} {Path(str(arguments[0])).relative_to(index)}")

    sys.addaudithook(watch)
    return seen


def _build(corpus: Path, index: Path, change: int) -> list[str] | None:
    """Build in a child, killed before a change; return its changes, or None if it was killed."""
    told, tell = os.pipe()
    if not (child := os.fork()):
        seen = _kill_before(change, index)
        build_tiny(corpus, index)
        os.write(tell, json.dumps(seen).encode())
        os._exit(0)
    os.close(tell)
    _, status = os.waitpid(child, 0)
    assert status in (0, signal.SIGKILL), status
    return None if status else json.loads(os.read(told, 1 << 16))


def main(corpus: Path, index: Path, folder: Path) -> None:
    changes = _build(corpus, shutil.copytree(index, folder / "whole"), _NEVER)
    assert changes is not None
    last = len(changes)
    for moment in (*range(0, last - _PUBLISHING, _STEP), *range(last - _PUBLISHING, last)):
        killed = _build(corpus, shutil.copytree(index, folder / str(moment)), moment)
        assert killed is None
    sys.stdout.write(json.dumps(changes))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
