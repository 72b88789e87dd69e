"""SPARQL, ours against others: latency, throughput, the cost of the bounds, the end of a runaway.

    python benchmarks/bench_sparql.py [--index DIR] [--copies N] [--seconds S] [--json]

The same eight queries, over the same graph, in one run, for:

    in process   pyoxigraph called directly, the answer serialised
    pool         the same in a process that can be stopped, without HTTP
    ours         this service over HTTP
    oxigraph     the server of PyPI's `oxigraph`, read-only, over HTTP
    rdflib       rdflib-endpoint over rdflib's memory store, over HTTP

once over the graph of the build, and once over copies of it, each with names of its own, until
there are a million triples. The peers are installed into an environment of their own,
`.venv-bench`, which is made when it is not there. A query that an engine does not answer within a
minute has the reason in the place of its time. Figures are ratios to ours: on a busy machine the
times say little, and the ratios more.
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
from pathlib import Path
from typing import Any

from sparql.graphs import copied
from sparql.measured import CLIENTS, Measured, run

from indexer.publish import published, read_manifest

MILLION = 1_000_000


def shown(title: str, found: dict[str, Any]) -> None:
    """Print the figures over one graph."""
    latency: dict[str, dict[str, Measured]] = found["latency"]
    names = list(next(iter(latency.values())))
    print(f"\n{title}: median / 99th percentile in ms, and how many times ours\n")
    print(_line("query", names))
    print("|---" * (len(names) + 1) + "|")
    for query, row in latency.items():
        print(_line(query, [_cell(own, row["ours"]) for own in row.values()]))
    for what, unit in (("loading", "s"), ("memory", "MB")):
        print(_line(f"{what}, {unit}", [_figure(found[what][name]) for name in names]))
    rates: dict[str, float] = found["rates"]
    ours = rates["ours"] or float("nan")
    told = ", ".join(f"{n} {rate:.0f} (×{rate / ours:.2f})" for n, rate in rates.items())
    print(f"\nqueries a second, {CLIENTS} clients, the first four queries: {told}")
    both = [(row["pool"], row["in process"]) for row in latency.values()]
    costs = [pool.median - own.median for pool, own in both if pool.times and own.times]
    if costs:
        cost = statistics.median(costs)
        print(f"cost of the bounds, median over the queries: {cost:.2f} ms a query")
    own: dict[str, float] = found["runaway"]
    print(
        f"a runaway with 1 s ended {own['over']:.0f} ms after it; a short query took "
        f"{own['alone']:.2f} ms alone, {own['beside']:.2f} ms beside it (worst {own['worst']:.0f})",
        flush=True,
    )


def _line(first: str, cells: list[str]) -> str:
    return f"| {first} | {' | '.join(cells)} |"


def _cell(own: Measured, ours: Measured) -> str:
    if not own.times:
        return str(own.missing)
    times = f"{own.median:.2f} / {own.worst:.2f}"
    return f"{times} (×{own.median / ours.median:.2f})" if ours.times else times


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:.1f}"


def _plain(own: Measured) -> object:
    return own.times or own.missing


def main() -> None:
    """Measure over the build and over copies of it, and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--index", type=Path, default=Path("index"))
    parser.add_argument("--copies", type=int, help="copies of the graph; 1 for the build alone")
    parser.add_argument("--seconds", type=float, default=2.0, help="for each query and engine")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    build = published(given.index).resolve()
    quads = int(read_manifest(build)["figures"]["quads"])
    copies = given.copies or -(-MILLION // quads)
    found = {}
    for times in dict.fromkeys((1, copies)):
        title = "the build" if times == 1 else f"{times} copies of it"
        heading = f"{title} ({times * quads:,} quads)"
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            graph = build if times == 1 else copied(build, folder, times)
            found[heading] = run(graph, folder, given.seconds)
        if not given.json:
            shown(heading, found[heading])
    if given.json:
        print(json.dumps(found, default=_plain, indent=1))


if __name__ == "__main__":
    main()
