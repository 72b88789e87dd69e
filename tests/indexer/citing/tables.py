"""The hand-made tables of tests/golden/cite."""

import csv
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "golden" / "cite"


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a table; no cell is quoted."""
    with (FOLDER / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
