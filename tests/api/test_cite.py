"""`/v1/resolve` and `/v1/units/{id}/cite`."""

import pytest
from starlette.testclient import TestClient

from indexer.read import FORMATS, STYLES, Index
from tests.api.problems import problem

UNIT = "compact:para_2__point_a"


def test_a_citation_is_resolved_as_the_index_does(client: TestClient, index: Index) -> None:
    response = client.get("/v1/resolve", params={"q": "2(a)"})
    body = response.json()
    assert response.status_code == 200
    assert (body["status"], body["total"], body["build"]) == ("one", 1, index.build)
    assert body["items"][0]["id"] == UNIT
    assert body["items"][0]["type"] == "unit"
    assert body["items"][0]["text"] == index.units[UNIT].text
    assert body["nearest"] == []


def test_nothing_is_an_empty_list_with_the_nearest(client: TestClient) -> None:
    body = client.get("/v1/resolve", params={"q": "Rules for safe work, para. 9"}).json()
    assert (body["status"], body["items"], body["total"]) == ("none", [], 0)
    assert body["nearest"][0]["id"] == "compact:para_3"


def test_every_unit_resolves_from_its_own_citation(client: TestClient, index: Index) -> None:
    for name in index.units:
        body = client.get("/v1/resolve", params={"q": index.cite_as(name)}).json()
        assert [item["id"] for item in body["items"]] == [name]


def test_a_text_that_is_too_long_is_refused(client: TestClient) -> None:
    body = problem(client.get("/v1/resolve", params={"q": "x" * 10_000}), 400)
    assert "x" * 100 not in body["detail"]


def test_a_unit_is_cited_in_a_style(client: TestClient, index: Index) -> None:
    response = client.get(f"/v1/units/{UNIT}/cite", params={"style": "oscola"})
    assert response.headers["ETag"].startswith(f'"{index.build}-')
    assert response.json() == index.cite_json(UNIT, "oscola")
    assert response.json()["citation"] == "WHO, Rules for safe work (2020) para 2(a)"


@pytest.mark.parametrize("name", ["T001", "compact:note_1", "compact:fn_1"])
def test_instruments_and_notes_are_cited_too(client: TestClient, name: str) -> None:
    assert client.get(f"/v1/units/{name}/cite").json()["id"] == name


@pytest.mark.parametrize(
    ("form", "media_type"),
    [
        ("csl-json", "application/vnd.citationstyles.csl+json"),
        ("bibtex", "application/x-bibtex"),
        ("ris", "application/x-research-info-systems"),
    ],
)
def test_formats_have_their_media_types(
    client: TestClient, index: Index, form: str, media_type: str
) -> None:
    response = client.get(f"/v1/units/{UNIT}/cite", params={"format": form})
    assert response.headers["content-type"].partition(";")[0] == media_type
    assert response.text == index.cite_file(UNIT, form)[0]


def test_what_is_not_there_is_a_problem(client: TestClient) -> None:
    missing = problem(client.get("/v1/units/compact:para_2__point_z/cite"), 404)
    assert "compact:para_2__point_a" in missing["nearest"]
    problem(client.get(f"/v1/units/{UNIT}/cite", params={"style": "harvard"}), 400)
    problem(client.get(f"/v1/units/{UNIT}/cite", params={"format": "word"}), 400)


def test_the_document_lists_the_choices_that_there_are(client: TestClient) -> None:
    stated = client.get("/openapi.json").json()["paths"]["/v1/units/{identifier}/cite"]["get"]
    choices = {own["name"]: own["schema"].get("enum") for own in stated["parameters"]}
    assert (choices["style"], choices["format"]) == ([*STYLES], [*FORMATS])


@pytest.mark.parametrize(
    ("parameter", "given", "meant"),
    [("style", "oscula", "oscola"), ("format", "bibtext", "bibtex")],
)
def test_another_choice_is_a_problem_that_names_the_nearest(
    client: TestClient, parameter: str, given: str, meant: str
) -> None:
    found = problem(client.get(f"/v1/units/{UNIT}/cite", params={parameter: given}), 400)
    assert given in found["detail"]
    assert meant in found["mend"]
