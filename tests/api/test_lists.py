"""What all lists share: pages, cursors, fields, CSV, and parameters that they do not have."""

import csv
import io
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from indexer.read import Index
from tests.api.problems import problem

LISTS = (
    "/v1/search?q=work&k=7",
    "/v1/search?q=leave+work&mode=lexical&in=compact&kind=recommendation&kind=paragraph",
    "/v1/units",
    "/v1/units?in=compact&kind=recommendation&kind=paragraph",
    "/v1/instruments?all=true",
    "/v1/elements",
    "/v1/coverage",
    "/v1/resolve?q=para+2",
)
LINKS = ("/v1/units/compact/backing", "/v1/units/T001/backs", "/v1/units/compact:para_2/backing")


@pytest.fixture(scope="module")
def service(linked: Index) -> TestClient:
    """A client of the service over the linked build."""
    return TestClient(create_app(linked))


def wider(path: str, *more: str) -> str:
    return "&".join((path if "?" in path else f"{path}?", *more)).replace("?&", "?")


def pages(service: TestClient, path: str, limit: int) -> list[dict[str, Any]]:
    """Every page of a list, from the first to the one without a next."""
    found: list[dict[str, Any]] = []
    address: str | None = wider(path, f"limit={limit}")
    while address is not None:
        response = service.get(address)
        assert response.status_code == 200, response.text
        found.append(response.json())
        address = found[-1].get("next")
        link = f'<{address}>; rel="next", ' if address else ""
        assert response.headers["link"] == f'{link}</openapi.json>; rel="service-desc"'
    return found


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("limit", [1, 2, 1000])
def test_the_pages_together_are_the_list(service: TestClient, path: str, limit: int) -> None:
    whole = service.get(path).json()
    found = pages(service, path, limit)
    assert [item for own in found for item in own["items"]] == whole["items"]
    assert whole["total"] == len(whole["items"]) >= 1
    assert all(own["total"] == whole["total"] for own in found)
    assert all(own["build"] == whole["build"] for own in found)
    assert all(len(own["items"]) <= limit for own in found)
    beside = {key: value for key, value in whole.items() if key != "items"}
    assert all(beside.items() <= own.items() for own in found)


