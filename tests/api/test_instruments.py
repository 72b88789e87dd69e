"""`/v1/instruments` and `/v1/elements`."""

import pytest
from starlette.testclient import TestClient

from indexer.read import Index
from tests.api.problems import problem


def test_the_instruments_with_text(client: TestClient, index: Index) -> None:
    listed = client.get("/v1/instruments").json()
    assert [item["id"] for item in listed["items"]] == ["compact", "letter"]
    assert (listed["total"], listed["build"]) == (2, index.build)
    assert listed["items"][0] == index.instrument_json(index.instrument("compact"))


def test_every_registered_instrument(client: TestClient) -> None:
    listed = client.get("/v1/instruments", params={"all": "true"}).json()
    assert [item["id"] for item in listed["items"]] == ["compact", "letter", "T001"]
    assert listed["items"][2]["editions"] == []


def test_an_instrument_with_its_rights(client: TestClient) -> None:
    found = client.get("/v1/instruments/compact").json()
    assert found["units"] == 9
    assert found["cite_as"] == "Rules for safe work"
    assert found["editions"][0]["rights"] == "Nobody reserves any."
    assert client.get("/v1/instruments/T001").json()["cite_as"] == "Safe Work Treaty, 2001"


def test_an_unknown_instrument_is_told_with_the_nearest(client: TestClient) -> None:
    assert problem(client.get("/v1/instruments/t001"), 404)["nearest"] == ["T001"]


def test_the_elements(client: TestClient, index: Index) -> None:
    listed = client.get("/v1/elements").json()
    assert [(e["number"], e["label"]) for e in listed["items"]] == [(1, "Hazards"), (2, "Uniforms")]
    assert (listed["total"], listed["build"]) == (2, index.build)
    assert client.get("/v1/elements/1").json() == listed["items"][0]
    assert listed["items"][1]["units"] == {"paragraph": 1, "section": 1}
    assert listed["items"][0]["area"] == {"id": "harm", "label": "Preventing harm"}


def test_an_unknown_element_is_told(client: TestClient) -> None:
    assert "1 to 2" in problem(client.get("/v1/elements/3"), 404)["mend"]


@pytest.mark.parametrize(
    ("path", "parameter"), [("/v1/elements/one", "number"), ("/v1/instruments?all=maybe", "all")]
)
def test_a_wrong_parameter_is_named(client: TestClient, path: str, parameter: str) -> None:
    assert f"'{parameter}'" in problem(client.get(path), 422)["detail"]
