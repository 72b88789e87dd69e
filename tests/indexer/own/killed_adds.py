"""A program for a test: adds a text again and again, each time killed at another moment.

`python killed_adds.py CORPUS INDEX FILE FOLDER` copies INDEX to `FOLDER/{n}` and adds FILE there in
a process that kills itself, with SIGKILL, before its n-th change of the file system; for some n,
most of them where the build and the user corpus are published. Prints how many changes there are.
"""

import json
import os
import shutil
import signal
import sys
from pathlib import Path
from typing import Any

from tests.indexer.own.own_corpus import added, place

_CHANGES = {"os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.utime"}
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
_STEP, _PUBLISHING = 17, 7
_NEVER = -1


def _watch(change: int, index: Path) -> list[str]:
    seen: list[str] = []

    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        opens = event == "open" and isinstance(arguments[2], int) and arguments[2] & _WRITING
        if (opens or event in _CHANGES) and str(index) in str(arguments[0]):
            if len(seen) == change:
                os.kill(os.getpid(), signal.SIGKILL)
            seen.append(event)

    sys.addaudithook(watch)
    return seen


def _add(corpus: Path, index: Path, file: Path, change: int) -> int | None:
    """Add in a child, killed before a change; return how many there are, or None if killed."""
    told, tell = os.pipe()
    if not (child := os.fork()):
        seen = _watch(change, index)
        added(place(corpus, index), file)
        os.write(tell, json.dumps(len(seen)).encode())
        os._exit(0)
    os.close(tell)
    _, status = os.waitpid(child, 0)
    assert status in (0, signal.SIGKILL), status
    return None if status else int(json.loads(os.read(told, 1 << 10)))


def main(corpus: Path, index: Path, file: Path, folder: Path) -> None:
    last = _add(corpus, shutil.copytree(index, folder / "whole"), file, _NEVER)
    assert last is not None
    for moment in (*range(0, last - _PUBLISHING, _STEP), *range(last - _PUBLISHING, last)):
        assert _add(corpus, shutil.copytree(index, folder / str(moment)), file, moment) is None
    sys.stdout.write(json.dumps(last))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
