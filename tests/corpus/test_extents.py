"""How far the articles of instruments run: form, and agreement with what is known elsewhere."""

from __future__ import annotations

import csv
import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tools.format_registry import canonical

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
FILE = CORPUS / "registry" / "extents.toml"
SCHEMA = json.loads((CORPUS / "schema/extents.schema.json").read_text(encoding="utf-8"))
EXTENTS: list[dict[str, Any]] = tomllib.loads(FILE.read_text(encoding="utf-8"))["extent"]
INSTRUMENTS: dict[str, dict[str, Any]] = {
    own["id"]: own
    for own in tomllib.loads((CORPUS / "registry/instruments.toml").read_text(encoding="utf-8"))[
        "instrument"
    ]
}
LETTERED = {"ESC-1996": 15}
"""Articles in letters, which the reference counts and an extent does not."""


def test_the_file_has_its_form() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    Draft202012Validator(SCHEMA).validate({"extent": EXTENTS})
    text = FILE.read_text(encoding="utf-8")
    assert canonical(text, SCHEMA) == text


def test_each_is_of_one_registered_instrument() -> None:
    names = [own["instrument"] for own in EXTENTS]
    assert len(names) == len(set(names)) > 120
    assert set(names) <= INSTRUMENTS.keys()
    for own in EXTENTS:
        recommendation = INSTRUMENTS[own["instrument"]]["kind"] == "recommendation"
        assert (own["type"] == "para") == recommendation


@pytest.mark.parametrize("own", EXTENTS, ids=lambda own: own["instrument"])
def test_no_registered_provision_is_beyond(own: dict[str, Any]) -> None:
    path = CORPUS / "registry" / "provisions" / f"{own['instrument']}.toml"
    if not path.is_file():
        return
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    tops = (re.match(rf"{own['type']}_(\d+)", p["eid"]) for p in table["provision"])
    assert all(int(top[1]) <= own["last"] for top in tops if top)


def test_they_agree_with_the_reference_copies(treaties: Path) -> None:
    by_reference = {
        own["reference"]: own["id"] for own in INSTRUMENTS.values() if "reference" in own
    }
    with (treaties / "index.csv").open(encoding="utf-8", newline="") as file:
        counted = {by_reference[row["id"]]: int(row["articles"]) for row in csv.DictReader(file)}
    stated = {own["instrument"]: own["last"] for own in EXTENTS if own["basis"] == "text"}
    assert stated.keys() <= counted.keys()
    assert stated == {name: counted[name] - LETTERED.get(name, 0) for name in stated}
