"""`GET /{path}`: every IRI of the graph leads to a document in every format."""

import json
from html.parser import HTMLParser
from pathlib import Path
from warnings import catch_warnings, simplefilter

import pytest
import rdflib
from pyoxigraph import NamedNode, RdfFormat, parse
from starlette.testclient import TestClient

from api.app import create_app
from indexer.read import Index, LinkOptions, open_index
from indexer.retrieval.hash_encoder import HashEncoder
from ontology import ontology_graph
from tests.api.problems import problem
from tests.indexer.retired_corpus import build_retired
from tests.indexer.tiny_corpus import RULES, build_tiny, write_corpus

RULES_PATH = "/who/guidance/2020/rules"
POINT = f"{RULES_PATH}/para_2__point_b"
MEDIA = {
    "html": "text/html; charset=utf-8",
    "ttl": "text/turtle; charset=utf-8",
    "jsonld": "application/ld+json",
    "json": "application/json",
    "nt": "application/n-triples",
    "rdf": "application/rdf+xml",
    "txt": "text/plain; charset=utf-8",
}
KNOWN = (
    POINT,
    RULES_PATH,
    f"{RULES_PATH}/eng-first",
    f"{RULES_PATH}/eng-first/para_2__point_b",
    f"{RULES_PATH}/note_2",
    f"{RULES_PATH}/fn_1",
    "/ilo/convention/2001/t001",
    "/ilo/convention/2001/t001/art_2__para_1",
    "/framework/compact",
    "/framework/compact/element/1",
    "/framework/compact/area/harm",
    "/graph/curated",
    "/ns",
)


@pytest.fixture(scope="module")
def service(linked: Index) -> TestClient:
    """A client of the service over the linked build, which follows no redirect by itself."""
    return TestClient(create_app(linked), follow_redirects=False)


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        (None, "html"),
        ("*/*", "html"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "html"),
        ("text/turtle", "ttl"),
        ("text/turtle;q=0.5, application/ld+json", "jsonld"),
        ("application/n-triples", "nt"),
        ("application/rdf+xml, */*;q=0.1", "rdf"),
        ("application/json", "json"),
        ("text/plain", "txt"),
        ("text/*;q=0.1, text/turtle", "ttl"),
    ],
)
def test_an_iri_leads_to_the_format_that_the_client_likes(
    service: TestClient, accept: str | None, form: str
) -> None:
    response = service.get(POINT, headers={"Accept": accept} if accept else {})
    assert response.status_code == 303
    assert response.headers["location"] == f"{POINT}.{form}"
    assert "Accept" in response.headers["vary"]
    assert service.head(POINT).status_code == 303


@pytest.mark.parametrize("path", KNOWN)
@pytest.mark.parametrize("form", MEDIA)
def test_every_document_is_there_without_accept(
    service: TestClient, linked: Index, path: str, form: str
) -> None:
    response = service.get(f"{path}.{form}", headers={"Accept": "image/png"})
    assert response.status_code == 200
    assert response.headers["content-type"] == MEDIA[form]
    assert response.headers["content-location"] == f"{path}.{form}"
    assert response.links["canonical"]["url"].endswith(path)
    assert response.links["describedby"]["url"] == f"{path}.ttl"
    tag = response.headers["etag"]
    again = service.get(f"{path}.{form}", headers={"If-None-Match": tag})
    assert again.status_code == 304
    assert again.headers["content-location"] == f"{path}.{form}"


def test_every_iri_of_the_graph_leads_somewhere(service: TestClient, linked: Index) -> None:
    named = {quad.subject.value for quad in linked.store if isinstance(quad.subject, NamedNode)}
    own = sorted(iri for iri in named if iri.startswith(linked.base))
    assert len(own) > 100
    for iri in own:
        path = f"/{iri.removeprefix(linked.base)}"
        assert service.get(path).headers["location"] == f"{path}.html"
        triples = list(parse(service.get(f"{path}.nt").content, format=RdfFormat.N_TRIPLES))
        assert any(own.subject == NamedNode(iri) for own in triples), iri


