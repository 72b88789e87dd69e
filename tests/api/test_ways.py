"""`GET /`: what there is, for programs; and the document of the service, which travels once."""

from hashlib import sha256
from importlib.metadata import version

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from indexer.read import Index
from tests.api.problems import problem

ROUTES = {
    "resolve": "?q=T001",
    "search": "?q=hazard",
}


def test_the_service_says_what_it_is(client: TestClient, index: Index) -> None:
    response = client.get("/")
    body = response.json()
    assert (body["name"], body["version"]) == ("clausegraph", version("clausegraph"))
    assert (body["build"], body["base"]) == (index.build, index.base)
    assert body["counts"] == {
        "texts": 2,
        "instruments": 3,
        "provisions": len(index.provisions),
        "units": len(index.units),
        "quads": len(index.store),
    }
    assert 'rel="service-desc"' in response.headers["link"]
    again = client.get("/", headers={"If-None-Match": response.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("accept", ["*/*", "application/json", "text/html;q=0.5,application/json"])
def test_programs_get_json(client: TestClient, accept: str) -> None:
    response = client.get("/", headers={"Accept": accept})
    assert response.headers["content-type"] == "application/json"
    assert "Accept" in response.headers["vary"]


def test_browsers_get_their_page_and_others_a_refusal(client: TestClient) -> None:
    browser = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
    page = client.get("/?utm_source=somewhere", headers=browser)
    assert (page.status_code, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert problem(client.get("/", headers={"Accept": "image/png"}), 406)["mend"]


def test_every_way_leads_somewhere_and_names_its_parameters(client: TestClient) -> None:
    links = client.get("/").json()["links"]
    paths = client.get("/openapi.json").json()["paths"]
    for name, way in links.items():
        path, _, parameters = way["href"].partition("{?")
        stated = paths.get(path.replace("{id}", "{identifier}"), {})
        operation = stated.get("get", stated.get("post", {}))
        own = [one["name"] for one in operation.get("parameters", ()) if one["in"] == "query"]
        assert not stated or sorted(own) == sorted(filter(None, parameters.rstrip("}").split(",")))
        if "post" in stated and "get" not in stated:
            continue
        asked = path.replace("{id}", "compact:para_1") + ROUTES.get(name, "")
        response = client.get(asked)
        assert response.status_code == 200, asked
        assert response.headers["content-type"].startswith(way["type"].partition(";")[0]) or (
            name in ("sparql", "vocabulary", "openapi")
        )
        assert way["title"]


def test_the_dumps_are_named_with_their_hashes(client: TestClient) -> None:
    dumps = client.get("/").json()["dumps"]
    assert [own["href"] for own in dumps] == ["/dump.nq.gz", "/dump.jsonl.gz"]
    for own in dumps:
        body = client.get(own["href"], headers={"Accept-Encoding": "identity"}).content
        assert sha256(body).hexdigest() == own["sha256"]


def test_below_another_root_all_leads_below_it(linked: Index) -> None:
    below = TestClient(create_app(linked), root_path="/cg")
    body = below.get("/cg/").json()
    hrefs = [own["href"] for own in (*body["links"].values(), *body["dumps"])]
    assert all(own.startswith("/cg/") for own in hrefs)
    assert below.get(body["links"]["openapi"]["href"]).json()["servers"] == [{"url": "/cg"}]


def test_the_document_is_sent_once(client: TestClient, index: Index) -> None:
    response = client.get("/openapi.json")
    assert response.headers["content-type"] == "application/json"
    assert response.json()["info"]["version"] == version("clausegraph")
    assert response.headers["x-clausegraph-build"] == index.build
    tag = response.headers["etag"]
    again = client.get("/openapi.json", headers={"If-None-Match": tag})
    assert (again.status_code, again.headers["etag"], again.content) == (304, tag, b"")
    head = client.head("/openapi.json")
    assert (head.status_code, head.headers["etag"], head.content) == (200, tag, b"")
    plain = client.get("/openapi.json", headers={"Accept-Encoding": "identity"})
    assert plain.headers["etag"] != tag
    assert plain.json() == response.json()


@pytest.mark.parametrize("accept", ["*/*", "application/json", "application/vnd.oai.openapi+json"])
def test_the_document_goes_by_its_own_type_too(client: TestClient, accept: str) -> None:
    response = client.get("/openapi.json", headers={"Accept": accept})
    assert response.json()["openapi"] == "3.1.0"
    assert response.headers["content-type"] == accept.replace("*/*", "application/json")
    problem(client.get("/openapi.json", headers={"Accept": "image/png"}), 406)
    problem(client.post("/openapi.json"), 405)
