"""What the treaty profile finds in reference copies of real treaties: counts by instrument.

The copies are no part of this project. They are read from the folder that is named, or that
CLAUSEGRAPH_TREATIES names, or else from ../shared/treaties beside the checkout; `index.csv` lists
them. A copy that does not parse or tile whole is named with its error.

Usage: parse_treaties.py [--json] [FOLDER]     exit code 0 all parse, 1 one does not, 2 no folder
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from indexer.corpus_io import CorpusFolder, read_facts
from indexer.errors import ClausegraphError
from indexer.model import Unit
from indexer.parsing.parse import Document, Part, parse_document
from indexer.parsing.profiles import Profile

PROFILE = "treaty"
PARAGRAPHS = frozenset({"paragraph", "article-paragraph", "operative-paragraph"})


@dataclass(frozen=True, slots=True)
class Counts:
    """How many units of each sort one instrument has."""

    id: str
    articles: int
    """Articles of the main text; a Recommendation has numbered Paragraphs instead."""
    annexed: int
    """Articles of annexes, whose numbers start again."""
    other: int
    """Other headed provisions: Regulations, Standards, Guidelines."""
    paragraphs: int
    """Paragraphs with a printed number, wherever they stand."""
    items: int
    """Items with a printed label."""
    units: int


def treaties_folder(named: str | None = None) -> Path | None:
    """The folder of reference copies, or None where there is none."""
    named = named or os.environ.get("CLAUSEGRAPH_TREATIES")
    beside = Path(__file__).resolve().parents[2] / "shared" / "treaties"
    folder = Path(named) if named else beside
    return folder if (folder / "index.csv").is_file() else None


def listed(folder: Path) -> list[dict[str, str]]:
    """The rows of the folder's index, one for each instrument."""
    with (folder / "index.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def parse(
    folder: Path, row: Mapping[str, str], profiles: Mapping[str, Profile]
) -> tuple[str, tuple[Unit, ...]]:
    """Parse one copy; return its text and its units.

    Raises InputError where the text does not tile.
    """
    text = (folder / row["file"]).read_text(encoding="utf-8")
    part = Part(row["id"], PROFILE)
    document = Document(row["file"], text, (part,), {row["id"]: row["title"]}, paged=False)
    return text, parse_document(document, profiles, {}).instruments[row["id"]].units


def count(name: str, units: Sequence[Unit]) -> Counts:
    """Count the units of an instrument."""
    articles = [unit.eid.split("__") for unit in units if unit.kind == "article"]
    own = [steps for steps in articles if steps[-1].startswith("art_")]
    main = sum(len(steps) == 1 for steps in own)
    labelled = [unit.kind for unit in units if unit.printed_label]
    paragraphs = sum(kind in PARAGRAPHS for kind in labelled)
    items = labelled.count("point")
    other = len(articles) - len(own)
    return Counts(name, main, len(own) - main, other, paragraphs, items, len(units))


def count_all(folder: Path) -> Iterator[Counts | ClausegraphError]:
    """Yield the counts of each listed copy, or the error with which it failed."""
    profiles = read_facts(CorpusFolder()).profiles
    for row in listed(folder):
        try:
            yield count(row["id"], parse(folder, row, profiles)[1])
        except ClausegraphError as error:
            yield error


def table(rows: Sequence[Counts]) -> str:
    """The counts as a table with their sums."""
    names = [field.name for field in fields(Counts)]
    sums = [sum(getattr(row, name) for row in rows) for name in names[1:]]
    lines = [names, *([str(value) for value in asdict(row).values()] for row in rows)]
    lines.append([f"{len(rows)} texts", *map(str, sums)])
    return "\n".join(f"{line[0]:<26}" + "".join(f"{v:>11}" for v in line[1:]) for line in lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the counts; the exit code is 0, 1 (a text does not parse) or 2 (no folder)."""
    parser = argparse.ArgumentParser(description="Parse reference treaties and count their units.")
    parser.add_argument("folder", nargs="?", help="the folder with index.csv and the texts")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    options = parser.parse_args(arguments)
    folder = treaties_folder(options.folder)
    if folder is None:
        print("No reference copies: name their folder in CLAUSEGRAPH_TREATIES.", file=sys.stderr)
        return 2
    found = list(count_all(folder))
    rows = [row for row in found if isinstance(row, Counts)]
    print(json.dumps([asdict(row) for row in rows], indent=1) if options.json else table(rows))
    failures = [error for error in found if isinstance(error, ClausegraphError)]
    for error in failures:
        print(error, file=sys.stderr)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
