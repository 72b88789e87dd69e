"""Several editions of one instrument over HTTP: `edition=`, and `ID@EDITION` in every form."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from indexer.own.entry import Told
from indexer.own.intake import Asked
from indexer.read import Index, open_index
from indexer.retrieval.hash_encoder import HashEncoder
from tests.api.clients import running
from tests.api.problems import problem
from tests.indexer.own.own_corpus import LATER, NIGHT, added, place
from tests.indexer.retired_corpus import REDIRECTS
from tests.indexer.tiny_corpus import LETTER, build_tiny, write_corpus

OLD, NEW = "night@2024", "night@2025"
EDITIONS = ("compact@first", "letter@2024", "letter@first", OLD, NEW)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """The tiny corpus with two editions of two texts, and withdrawn names."""
    folder = tmp_path_factory.mktemp("editions")
    corpus = write_corpus(folder / "corpus")
    (corpus / "redirects.toml").write_text(REDIRECTS, encoding="utf-8")
    where = place(corpus, folder / "index")
    build_tiny(corpus, folder / "index")
    added(where, NIGHT)
    added(where, LATER)
    (folder / "letter.txt").write_text(LETTER.replace("summer", "winter"), "utf-8")
    letter = Asked(instrument="letter", profile="letter")
    added(where, folder / "letter.txt", asked=letter, told=Told(edition="2024", date="2024"))
    return open_index(folder / "index", HashEncoder)


@pytest.fixture(scope="module")
def client(index: Index) -> Iterator[TestClient]:
    with running(index) as client:
        yield client


def ids(client: TestClient, path: str, **query: str) -> list[str]:
    response = client.get(path, params=query)
    assert response.status_code == 200, response.text
    return [item["id"] for item in response.json()["items"]]


def test_units_of_an_edition_are_listed_as_it_prints_them(client: TestClient, index: Index) -> None:
    old = ids(client, "/v1/units", edition=OLD)
    assert old == [name for name in index.earlier if name.startswith(f"{OLD}:")]
    new = ids(client, "/v1/units", edition=NEW)
    assert new == ids(client, "/v1/units", **{"in": "night"})
    assert new == list(index.units_of("night", "2025"))
    body = client.get("/v1/units", params={"edition": OLD, "kind": "point"}).json()
    assert {item["edition"] for item in body["items"]} == {"2024"}
    assert [client.get(f"/v1/units/{own['id']}").json() for own in body["items"]] == body["items"]


def test_an_edition_goes_with_pages_fields_filters_and_csv(client: TestClient) -> None:
    query = {"edition": OLD, "fields": "id,edition", "limit": "4"}
    first = client.get("/v1/units", params=query).json()
    second = client.get(first["next"]).json()
    told = [*first["items"], *second["items"], *client.get(second["next"]).json()["items"]]
    assert [own["id"] for own in told] == ids(client, "/v1/units", edition=OLD)
    assert {own["edition"] for own in told} == {"2024"}
    csv = client.get("/v1/units.csv", params={"edition": OLD, "fields": "id,edition"}).text
    assert csv.splitlines()[1] == f"{told[0]['id']},2024"
    assert ids(client, "/v1/units", edition=OLD, body="ILO") == []


@pytest.mark.parametrize("parent", ["night:para_2", f"{OLD}:para_2", "night:para_2@2024"])
def test_a_parent_may_name_the_edition(client: TestClient, parent: str) -> None:
    below = [f"{OLD}:para_2__point_a", f"{OLD}:para_2__point_b"]
    assert ids(client, "/v1/units", edition=OLD, parent=parent) == below
    if "@" in parent:
        assert ids(client, "/v1/units", parent=parent) == below


def test_the_parent_of_another_edition_is_refused(client: TestClient) -> None:
    query = {"edition": NEW, "parent": f"{OLD}:para_2"}
    assert "another edition" in problem(client.get("/v1/units", params=query), 400)["detail"]
    query = {"edition": OLD, "parent": "night:para_99"}
    assert problem(client.get("/v1/units", params=query), 404)["nearest"]


@pytest.mark.parametrize("mode", ["hybrid", "semantic", "lexical"])
def test_a_search_in_an_edition_finds_its_units_alone(client: TestClient, mode: str) -> None:
    query = {"q": "porters on call at night", "mode": mode}
    old = ids(client, "/v1/search", edition=OLD, **query)
    assert old
    assert all(name.startswith(f"{OLD}:") for name in old)
    new = ids(client, "/v1/search", edition=NEW, **query)
    assert new == ids(client, "/v1/search", **{"in": "night"}, **query)
    item = client.get("/v1/search", params={**query, "edition": OLD}).json()["items"][0]
    match = item["match"]
    assert item["text"][match["start"] : match["end"]] == match["quote"]
    assert client.get(item["iri"].replace("https://example.org/cg", "")).status_code == 200


@pytest.mark.parametrize(
    "path", ["/v1/search?q=night", "/v1/units?limit=1", "/v1/units.csv?limit=1"]
)
@pytest.mark.parametrize(
    ("edition", "said"),
    [
        ("night@2023", "Did you mean night@20"),
        ("NIGHT@2024", "Did you mean night@2024"),
        ("compact@fisrt", "Did you mean compact@first"),
        ("2023", "Did you mean night@2024, night@2025, letter@2024"),
        ("nothing", "There are: compact@first"),
        ("night@", "There are: compact@first"),
        ("", "There are: compact@first"),
    ],
)
def test_an_unknown_edition_is_told_with_those_there_are(
    client: TestClient, path: str, edition: str, said: str
) -> None:
    body = problem(client.get(f"{path}&edition={edition}"), 400)
    assert body["detail"] == f"There is no edition {edition!r} in this build."
    assert said in body["mend"]
    assert all(own in body["mend"] for own in EDITIONS)


def test_the_own_name_of_an_edition_is_enough_where_no_other_has_it(client: TestClient) -> None:
    assert ids(client, "/v1/units", edition="2025") == ids(client, "/v1/units", edition=NEW)
    several = problem(client.get("/v1/units?edition=2024"), 400)
    assert several["mend"] == "Name one of night@2024, letter@2024."
    one = ids(client, "/v1/units", edition="2024", **{"in": "night"})
    assert one == ids(client, "/v1/units", edition=OLD)
    other = problem(client.get(f"/v1/units?edition={OLD}&in=compact"), 400)
    assert "is not one of compact" in other["detail"]


@pytest.mark.parametrize(
    "written",
    [
        f"{OLD}:para_3",
        "night%402024:para_3",
        "night%402024%3Apara_3",
        "night:para_3@2024",
        "night%3Apara_3%402024",
    ],
)
def test_a_unit_is_asked_for_as_an_edition_prints_it(client: TestClient, written: str) -> None:
    old, new = (
        client.get(f"/v1/units/{written}").json(),
        client.get("/v1/units/night:para_3").json(),
    )
    assert (old["id"], old["edition"], new["edition"]) == (f"{OLD}:para_3", "2024", "2025")
    assert "eleven" in old["text"]
    assert "twelve" in new["text"]
    cited = client.get(f"/v1/units/{written}/cite").json()
    assert (cited["id"], cited["iri"]) == (old["id"], old["iri"])
    assert cited["citation"] == old["cite_as"]


def test_the_current_edition_may_be_named(client: TestClient) -> None:
    assert (
        client.get(f"/v1/units/{NEW}:para_3").json() == client.get("/v1/units/night:para_3").json()
    )


def test_what_only_an_earlier_edition_has_is_withdrawn(client: TestClient) -> None:
    assert client.get("/v1/units/night:para_4").json()["withdrawn"] is True
    assert client.get(f"/v1/units/{OLD}:para_4").json()["withdrawn"] is True
    told = problem(client.get(f"/v1/units/{NEW}:para_4"), 404)
    assert told["mend"] == f"It stands in {OLD}:para_4."
    assert told["nearest"] == [f"{OLD}:para_4"]


@pytest.mark.parametrize(
    ("identifier", "near", "said"),
    [
        ("night@2023:para_3", [OLD, NEW], "no edition '2023' of night"),
        ("night:para_3@2023", [OLD, NEW], "no edition '2023' of night"),
        (f"{OLD}:para_33", [f"{OLD}:para_3"], "no 'night:para_33' in edition"),
        ("night@:para_3", [OLD, NEW], "no edition '' of night"),
        ("nigth@2024:para_3", ["night"], "no instrument 'nigth'"),
        ("T001@2001:art_1", [], "no edition '2001' of T001"),
        ("@:", [], ""),
        ("@", [], ""),
        ("night@2024:", [], "in edition '2024' of night"),
        ("a@b@c:d@e", [], ""),
    ],
)
def test_an_unknown_edition_or_unit_of_one_is_not_found(
    client: TestClient, identifier: str, near: list[str], said: str
) -> None:
    for path in ("", "/backing", "/backs"):
        body = problem(client.get(f"/v1/units/{identifier}{path}"), 404)
        assert said in body["detail"]
        assert body.get("nearest", [])[: len(near)] == near
        assert body["mend"]
    assert problem(client.get(f"/v1/units/{identifier}/cite"), 404)["mend"]


@pytest.mark.parametrize(
    ("asked", "to"),
    [
        ("compact@first:para_9", "/v1/units/compact@first:para_1"),
        ("compact:para_9@first", "/v1/units/compact@first:para_1"),
        ("compact%40first:para_9", "/v1/units/compact@first:para_1"),
    ],
)
def test_a_withdrawn_name_leads_on_in_its_edition(client: TestClient, asked: str, to: str) -> None:
    response = client.get(f"/v1/units/{asked}?fields=id", follow_redirects=False)
    assert problem(response, 301)["mend"]
    assert response.headers["location"].replace("%40", "@").replace("%3A", ":") == f"{to}?fields=id"
    assert client.get(f"/v1/units/{asked}?fields=id").json() == {"id": "compact:para_1"}
    cited = client.get(f"/v1/units/{asked}/cite").json()
    assert cited["id"] == "compact@first:para_1"


def test_a_withdrawn_name_that_nothing_replaced_is_gone(client: TestClient) -> None:
    body = problem(client.get("/v1/units/compact@first:para_8"), 410)
    assert "never stood in the text" in body["detail"]


def test_a_withdrawn_name_in_a_parameter_is_told_and_moves_nothing(client: TestClient) -> None:
    body = problem(client.get("/v1/units?parent=compact:para_9"), 404)
    assert body["nearest"] == ["compact:para_1"]
    assert "withdrawn" in problem(client.get("/v1/units?parent=compact:para_8"), 404)["detail"]


def test_links_are_those_of_the_current_edition(client: TestClient) -> None:
    plain = client.get("/v1/units/night:para_3/backing").json()
    assert client.get(f"/v1/units/{NEW}:para_3/backing").json() == plain
    assert plain["unit"] == client.get("/v1/units/night:para_3").json()
    body = problem(client.get(f"/v1/units/{OLD}:para_3/backing"), 404)
    assert body["mend"] == "Ask about night:para_3."
    whole = client.get(f"/v1/units/{NEW}/backs").json()
    assert whole["units"] == client.get("/v1/units/night/backs").json()["units"]
    assert problem(client.get(f"/v1/units/{OLD}/backs"), 404)["nearest"] == ["night"]


def test_an_edition_is_shown_and_an_instrument_has_all(client: TestClient) -> None:
    editions = client.get("/v1/instruments/night").json()["editions"]
    assert [(own["edition"], own["current"]) for own in editions] == [
        ("2024", False),
        ("2025", True),
    ]
    old = client.get(f"/v1/instruments/{OLD}").json()
    assert (old["id"], old["kind"], old["units"]) == (OLD, "edition", 10)
    assert problem(client.get("/v1/instruments/night@2023"), 404)["nearest"] == [OLD, NEW]
    assert problem(client.get(f"/v1/instruments/{OLD}:para_3"), 404)["mend"]


@pytest.mark.parametrize("name", ["night", OLD])
def test_an_instrument_is_no_unit(client: TestClient, name: str) -> None:
    mend = problem(client.get(f"/v1/units/{name}"), 404)["mend"]
    path = mend.partition("or ")[2].partition(" ")[0]
    assert client.get(path).json()["total"] > 0
