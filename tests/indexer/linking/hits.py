"""How many of each unit's first ten suggestions editors linked, beside what was kept before.

    python -m tests.indexer.linking.hits INDEX            show gains and losses
    python -m tests.indexer.linking.hits INDEX --write    keep the present counts

The judgement of a unit never rests on its own links, so a change here is a change of the model, of
the registry or of other units' links.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter
from pathlib import Path

from indexer.read import Index, open_index

KEPT = Path(__file__).parents[2] / "golden" / "links" / "suggested_hits.tsv"
FIRST = 10


def counted(index: Index) -> dict[str, int]:
    """Return how many of the first suggestions of each unit with links editors linked."""
    linked = {(own.subject, own.target) for own in index.curated}
    hits = Counter(
        own.subject
        for own in index.suggestions
        if own.rank <= FIRST and (own.subject, own.target) in linked
    )
    return {unit: hits[unit] for unit in index.units if unit in index.curated_by_unit}


def kept() -> dict[str, int]:
    """Return the counts that were kept."""
    rows = csv.reader(KEPT.read_text(encoding="utf-8").splitlines()[1:], delimiter="\t")
    return {unit: int(hits) for unit, hits in rows}


def changes(before: dict[str, int], now: dict[str, int]) -> str:
    """Tell gains and losses, the greatest losses first."""
    moved = {unit: now.get(unit, 0) - hits for unit, hits in before.items()}
    lines = [f"{step:+d}  {unit}" for unit, step in sorted(moved.items(), key=_step) if step]
    total = f"{sum(now.values())} hits, {sum(before.values())} before"
    return "\n".join([total, *lines])


def _step(moved: tuple[str, int]) -> tuple[int, str]:
    return moved[1], moved[0]


def main() -> None:
    """Show, or write."""
    now = counted(open_index(Path(sys.argv[1])))
    if "--write" in sys.argv:
        lines = [f"{unit}\t{hits}" for unit, hits in now.items()]
        KEPT.write_text("\n".join(["unit\thits", *lines]) + "\n", encoding="utf-8")
    print(changes(kept(), now))


if __name__ == "__main__":
    main()
