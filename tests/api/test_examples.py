"""The OpenAPI document shows what is really answered: every operation, every parameter.

The examples are recorded (tools/api_examples.py). Here each is held to the schema of its operation,
and to the form of what the real build answers to the same request.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from itertools import chain
from typing import Any
from unittest.mock import Mock

import pytest
from jsonschema import Draft202012Validator
from rdflib import Graph
from starlette.testclient import TestClient

from api.app import create_app
from api.documented import operations, recorded, stated
from indexer.read import Index
from tests.api.clients import running
from tools.api_examples import FOLDER, asked, sent

DOCUMENT = create_app(Mock(spec=Index)).openapi()
OPERATIONS = dict(operations(DOCUMENT))
EXAMPLES = {file: (operation, example) for file, operation, example in asked()}
WITHOUT = {"GET /dump.nq.gz", "GET /dump.jsonl.gz"}
"""Operations that answer with a file in gzip."""
OPAQUE = {"cursor"}


@pytest.fixture(scope="module")
def real(real_index: Index) -> Iterator[TestClient]:
    """A client of the service over the real build, its model loaded."""
    with running(real_index) as client:
        yield client


def differences(kept: Any, found: Any, at: str = "") -> list[str]:
    """Where two JSON values are of different forms; what is null or empty in one fits anything.

    Members that are named by identifiers, such as `backing` of a traced draft, are items of a list.
    """
    if kept in (None, [], {}) or found in (None, [], {}):
        return []
    if isinstance(kept, dict) and isinstance(found, dict):
        if any(":" in key for key in (*kept, *found)):
            return differences(list(kept.values()), list(found.values()), at)
        own = [f"{at}.{key}" for key in kept.keys() ^ found.keys()]
        inner = (differences(kept[key], found[key], f"{at}.{key}") for key in kept if key in found)
        return [*own, *chain.from_iterable(inner)]
    if isinstance(kept, list) and isinstance(found, list):
        return differences(kept[0], found[0], f"{at}[]")
    alike = isinstance(kept, int | float) and isinstance(found, int | float)
    return [] if alike or type(kept) is type(found) else [at]


@pytest.mark.parametrize(
    ("kept", "found", "where"),
    [
        ({"a": 1}, {"a": 2.5}, []),
        ({"a": 1}, {"b": 1}, [".a", ".b"]),
        ({"a": [{"b": 1}]}, {"a": [{"b": "c"}]}, [".a[].b"]),
        ({"a": None}, {"a": {"b": 1}}, []),
        ({"x:a": {"b": 1}}, {"y:c": {"d": 1}}, ["[].b", "[].d"]),
    ],
)
def test_forms_are_compared(kept: Any, found: Any, where: list[str]) -> None:
    assert sorted(differences(kept, found)) == where


def test_what_is_said_is_said_of_operations_and_files_that_there_are() -> None:
    assert set(stated()["operation"]) == set(OPERATIONS)
    assert {file.name for file in FOLDER.iterdir()} == set(EXAMPLES)
    tags = {tag for own in OPERATIONS.values() for tag in own["tags"]}
    assert {tag["name"] for tag in DOCUMENT["tags"]} == tags
    used = {p["name"] for own in OPERATIONS.values() for p in own.get("parameters", ())}
    assert set(stated()["parameters"]) == used - OPAQUE


@pytest.mark.parametrize("name", OPERATIONS)
def test_an_operation_is_described_and_shown(name: str) -> None:
    own = OPERATIONS[name]
    assert own["summary"] == stated()["operation"][name]["summary"]
    assert own["operationId"].isalnum()
    assert own["description"].endswith(".")
    for parameter in own.get("parameters", ()):
        assert parameter["description"]
        assert {"type": "null"} not in parameter["schema"].get("anyOf", ())
        assert ("example" in parameter) is (parameter["name"] not in OPAQUE)
    content = own["responses"]["200"]["content"]
    assert any("examples" in answer for answer in content.values()) is (name not in WITHOUT)


@pytest.mark.parametrize("name", [n for n, own in OPERATIONS.items() if "parameters" in own])
def test_the_examples_of_parameters_are_allowed(name: str) -> None:
    for parameter in OPERATIONS[name]["parameters"]:
        if "example" in parameter:
            schema = {**parameter["schema"], "components": DOCUMENT["components"]}
            valid = Draft202012Validator(schema).is_valid(parameter["example"])
            assert valid, (parameter["name"], parameter["example"])


def precise(schema: dict[str, Any]) -> list[dict[str, Any]]:
    """The schemas of a whole answer: of alternatives those that name a model of their own."""
    found = [own for own in schema.get("anyOf", (schema,)) if "$ref" in own]
    return [own for own in found if not own["$ref"].endswith(("/SomeItems", "/SomeLinks"))]


@pytest.mark.parametrize("file", [f for f in EXAMPLES if f.endswith(".json")])
def test_an_example_is_as_the_schema_of_its_operation(file: str) -> None:
    operation, example = EXAMPLES[file]
    if operation.isdecimal():
        schemas = [{"$ref": "#/components/schemas/Problem"}]
    else:
        media = example.get("type", "application/json")
        schema = OPERATIONS[operation]["responses"]["200"]["content"][media].get("schema", {})
        whole = precise(schema)
        schemas = [schema] if "fields=" in example["request"] or not whole else whole
    valid = [
        Draft202012Validator({**own, "components": DOCUMENT["components"]}).is_valid(recorded(file))
        for own in schemas
    ]
    assert any(valid)


@pytest.mark.parametrize("file", EXAMPLES)
def test_an_example_is_of_the_form_of_the_real_answer(real: TestClient, file: str) -> None:
    operation, example = EXAMPLES[file]
    response, kept = sent(real, example), recorded(file)
    assert response.status_code == (int(operation) if operation.isdecimal() else 200)
    kind = response.headers["content-type"].partition(";")[0]
    if file.endswith(".json"):
        assert differences(kept, response.json()) == []
    elif kind == "text/csv":
        head, *rows = csv.reader(io.StringIO(kept))
        assert head == next(csv.reader(io.StringIO(response.text)))
        assert all(len(row) == len(head) for row in rows)
    elif kind == "text/turtle":
        own, found = (Graph().parse(data=text, format="turtle") for text in (kept, response.text))
        assert set(own.predicates()) == set(found.predicates())
    else:
        assert kept.splitlines()[0].split()[-1] == response.text.splitlines()[0].split()[-1]
    if not operation.isdecimal():
        assert kind == example.get("type", "application/json")


def test_the_problems_are_shown_where_they_may_come() -> None:
    shown = [
        (status, answer["content"]["application/problem+json"])
        for own in OPERATIONS.values()
        for status, answer in own["responses"].items()
        if f"problem-{status}" in DOCUMENT["components"]["examples"]
    ]
    assert {status for status, _ in shown} == set(stated()["problem"])
    for status, content in shown:
        reference = {"$ref": f"#/components/examples/problem-{status}"}
        assert content["examples"] == {"problem": reference}
