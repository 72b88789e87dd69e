"""Every page: whole, labelled, without anything inline, and all that it links to is there."""

import pytest
from fastapi.routing import APIRoute
from starlette.testclient import TestClient

from api.app import create_app
from api.web.routers import ROUTERS
from indexer.read import Index
from tests.api.web.reading import BROWSER, faults, links

PAGES = (
    "/",
    "/instruments",
    "/search",
    "/search?q=leave+a+dangerous+place",
    "/search?q=leave&in=compact&kind=recommendation&mode=lexical&style=oscola",
    "/search?q=leave&page=9",
    "/search?q=T001+article+1",
    "/search?q=gardning+hazzards",
    "/coverage",
    "/coverage?family=citations",
    "/coverage?family=suggested&element=1&instrument=T001",
    "/coverage?element=1",
    "/coverage?family=citations&body=ILO",
    "/trace",
    "/cite",
    "/cite?q=T001+art+1",
    "/cite?q=T001+art+99",
    "/cite?q=2(b)",
    "/cite?q=nothing+at+all",
    "/sparql-editor",
    "/sparql-editor?example=units-by-kind",
    "/sparql-editor?query=SELECT+*+WHERE+%7B%3Fs+%3Fp+%3Fo%7D+LIMIT+600",
    "/sparql-editor?query=SELECT+*+WHERE+%7B%3Cx:y%3E+%3Fp+%3Fo%7D",
    "/sparql-editor?query=ASK+%7B%7D",
    "/sparql-editor?query=CONSTRUCT+WHERE+%7B%3Fs+%3Fp+%3Fo%7D+LIMIT+9",
    "/who/guidance/2020/rules.html",
    "/who/guidance/2020/rules/para_2__point_b.html",
    "/who/guidance/2020/rules/para_2.html",
    "/who/guidance/2020/rules/note_2.html",
    "/who/guidance/2020/rules/eng-first.html",
    "/ilo/convention/2001/t001.html",
    "/ilo/convention/2001/t001/art_2__para_1.html",
    "/framework/compact/element/1.html",
    "/framework/compact/area/harm.html",
    "/ns.html",
)
ERRORS = {
    "/who/nothing": 404,
    "/search?q=leave&in=nothing": 400,
    "/search?q=leave&mode=none": 400,
    "/search?q=leave&style=none": 400,
    "/search?q=leave&element=x": 400,
    "/search?q=leave&page=x": 400,
    "/v1/units/compact:para_2_point_b": 404,
    "/v1/search": 422,
    "/v1/units?limit=x": 422,
    "/static/0/page.css": 404,
    "/sparql?query=SELECT": 400,
    "/sparql-editor?query=SELECT": 400,
    "/sparql-editor?example=none": 400,
    "/search?q=%00&mode=none": 400,
    "/coverage?family=none": 400,
    "/coverage?element=99": 404,
    "/coverage?element=x": 400,
    "/coverage?instrument=T01": 404,
    "/coverage?body=none": 400,
    "/who/guidance/2020/rules/para_2_point_b": 404,
}


@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_what_every_page_must_have(browser: TestClient, path: str) -> None:
    response = browser.get(path)
    assert response.status_code == 200
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert faults(response) == []


@pytest.mark.parametrize("path", ERRORS)
def test_an_error_is_a_page_that_says_what_to_do(browser: TestClient, path: str) -> None:
    response = browser.get(path)
    assert response.status_code == ERRORS[path]
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert faults(response) == []
    assert "/search" in response.text
    plain = browser.get(path, headers={"Accept": "*/*"})
    if not path.startswith(("/search", "/sparql-editor")):
        assert plain.headers["content-type"] == "application/problem+json"
    assert plain.status_code == ERRORS[path]
    assert browser.head(path).status_code == ERRORS[path]


def test_without_its_model_the_search_offers_words_alone(linked: Index) -> None:
    app = create_app(linked)
    app.state.service.model = "failed: no weights"
    client = TestClient(app, headers=BROWSER)
    response = client.get("/search?q=leave")
    assert response.status_code == 503
    assert faults(response) == []
    assert 'href="/search?q=leave&amp;mode=lexical&amp;style=house"' in response.text
    assert client.get("/search?q=leave&mode=lexical").status_code == 200


def test_pages_have_addresses_of_their_own_and_are_none_of_the_interface(linked: Index) -> None:
    app = create_app(linked)
    pages = {
        ("GET", "/search"),
        ("GET", "/instruments"),
        ("GET", "/coverage"),
        ("GET", "/trace"),
        ("POST", "/trace"),
        ("GET", "/cite"),
        ("GET", "/sparql-editor"),
        ("GET", "/static/{digest}/{name}"),
    }
    found = {
        (method, route.path)
        for router in ROUTERS
        for route in router.routes
        if isinstance(route, APIRoute)
        for method in route.methods
    }
    assert found == pages
    assert not {path for _, path in pages} & set(app.openapi()["paths"])


def test_what_is_near_to_a_wrong_name_is_a_link(browser: TestClient) -> None:
    text = browser.get("/v1/units/compact:para_2_point_b").text
    assert 'href="/who/guidance/2020/rules/para_2__point_b"' in text


def test_all_that_pages_link_to_is_there(browser: TestClient) -> None:
    waiting, seen = ["/"], {"http://testserver/"}
    while waiting and len(seen) < 400:
        response = browser.get(waiting.pop(0))
        inside, broken = links(response)
        assert broken == set(), response.url
        new = sorted(own for own in inside if own not in seen and "/dump." not in own)
        seen |= set(new)
        for address in new:
            there = browser.get(address)
            assert there.status_code == 200, (address, response.url)
            if there.headers["content-type"].startswith("text/html"):
                assert faults(there) == [], address
                waiting.append(address)
    assert len(seen) > 60


def test_below_another_root_all_leads_below_it(linked: Index) -> None:
    client = TestClient(create_app(linked), root_path="/cg", headers=BROWSER)
    for path in ("/cg/", "/cg/instruments", "/cg/nothing"):
        inside, _ = links(client.get(path))
        assert inside
        assert all(own.startswith("http://testserver/cg/") for own in inside), path


def test_the_files_of_pages_are_kept_for_good(browser: TestClient) -> None:
    inside, _ = links(browser.get("/"))
    files = sorted(own for own in inside if "/static/" in own)
    assert len(files) == 3
    for address in files:
        response = browser.get(address)
        assert response.status_code == 200
        assert "immutable" in response.headers["cache-control"]
        again = browser.get(address, headers={"If-None-Match": response.headers["etag"]})
        assert again.status_code == 304