def test_the_formats_of_rdf_say_the_same(service: TestClient) -> None:
    plain = rdflib.Graph().parse(data=service.get(f"{POINT}.nt").content, format="nt")
    assert len(plain) > 50
    for form, name in (("ttl", "turtle"), ("rdf", "xml"), ("jsonld", "json-ld")):
        data = service.get(f"{POINT}.{form}").content
        other = rdflib.Graph()
        with catch_warnings():
            simplefilter("ignore", DeprecationWarning)  # of rdflib's own reader of JSON-LD
            other.parse(data=data, format=name)
        assert {(s, p, str(o)) for s, p, o in other} == {(s, p, str(o)) for s, p, o in plain}


def test_the_description_has_the_links_with_their_evidence(
    service: TestClient, linked: Index
) -> None:
    graph = service.get(f"{POINT}.ttl").text
    for words in ("cg:CuratedLink", "cg:Suggestion", "cito:Citation", "Both are about leaving."):
        assert words in graph
    assert "oa:exact" in graph


def test_the_vocabulary_is_served_whole(service: TestClient) -> None:
    found = rdflib.Graph().parse(data=service.get("/ns.ttl").content, format="turtle")
    assert set(found) == set(ontology_graph())
    page = service.get("/ns.html").text
    assert 'id="Recommendation"' in page


def test_json_is_what_v1_has(service: TestClient, linked: Index) -> None:
    for path, other in (
        (POINT, "/v1/units/compact:para_2__point_b"),
        (f"{RULES_PATH}/note_2", "/v1/units/compact:note_2"),
        (RULES_PATH, "/v1/instruments/compact"),
        ("/framework/compact/element/2", "/v1/elements/2"),
    ):
        assert service.get(f"{path}.json").json() == service.get(other).json()
    link = service.get("/framework/compact/area/harm.json").json()
    assert link["properties"]["skos:prefLabel"] == ["Preventing harm"]


def test_text_is_what_a_reader_reads(service: TestClient) -> None:
    text = service.get(f"{RULES_PATH}.txt").text
    assert text.startswith("Rules for safe work\n")
    assert "let workers leave a dangerous place." in text
    assert service.get(f"{RULES_PATH}/para_2.txt").text.count("\n") > 6
    assert "not in the source" in service.get(f"{RULES_PATH}/note_2.txt").text
    assert "not in the build" in service.get("/ilo/convention/2001/t001/art_1.txt").text


# -- pages -----------------------------------------------------------------------------------------


