"""Whether the registry says what reference copies of the treaties say.

The copies are no part of this project. They are read from the folder that CLAUSEGRAPH_TREATIES
names, or else from ../shared/treaties beside the checkout: `index.csv` lists the copies with
title, year and date, `missing.csv` further titles without a copy, and each copy opens with its
title and mostly states the day of adoption in words.

Usage: compare_registry.py [--all]     exit code 0 agreement, 1 a difference, 2 no folder
"""

from __future__ import annotations

import argparse
import csv
import os
import re
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
REGISTRY = ROOT / "corpus" / "registry" / "instruments.toml"
AGREES, DIFFERS, ABSENT = "agrees", "differs", "absent"
NUMBERED = re.compile(r"ILO-[CR](\d{3})")
DAY_OF = re.compile(
    r"adopts?,?\s+this\s+(?P<day>[a-z -]+?)\s+day\s+of\s+(?P<month>[A-Z][a-z]+),?\s+"
    r"(?:of\s+)?(?:the\s+year\s+)?(?:of\s+)?(?P<year>[a-z, -]+?)(?:,|\s+the)\s"
)
MONTHS = "January February March April May June July August September October November December"
CARDINALS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
)
ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth "
    "thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth"
)
TENS = "ten twenty thirty forty fifty sixty seventy eighty ninety"
VALUES = {
    **{word: value * 10 for value, word in enumerate(TENS.split(), 1)},
    **{
        word: value
        for words in (CARDINALS, ORDINALS)
        for value, word in enumerate(words.split(), 1)
    },
    "twentieth": 20,
    "thirtieth": 30,
}


@dataclass(frozen=True, slots=True)
class Row:
    """One fact of one instrument: what the registry says, what the reference says, and whether
    they agree."""

    id: str
    fact: str
    outcome: str
    registry: str
    reference: str


def treaties_folder() -> Path | None:
    """The folder of reference copies, or None where there is none."""
    named = os.environ.get("CLAUSEGRAPH_TREATIES")
    folder = Path(named) if named else ROOT.parent / "shared" / "treaties"
    return folder if (folder / "index.csv").is_file() else None


def load_registry(path: Path = REGISTRY) -> list[dict[str, Any]]:
    """The instruments of the registry as their file holds them."""
    with path.open("rb") as file:
        tables: list[dict[str, Any]] = tomllib.load(file)["instrument"]
    return tables


def compare(registry: Sequence[Mapping[str, Any]], folder: Path) -> list[Row]:
    """Every fact that the folder states, compared, in the order of its lists."""
    by_reference = {item["reference"]: item for item in registry if "reference" in item}
    index = _read(folder / "index.csv")
    rows = [row for entry in index for row in _entry(entry, by_reference, folder)]
    known = {entry["id"] for entry in index}
    rows += [
        Row(item["id"], "reference", DIFFERS, name, "no such copy")
        for name, item in by_reference.items()
        if name not in known
    ]
    rows += [row for entry in _read(folder / "missing.csv") for row in _listed(entry, registry)]
    return rows


def _read(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file, none where the file is missing."""
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _entry(
    entry: Mapping[str, str], registry: Mapping[str, Mapping[str, Any]], folder: Path
) -> Iterator[Row]:
    """The facts of one line of the index and of its copy."""
    item = registry.get(entry["id"])
    if item is None:
        yield Row(entry["id"], "instrument", ABSENT, "", entry["title"])
        return
    facts = [("title", entry["title"]), ("year", entry["year"])]
    if number := NUMBERED.fullmatch(entry["id"]):
        facts.append(("number", str(int(number[1]))))
    if entry["adopted"]:
        basis = entry["adopted_basis"] or "adopted"
        facts.append(("adopted" if basis == "adopted" else "signed", entry["adopted"]))
    facts += _copy_facts(folder / entry["file"])
    for fact, stated in facts:
        yield _row(item, fact, stated)


def _copy_facts(path: Path) -> Iterator[tuple[str, str]]:
    """What a copy says of itself: its heading, and the day of adoption where it is in words."""
    text = path.read_text(encoding="utf-8")
    yield "title", text.partition("\n")[0].removeprefix("# ").strip()
    if (found := DAY_OF.search(text)) and (date := _date(found)):
        yield "adopted", date


def _date(found: re.Match[str]) -> str | None:
    """An ISO date from a day, month and year in words, None where a word is not a number."""
    day, year = _value(found["day"]), _value(found["year"])
    months = MONTHS.split()
    if day is None or year is None or found["month"] not in months:
        return None
    return f"{year:04d}-{months.index(found['month']) + 1:02d}-{day:02d}"


def _value(words: str) -> int | None:
    """`one thousand nine hundred and eighty-one` as 1981; None where a word is no number."""
    total = part = 0
    for word in re.split(r"[\s,-]+", words.strip()):
        if word == "thousand":
            total, part = total + part * 1000, 0
        elif word == "hundred":
            part *= 100
        elif word in VALUES:
            part += VALUES[word]
        elif word != "and":
            return None
    return total + part


def _listed(entry: Mapping[str, str], registry: Sequence[Mapping[str, Any]]) -> Iterator[Row]:
    """A title of which the folder has no copy: found by identifier for the ILO, else by title."""
    code = entry["id"].partition("-")[2]
    found = [i for i in registry if i["id"] == code and "ILO" in i["body"]]
    found = found or [i for i in registry if i["title"] == entry["title"]]
    if not found:
        yield Row(entry["id"], "instrument", ABSENT, "", entry["title"])
    for item in found[:1]:
        yield _row(item, "title", entry["title"])
        yield _row(item, "year", entry["year"])


def _row(item: Mapping[str, Any], fact: str, stated: str) -> Row:
    """One fact compared; a typographic apostrophe is no difference."""
    own = str(item.get(fact, ""))
    same = own.replace("’", "'") == stated.replace("’", "'")
    outcome = AGREES if same else DIFFERS if own else ABSENT
    return Row(item["id"], fact, outcome, own, stated)


def report(rows: Sequence[Row], *, everything: bool = False) -> str:
    """A table of what differs or is absent (or of every fact), and how many of each."""
    shown = [row for row in rows if everything or row.outcome != AGREES]
    lines = [f"{'id':<26} {'fact':<10} {'outcome':<8} registry | reference"] if shown else []
    lines += [
        f"{row.id:<26} {row.fact:<10} {row.outcome:<8} {row.registry} | {row.reference}"
        for row in shown
    ]
    facts = Counter((row.fact, row.outcome) for row in rows)
    lines.append(f"{'fact':<10} {AGREES:>8} {DIFFERS:>8} {ABSENT:>8}")
    for fact in dict.fromkeys(row.fact for row in rows):
        counts = " ".join(f"{facts[fact, outcome]:>8}" for outcome in (AGREES, DIFFERS, ABSENT))
        lines.append(f"{fact:<10} {counts}")
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the report; the exit code is 0, 1 (a difference or an absence) or 2 (no folder)."""
    parser = argparse.ArgumentParser(description="Compare the registry with reference copies.")
    parser.add_argument("--all", action="store_true", help="show the facts that agree, too")
    options = parser.parse_args(arguments)
    folder = treaties_folder()
    if folder is None:
        print("No reference copies: name their folder in CLAUSEGRAPH_TREATIES.", file=sys.stderr)
        return 2
    rows = compare(load_registry(), folder)
    print(report(rows, everything=options.all))
    return 1 if any(row.outcome != AGREES for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
