"""Measure how a build grows: its making, its size, its opening and its answers, by made corpora.

    python benchmarks/bench_scale.py [--units N …] [--vectors N …] [--folder DIR]
        [--cache DIR] [--json]

`--units` makes whole builds of so many units (see benchmarks/scale/made.py); `--vectors` makes only
vectors, at least so many. Each size runs in a process of its own, so that its memory is its own.
Queries are the development topics, encoded by the real model before anything is timed. Times of
answers are processor time, of three rounds. What is made is removed again.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from scale.measured import prepare, sized

from indexer.retrieval.embed import open_encoder

SIZES = (10_000,)


def figures(kind: str, count: int, folder: Path) -> dict[str, Any]:
    """Measure one size in a new process."""
    command = [sys.executable, __file__, "--one", kind, "--folder", str(folder)]
    run = subprocess.run([*command, f"--{kind}", str(count)], check=True, stdout=subprocess.PIPE)
    return {"size": f"{count:,} {kind}", **json.loads(run.stdout)}


def table(rows: list[dict[str, Any]]) -> str:
    """The figures as a Markdown table, one column for each size."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    lines = [[name, *(str(row.get(name, "–")) for row in rows)] for name in names]
    rule = ["---"] + ["---:"] * len(rows)
    return "\n".join("| " + " | ".join(line) + " |" for line in [lines[0], rule, *lines[1:]])


def main() -> None:
    """Measure every size in a process of its own and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--units", type=int, nargs="*", default=[])
    parser.add_argument("--vectors", type=int, nargs="*", default=[])
    parser.add_argument("--folder", type=Path, help="where builds are made for a while")
    parser.add_argument("--cache", type=Path, help="where vectors of real sentences are kept")
    parser.add_argument("--json", action="store_true", help="print JSON rather than a table")
    parser.add_argument("--one", choices=("units", "vectors"), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        (count,) = getattr(asked, asked.one)
        print(json.dumps(sized(asked.one, count, asked.folder)))
        return
    sizes = [("units", n) for n in asked.units] + [("vectors", n) for n in asked.vectors]
    with tempfile.TemporaryDirectory(dir=asked.folder) as made:
        prepare(Path(made), open_encoder(), asked.cache)
        rows = []
        for kind, count in sizes or [("units", n) for n in SIZES]:
            rows.append(figures(kind, count, Path(made)))
            print(json.dumps(rows[-1]), file=sys.stderr, flush=True)
    print(json.dumps(rows, indent=1) if asked.json else table(rows))


if __name__ == "__main__":
    main()
