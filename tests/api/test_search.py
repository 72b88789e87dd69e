"""`/v1/search`: the answer of the index, over HTTP, and what it refuses."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from indexer.read import Index, SearchOptions
from tests.api.problems import problem

QUERY = "leave a dangerous place"


@pytest.fixture(scope="module")
def real(real_index: Index) -> Iterator[TestClient]:
    """A client of the service over the real build and the real model."""
    with TestClient(create_app(real_index)) as client:
        yield client


@pytest.mark.parametrize("mode", ["hybrid", "semantic", "lexical"])
def test_the_answer_is_that_of_the_index(client: TestClient, index: Index, mode: str) -> None:
    response = client.get("/v1/search", params={"q": QUERY, "k": 3, "mode": mode})
    assert response.status_code == 200
    assert response.json() == index.search_json(QUERY, SearchOptions(k=3, mode=mode))
    assert response.json()["items"][0]["id"] == "compact:para_2__point_b"


def test_ten_hybrid_results_are_the_default(client: TestClient, index: Index) -> None:
    answer = client.get("/v1/search", params={"q": "work"}).json()
    assert answer == index.search_json("work", SearchOptions())
    assert (answer["mode"], answer["total"]) == ("hybrid", 9)


def test_filters_may_be_repeated(client: TestClient, index: Index) -> None:
    filters = [
        ("q", "work"),
        *(("in", name) for name in ("compact", "letter")),
        *(("kind", name) for name in ("paragraph", "note")),
        *(("element", "1"), ("element", "2")),
        ("binding", "non-binding"),
        ("body", "WHO"),
    ]
    options = SearchOptions(
        instruments=("compact", "letter"),
        kinds=("paragraph", "note"),
        elements=(1, 2),
        bindingness=("non-binding",),
        bodies=("WHO",),
    )
    answer = client.get("/v1/search", params=filters).json()
    assert answer == index.search_json("work", options)
    assert answer["total"] == 4


def test_a_match_is_a_slice_of_the_text(client: TestClient) -> None:
    items = client.get("/v1/search", params={"q": "transport"}).json()["items"]
    assert items
    for item in items:
        match = item["match"]
        assert item["text"][match["start"] : match["end"]] == match["quote"]


def test_no_good_match_is_said(client: TestClient) -> None:
    assert client.get("/v1/search", params={"q": "xylophone"}).json()["no_good_match"] is True
    assert client.get("/v1/search", params={"q": QUERY}).json()["no_good_match"] is False


@pytest.mark.parametrize(
    ("parameters", "parameter"),
    [({}, "q"), ({"q": ""}, "q"), ({"q": "x", "k": 0}, "k"), ({"q": "x", "k": "many"}, "k")],
)
def test_a_wrong_parameter_is_named(
    client: TestClient, parameters: dict[str, str], parameter: str
) -> None:
    body = problem(client.get("/v1/search", params=parameters), 422)
    assert f"'{parameter}'" in body["detail"]
    assert [error["parameter"] for error in body["errors"]] == [parameter]
    assert body["mend"]


def test_a_wrong_element_is_named(client: TestClient) -> None:
    body = problem(client.get("/v1/search", params={"q": "x", "element": "one"}), 422)
    assert "'element' is 'one'" in body["detail"]
    assert body["errors"][0]["parameter"] == "element.0"


@pytest.mark.parametrize(
    ("parameters", "mend"),
    [
        ({"q": "  "}, "Ask for some words."),
        ({"q": "x" * 2001}, "Ask with fewer words."),
        ({"q": "x", "k": 101}, "Ask for fewer results."),
        ({"q": "x", "mode": "psychic"}, "Use one of hybrid, semantic, lexical."),
        ({"q": "x", "in": "compat"}, "Did you mean compact? There are: compact, letter."),
        ({"q": "x", "element": 7}, "There are: 1, 2."),
        ({"q": "x", "body": "who"}, "Did you mean WHO? There are: ILO, Union, WHO."),
    ],
)
def test_a_wrong_search_is_told_with_its_mend(
    client: TestClient, parameters: dict[str, str], mend: str
) -> None:
    assert problem(client.get("/v1/search", params=parameters), 400)["mend"] == mend


def test_the_right_to_leave_a_dangerous_workplace_is_among_the_first_three(
    real: TestClient,
) -> None:
    answer = real.get("/v1/search", params={"q": "right to leave a dangerous workplace"}).json()
    assert "compact:para_26__point_g" in [item["id"] for item in answer["items"][:3]]
    assert answer["no_good_match"] is False


def test_filters_leave_as_many_results_as_exist(real: TestClient, real_index: Index) -> None:
    own = [u for u in real_index.units.values() if u.instrument == "wha63-16" and u.own_text]
    parameters = {"q": "how to bake bread", "k": 100, "in": "wha63-16"}
    answer = real.get("/v1/search", params=parameters).json()
    assert {item["id"] for item in answer["items"]} == {unit.id for unit in own}
    assert answer["no_good_match"] is True
