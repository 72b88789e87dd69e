"""How far two independent passes over the links agree: Jaccard and Cohen's kappa.

Each pass is a table of tab-separated values with the columns subject_id and object_id; a pair of
them is a link that the pass makes. Refusals, in tables of the same columns, are pairs that a pass
has looked at and not made. Kappa needs to know what both might have linked, so it is given twice:
over the pairs that any of the tables names, where nearly every pair was made by one of the two and
kappa is hard on both; and over every pair of a subject that occurs with every provision of the
registry, where both agree on the great mass that neither made.

    python tools/compare_passes.py A.tsv B.tsv --refused rejectedA.tsv --refused rejectedB.tsv
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from indexer.corpus_io import CorpusFolder, read_facts

Pairs = frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Agreement:
    """How two passes divide a universe of pairs."""

    both: int
    first: int
    second: int
    neither: int

    @property
    def jaccard(self) -> float:
        """Share of what either made that both made; 1 where neither made any."""
        made = self.both + self.first + self.second
        return self.both / made if made else 1.0

    @property
    def kappa(self) -> float:
        """Cohen's kappa (https://doi.org/10.1177/001316446002000104); 1 for full agreement."""
        total = self.both + self.first + self.second + self.neither
        if not total:
            return 1.0
        observed = (self.both + self.neither) / total
        yes = (self.both + self.first) * (self.both + self.second)
        no = (self.neither + self.first) * (self.neither + self.second)
        expected = (yes + no) / total**2
        return (observed - expected) / (1 - expected) if expected < 1 else 1.0


def agreement(first: Pairs, second: Pairs, universe: int) -> Agreement:
    """Return how two sets of pairs agree among as many as `universe` counts."""
    both = len(first & second)
    return Agreement(both, len(first) - both, len(second) - both, universe - len(first | second))


def read_pairs(path: Path) -> Pairs:
    """Return the pairs of a table; lines that begin with # are left out."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        lines = (line for line in stream if not line.startswith("#"))
        table = csv.DictReader(lines, delimiter="\t")
        return frozenset((row["subject_id"], row["object_id"]) for row in table)


def predicates(path: Path) -> dict[tuple[str, str], str]:
    """Return the predicate of each pair of a table."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        table = csv.DictReader(stream, delimiter="\t")
        return {(row["subject_id"], row["object_id"]): row["predicate"] for row in table}


def compared(first: Pairs, second: Pairs, refused: Iterable[Pairs]) -> dict[str, Agreement]:
    """Return the agreement over both universes, by what the universe is."""
    named = first | second | frozenset().union(*refused)
    subjects = {subject for subject, _ in named}
    provisions = len(read_facts(CorpusFolder()).provisions)
    return {
        f"pairs that a pass or a refusal names ({len(named)})": agreement(
            first, second, len(named)
        ),
        f"{len(subjects)} units × {provisions} registered provisions": agreement(
            first, second, len(subjects) * provisions
        ),
    }


def main() -> None:
    """Print the agreement of two passes."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("first", type=Path)
    parser.add_argument("second", type=Path)
    parser.add_argument("--refused", type=Path, action="append", default=[])
    given = parser.parse_args()
    first, second = read_pairs(given.first), read_pairs(given.second)
    refused = [read_pairs(path) for path in given.refused]
    table = Table("universe", "both", "first", "second", "neither", "Jaccard", "kappa", box=None)
    for name, own in compared(first, second, refused).items():
        counts = (own.both, own.first, own.second, own.neither)
        table.add_row(name, *map(str, counts), f"{own.jaccard:.3f}", f"{own.kappa:.3f}")
    out = Console(highlight=False)
    out.print(table)
    one, two = predicates(given.first), predicates(given.second)
    same = sum(one[pair] == two[pair] for pair in first & second)
    out.print(f"Of the {len(first & second)} pairs of both, {same} have the same predicate.")


if __name__ == "__main__":
    main()
