"""Runs the command line in this process, as a shell would see it."""

import io
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from indexer.cli import main


@dataclass(frozen=True)
class Ran:
    """How a command ended and what it printed."""

    code: int
    out: bytes
    err: str

    @property
    def json(self) -> Any:
        """What it printed, as JSON."""
        return json.loads(self.out)

    @property
    def text(self) -> str:
        """What it printed, as text."""
        return self.out.decode()


class Commands:
    """The command line over one index folder."""

    def __init__(
        self, index: Path, patch: pytest.MonkeyPatch, capture: pytest.CaptureFixture[bytes]
    ) -> None:
        self.index = index
        self._patch = patch
        self._capture = capture

    def __call__(self, *arguments: object, stdin: bytes = b"") -> Ran:
        """Run a command; errors end in an exit code as they do in a shell."""
        self._patch.setattr(sys, "argv", ["clausegraph", *map(str, arguments)])
        self._patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
        self._capture.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        printed = self._capture.readouterr()
        code = 0 if ended.value.code is None else ended.value.code
        assert isinstance(code, int)
        return Ran(code, printed.out, printed.err.decode())

    def on(self, *arguments: object, stdin: bytes = b"") -> Ran:
        """Run a command on the index folder."""
        return self(*arguments, "--index", self.index, stdin=stdin)

    def add(self, *given: object) -> Ran:
        """Add files to the index folder, beside the corpus that lies next to it."""
        return self.on("add", *given, "--corpus", self.index.parent / "corpus")
