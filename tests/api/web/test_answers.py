"""What the pages answer: the same as below /v1, in words that a reader can act upon."""

from typing import cast

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode
from starlette.applications import Starlette
from starlette.testclient import TestClient

from api.app import create_app
from api.turns import Turns
from api.web.marked import Stretch, stretches
from api.web.trace import cuts
from api.web.words import likelihood, words
from indexer.read import FAMILIES, Index, LinkOptions
from tests.api.web.reading import BROWSER, faults

JSON = {"Accept": "application/json"}
POINT = "/who/guidance/2020/rules/para_2__point_b.html"
DRAFT = (
    "Workers may leave a dangerous place, after Article 2 of the Safe Work Treaty, 2001; "
    "see the Safe Work Treaty, 2001, Article 77."
)


@pytest.fixture(scope="module")
def real(real_index: Index) -> TestClient:
    """A browser on the real build, without its model."""
    return TestClient(create_app(real_index), headers=BROWSER)


def read(browser: TestClient, path: str) -> LexborHTMLParser:
    return LexborHTMLParser(browser.get(path).text)


def texts(tree: LexborHTMLParser, selector: str) -> list[str]:
    return [" ".join(own.text().split()) for own in tree.css(selector)]


# -- search ----------------------------------------------------------------------------------------


def test_a_hit_marks_the_words_that_matched(browser: TestClient) -> None:
    query = "/search?q=leave+a+dangerous+place"
    found = browser.get(f"/v1{query}", headers=JSON).json()
    tree = read(browser, query)
    marks = texts(tree, ".hits > li:first-child mark")
    assert marks == [found["items"][0]["match"]["quote"]]
    hrefs = [own.attributes["href"] for own in tree.css(".hits h2 a")]
    own = [f"/{item['iri'].split('/cg/', 1)[1]}" for item in found["items"]]
    assert hrefs == own


def test_a_slip_of_the_key_is_told(real: TestClient) -> None:
    text = real.get("/search?q=whistelblower+protection&mode=lexical").text
    assert "“whistelblower” was read as “<strong>whistleblower</strong>”" in text


def test_what_is_cited_comes_first(browser: TestClient) -> None:
    tree = read(browser, "/search?q=Rules+for+safe+work+para+2(b)")
    assert "you cite it" in texts(tree, ".hits > li:first-child")[0]
    assert "You cite" in browser.get("/search?q=T001+Article+1").text


def test_without_a_good_match_the_page_says_what_to_do(browser: TestClient) -> None:
    query = "q=zebra+xylophone&mode=lexical&in=compact"
    assert browser.get(f"/v1/search?{query}", headers=JSON).json()["no_good_match"] is True
    text = browser.get(f"/search?{query}").text
    assert "No good match" in text
    assert "search without limits" in text
    assert "look it up as a citation" in text


def test_pages_of_hits_go_on_where_the_last_ended(browser: TestClient, linked: Index) -> None:
    whole = browser.get("/v1/search?q=the&k=30&mode=lexical", headers=JSON).json()["items"]
    path, seen = "/search?q=the&mode=lexical", list[str]()
    while path:
        tree = read(browser, path)
        seen += [own.attributes["href"] or "" for own in tree.css(".hits h2 a")]
        after = tree.css_first("a[rel=next]")
        path = (after.attributes["href"] or "") if after else ""
    assert seen == [f"/{own['iri'].removeprefix(linked.base)}" for own in whole]


def test_the_form_keeps_what_was_asked(browser: TestClient) -> None:
    tree = read(browser, "/search?q=%22a%3Cb%22&in=compact&kind=recommendation&mode=lexical")
    assert tree.css_first("#q").attributes["value"] == '"a<b"'
    assert [own.attributes["value"] for own in tree.css("input[name=in][checked]")] == ["compact"]
    chosen = {own.attributes["value"] for own in tree.css("option[selected]")}
    assert {"recommendation", "lexical", "house"} <= chosen


# -- units -----------------------------------------------------------------------------------------


def test_a_unit_has_its_words_its_notes_and_every_style(browser: TestClient, linked: Index) -> None:
    tree = read(browser, POINT)
    unit = linked.units["compact:para_2__point_b"]
    (shown,) = texts(tree, "blockquote.words > p")
    assert shown.startswith(unit.text)
    assert [own.attributes["href"] for own in tree.css(".words .marker a")] == ["#footnote-1"]
    assert "Safe Work Treaty" in texts(tree, "#footnote-1")[0]
    cited = texts(tree, ".cite [data-copy]")
    for style in linked.styles["style"]:
        assert linked.cite_json(unit.id, style)["citation"] in cited


def test_an_absent_note_is_said(browser: TestClient) -> None:
    text = browser.get("/who/guidance/2020/rules/para_1.html").text
    assert "its text is not in the source" in text
    assert words()["states"]["text-absent"] in text


