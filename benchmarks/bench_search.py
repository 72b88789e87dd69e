"""Our search against others: encoding, cold start, warm queries, memory, and quality beside them.

    python benchmarks/bench_search.py [--index DIR] [--peers DIR] [--only NAME …] [--rounds N]
        [--json]

The same units' texts and the same development topics, in one run, for this project as it is built
and for sentence-transformers with numpy, txtai, LanceDB and Chroma, which embed with the very same
weights. Every engine has processes of its own and one thread of torch: one that embeds and keeps
the texts, one that opens what was kept and answers every query, and whole processes for one query,
timed from outside. The peers are installed into an environment of their own, made at the first run
in a cache folder; one that cannot be installed is named and left out. On a busy machine the times
say little, and the ratios to ours more.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from search.ours import percentiles
from search.peer import ENGINES

from indexer.evaluation.measures import evaluate, means
from indexer.evaluation.trec import read_qrels, read_topics
from indexer.read import open_index
from indexer.retrieval import model_files
from indexer.settings import settings

HERE = Path(__file__).resolve().parent
GOLDEN = HERE.parent / "tests" / "golden" / "search"
OURS = "clausegraph"
RELEVANT = 2
"""Least grade that counts for recall."""
PACKAGES = {
    "torch": "2.13.0",
    "sentence-transformers": "6.2.0",
    "txtai": "9.14.0",
    "lancedb": "0.40.0",
    "chromadb": "1.5.9",
}
"""Of the peers, torch first and by its exact version: a looser range takes a far larger build."""
COLD_STARTS = 5
Figures = dict[str, Any]


def default_peers() -> Path:
    """The folder of the peers' environment in the user's cache."""
    cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(cache) / "clausegraph" / "bench-search"


def installed(folder: Path) -> tuple[Path, dict[str, str]]:
    """Python of the peers' environment, made if need be, and why packages are missing in it."""
    python = folder / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    missing = {}
    install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    for name, version in PACKAGES.items():
        code = f"from importlib.metadata import version; version({name!r})"
        if subprocess.run([python, "-c", code], capture_output=True, check=False).returncode:
            command = [*install, f"{name}=={version}"]
            run = subprocess.run(command, capture_output=True, text=True, check=False)
            if run.returncode:
                missing[name] = (run.stderr.strip().splitlines() or ["pip failed"])[-1]
    return python, missing


def environment(index: Path) -> dict[str, str]:
    """One thread for whatever counts with threads, and no network for models."""
    path = os.pathsep.join((str(HERE), str(HERE.parent)))
    one = dict.fromkeys(("OMP_NUM_THREADS", "MKL_NUM_THREADS", "TOKENIZERS_PARALLELISM"), "1")
    own = {"HF_HUB_OFFLINE": "1", "CLAUSEGRAPH_INDEX": str(index), "PYTHONPATH": path}
    return {**os.environ, **one, **own}


