"""`/v1/units/{id}`."""

import pytest
from starlette.testclient import TestClient

from indexer.read import Index
from tests.api.problems import problem


def test_every_unit_is_served_as_the_index_gives_it(client: TestClient, index: Index) -> None:
    for unit in index.units.values():
        response = client.get(f"/v1/units/{unit.id}")
        assert (response.status_code, response.json()) == (200, index.unit_json(unit))


def test_an_endnote_is_served_with_its_state(client: TestClient) -> None:
    assert client.get("/v1/units/compact:note_2").json() == {
        "id": "compact:note_2",
        "iri": "https://example.org/cg/who/guidance/2020/rules/note_2",
        "instrument": "compact",
        "kind": "endnote",
        "label": "2",
        "state": "text-absent",
        "text": None,
        "carried_by": ["compact:para_2__point_a"],
    }


def test_a_footnote_is_a_unit(client: TestClient) -> None:
    footnote = client.get("/v1/units/compact:fn_1").json()
    assert (footnote["kind"], footnote["text"]) == ("note", "Without loss of pay.")


@pytest.mark.parametrize(
    ("identifier", "near"),
    [
        ("compact:para_2_point_a", "compact:para_2__point_a"),
        ("Compact:Para_1", "compact:para_1"),
        ("compact%3Apara_11", "compact:para_1"),
    ],
)
def test_an_unknown_unit_is_told_with_the_nearest(
    client: TestClient, identifier: str, near: str
) -> None:
    body = problem(client.get(f"/v1/units/{identifier}"), 404)
    assert near in body["nearest"]
    assert near in body["mend"]


@pytest.mark.parametrize("identifier", ["compact", "%00", "..%2F..%2Fetc", "a b", "\N{SNOWMAN}"])
def test_what_is_no_unit_is_not_found(client: TestClient, identifier: str) -> None:
    assert problem(client.get(f"/v1/units/{identifier}"), 404)["mend"]
