"""The grammar of provision references, and the identifiers that its paths become."""

from __future__ import annotations

import pytest

from indexer.mentions.eids import beside, eid
from indexer.mentions.patterns import fold
from indexer.mentions.ranges import Step, between
from indexer.mentions.references import Grammar
from indexer.registry import Registry

CASES = [
    ("Art. 13", [("Art. 13", "art13")]),
    ("Article 19(f)", [("Article 19(f)", "art19/f")]),
    ("article 19 (f)", [("article 19 (f)", "art19/f")]),
    ("Art 7a", [("Art 7a", "art7/a")]),
    ("Articles 10 and 16", [("Articles 10", "art10"), ("16", "art16")]),
    ("Articles 7, 9, and 11", [("Articles 7", "art7"), ("9", "art9"), ("11", "art11")]),
    ("arts. 6–8", [("arts. 6–8", "art6 art7 art8")]),
    ("Articles 2 to 4", [("Articles 2 to 4", "art2 art3 art4")]),
    ("Parts II to IV", [("Parts II to IV", "partII partIII partIV")]),
    ("Articles 7(a)-(c)", [("Articles 7(a)-(c)", "art7/a art7/b art7/c")]),
    ("Article 8(i)–(iii)", [("Article 8(i)–(iii)", "art8/i art8/ii art8/iii")]),
    ("Articles 8-5", [("Articles 8-5", "art8 art5")]),
    ("Articles 1-500", [("Articles 1-500", "art1 art500")]),
    ("Article 5.1", [("Article 5.1", "art5/1")]),
    ("Articles 7.3 and 9.1", [("Articles 7.3", "art7/3"), ("9.1", "art9/1")]),
    (
        "Article 7(a), (b) and (d)",
        [("Article 7(a)", "art7/a"), ("(b)", "art7/b"), ("(d)", "art7/d")],
    ),
    ("Article 7(a)(i) and (ii)", [("Article 7(a)(i)", "art7/a/i"), ("(ii)", "art7/a/ii")]),
    (
        "Article 2(1)(a), (b) and (2)",
        [("Article 2(1)(a)", "art2/1/a"), ("(b)", "art2/1/b"), ("(2)", "art2/2")],
    ),
    ("Article 10, paragraph 1", [("Article 10, paragraph 1", "art10/para1")]),
    (
        "Article 10, paragraphs 1 and 2(b)",
        [("Article 10, paragraphs 1", "art10/para1"), ("2(b)", "art10/para2/b")],
    ),
    ("Article 6 § 1", [("Article 6 § 1", "art6/para1")]),
    ("paragraph 1 of Article 10", [("paragraph 1 of Article 10", "art10/para1")]),
    (
        "paragraphs 1 and 2 of Article 10",
        [("paragraphs 1", "art10/para1"), ("2 of Article 10", "art10/para2")],
    ),
    (
        "subparagraph (b) of paragraph 2 of Article 7",
        [("subparagraph (b) of paragraph 2 of Article 7", "art7/para2/pointb")],
    ),
    ("art. 2 para. 1 lit. a)", [("art. 2 para. 1 lit. a)", "art2/para1/pointa")]),
    (
        "Annex II, Articles 3 and 4",
        [("Annex II, Articles 3", "annexII/art3"), ("4", "annexII/art4")],
    ),
    ("Part II, Article 7", [("Part II, Article 7", "partII/art7")]),
    ("subparagraph 7.2(c)", [("subparagraph 7.2(c)", "para7.2/c")]),
    ("paragraphs (a) and (b) above", [("paragraphs (a)", "pointa"), ("(b)", "pointb")]),
    ("section 5.1.1", [("section 5.1.1", "sec5-1-1")]),
    ("policy action 26(b)", [("policy action 26(b)", "para26/actionb")]),
    ("recommendation 26(g)", [("recommendation 26(g)", "para26/g")]),
    ("Article 12 bis", [("Article 12 bis", "art12bis")]),
    ("Article IV", [("Article IV", "artIV")]),
    (
        "Article 9, in conjunction with Article 10(1)",
        [("Article 9", "art9"), ("Article 10(1)", "art10/1")],
    ),
    ("Article 5 and 20 workers", [("Article 5", "art5")]),
    ("Article 13, 2019", [("Article 13", "art13")]),
    ("Article 7, 15 December 1990", [("Article 7", "art7")]),
    ("Article 5 (2010)", [("Article 5", "art5")]),
    ("Article 5.1⁵", [("Article 5.1", "art5/1")]),
    ("Article 10.", [("Article 10", "art10")]),
]

