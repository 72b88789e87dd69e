"""The commands of the README and of docs/, run: to check what they show, and to renew it.

    python tools/readme.py            compare, exit 1 on a difference
    python tools/readme.py --write    put the present output into the pages

A block of the language `console` holds commands behind `$ ` with their output below. `clausegraph`
and `python` run as they are; `curl` is answered by the service in this process. A line `…` stands
for any lines, and such a block is left as it is when the others are renewed.
"""

from __future__ import annotations

import argparse
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

if TYPE_CHECKING:
    from starlette.testclient import TestClient

ROOT = Path(__file__).parent.parent
PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
"""The pages whose commands are run."""
_BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_SCORE = re.compile(r"\b\d\.\d{3,}\b")
_BUILD = re.compile(r"\b[0-9a-f]{16}\b")


@dataclass(frozen=True, slots=True)
class Example:
    """One command with the output that a page shows."""

    command: str
    shown: tuple[str, ...]


def examples(text: str) -> Iterator[Example]:
    """Yield the commands of a page in their order."""
    for block in _BLOCK.finditer(text):
        for part in re.split(r"^\$ ", block[1], flags=re.MULTILINE)[1:]:
            command, *shown = _continued(part).rstrip("\n").split("\n")
            yield Example(command, tuple(line.rstrip() for line in shown))


def _continued(part: str) -> str:
    return part.replace("\\\n", "")


class Terminal:
    """Runs commands over the build in `index`; the service is opened by the first that asks it."""

    def __init__(self, index: Path) -> None:
        self.index = index
        self._opened = ExitStack()

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *_: object) -> None:
        self._opened.close()

    def run(self, command: str) -> tuple[str, ...]:
        """Return what a command prints, line by line."""
        words = shlex.split(command)
        if words[0] == "curl":
            return _lines(_curl(words[1:], self.service))
        return _lines(_printed(command, words, self.index))

    @cached_property
    def service(self) -> TestClient:
        """A client of the service, its model loaded."""
        from starlette.testclient import TestClient

        from api import create_app
        from indexer.read import open_index_with_model

        app = create_app(open_index_with_model(self.index))
        client = self._opened.enter_context(TestClient(app))
        app.state.service.wait()
        return client


def _printed(command: str, words: list[str], index: Path) -> str:
    if words[0] not in ("clausegraph", "python"):
        raise SystemExit(f"{command!r} is not clausegraph, python or curl.")
    program = ["-m", "indexer.cli"] if words[0] == "clausegraph" else []
    found = subprocess.run(
        [sys.executable, *program, *words[1:]],
        check=False,
        cwd=ROOT,
        env={**os.environ, "CLAUSEGRAPH_INDEX": str(index.resolve()), "COLUMNS": "100"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    return found.stdout


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.rstrip() for line in text.rstrip("\n").split("\n"))


def _curl(words: list[str], service: TestClient) -> str:
    parser = argparse.ArgumentParser()
    parser.add_argument("-s", action="store_true")
    parser.add_argument("-G", action="store_true")
    parser.add_argument("-H", action="append", default=[])
    parser.add_argument("--data-urlencode", action="append", default=[])
    parser.add_argument("url")
    given = parser.parse_args(words)
    headers = dict(line.split(": ", 1) for line in given.H)
    pairs = [tuple(pair.split("=", 1)) for pair in given.data_urlencode]
    address = re.sub(r"^(http://)?(127\.0\.0\.1|localhost):8000", "", given.url)
    address += f"?{urlencode(pairs)}" if pairs else ""
    return service.get(address, headers=headers).text


def matches(shown: tuple[str, ...], found: tuple[str, ...]) -> bool:
    """Return whether output is as shown; scores may differ behind the second decimal."""
    lines = ("(?:.*\n)*?" if line == "…" else f"{re.escape(_plain(line))}\n" for line in shown)
    return re.fullmatch("".join(lines), _plain("\n".join(found)) + "\n") is not None


def _plain(text: str) -> str:
    return _BUILD.sub("BUILD", _SCORE.sub(lambda match: match[0][:3], text))


def _written(text: str, terminal: Terminal) -> str:
    def renewed(block: re.Match[str]) -> str:
        parts = []
        for example in examples(block[0]):
            keep = "…" in example.shown
            shown = example.shown if keep else terminal.run(example.command)
            parts.append("\n".join((f"$ {example.command}", *shown)))
        return "```console\n" + "\n\n".join(parts) + "\n```"

    return _BLOCK.sub(renewed, text)


def main() -> int:
    """Compare or write; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--index", type=Path, default=Path("index"))
    given = parser.parse_args()
    with Terminal(given.index) as terminal:
        return max([_page(page, terminal, given.write) for page in PAGES])


def _page(page: Path, terminal: Terminal, write: bool) -> int:
    """Compare or write a page; return 1 where it shows other output than there is."""
    text = page.read_text(encoding="utf-8")
    if write:
        page.write_text(_written(text, terminal), encoding="utf-8")
        return 0
    wrong = [e.command for e in examples(text) if not matches(e.shown, terminal.run(e.command))]
    for command in wrong:
        print(f"{page.relative_to(ROOT)} shows other output: {command}")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
