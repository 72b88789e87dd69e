"""Measure the life of texts of one's own: many are added, one more, it is removed, added again.

    python benchmarks/bench_add.py [--treaties DIR] [--last FILE] [--folder DIR] [--json]

Each step runs in a process of its own, so that its memory is its own: the first command takes in
all treaties but one beside the shipped texts, the second adds that one, then it is removed and
added again, which has to give the same build, and the last step checks the build and asks it.
Seconds are those of the processor (of the process itself) and of the clock; memory is the most
that was resident. A folder that is kept has the vectors of the run before, and so embeds nothing.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

TREATIES = Path(os.environ.get("CLAUSEGRAPH_TREATIES", "../shared/treaties"))
LAST = "ILO-C155.md"
STATUS, CLEAR = Path("/proc/self/status"), Path("/proc/self/clear_refs")
UNIT = "compact:para_26__point_g"
QUERY = "leave a place of work in danger without punishment"
ROUNDS = 5
STEPS = ("first", "last", "remove", "again", "use")


def most_resident() -> float:
    """The most memory that was resident since the last call, in MB (Linux)."""
    found = re.search(r"VmHWM:\s+(\d+)", STATUS.read_text())
    CLEAR.write_text("5")
    return round(int(found[1]) / 1024, 0) if found else 0.0


@dataclass
class Phases:
    """What each phase of a command took."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    now: str = "start"
    clock: float = field(default_factory=perf_counter)
    processor: float = field(default_factory=process_time)

    def report(self, step: str, done: int, total: int) -> None:
        """Hear of a step, as a build reports it."""
        self.begin(step if done < total or not total else f"after {step}")

    def begin(self, step: str) -> None:
        """End the phase that is on and begin another."""
        if step == self.now:
            return
        clock, processor = perf_counter(), process_time()
        row = {
            "phase": self.now,
            "clock_s": round(clock - self.clock, 1),
            "processor_s": round(processor - self.processor, 1),
            "memory_mb": most_resident(),
        }
        self.rows.append(row)
        self.now, self.clock, self.processor = step, clock, processor


def place_of(index: Path) -> Any:
    """The corpus of one's own below an index, built as the command builds it."""
    from indexer.own.change import Place
    from indexer.own.folder import OwnFolder
    from indexer.retrieval.encoders import encoder_for_build
    from indexer.settings import settings

    def encoder() -> Any:
        return encoder_for_build(index, settings(), say=sys.stderr.write)

    return Place(OwnFolder(index / "own", index), None, settings().base, encoder)


def add(index: Path, files: list[Path]) -> dict[str, Any]:
    """Add files as the command does; return figures by phase."""
    phases = Phases()
    from indexer.own.add import Limits
    from indexer.own.add import add as run
    from indexer.own.entry import Told
    from indexer.own.intake import Asked
    from indexer.own.process import ProcessLimits
    from indexer.readers.limits import ReadLimits
    from indexer.settings import settings

    limits = Limits(ReadLimits(), ProcessLimits(), settings().read_line)
    began = perf_counter()
    added = run(files, Asked(), Told(), place_of(index), limits, phases.report)
    refused = [f"{own.error}" for own in added.outcomes if own.error]
    return {"files": len(files), "refused": refused, **figures(index, added.built, began, phases)}


def remove(index: Path, file: Path) -> dict[str, Any]:
    """Remove what was added from a file as the command does; return figures by phase."""
    phases = Phases()
    from indexer.own.remove import remove as run

    place, began = place_of(index), perf_counter()
    listed = place.own.read_listed().editions
    (edition,) = (name for name, own in listed.items() if own["received"] == file.name)
    _, built = run(edition, place, phases.report)
    return figures(index, built, began, phases)


def figures(index: Path, built: Any, began: float, phases: Phases) -> dict[str, Any]:
    """What a command took and made."""
    phases.begin("end")
    readers = resource.getrusage(resource.RUSAGE_CHILDREN)
    return {
        "clock_s": round(perf_counter() - began, 1),
        "processor_s": round(process_time(), 1),
        "processor_of_readers_s": round(readers.ru_utime, 1),
        "build": built.id,
        "units": built.units,
        "quads": built.quads,
        "passages": built.passages,
        "embedded_passages": built.encoded_passages,
        "embedded_units": built.encoded_units,
        "disk_mb": room(built.folder),
        "cache_mb": room(index / "cache"),
        "phases": phases.rows,
    }


def room(folder: Path) -> int:
    """Megabytes of all files below a folder."""
    return round(sum(path.stat().st_size for path in folder.rglob("*")) / 2**20)