@pytest.mark.parametrize("family", FAMILIES)
def test_each_family_has_a_section_of_its_own_with_its_evidence(
    browser: TestClient, linked: Index, family: str
) -> None:
    rows = linked.backing_json("compact:para_2__point_b", LinkOptions(k=10))[family]
    section = read(browser, POINT).css_first(f"section.links.{family}")
    text = " ".join(section.text().split())
    assert words()["families"][family]["what"] in text
    assert len(section.css("li")) == len(rows) > 0
    for row in rows:
        assert row["cite_as"] in text
        if family == "curated":
            assert row["reason"] in text
        if family == "suggested" and row["probability"] is not None:
            assert f"{row['probability']:.2f}" in text
            assert likelihood(row["probability"]).capitalize() in text


def test_shared_words_are_marked_on_both_sides(browser: TestClient, linked: Index) -> None:
    rows = linked.backing_json("compact:para_2__point_b", LinkOptions(k=10))["curated"]
    row = next(own for own in rows if own["matched"]["unit"])
    tree = read(browser, POINT)
    (item,) = [own for own in tree.css(".curated li") if row["reason"] in own.text()]
    assert texts_of(item.css_first(".near")) == [own["quote"] for own in row["matched"]["unit"]]
    assert texts_of(item.css_first(".far")) == [own["quote"] for own in row["matched"]["target"]]


def texts_of(node: LexborNode) -> list[str]:
    return [own.text() for own in node.css("mark")]


def test_an_instrument_has_contents_whose_anchors_are_there(browser: TestClient) -> None:
    tree = read(browser, "/who/guidance/2020/rules.html")
    anchors = [own.attributes["href"] or "" for own in tree.css(".contents a")]
    assert len(anchors) >= 3
    for anchor in anchors:
        assert tree.css_first(f"[id='{anchor[1:]}']") is not None


# -- coverage, citations ---------------------------------------------------------------------------


@pytest.mark.parametrize("family", FAMILIES)
def test_the_table_counts_as_v1_does_and_its_cells_lead_to_the_links(
    browser: TestClient, linked: Index, family: str
) -> None:
    answer = linked.coverage_json(LinkOptions(families=(family,)))
    wanted = {
        (own["instrument"], own["element"]): own["counts"][family]
        for own in answer["items"]
        if own["counts"][family]
    }
    tree = read(browser, f"/coverage?family={family}")
    cells = [own.attributes["href"] or "" for own in tree.css("td a")]
    assert sum(int(own.text()) for own in tree.css("td a")) == sum(wanted.values()) > 0
    for cell in cells:
        section = read(browser, cell).css_first(f"section.links.{family}")
        assert len(section.css("li")) > 0


def test_gaps_are_named(browser: TestClient, linked: Index) -> None:
    gaps = linked.coverage_json(LinkOptions())["gaps"]["units_without_binding"]
    text = read(browser, "/coverage").css_first("section[aria-labelledby=gaps]").text()
    assert all(own["cite_as"] in text for own in gaps)


def test_a_citation_is_one_several_or_none(browser: TestClient, linked: Index) -> None:
    one = read(browser, "/cite?q=T001+art+1")
    assert len(one.css(".cite dt")) == len(linked.styles["style"])
    none = browser.get("/cite?q=T001+art+99").text
    assert "It cites nothing that is known here" in none
    assert linked.citation_of("T001:art_1") in none


# -- drafts ----------------------------------------------------------------------------------------


def test_a_draft_is_checked_and_not_kept(browser: TestClient) -> None:
    response = browser.post("/trace", data={"text": DRAFT, "mode": "lexical"})
    assert response.status_code == 200
    assert faults(response) == []
    assert response.headers["cache-control"] == "no-store"
    assert "etag" not in response.headers
    tree = LexborHTMLParser(response.text)
    answer = browser.post("/v1/trace?mode=lexical", json={"text": DRAFT}, headers=JSON).json()
    assert [own.text() for own in tree.css(".draft a")] == [o["quote"] for o in answer["citations"]]
    for own in answer["citations"]:
        assert words()["verdicts"][own["verdict"]]["words"] in response.text
    assert len(tree.css("#elements ~ h3 ~ ul:first-of-type li")) > 0
    assert tree.css_first("textarea").text() == DRAFT


def test_a_false_citation_is_found_out_with_the_nearest(real: TestClient) -> None:
    draft = "Leave is free (Convention No. 190, Article 99). Pay is equal (Convention No. 100)."
    response = real.post("/trace", data={"text": draft, "mode": "lexical"})
    tree = LexborHTMLParser(response.text)
    assert [own.text() for own in tree.css(".draft a.not-found")] == ["Article 99"]
    assert "the articles run to 20" in response.text
    near = [own.attributes["href"] or "" for own in tree.css("#citations ~ ol a, .hits a")]
    assert any("c190/art_" in own for own in near)
    assert len(tree.css("section[aria-labelledby=elements] li a")) == 10


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ({"text": " "}, 400),
        ({"text": "a", "mode": "none"}, 400),
        ({"text": "x" * 1_000_001, "mode": "lexical"}, 400),
    ],
)
def test_a_wrong_draft_is_told(browser: TestClient, data: dict[str, str], status: int) -> None:
    response = browser.post("/trace", data=data)
    assert response.status_code == status
    assert faults(response) == []
    assert "The draft was not checked" in response.text


