"""Time the reading of citations: ordinary texts, and texts made to be slow.

    python benchmarks/bench_citations.py [--json] [--megabyte]

Prints megabytes and mentions a second. Hostile texts have 100 000 characters and are then read at
twice the length: a time that doubles is linear. With --megabyte they have a million.
"""

from __future__ import annotations

import argparse
import json
import time
from typing import Any

from indexer.citations import extract
from indexer.corpus_io import CorpusFolder, read_corpus
from indexer.registry import Registry, read_registry

HOSTILE = {
    "nested brackets": "(",
    "lettered brackets": "Article 1(a)(a)",
    "digits": "1",
    "a list of articles": "Article 1, 1, 1, ",
    "ranges": "Articles 1-80 of C155 ",
    "No. No. No.": "No. ",
    "a list of conventions": "Conventions Nos. 1, 87, ",
    "codes": "C155 ",
    "descriptions": "the Convention ",
    "ibid.": "Ibid. ",
    "capitals": "Aaa ",
    "titles cut short": "Convention on the Rights of ",
    "names cut short": "Occupational Safety and Health ",
    "definitions": "C155 (“the Code”) ",
    "blank lines": "\n",
    "emphasis": "*",
}


def timed(text: str, registry: Registry) -> tuple[float, int]:
    """Return the seconds that a text takes, and how many mentions are found in it."""
    start = time.perf_counter()
    found = len(extract(text, registry))
    return time.perf_counter() - start, found


def row(name: str, text: str, registry: Registry) -> dict[str, Any]:
    """Return the figures of one text."""
    seconds, found = timed(text, registry)
    return {
        "text": name,
        "kilobytes": round(len(text.encode()) / 1000),
        "seconds": round(seconds, 2),
        "megabytes_per_second": round(len(text.encode()) / 1e6 / seconds, 2),
        "mentions_per_second": round(found / seconds),
    }


def ordinary(registry: Registry, texts: dict[str, str]) -> dict[str, Any]:
    """Return the figures of the texts of the corpus."""
    return row(
        "the five texts of the corpus, four times", "\n\n".join(texts.values()) * 4, registry
    )


def hostile(registry: Registry, size: int) -> list[dict[str, Any]]:
    """Return the figures of each hostile text of so many characters, and of one twice as long."""
    rows = []
    for name, piece in HOSTILE.items():
        text = piece * (size // len(piece))
        one = row(name, text, registry)
        double, _ = timed(text * 2, registry)
        rows.append({**one, "twice_the_text": round(double / max(one["seconds"], 0.01), 1)})
    return rows


def main() -> None:
    """Measure and print, a line for each text."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--megabyte", action="store_true")
    options = parser.parse_args()
    corpus, _, texts = read_corpus(CorpusFolder())
    registry = read_registry(CorpusFolder(), corpus)
    rows = [
        ordinary(registry, texts),
        *hostile(registry, 1_000_000 if options.megabyte else 100_000),
    ]
    for one in rows:
        print(json.dumps(one) if options.json else "  ".join(f"{k}: {v}" for k, v in one.items()))


if __name__ == "__main__":
    main()