def timed(ask: Callable[[], Any]) -> dict[str, float]:
    """Milliseconds of the processor: of the first call, and the median of some more."""
    times = []
    for _ in range(ROUNDS + 1):
        began = process_time()
        ask()
        times.append(1000 * (process_time() - began))
    return {"first_ms": round(times[0], 1), "median_ms": round(sorted(times[1:])[ROUNDS // 2], 1)}


def use(index: Path, treaties: Path) -> dict[str, Any]:
    """Check a build and ask it."""
    from indexer.check import check_index
    from indexer.read import LinkOptions, SearchOptions, open_index_with_model

    opened = open_index_with_model(index)
    answers = {
        "search": timed(lambda: opened.search_json(QUERY, SearchOptions())),
        "search by words": timed(lambda: opened.search_json(QUERY, SearchOptions(mode="lexical"))),
        "backing": timed(lambda: opened.backing_json(UNIT, LinkOptions())),
        "backs": timed(lambda: opened.backs_json("C155:art_13", LinkOptions())),
        "cite a recital": timed(lambda: opened.cite_json("compact:para_26__point_g")),
        "resolve": timed(lambda: opened.resolve_json("Art. 13 of Convention No. 155")),
        "coverage": timed(lambda: opened.coverage_json(LinkOptions())),
    }
    most_resident()
    phases, checks = Phases(now="check"), []
    for finding in check_index(opened):
        checks.append(f"{finding.name}: {finding.checked}, {len(finding.failures)} failures")
    phases.begin("end")
    return {
        "articles": articles(opened, treaties),
        "answers": answers,
        "check": {**phases.rows[0], "checks": checks},
    }


def articles(opened: Any, treaties: Path) -> dict[str, Any]:
    """Articles by the build, against those of the list of treaties; which treaties differ.

    Counted is what the list counts: articles outside annexes, without regulations, standards and
    guidelines; and where an instrument has none, as a Recommendation, numbered paragraphs.
    """
    references = {}
    for own in opened.editions:
        references[own["instrument"]] = opened.sources[own["file"]].received
    with (treaties / "index.csv").open(encoding="utf-8", newline="") as rows:
        stated = {row["file"]: int(row["articles"]) for row in csv.DictReader(rows)}
    kinds: dict[str, Counter[str]] = {file: Counter() for file in stated}
    for unit in opened.units.values():
        file = references.get(unit.instrument)
        if file in kinds and "__" not in unit.eid and unit.printed_label is not None:
            kinds[file][unit.eid.partition("_")[0]] += 1
    found = {file: kind["art"] or kind["para"] for file, kind in kinds.items()}
    differ = {file: [found[file], count] for file, count in stated.items() if found[file] != count}
    return {"found": sum(found.values()), "stated": sum(stated.values()), "differ": differ}


def measured(what: str, asked: argparse.Namespace) -> dict[str, Any]:
    """Run one step in a new process."""
    command = [sys.executable, __file__, "--one", what, "--folder", str(asked.folder)]
    command += ["--treaties", str(asked.treaties), "--last", asked.last]
    run = subprocess.run(command, check=True, stdout=subprocess.PIPE)
    found: dict[str, Any] = json.loads(run.stdout)
    return found


def one(what: str, asked: argparse.Namespace) -> dict[str, Any]:
    """Do one step in this process."""
    with (asked.treaties / "index.csv").open(encoding="utf-8", newline="") as rows:
        files = [asked.treaties / row["file"] for row in csv.DictReader(rows)]
    if what == "use":
        return use(asked.folder, asked.treaties)
    last = what != "first"
    some = [file for file in files if (file.name == asked.last) is last]
    return remove(asked.folder, some[0]) if what == "remove" else add(asked.folder, some)


def table(found: dict[str, dict[str, Any]]) -> str:
    """The figures as Markdown tables."""
    lines = []
    for name in STEPS[:-1]:
        own = found[name]
        told = (f"{key} {value}" for key, value in own.items() if key != "phases")
        lines += [f"{name}: {', '.join(told)}", "", "| phase | clock s | processor s | MB |"]
        lines.append("|---|---:|---:|---:|")
        lines += ["| " + " | ".join(map(str, row.values())) + " |" for row in own["phases"]]
        lines.append("")
    lines += [f"{name}: {value}" for name, value in found["use"].items()]
    return "\n".join(lines)


def main() -> None:
    """Measure each step in a process of its own and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--treaties", type=Path, default=TREATIES)
    parser.add_argument("--last", default=LAST, help="the treaty that is added alone")
    parser.add_argument("--folder", type=Path, help="an index without texts of one's own")
    parser.add_argument("--json", action="store_true", help="print JSON rather than tables")
    parser.add_argument("--one", choices=STEPS, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if not (asked.treaties / "index.csv").is_file():
        raise SystemExit(f"There are no treaties in {asked.treaties}: name them with --treaties.")
    if asked.one:
        print(json.dumps(one(asked.one, asked)))
        return
    with tempfile.TemporaryDirectory() as made:
        asked.folder = asked.folder or Path(made)
        found = {}
        for what in STEPS:
            found[what] = measured(what, asked)
            print(json.dumps(found[what]), file=sys.stderr, flush=True)
        if found["again"]["build"] != found["last"]["build"]:
            raise SystemExit("Removed and added again, the build is another one.")
    print(json.dumps(found, indent=1) if asked.json else table(found))


if __name__ == "__main__":
    main()