NOTHING = [
    "this article",
    "articles of association",
    "at this point a nurse",
    "a part I played",
    "Article " + "1" * 100,
    "particle 5",
    "art-house 3",
    "the item is lost",
    "Article one",
]


def parsed(registry: Registry, text: str) -> list[tuple[str, str]]:
    return [
        (text[ref.start : ref.end], " ".join("/".join(map("".join, path)) for path in ref.paths))
        for chain in Grammar(registry.patterns, fold(text)).chains()
        for group in chain.groups
        for ref in group.references
    ]


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[text for text, _ in CASES])
def test_references(registry: Registry, text: str, expected: list[tuple[str, str]]) -> None:
    assert parsed(registry, text) == expected
    assert parsed(registry, f"See {text} elsewhere.") == expected


@pytest.mark.parametrize("text", NOTHING)
def test_no_reference(registry: Registry, text: str) -> None:
    assert parsed(registry, text) == []


def test_the_parser_goes_over_a_text_once(registry: Registry) -> None:
    hostile = [
        "Article 1, 1, ",
        "Article 1(a)(a)",
        "((((",
        "paragraph 1 of Article 2 of ",
        "Article 1-1-",
        "§",
    ]
    for piece in hostile:
        steps = []
        for size in (200, 400, 800):
            grammar = Grammar(registry.patterns, fold(piece * size))
            list(grammar.chains())
            steps.append(grammar.steps)
        assert steps[2] <= 2.2 * steps[1] + 20, piece
        assert steps[1] <= 2.2 * steps[0] + 20, piece


def path(text: str) -> tuple[Step, ...]:
    """Read `art7/2/c` as a path: a type and a label, then brackets."""
    first, *rest = text.split("/")
    sort = next(s for s in ("annex", "part", "art", "para", "point", "sec") if first.startswith(s))
    return (Step(sort, first.removeprefix(sort)), *(Step("", label) for label in rest))


@pytest.mark.parametrize(
    ("spelled", "kind", "known", "expected"),
    [
        ("art19/f", "convention", set(), "art_19__point_f"),
        ("art10/1", "convention", set(), "art_10__para_1"),
        ("art10/1/b/ii", "convention", set(), "art_10__para_1__point_b__item_ii"),
        ("art1/1", "code-of-practice", {"art_1", "art_1__point_1"}, "art_1__point_1"),
        ("para3/2", "resolution", set(), "para_3__point_2"),
        ("para3/2", "recommendation", set(), "para_3__para_2"),
        ("para3/2", "recommendation", {"para_3__point_2"}, "para_3__point_2"),
        ("para26/g", "guidance", set(), "para_26__point_g"),
        ("para7.2/c", "code-of-practice", {"art_7"}, "art_7__para_2__point_c"),
        ("para12.1", "general-comment", set(), "para_12-1"),
        ("partII", "convention", set(), "part_II"),
        ("sec5-1-1", "guidance", set(), "sec_5-1-1"),
        ("art5/i", "convention", set(), "art_5__point_i"),
        ("art5/a/i", "convention", set(), "art_5__point_a__item_i"),
        ("art99/7", "convention", {"art_1"}, "art_99__para_7"),
    ],
)
def test_identifiers(spelled: str, kind: str, known: set[str], expected: str) -> None:
    assert eid(path(spelled), kind, known) == expected


def test_a_bracket_is_looked_for_from_the_unit_outwards() -> None:
    known = {"art_7__para_2__point_a", "art_7__para_3", "art_7__para_2__point_c"}
    unit = "art_7__para_2__point_c"
    assert beside(unit, path("pointa"), known) == "art_7__para_2__point_a"
    assert beside(unit, path("para3"), known) == "art_7__para_3"
    assert beside(unit, path("pointz"), known) is None


def test_a_range_that_does_not_count_means_its_two_ends() -> None:
    assert between(path("art7/a"), path("art9/b/ii")) == (path("art7/a"), path("art9/b/ii"))
    assert [p[-1].label for p in between(path("art1"), path("art3"))] == ["1", "2", "3"]
    assert [p[-1].label for p in between(path("partIII"), path("partV"))] == ["III", "IV", "V"]
    assert len(between(path("art1"), path("art4000"))) == 2
