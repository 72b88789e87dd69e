"""`/v1/units/{id}/backing`, `/v1/units/{id}/backs` and `/v1/coverage`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.link_schemas import Backing, Backs, Coverage
from indexer.own.entry import Told
from indexer.own.intake import Asked
from indexer.read import Index, LinkOptions, coverage_csv, links_csv, open_index
from indexer.retrieval.hash_encoder import HashEncoder
from tests.api.problems import problem
from tests.indexer.own.own_corpus import added, place
from tests.indexer.tiny_corpus import build_tiny, write_corpus

POINT = "compact:para_2__point_b"
ASKED = ("compact", "compact:sec_5-1", "compact:para_2", POINT, "element:1", "1", "T001")
CSV = {"accept": "text/csv"}


@pytest.fixture(scope="module")
def service(linked: Index) -> TestClient:
    """A client of the service over the linked build; nothing here needs the model."""
    return TestClient(create_app(linked))


@pytest.mark.parametrize("identifier", ASKED)
def test_backing_is_the_answer_of_the_index(
    service: TestClient, linked: Index, identifier: str
) -> None:
    response = service.get(f"/v1/units/{identifier}/backing")
    assert response.json() == linked.backing_json(identifier, LinkOptions())
    Backing.model_validate(response.json())
    assert response.headers["x-clausegraph-build"] == linked.build


@pytest.mark.parametrize("identifier", [*ASKED, "T001:art_2", "T001:art_2__para_1"])
def test_backs_is_the_answer_of_the_index(
    service: TestClient, linked: Index, identifier: str
) -> None:
    response = service.get(f"/v1/units/{identifier}/backs")
    assert response.json() == linked.backs_json(identifier, LinkOptions())
    Backs.model_validate(response.json())


def test_filters_are_passed_on(service: TestClient, linked: Index) -> None:
    query = "family=curated&family=suggested&body=ILO&binding=binding-when-ratified"
    response = service.get(f"/v1/units/{POINT}/backing?{query}&min_probability=0.5&k=1")
    options = LinkOptions(("curated", "suggested"), ("ILO",), ("binding-when-ratified",), 0.5, 1)
    assert response.json() == linked.backing_json(POINT, options)
    assert response.json()["totals"] == {"citations": 0, "curated": 2, "suggested": 1}


def test_coverage_is_the_answer_of_the_index(service: TestClient, linked: Index) -> None:
    response = service.get("/v1/coverage")
    assert response.json() == linked.coverage_json(LinkOptions())
    Coverage.model_validate(response.json())
    some = service.get("/v1/coverage?element=2&min_probability=0.1").json()
    assert some == linked.coverage_json(LinkOptions(min_probability=0.1), (2,))
    assert [item["element"] for item in some["items"]] == [2]


def test_csv_for_who_prefers_it(service: TestClient, linked: Index) -> None:
    for path, table in (
        ("/v1/coverage", coverage_csv(linked.coverage_json(LinkOptions()))),
        (f"/v1/units/{POINT}/backing", links_csv(linked.backing_json(POINT, LinkOptions()))),
        (f"/v1/units/{POINT}/backs", links_csv(linked.backs_json(POINT, LinkOptions()))),
    ):
        response = service.get(path, headers=CSV)
        assert response.headers["content-type"] == "text/csv; charset=utf-8"
        assert response.content == table
        assert response.headers["x-clausegraph-build"] == linked.build


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/v1/units/compact:para_22/backing", 404, "compact:para_22"),
        ("/v1/units/T001:art_22/backs", 404, "T001:art_22"),
        ("/v1/units/element:7/backing", 404, "no element 7"),
        ("/v1/coverage?element=7", 404, "no element 7"),
        ("/v1/coverage?family=cited", 400, "no family 'cited'"),
        (f"/v1/units/{POINT}/backing?body=ABC", 400, "no body 'ABC'"),
        (f"/v1/units/{POINT}/backing?min_probability=2", 422, "min_probability"),
        (f"/v1/units/{POINT}/backing?k=0", 422, "k"),
    ],
)
def test_what_is_wrong_is_a_problem(
    service: TestClient, path: str, status: int, words: str
) -> None:
    assert words in problem(service.get(path), status)["detail"]


def test_the_document_tells_the_answers(service: TestClient) -> None:
    paths: dict[str, Any] = service.get("/openapi.json").json()["paths"]
    content = paths["/v1/coverage"]["get"]["responses"]["200"]["content"]
    assert set(content) == {"application/json", "text/csv"}
    (whole, _) = content["application/json"]["schema"]["anyOf"]
    assert whole["$ref"].endswith("/Coverage")


def test_a_row_says_whose_words_it_has_and_where_they_stand(linked: Index) -> None:
    client = TestClient(create_app(linked))
    for name in linked.units:
        body = client.get(f"/v1/units/{name}/backing").json()
        assert body["unit"] == client.get(f"/v1/units/{name}").json()
        for row in (*body["citations"], *body["curated"], *body["suggested"]):
            unit = linked.units.get(row["target"])
            assert row["edition"] == (linked.edition_of[unit.id] if unit else None)
            assert row["boxes"] == (linked.boxes(unit) if unit else [])


def test_the_place_in_print_comes_with_what_backs_a_unit(tmp_path: Path, golden: Path) -> None:
    where = place(write_corpus(tmp_path / "corpus"), tmp_path / "index")
    build_tiny(tmp_path / "corpus", tmp_path / "index")
    printed = Asked(instrument="printed", profile="letter")
    added(where, golden / "pdf" / "call-platypus.pdf", asked=printed, told=Told(date="2021"))
    index = open_index(tmp_path / "index", HashEncoder)
    client = TestClient(create_app(index))
    units = client.get("/v1/units?in=printed").json()["items"]
    assert len(units) > 5
    for unit in units:
        assert unit["boxes"]
        assert unit["boxes"][0]["page"] >= 1
    for unit in (units[0], units[-1]):
        assert client.get(f"/v1/units/{unit['id']}/backing").json()["unit"] == unit
        assert client.get(f"/v1/units/{unit['id']}/backs").json()["unit"] == unit
