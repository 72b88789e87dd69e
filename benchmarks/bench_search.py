"""Time the search side over the real texts: building, opening, asking.

    python benchmarks/bench_search.py [--json]

Everything happens in a temporary folder. Cold starts are whole processes.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from indexer.corpus_io import CorpusFolder, read_corpus
from indexer.retrieval.embed import open_encoder
from indexer.retrieval.embed_cache import VectorCache
from indexer.retrieval.rank import Mode
from indexer.retrieval.searcher import Searcher
from indexer.retrieval.writer import write

TOPICS = Path(__file__).parents[1] / "tests" / "golden" / "search" / "topics.tsv"
COLD = """
import sys, time
start = time.perf_counter()
from pathlib import Path
from indexer.retrieval.rank import Mode
from indexer.retrieval.searcher import Searcher
searcher = Searcher(Path(sys.argv[1]), lambda _: "x" * 9999)
searcher.search("right to rest", 5, Mode.LEXICAL)
print(time.perf_counter() - start)
"""


def seconds(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def percentiles(times: Sequence[float]) -> dict[str, float]:
    return {f"p{p}": round(1000 * float(np.percentile(times, p)), 2) for p in (50, 99)}


def cold_start(folder: Path) -> float:
    """Seconds from the first import to the first answer by words, median of five processes."""
    command = [sys.executable, "-c", COLD, str(folder)]
    found = [subprocess.run(command, check=True, capture_output=True, text=True) for _ in range(5)]
    return float(np.median([float(run.stdout) for run in found]))


def measure(folder: Path) -> dict[str, object]:
    corpus, *_ = read_corpus(CorpusFolder())
    entries = [(unit.id, unit.text) for edition in corpus.editions for unit in edition.units]
    queries = [line.split("\t")[1] for line in TOPICS.read_text().splitlines()]
    encoder = open_encoder()
    loading = seconds(encoder.load)
    cache = VectorCache(folder / "cache", encoder.model)
    start = time.perf_counter()
    done = write(folder / "first", entries, encoder, cache)
    first = time.perf_counter() - start
    second = seconds(lambda: write(folder / "second", entries, encoder, cache))
    texts = dict(entries)
    searcher = Searcher(folder / "first", texts.__getitem__, lambda: encoder)
    searcher.search("warm up")
    warm: dict[str, dict[str, float]] = {
        str(mode): percentiles(
            [seconds(lambda q=q, m=mode: searcher.search(q, 10, m)) for q in queries]
        )
        for mode in Mode
    }
    warm["encode the query"] = percentiles(
        [seconds(lambda q=q: searcher.encode(q)) for q in queries]
    )
    return {
        "units": done.units,
        "passages": done.passages,
        "model loaded, s": round(loading, 2),
        "first write, s": round(first, 2),
        "passages encoded a second": round(done.encoded_passages / first, 1),
        "second write, s": round(second, 2),
        "cold start by words, s": round(cold_start(folder / "first"), 3),
        "warm query, ms": warm,
        "memory of this process at most, MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        // 1024,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    as_json = parser.parse_args().json
    with tempfile.TemporaryDirectory() as folder:
        figures = measure(Path(folder))
    if as_json:
        print(json.dumps(figures, indent=1))
        return
    for name, value in figures.items():
        print(f"{name:36} {value}")


if __name__ == "__main__":
    main()