@pytest.mark.parametrize("path", LINKS)
def test_the_pages_of_links_keep_the_families_apart(service: TestClient, path: str) -> None:
    whole = service.get(path).json()
    found = pages(service, path, 2)
    for family in ("citations", "curated", "suggested"):
        assert [row for own in found for row in own[family]] == whole[family]
    assert all(own["totals"] == whole["totals"] for own in found)
    assert len(found) == -(-sum(whole["totals"].values()) // 2)


def test_limit_and_fields_may_change_from_page_to_page(service: TestClient) -> None:
    first = service.get("/v1/units?limit=2&fields=id").json()
    (given,) = parse_qs(urlsplit(first["next"]).query)["cursor"]
    rest = service.get(f"/v1/units?limit=1000&fields=iri,id&cursor={given}").json()
    ids = [item["id"] for item in (*first["items"], *rest["items"])]
    assert ids == [item["id"] for item in service.get("/v1/units").json()["items"]]
    table = service.get(f"/v1/units.csv?cursor={given}&fields=id").text.split()
    assert table == ["id", *ids[2:]]


def cursor_of(service: TestClient, path: str) -> str:
    query = urlsplit(service.get(wider(path, "limit=1")).json()["next"]).query
    return parse_qs(query)["cursor"][0]


def test_a_cursor_of_another_query_is_refused(service: TestClient) -> None:
    own = cursor_of(service, "/v1/units?in=compact")
    for path in ("/v1/units", "/v1/units?in=letter", "/v1/search?q=work", "/v1/elements"):
        answer = service.get(wider(path, f"cursor={own}"))
        assert "another query" in problem(answer, 400)["detail"]


def test_a_cursor_of_another_build_is_refused(service: TestClient, client: TestClient) -> None:
    own = cursor_of(client, "/v1/units")
    body = problem(service.get(f"/v1/units?cursor={own}"), 400)
    assert "belongs to build" in body["detail"]
    assert body["mend"] == "Ask again without `cursor`."


@pytest.mark.parametrize("wrong", ["", "x", "%00", "=", "\N{SNOWMAN}", "AAAA", "a" * 3000])
def test_what_is_no_cursor_is_refused(service: TestClient, wrong: str) -> None:
    answer = service.get("/v1/units", params={"cursor": wrong})
    assert "no cursor" in problem(answer, 400)["detail"]


def test_a_cursor_that_was_changed_is_refused(service: TestClient) -> None:
    own = cursor_of(service, "/v1/units")
    for place in range(0, len(own), 7):
        other = "A" if own[place] != "A" else "B"
        changed = f"{own[:place]}{other}{own[place + 1 :]}"
        body = problem(service.get(f"/v1/units?cursor={changed}"), 400)
        assert "ursor" in body["detail"] + body["mend"]


@pytest.mark.parametrize("limit", ["0", "-1", "1001", "many", "1e3", "9" * 5000])
def test_a_limit_out_of_range_is_refused(service: TestClient, limit: str) -> None:
    body = problem(service.get("/v1/units", params={"limit": limit}), 422)
    assert "'limit'" in body["detail"]


@pytest.mark.parametrize("path", LISTS)
def test_csv_by_address_or_by_accept(service: TestClient, path: str) -> None:
    bare, _, query = path.partition("?")
    by_address = service.get(f"{bare}.csv?{query}")
    assert by_address.headers["content-type"] == "text/csv; charset=utf-8"
    by_accept = service.get(path, headers={"Accept": "text/csv"})
    assert by_accept.content == by_address.content
    rows = list(csv.DictReader(io.StringIO(by_address.text, newline="")))
    assert len(rows) == service.get(path).json()["total"]
    assert b"\n" not in by_address.content.replace(b"\r\n", b"").replace(b'"', b"")


def test_pages_of_csv_are_linked(service: TestClient) -> None:
    address, lines = "/v1/units.csv?limit=4&fields=id,text", []
    while address:
        response = service.get(address)
        lines += list(csv.reader(io.StringIO(response.text, newline="")))[1:]
        address = response.links.get("next", {}).get("url", "")
    items = service.get("/v1/units").json()["items"]
    assert lines == [[item["id"], item["text"]] for item in items]


def test_csv_has_inner_members_as_columns(service: TestClient) -> None:
    table = service.get("/v1/search.csv?q=uniforms&fields=id,match,parts,notes").text
    (head, *_) = csv.reader(io.StringIO(table, newline=""))
    wanted = ["id", "match.start", "match.end", "match.quote"]
    parts = ["parts.semantic", "parts.lexical", "parts.notions"]
    assert head == [*wanted, *parts, "notes"]


@pytest.mark.parametrize("path", [*LISTS, "/v1/units/compact:para_1", "/v1/instruments/compact"])
def test_what_takes_neither_json_nor_csv_is_told(service: TestClient, path: str) -> None:
    body = problem(service.get(path, headers={"Accept": "image/png"}), 406)
    assert body["mend"].startswith("Accept one of application/json")


@pytest.mark.parametrize("path", LISTS)
def test_only_the_named_fields(service: TestClient, path: str) -> None:
    whole = service.get(path).json()
    names = list(whole["items"][0])[:2]
    some = service.get(wider(path, f"fields={names[1]}", f"fields={names[0]}")).json()
    assert [list(item) for item in some["items"]] == [[names[1], names[0]]] * whole["total"]
    assert some["items"] == [{name: item[name] for name in names} for item in whole["items"]]


@pytest.mark.parametrize("path", ["/v1/units/compact:para_1", "/v1/elements/1"])
def test_the_named_fields_of_one_thing(service: TestClient, path: str) -> None:
    name = next(iter(service.get(path).json()))
    assert list(service.get(f"{path}?fields={name}").json()) == [name]


def test_the_fields_of_links(service: TestClient) -> None:
    path = "/v1/units/compact:para_2__point_b/backing"
    body = service.get(f"{path}?fields=target,reason").json()
    assert {tuple(row) for row in body["curated"]} == {("target", "reason")}
    assert {tuple(row) for row in body["suggested"]} == {("target",)}
    table = service.get(f"{path}.csv?fields=target,reason&family=curated").text
    assert table.splitlines()[0] == "family,target,reason"


@pytest.mark.parametrize(
    ("path", "near"),
    [
        ("/v1/units?fields=id,txt", "text"),
        ("/v1/search?q=x&fields=scor", "score"),
        ("/v1/units/compact:para_1?fields=cite", "cite_as"),
        ("/v1/coverage?fields=labels", "label"),
        ("/v1/units/compact/backing?fields=targett", "target"),
    ],
)
def test_an_unknown_field_is_told_with_the_nearest(
    service: TestClient, path: str, near: str
) -> None:
    assert near in problem(service.get(path), 400)["mend"].partition("There are")[0]


@pytest.mark.parametrize(
    ("path", "near"),
    [
        ("/v1/search?q=x&kindd=note", "kind"),
        ("/v1/units?page=2", None),
        ("/v1/units/compact:para_1?field=id", "fields"),
        ("/v1/units/compact:para_1/cite?stile=oscola", "style"),
        ("/v1/elements?limits=3", "limit"),
        ("/v1/coverage?elements=1", "element"),
        ("/v1/resolve?query=x", None),
        ("/healthz?verbose=1", None),
    ],
)
def test_an_unknown_parameter_is_told_with_the_nearest(
    service: TestClient, path: str, near: str | None
) -> None:
    body = problem(service.get(path), 400)
    assert "There is no parameter" in body["detail"]
    assert (f"Did you mean {near}" in body["mend"]) is (near is not None)


def test_a_parameter_of_one_value_given_twice_is_refused(service: TestClient) -> None:
    assert "2 times" in problem(service.get("/v1/search?q=x&q=y"), 400)["detail"]
    assert service.get("/v1/search?q=x&kind=recommendation&kind=paragraph").status_code == 200


def test_units_are_listed_by_what_is_known_of_them(service: TestClient, linked: Index) -> None:
    assert service.get("/v1/units").json()["total"] == len(linked.units)
    below = service.get("/v1/units?parent=compact:para_2&kind=recommendation").json()
    assert [item["id"] for item in below["items"]] == [
        "compact:para_2__point_a",
        "compact:para_2__point_b",
    ]
    of_element = service.get("/v1/units?element=2&binding=non-binding&body=WHO").json()["items"]
    assert {item["element"] for item in of_element} == {2}
    headings = service.get("/v1/units?kind=section").json()["items"]
    assert all(item["heading_only"] for item in headings)
    assert service.get("/v1/units?body=Union&in=compact").json()["items"] == []


@pytest.mark.parametrize(
    ("path", "status", "mend"),
    [
        ("/v1/units?kind=recomendation", 400, "Did you mean recommendation"),
        ("/v1/units?in=compat", 400, "Did you mean compact"),
        ("/v1/units?element=9", 400, "There are: 1, 2."),
        ("/v1/units?parent=compact:para_22", 404, "compact:para_2"),
    ],
)
def test_a_wrong_filter_of_units_is_told(
    service: TestClient, path: str, status: int, mend: str
) -> None:
    assert mend in problem(service.get(path), status)["mend"]


def test_a_page_below_another_root_leads_on_below_it(linked: Index) -> None:
    service = TestClient(create_app(linked), root_path="/graph")
    first = service.get("/graph/v1/units?limit=3").json()
    assert first["next"].startswith("/graph/v1/units?")
    assert service.get(first["next"]).json()["items"][0] not in first["items"]