def ran(command: Sequence[str | Path], index: Path) -> Figures:
    """What a process printed on its last line, and how many seconds it took."""
    start = time.perf_counter()
    run = subprocess.run(
        list(map(str, command)),
        env=environment(index),
        capture_output=True,
        text=True,
        check=False,
    )
    seconds = time.perf_counter() - start
    if run.returncode:
        told = (run.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise RuntimeError(f"it ended with {run.returncode}: {told}")
    last = run.stdout.strip().splitlines()[-1]
    return {"seconds": seconds, **(json.loads(last) if last.startswith("{") else {})}


def measured(tasks: Mapping[str, Sequence[str | Path]], index: Path) -> Figures:
    """Figures of one engine by the commands for its tasks."""
    wrote, asked = ran(tasks["write"], index), ran(tasks["ask"], index)
    cold = [ran(tasks["cold"], index)["seconds"] for _ in range(COLD_STARTS)]
    kept = ("by encoder", "whole write", "by part", "version")
    return {
        "texts a second": round(wrote["texts a second"], 1),
        "cold start, s": {
            "least": round(min(cold), 2),
            "median": round(statistics.median(cold), 2),
        },
        "warm query, ms": percentiles(asked["ms"]),
        "MB": asked["MB"],
        **quality(asked["run"]),
        **{name: value for name, value in (wrote | asked).items() if name in kept},
    }


def quality(run: Mapping[str, Sequence[str]]) -> dict[str, float]:
    """nDCG@10 and recall@10 over the topics with an answer."""
    scored = {t: {unit: 1 / n for n, unit in enumerate(of, 1)} for t, of in run.items()}
    found = means(evaluate(scored, read_qrels(GOLDEN / "qrels.tsv"), RELEVANT))
    return {name: round(found[name].mean, 3) for name in ("nDCG@10", "recall@10")}


def measure(options: argparse.Namespace) -> Figures:
    """Figures of every engine, and what could not be measured with its reason."""
    python, missing = installed(options.peers)
    units = open_index(options.index).units.values()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "request.json"
        request = {
            "model": str(model_files.find(settings().model)[1]),
            "folder": folder,
            "index": str(options.index),
            "texts": {unit.id: unit.text for unit in units if unit.own_text},
            "queries": read_topics(GOLDEN / "topics.tsv"),
            "rounds": options.rounds,
        }
        path.write_text(json.dumps(request))
        engines: Figures = {}
        for name in [OURS, *(options.only or ENGINES)]:
            lacks = missing.keys() & {"torch", *_needs(name)}
            if lacks:
                missing[name] = f"no {', '.join(sorted(lacks))}"
                continue
            print(f"{name} …", file=sys.stderr)
            try:
                engines[name] = measured(_tasks(name, python, path, request), options.index)
            except RuntimeError as error:
                missing[name] = str(error)
    return {"units": len(request["texts"]), "engines": engines, "left out": missing}


def _needs(name: str) -> set[str]:
    return set() if name == OURS else {"sentence-transformers", ENGINES[name].package}


def _tasks(
    name: str, python: Path, path: Path, request: Mapping[str, Any]
) -> dict[str, Sequence[str | Path]]:
    if name != OURS:
        peer = HERE / "search" / "peer.py"
        return {task: (python, peer, name, task, path) for task in ("write", "ask", "cold")}
    first = next(iter(request["queries"].values()))
    return {
        **{task: (sys.executable, "-m", "search.ours", task, path) for task in ("write", "ask")},
        "cold": (sys.executable, "-m", "indexer.cli", "search", first),
    }


def _times(value: float, ours: float) -> str:
    return f"{value:.3g} ({value / ours:.2g}×)"


def printed(found: Figures) -> None:
    """Print what `measure` found as tables in Markdown."""
    engines = found["engines"]
    ours = engines[OURS]
    print(f"{found['units']} texts; in brackets the multiple of ours\n")
    print("| | texts/s | cold start, s | query p50, ms | p99, ms | MB | nDCG@10 | recall@10 |")
    print("|---|" + "---|" * 7)
    for name, of in engines.items():
        row = [
            _times(of["texts a second"], ours["texts a second"]),
            _times(of["cold start, s"]["median"], ours["cold start, s"]["median"]),
            _times(of["warm query, ms"]["p50"], ours["warm query, ms"]["p50"]),
            _times(of["warm query, ms"]["p99"], ours["warm query, ms"]["p99"]),
            _times(of["MB"], ours["MB"]),
            f"{of['nDCG@10']:.3f}",
            f"{of['recall@10']:.3f}",
        ]
        print(f"| {name} | {' | '.join(row)} |")
    print("\nOurs, texts a second by encoder, one thread:", ours["by encoder"])
    print("Ours, a search index written anew:", ours["whole write"])
    print("Ours, cold start in whole processes, s:", ours["cold start, s"])
    print("\n| a query's part, ms | p50 | p99 |\n|---|---|---|")
    for name, of in ours["by part"].items():
        print(f"| {name} | {of['p50']} | {of['p99']} |")
    print("\n" + "; ".join(of["version"] for of in engines.values() if "version" in of))
    for name, reason in found["left out"].items():
        print(f"Left out: {name}: {reason}")


def main() -> None:
    """Measure ours and each peer, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--index", type=Path, default=settings().index)
    parser.add_argument("--peers", type=Path, default=default_peers(), help="their environment")
    parser.add_argument("--only", nargs="*", choices=list(ENGINES), metavar="NAME")
    parser.add_argument("--rounds", type=int, default=3, help="times that every query is timed")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    options = parser.parse_args()
    options.index = options.index.resolve()
    found = measure(options)
    if options.json:
        print(json.dumps(found, indent=1))
    else:
        printed(found)


if __name__ == "__main__":
    main()