class Read(HTMLParser):
    """A page as tags, addresses and words."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag not in ("meta", "link", "img", "input"):
            self.open.append(tag)
        self.addresses += [value or "" for name, value in attrs if name in ("href", "src")]
        assert not [name for name, _ in attrs if name.startswith("on") or name == "style"]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("path", KNOWN)
def test_a_page_is_whole_plain_and_leads_on(service: TestClient, path: str) -> None:
    response = service.get(f"{path}.html")
    page = Read(response.text)
    assert page.open == []
    assert not {"style", "iframe", "object"} & set(page.tags)
    assert page.tags.count("h1") == page.tags.count("main") == 1
    assert 'lang="en"' in response.text
    for address in page.addresses:
        if address.startswith("/") and "#" not in address:
            assert service.head(address).status_code in (200, 303), address


def test_the_policy_lets_files_of_the_service_and_nothing_else(service: TestClient) -> None:
    policy = service.get(f"{POINT}.html").headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; style-src 'self'; script-src 'self';")
    assert "unsafe" not in policy


def test_a_page_shows_the_three_families_apart(service: TestClient, linked: Index) -> None:
    text = service.get(f"{POINT}.html").text
    headings = ("Cites", "Backed by (editorial)", "Similar wording")
    places = [text.index(f"</span> {own} <span") for own in headings]
    assert places == sorted(places)
    answer = linked.backing_json("compact:para_2__point_b", LinkOptions())
    for family, start, end in zip(
        ("citations", "curated", "suggested"), places, [*places[1:], len(text)], strict=True
    ):
        for row in answer[family]:
            assert row["cite_as"] in text[start:end]
    assert "neither WHO nor ILO" in text


def test_every_word_of_a_text_is_escaped(tmp_path: Path) -> None:
    hostile = "<script>alert(1)</script> & \"quoted\" 'words'"
    rules = RULES.replace("Employers pay for uniforms.", f"Employers pay {hostile}.")
    build_tiny(write_corpus(tmp_path / "corpus", rules=rules), tmp_path / "index")
    service = TestClient(create_app(open_index(tmp_path / "index", HashEncoder)))
    assert hostile in service.get("/v1/units/compact:para_3").json()["text"]
    page = service.get(f"{RULES_PATH}/para_3.html").text
    assert "<script>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; " in page


# -- what is not there, or no longer ---------------------------------------------------------------


@pytest.fixture(scope="module")
def retired(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    """A client of a service over a build with withdrawn names."""
    index = build_retired(tmp_path_factory.mktemp("retired"))
    return TestClient(create_app(index), follow_redirects=False)


@pytest.mark.parametrize(
    ("path", "location"),
    [
        (f"{RULES_PATH}/para_9", f"{RULES_PATH}/para_1"),
        (f"{RULES_PATH}/para_9.ttl", f"{RULES_PATH}/para_1.ttl"),
        ("/who/guidance/2019/rules", RULES_PATH),
        ("/who/guidance/2019/rules/para_1", f"{RULES_PATH}/para_1"),
        ("/who/guidance/2019/rules/para_1.html", f"{RULES_PATH}/para_1.html"),
        ("/v1/units/compact:para_9", "/v1/units/compact:para_1"),
        ("/v1/units/compact:para_9/backing?k=1", "/v1/units/compact:para_1/backing?k=1"),
        ("/v1/units/compact:para_9/backs.csv", "/v1/units/compact:para_1/backs.csv"),
        ("/v1/units/compact:para_9/cite", "/v1/units/compact:para_1/cite"),
        ("/v1/units/old:para_1", "/v1/units/compact:para_1"),
        ("/v1/instruments/old", "/v1/instruments/compact"),
    ],
)
def test_a_withdrawn_name_leads_to_what_took_its_place(
    retired: TestClient, path: str, location: str
) -> None:
    response = retired.get(path)
    assert response.headers["location"] == location
    assert "was withdrawn on 2026-11-20" in problem(response, 301)["detail"]
    assert retired.get(location).status_code in (200, 303)


@pytest.mark.parametrize(
    "path",
    [
        f"{RULES_PATH}/para_8",
        f"{RULES_PATH}/para_8.html",
        "/union/letter/2020/lost",
        "/union/letter/2020/lost/para_1.ttl",
        "/v1/units/compact:para_8",
        "/v1/units/compact:para_8/backing",
    ],
)
def test_what_nothing_took_the_place_of_is_gone(retired: TestClient, path: str) -> None:
    body = problem(retired.get(path), 410)
    assert body["mend"] == "Nothing took its place."
    assert "location" not in retired.get(path).headers


@pytest.mark.parametrize(
    "path",
    [
        "/who",
        f"{RULES_PATH}/",
        f"{RULES_PATH}/para_99.html",
        f"{RULES_PATH}/para_2.exe",
        f"{RULES_PATH}.",
        "/framework/compact/element/77",
        "/framework/compact/element/" + "9" * 40,
        "/ns.exe",
        "/..%2f..%2fetc%2fpasswd",
        "/%00",
        "/a%20b",
        "/%3Chttp:%2F%2Fx%3E",
        "/\N{SNOWMAN}.html",
        "/" + "a/" * 800,
    ],
)
def test_what_is_no_iri_is_not_found(service: TestClient, path: str) -> None:
    assert problem(service.get(path), 404)["mend"]


def test_a_wrong_path_is_told_with_the_nearest(service: TestClient) -> None:
    body = problem(service.get(f"{RULES_PATH}/para_2_point_b"), 404)
    assert POINT[1:] in body["nearest"]
    body = problem(service.get("/who/guidance/2020/rule"), 404)
    assert body["nearest"] == [RULES_PATH[1:]]


def test_what_no_format_fits_is_told(service: TestClient) -> None:
    body = problem(service.get(POINT, headers={"Accept": "image/png"}), 406)
    assert "text/turtle" in body["mend"]


def test_below_another_root_all_leads_below_it(linked: Index) -> None:
    service = TestClient(create_app(linked), root_path="/cg", follow_redirects=False)
    assert service.get(f"/cg{POINT}").headers["location"] == f"/cg{POINT}.html"
    page = Read(service.get(f"/cg{POINT}.html").text)
    inside = [own for own in page.addresses if own.startswith("/")]
    assert inside
    assert all(own.startswith("/cg/") for own in inside)


def test_jsonld_brings_its_context(service: TestClient) -> None:
    document = json.loads(service.get(f"{POINT}.jsonld").text)
    assert isinstance(document["@context"], dict)
    assert document["@graph"]
