"""The framework of the Compact: its data has the right form and is what paragraph 22 prints."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import jsonschema
import pytest

CORPUS = Path(__file__).resolve().parents[2] / "corpus"


@pytest.fixture(scope="module")
def framework() -> dict[str, Any]:
    with (CORPUS / "registry" / "framework.toml").open("rb") as file:
        return tomllib.load(file)


@pytest.fixture(scope="module")
def compact() -> str:
    return (CORPUS / "sources" / "compact.txt").read_text(encoding="utf-8")


def test_it_fits_its_schema(framework: dict[str, Any]) -> None:
    schema = json.loads((CORPUS / "schema" / "framework.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    errors = jsonschema.Draft202012Validator(schema).iter_errors(framework)
    assert [error.message for error in errors] == []


def test_the_ten_elements_are_numbered_from_one(framework: dict[str, Any]) -> None:
    assert [element["number"] for element in framework["element"]] == list(range(1, 11))


def test_every_element_has_a_section_of_its_own_and_a_known_area(
    framework: dict[str, Any],
) -> None:
    areas = [area["id"] for area in framework["area"]]
    assert len(set(areas)) == 4
    assert {element["area"] for element in framework["element"]} == set(areas)
    assert len({element["section"] for element in framework["element"]}) == 10


def test_the_areas_stand_in_the_order_of_paragraph_22(
    framework: dict[str, Any], compact: str
) -> None:
    paragraph = compact[compact.index("\n22. ") : compact.index("\n23. ")]
    printed = re.findall(r"- \*\*([^*]+):\*\*", paragraph)
    assert [area["label"] for area in framework["area"]] == printed


def test_paragraph_22_numbers_the_elements_within_these_areas(
    framework: dict[str, Any], compact: str
) -> None:
    paragraph = compact[compact.index("\n22. ") : compact.index("\n23. ")]
    bullets = re.split(r"\n- \*\*", paragraph)[1:]
    by_area = {
        bullet.partition(":")[0]: {int(n) for n in re.findall(r"\b(\d+)\) ", bullet)}
        for bullet in bullets
    }
    labels = {area["id"]: area["label"] for area in framework["area"]}
    stated: dict[str, set[int]] = {}
    for element in framework["element"]:
        stated.setdefault(labels[element["area"]], set()).add(element["number"])
    assert stated == by_area


def test_each_element_bears_the_heading_of_its_section(
    framework: dict[str, Any], compact: str
) -> None:
    for element in framework["element"]:
        heading = re.compile(rf"^{re.escape(element['section'])} (.+)$", re.MULTILINE)
        assert heading.findall(compact) == [element["label"]]
