"""corpus/redirects.toml: its shape, and that the schema finds what is wrong."""

import json
import tomllib
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import corpus

SCHEMA = json.loads(corpus.root.joinpath("schema/redirects.schema.json").read_text("utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA, format_checker=Draft202012Validator.FORMAT_CHECKER)
GOOD = {
    "from": "compact:para_99",
    "to": "compact:para_1",
    "date": "2026-11-22",
    "reason": "The paragraph was numbered twice.",
}


def test_the_file_is_as_its_schema_says() -> None:
    table = tomllib.loads(corpus.root.joinpath("redirects.toml").read_text("utf-8"))
    assert [error.message for error in VALIDATOR.iter_errors(table)] == []


@pytest.mark.parametrize("name", ["compact", "compact:para_1__point_a_2", "who/guidance/2021/old"])
def test_names_that_can_be_withdrawn(name: str) -> None:
    assert VALIDATOR.is_valid({"redirect": [{**GOOD, "from": name}]})


@pytest.mark.parametrize(
    "changed",
    [
        {"from": "a b"},
        {"from": "https://example.org/a"},
        {"from": "compact:para_1/x"},
        {"to": "who/guidance/2021/old"},
        {"to": ""},
        {"date": "yesterday"},
        {"date": "2026-13-01"},
        {"reason": ""},
        {"reason": "No full stop at the end"},
        {"why": "A key that there is not."},
    ],
)
def test_the_schema_finds_what_is_wrong(changed: dict[str, Any]) -> None:
    assert not VALIDATOR.is_valid({"redirect": [{**GOOD, **changed}]})
