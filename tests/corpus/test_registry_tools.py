"""The registry's own tools: one form of writing, and the comparison with reference copies."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from indexer.errors import InputError
from tools import compare_registry, format_registry

ROOT = Path(__file__).resolve().parents[2]
FILE = ROOT / "corpus" / "registry" / "instruments.toml"
SCHEMA = json.loads((ROOT / "corpus/schema/instruments.schema.json").read_text(encoding="utf-8"))
INSTRUMENTS: list[dict[str, Any]] = tomllib.loads(FILE.read_text(encoding="utf-8"))["instrument"]


def test_all_files_are_in_canonical_form() -> None:
    text = FILE.read_text(encoding="utf-8")
    assert format_registry.canonical(text, SCHEMA) == text
    assert format_registry.main(["--check"]) == 0


def test_a_long_table_within_a_table_stands_below_it() -> None:
    schema = {"properties": {"list": {"type": "object"}}}
    many = "".join(f'w{number} = "word"\n' for number in range(20))
    short = '[list]\nand = ","\nto = { a = "b" }\n'
    assert format_registry.canonical(short, schema) == short
    long = f'[list]\nto = ["-"]\n\n[list.one]\n{many}'
    assert format_registry.canonical(long, schema) == long


def test_the_formatter_restores_the_order_of_tables_and_fields() -> None:
    head, *tables = FILE.read_text(encoding="utf-8").split("\n[[instrument]]\n")
    turned = ["\n".join(reversed(_fields(table))) for table in reversed(tables)]
    shuffled = "\n[[instrument]]\n".join([head, *(f"{table}\n" for table in turned)])
    assert shuffled != FILE.read_text(encoding="utf-8")
    assert format_registry.canonical(shuffled, SCHEMA) == FILE.read_text(encoding="utf-8")


def _fields(table: str) -> list[str]:
    """The fields of a table as text, a list over several lines being one field."""
    return re.findall(r"^\w+ = (?:\[\n(?:  .*\n)+\]|.*)", table, re.MULTILINE)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("url_template = {}\n# lost\n", "line 2: a comment"),
        ("colour = 1\n", "'colour' is not in the schema"),
        ("[[instrument]]\nyear = \n", "is not TOML"),
        ("[[instrument]]\npath = 'x'\nadopted = 2010-05-21\n", "holds text"),
    ],
)
def test_the_formatter_refuses_what_it_cannot_keep(text: str, complaint: str) -> None:
    with pytest.raises(InputError, match=complaint):
        format_registry.canonical(text, SCHEMA)


@pytest.fixture(scope="module")
def folder() -> Path:
    found: Path | None = compare_registry.treaties_folder()
    if found is None:
        pytest.skip("no reference copies: CLAUSEGRAPH_TREATIES names no folder")
    return found


def test_the_registry_agrees_with_the_reference_copies(folder: Path) -> None:
    rows = compare_registry.compare(INSTRUMENTS, folder)
    assert [row for row in rows if row.outcome != compare_registry.AGREES] == []
    assert len([row for row in rows if row.fact == "title"]) > 300


def test_what_is_called_verified_was_compared(folder: Path) -> None:
    compared = {(row.id, row.fact) for row in compare_registry.compare(INSTRUMENTS, folder)}
    for item in INSTRUMENTS:
        if "reference" not in item:
            continue
        dates = {"adopted", "signed", "in_force"} & item.keys() - set(item.get("unverified", []))
        missing = [fact for fact in ("title", "year", *dates) if (item["id"], fact) not in compared]
        assert missing == [], item["id"]


def comparison(tmp_path: Path, item: dict[str, Any], text: str) -> list[tuple[str, str]]:
    """The outcomes of comparing one instrument with one copy."""
    header = "id,title,year,adopted,file,adopted_basis\n"
    line = 'ILO-C900,"Tea Break Convention, 1981",1981,1981-06-22,x.md,adopted\n'
    (tmp_path / "index.csv").write_text(header + line, encoding="utf-8")
    (tmp_path / "x.md").write_text(text, encoding="utf-8")
    rows = compare_registry.compare([item], tmp_path)
    return [(row.fact, row.outcome) for row in rows]


COPY = (
    "# Tea Break Convention, 1981\n\nadopts this twenty-second day of June of the year "
    "one thousand nine hundred and eighty-one the following Convention"
)
TEA = {
    "id": "C900",
    "reference": "ILO-C900",
    "body": ["ILO"],
    "title": "Tea Break Convention, 1981",
    "year": 1981,
    "number": "900",
    "adopted": "1981-06-22",
}


def test_a_copy_is_compared_fact_by_fact(tmp_path: Path) -> None:
    facts = ["title", "year", "number", "adopted", "title", "adopted"]
    assert comparison(tmp_path, TEA, COPY) == [(fact, "agrees") for fact in facts]


@pytest.mark.parametrize(
    ("change", "outcome"),
    [
        ({"title": "Coffee Break Convention, 1981"}, ("title", "differs")),
        ({"year": 1982}, ("year", "differs")),
        ({"number": "901"}, ("number", "differs")),
        ({"adopted": "1981-06-23"}, ("adopted", "differs")),
        ({"reference": "ILO-C901"}, ("instrument", "absent")),
        ({"reference": "ILO-C901"}, ("reference", "differs")),
    ],
)
def test_a_difference_is_found(
    tmp_path: Path, change: dict[str, Any], outcome: tuple[str, str]
) -> None:
    assert outcome in comparison(tmp_path, {**TEA, **change}, COPY)


def test_the_report_shows_differences_and_counts(tmp_path: Path) -> None:
    comparison(tmp_path, TEA, COPY)
    report = compare_registry.report(compare_registry.compare([{**TEA, "year": 1982}], tmp_path))
    assert "C900                       year       differs  1982 | 1981" in report
    assert report.splitlines()[-1].split() == ["adopted", "2", "0", "0"]


def test_without_a_folder_the_comparison_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CLAUSEGRAPH_TREATIES", str(tmp_path))
    assert compare_registry.main([]) == 2
    assert "CLAUSEGRAPH_TREATIES" in capsys.readouterr().err
