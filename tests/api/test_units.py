"""`/v1/units/{id}`."""

import pytest
from starlette.testclient import TestClient

from api.app import create_app
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


def test_its_links_lead_to_this_server(client: TestClient, index: Index) -> None:
    links = client.get("/v1/units/compact:para_1").links
    assert links["canonical"]["url"] == f"{index.base}who/guidance/2020/rules/para_1"
    assert client.get(links["describedby"]["url"]).headers["content-type"].startswith("text/turtle")


@pytest.mark.parametrize(("name", "meant"), [("para 2(a)", "compact:para_2__point_a")])
@pytest.mark.parametrize("below", ["", "/backing", "/backs", "/cite"])
def test_a_citation_in_the_place_of_an_identifier_is_told_what_it_means(
    client: TestClient, name: str, meant: str, below: str
) -> None:
    found = client.get("/v1/resolve", params={"q": f"Rules for safe work, {name}"}).json()
    assert [own["id"] for own in found["items"]] == [meant]
    body = problem(client.get(f"/v1/units/Rules for safe work, {name}{below}"), 404)
    assert body["nearest"][0] == meant
    assert meant in body["mend"]


def test_what_is_to_be_done_is_said_in_words_of_http(client: TestClient) -> None:
    mend = problem(client.get("/v1/units/zzz"), 404)["mend"]
    assert "clausegraph" not in mend
    assert "/v1/resolve" in mend


def test_a_provision_without_text_says_so(linked: Index) -> None:
    client = TestClient(create_app(linked))
    name = next(iter(linked.provisions.keys() - linked.units.keys()))
    body = client.get(f"/v1/units/{name}").json()
    assert (body["kind"], body["text"], body["state"]) == ("provision", None, "text-absent")
    assert body["subject"] == linked.provisions[name].subject
    assert body["cite_as"] == linked.citation_of(name)


def test_an_instrument_without_text_is_no_filter(client: TestClient) -> None:
    body = problem(client.get("/v1/units?in=T001"), 400)
    assert body["detail"] == "The text of T001 is not in this build."
    assert body["mend"] == "There are: compact, letter."
