"""Load a real service: mixed traffic, runaway queries in between, and memory over time.

    python benchmarks/bench_load.py [--seconds 60] [--clients 4] [--workers 2] [--index DIR]
    python benchmarks/bench_load.py --soak [--seconds 600]

The first runs the mix for half of the time alone, then for half with two clients that throw runaway
queries, and prints latencies side by side, errors (none is right), and how the runaways ended. The
second runs the mix alone, opens the build anew now and then, and prints memory by tenths of the
time. Memory is that of all processes of the service, shared pages counted once (PSS).
Exit code 1 where a request of the mix failed, or a runaway was answered other than by a problem.
"""

from __future__ import annotations

import argparse
import json
import signal
import statistics
import sys
import time
from collections import Counter
from pathlib import Path

from load.clients import MIX, Thrown, under_load
from load.service import TIMEOUT, Service, serving


def percentile(values: list[float], share: float) -> float:
    """Return the value below which such a share lies."""
    ordered = sorted(values)
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)]


def loaded(service: Service, options: argparse.Namespace) -> int:
    """Load the service, half of the time with runaways; print, and return the exit code."""
    under_load(service, options.clients, 20, None)
    half, thrown = options.seconds / 2, Thrown()
    alone = under_load(service, options.clients, half, None)
    beside = under_load(service, options.clients, half, thrown)
    print(f"{options.clients} clients, {options.workers} workers, {half:g} s each:")
    print("| request | alone: n | p50 ms | p99 ms | with runaways: n | p50 ms | p99 ms |")
    print("|---|---|---|---|---|---|---|")
    for name, *_ in MIX:
        cells = [
            f"{len(own)} | {statistics.median(own):.1f} | {percentile(own, 0.99):.1f}"
            if own
            else "0 | – | –"
            for own in (alone.milliseconds.get(name), beside.milliseconds.get(name))
        ]
        print(f"| {name} | {' | '.join(cells)} |")
    errors = alone.errors + beside.errors
    print(
        f"\nErrors in the mix: {sum(errors.values())}. {dict(errors) if errors else ''}".rstrip(),
        end="\n\n",
    )
    print(f"| runaway (limit {TIMEOUT} s) | answers by status | slowest s |")
    print("|---|---|---|")
    for name, statuses in thrown.ended.items():
        told = ", ".join(f"{count} × {status}" for status, count in statuses.items())
        print(f"| {name} | {told} | {thrown.slowest[name]:.1f} |")
    workers, queries = service.megabytes()
    print(f"\nMemory at the end: {workers:.0f} MB in workers, {queries:.0f} MB for SPARQL.")
    for wrong, count in thrown.wrong.items():
        print(f"{count} × {wrong}")
    return 1 if errors or thrown.wrong else 0


def soaked(service: Service, options: argparse.Namespace) -> int:
    """Load the service for long; print its memory by tenths, and return the exit code."""
    under_load(service, options.clients, 30, None)
    tenth, rows, answered, errors = options.seconds / 10, [], 0, Counter[str]()
    print("| seconds | requests so far | workers MB | SPARQL MB |\n|---|---|---|---|")
    for n in range(10):
        load = under_load(service, options.clients, tenth, None)
        answered += sum(map(len, load.milliseconds.values()))
        errors += load.errors
        if n == 4:
            service.process.send_signal(signal.SIGHUP)
            time.sleep(10)
        rows.append(service.megabytes())
        cells = " | ".join(f"{own:.0f}" for own in rows[-1])
        print(f"| {tenth * (n + 1):g} | {answered} | {cells} |", flush=True)
    growth = ", ".join(
        f"{last - first:+.0f} MB" for first, last in zip(rows[0], rows[-1], strict=True)
    )
    print(f"\nErrors: {sum(errors.values())}. {json.dumps(errors) if errors else ''}".rstrip())
    print(f"The build was opened anew after half of the time. Growth: {growth}.")
    return 1 if errors else 0


def main() -> int:
    """Serve, load, print; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--clients", type=int, default=4)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--index", type=Path, default=Path("index"))
    parser.add_argument("--soak", action="store_true", help="memory over time, without runaways")
    options = parser.parse_args()
    with serving(options.index, options.workers) as service:
        return (soaked if options.soak else loaded)(service, options)


if __name__ == "__main__":
    sys.exit(main())