def test_only_forms_are_taken(browser: TestClient) -> None:
    assert browser.post("/trace", json={"text": "a"}).status_code == 415
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    broken = browser.post("/trace", content=b"text=%ff", headers=form)
    assert broken.status_code == 400
    assert "not UTF-8" in broken.text
    crowded = browser.post("/trace", content="&".join(["a=1"] * 21), headers=form)
    assert crowded.status_code == 400
    assert "more than 20 fields" in crowded.text


def test_a_draft_waits_for_its_turn_as_texts_do(
    browser: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = cast(Starlette, browser.app)
    monkeypatch.setitem(vars(app.state.service), "texts", Turns("texts", most=0, waiting=0))
    response = browser.post("/trace", data={"text": DRAFT, "mode": "lexical"})
    assert response.status_code == 503
    assert "Try again in a moment" in response.text
    assert faults(response) == []


def test_a_script_in_a_draft_stays_words(browser: TestClient) -> None:
    hostile = "</textarea><script>alert(1)</script> T001, Article 1"
    text = browser.post("/trace", data={"text": hostile, "mode": "lexical"}).text
    assert "<script>alert" not in text


def test_a_draft_in_pieces_is_the_draft() -> None:
    rows = [
        {"start": 2, "end": 5, "verdict": "exists"},
        {"start": 3, "end": 4, "verdict": "wrong"},
        {"start": 5, "end": 7, "verdict": "not-found"},
    ]
    found = cuts("abcdefghi", rows)
    assert "".join(own.words for own in found) == "abcdefghi"
    assert [(own.words, own.number) for own in found if own.number] == [("cde", 1), ("fg", 3)]


# -- SPARQL ----------------------------------------------------------------------------------------


def test_an_answer_is_a_table_whose_names_are_links(browser: TestClient, linked: Index) -> None:
    query = "SELECT ?u ?missing { ?u <http://purl.org/dc/terms/identifier> 'compact:para_1' }"
    tree = LexborHTMLParser(browser.get("/sparql-editor", params={"query": query}).text)
    assert texts(tree, "th") == ["u", "missing"]
    assert [own.attributes["href"] for own in tree.css("td a")] == [
        "/who/guidance/2020/rules/para_1"
    ]
    downloads = [own.attributes["href"] or "" for own in tree.css("a[href^='/sparql?']")]
    assert len(downloads) == 4
    for address in downloads:
        assert browser.get(address).status_code == 200


def test_an_error_of_a_query_shows_its_place(browser: TestClient) -> None:
    query = "SELECT *\nWHERE { ?s ?p o }"
    response = browser.get("/sparql-editor", params={"query": query})
    assert response.status_code == 400
    tree = LexborHTMLParser(response.text)
    line, sign = tree.css_first("pre.where").text().split("\n")
    assert line == "WHERE { ?s ?p o }"
    assert line[: sign.index("^")].strip()
    assert tree.css_first("textarea").text() == query


def test_a_browser_is_led_to_the_form_and_a_client_to_the_description(browser: TestClient) -> None:
    response = browser.get("/sparql", follow_redirects=False)
    assert (response.status_code, response.headers["location"]) == (303, "/sparql-editor")
    for accept in ("*/*", "text/turtle", "application/rdf+xml, text/html;q=0.5"):
        described = browser.get("/sparql", headers={"Accept": accept}, follow_redirects=False)
        assert described.status_code == 200
        assert "html" not in described.headers["content-type"]


# -- texts cut into stretches ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "spots", "notes", "wanted"),
    [
        ("", [], [], ()),
        ("abc", [], [], (Stretch("abc"),)),
        ("abc", [(1, 2)], [], (Stretch("a"), Stretch("b", True), Stretch("c"))),
        ("abc", [(0, 2), (1, 3)], [], tuple(Stretch(own, True) for own in "abc")),
        ("ab", [], [2], (Stretch("ab", False, ({"offset": 2},)),)),
        ("ab", [], [0], (Stretch("", False, ({"offset": 0},)), Stretch("ab"))),
        (
            "ab",
            [(0, 2)],
            [1, 1],
            (Stretch("a", True, ({"offset": 1}, {"offset": 1})), Stretch("b", True)),
        ),
    ],
)
def test_stretches(
    text: str, spots: list[tuple[int, int]], notes: list[int], wanted: tuple[Stretch, ...]
) -> None:
    found = stretches(
        text,
        [{"start": start, "end": end} for start, end in spots],
        [{"offset": own} for own in notes],
    )
    assert found == wanted
    assert "".join(own.words for own in found) == text
