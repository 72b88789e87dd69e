"""Meaning-search inside queries: found in every dress, left alone elsewhere, answered exactly."""

from __future__ import annotations

import pytest

from indexer.errors import QueryError
from indexer.read import Index
from indexer.sparql.evaluate import answer, select
from indexer.sparql.meaning import Bounds, Found, Hit, Needs, Search, prepare
from indexer.sparql.strings import constant
from ontology.terms import NAMESPACE

BOUNDS = Bounds()
FULL = f"<{NAMESPACE}search>"
BODY = '[] cg:query "hazard pay" ; cg:unit ?u'


def needs(query: str) -> Needs:
    return prepare(query, BOUNDS).needs


@pytest.mark.parametrize(
    "service",
    [
        "SERVICE cg:search { %s }",
        "SERVICE cg:search { %s . }",
        "SERVICE cg:search { %s ; . }",
        "service cg:search{%s}",
        "SERVICE SILENT cg:search { %s }",
        f"SERVICE {FULL} {{ %s }}",
        "SERVICE<https://w3id.org/clausegraph/ns#search>{ %s }",
        "SERVICE # a remark { }\n cg:search # SERVICE <http://x> {}\n { %s }",
        "OPTIONAL { SERVICE cg:search { %s } }",
        "{ SERVICE cg:search { %s } } UNION { ?u a cg:Unit }",
        "FILTER(1<2) SERVICE cg:search { %s }",
        "?s ?p 'SERVICE cg:search { }' . SERVICE cg:search { %s }",
    ],
)
@pytest.mark.parametrize(
    "body",
    [
        BODY,
        '[ cg:query "hazard pay" ; cg:unit ?u ]',
        '_:search cg:query "hazard pay" ; cg:unit ?u',
        '?call cg:unit ?u ; cg:query "hazard pay"',
        "[] cg:query '''hazard pay'''@en ; cg:unit $u",
        f'[] <{NAMESPACE}query> "hazard\\u0020pay" ; <{NAMESPACE}unit> ?u',
    ],
)
def test_a_search_is_found_in_every_dress(service: str, body: str) -> None:
    query = f"SELECT * {{ {service % body} }}"
    prepared = prepare(query, BOUNDS)
    assert prepared.needs == Needs((Search("hazard pay", 100, "hybrid"),))
    written = prepared.with_found(Found(((Hit("a:b", 0.5),),)))
    assert written.count("\n") == query.count("\n")
    assert "VALUES" in written
    assert "(<a:b>)" in written


def test_a_search_says_how_many_by_which_evidence_and_what_to_give() -> None:
    query = """PREFIX my: <https://w3id.org/clausegraph/ns#>
    SELECT * { SERVICE my:search { [] my:query "a" ; my:limit 10 ; my:mode "lexical" ;
      my:unit ?u ; my:score ?s ; my:rank ?r . } }"""
    prepared = prepare(query, BOUNDS)
    assert prepared.needs.searches == (Search("a", 10, "lexical"),)
    written = prepared.with_found(Found(((Hit("a:b", 0.5), Hit("a:c", 0.25)),)))
    assert "VALUES (?u ?s ?r) { (<a:b> 0.500000 1) (<a:c> 0.250000 2) }" in written


def test_several_searches_keep_their_places() -> None:
    query = (
        'SELECT * { SERVICE cg:search { [] cg:query "one" ; cg:unit ?a } ?a ?p ?b '
        'SERVICE cg:search { [] cg:query "two" ; cg:unit ?b } }'
    )
    prepared = prepare(query, BOUNDS)
    assert [search.text for search in prepared.needs.searches] == ["one", "two"]
    written = prepared.with_found(Found(((Hit("x:1", 1),), (Hit("x:2", 1),))))
    assert written.index("x:1") < written.index("?p") < written.index("x:2")


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?s ?p 'SERVICE cg:search { [] cg:query 1 }' }",
        'SELECT * { ?s ?p """SERVICE cg:search { [] } cg:similarity(?a, "b")""" }',
        "SELECT * { ?s ?p ?o } # SERVICE cg:search { [] cg:nothing 1 } cg:similarity(1)",
        "SELECT * { ?s <http://x/SERVICE> cg:search }",
        "SELECT ?service ?search { ?service cg:similarity ?search }",
        "PREFIX cg: <http://elsewhere/> SELECT * { FILTER(cg:similarity(?u, ?v)) }",
    ],
)
def test_what_is_no_search_is_left_alone(query: str) -> None:
    prepared = prepare(query, BOUNDS)
    assert not prepared.needs
    assert prepared.with_found(Found()) == query


@pytest.mark.parametrize(
    "service",
    [
        "SERVICE <http://localhost:1/> { ?s ?p ?o }",
        "PREFIX cg: <http://localhost:1/> SERVICE cg:search { [] cg:query 'a' ; cg:unit ?u }",
        "SERVICE ?cg { [] cg:query 'a' ; cg:unit ?u }",
        "SERVICE <https://w3id.org/clausegraph/ns#\\u0073earch> { [] cg:query 'a' ; cg:unit ?u }",
        "SERVICE <search> { [] cg:query 'a' ; cg:unit ?u }",
        "SERVICE cg:Search { [] cg:query 'a' ; cg:unit ?u }",
        "SERVICEcg:search { [] cg:query 'a' ; cg:unit ?u }",
    ],
)
def test_another_service_is_refused(linked: Index, service: str) -> None:
    prologue, _, rest = service.rpartition("SERVICE")
    query = f"{prologue} SELECT * {{ SERVICE{rest} }}"
    assert not needs(query)
    with pytest.raises(QueryError, match="SERVICE is not offered"):
        answer(linked.store, query, meaning=linked.meaning)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("[] cg:unit ?u", "cg:query is missing"),
        ('[] cg:query "a"', "cg:unit is missing"),
        ("[] cg:query ?words ; cg:unit ?u", r"cg:query takes a text .* quotes, not \?words"),
        ('[] cg:query "a\\x" ; cg:unit ?u', "cg:query takes a text"),
        ('[] cg:query "" ; cg:unit ?u', "is empty"),
        ('[] cg:query "a" ; cg:unit <a:b>', "cg:unit takes a variable, not <a:b>"),
        (
            '[] cg:query "a" ; cg:unit ?u ; cg:limit "ten"',
            'cg:limit takes a whole number, not "ten"',
        ),
        ('[] cg:query "a" ; cg:unit ?u ; cg:limit 1.5', "cg:limit takes a whole number, not 1.5"),
        ('[] cg:query "a" ; cg:unit ?u ; cg:limit ٣', "cg:limit takes a whole number"),
        ('[] cg:query "a" ; cg:unit ?u ; cg:limit 0', "cg:limit is 0"),
        ('[] cg:query "a" ; cg:unit ?u ; cg:limit 1001', "cg:limit is 1001"),
        ('[] cg:query "a" ; cg:unit ?u ; cg:mode "psychic"', "no cg:mode 'psychic'"),
        ('[] cg:query "a" ; cg:query "b" ; cg:unit ?u', "cg:query comes twice"),
        ('[] cg:query "a" ; cg:unit ?u ; cg:score $u', "stands for two things"),
        ('[] cg:query "a" ; cg:unit ?u ; cg:text ?t', "cg:text is no property"),
        ('[] cg:query "a" ; cg:unit ?u . ?u a cg:Unit', "more than one subject"),
        ('[] cg:query "a", "b" ; cg:unit ?u', "more than one subject, or a }"),
        ('<a:b> cg:query "a" ; cg:unit ?u', "The subject is not"),
        ('[ cg:query "a" ; cg:unit ?u', "A ] is missing"),
        ("", "The subject is not"),
        ('[] cg:query "%s" ; cg:unit ?u' % ("a" * 2001), "has 2001 code points"),
    ],
)
def test_a_search_that_is_wrong_is_told_with_its_place(body: str, said: str) -> None:
    with pytest.raises(QueryError, match=said) as raised:
        needs(f"SELECT *\n{{ SERVICE cg:search {{ {body} }} }}")
    assert "line 2" in raised.value.message
    assert raised.value.mend


@pytest.mark.parametrize(
    ("body", "near"),
    [
        ('[] cg:qurey "a" ; cg:unit ?u', "Did you mean cg:query"),
        ('[] cg:query "a" ; cg:mode "hybird" ; cg:unit ?u', "Did you mean hybrid?"),
    ],
)
def test_a_wrong_name_is_told_with_the_nearest(body: str, near: str) -> None:
    with pytest.raises(QueryError) as raised:
        needs(f"SELECT * {{ SERVICE cg:search {{ {body} }} }}")
    assert raised.value.mend is not None
    assert raised.value.mend.startswith(near)


def test_a_search_that_never_ends_is_told() -> None:
    for cut in range(len("SELECT * { SERVICE cg:search"), 70):
        query = f"SELECT * {{ SERVICE cg:search {{ {BODY} ; cg:score ?s }} }}"[:cut]
        with pytest.raises(QueryError):
            needs(query)


def test_there_may_be_so_many_searches() -> None:
    one = f"SERVICE cg:search {{ {BODY} }} "
    assert len(needs(f"SELECT * {{ {one * 8} }}").searches) == 8
    with pytest.raises(QueryError, match="9 searches; the limit is 8"):
        needs(f"SELECT * {{ {one * 9} }}")
    many = " ".join(f'BIND(cg:similarity(?u, "{n}") AS ?s{n})' for n in range(9))
    with pytest.raises(QueryError, match="9 texts to compare with"):
        needs(f"SELECT * {{ {many} }}")


@pytest.mark.parametrize(
    "call",
    [
        'cg:similarity(?u, "hazard pay")',
        "cg:similarity ( ?u , 'hazard pay'@en )",
        f'<{NAMESPACE}similarity>(IF(?a, ?u, ?v), "hazard pay")',
        'cg:similarity(<a:b>, "hazard pay") + cg:similarity(?v, "hazard pay")',
    ],
)
def test_the_text_of_a_comparison_is_found(call: str) -> None:
    assert needs(f"SELECT * {{ BIND({call} AS ?s) }}") == Needs((), ("hazard pay",))


@pytest.mark.parametrize(
    "call",
    [
        "cg:similarity(?u, ?text)",
        "cg:similarity(?u)",
        'cg:similarity("a", ?u)',
        'cg:similarity(?u, CONCAT("a", "b"))',
        'cg:similarity(?u, "a" + 1)',
        'cg:similarity(?u, "a", "b")',
        "cg:similarity()",
        "cg:similarity(?u, 1)",
    ],
)
def test_a_comparison_with_something_else_is_told(call: str) -> None:
    with pytest.raises(QueryError, match="a text written out") as raised:
        needs(f"SELECT *\n{{ BIND({call} AS ?s) }}")
    assert raised.value.mend == 'Write cg:similarity(?unit, "some words").'
    assert "line 2, column" in raised.value.message


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ('"a"', "a"),
        ("'a\"b'", 'a"b'),
        ('"""a"b\n"""', 'a"b\n'),
        ("''''a'''", "'a"),
        ('""', ""),
        ('""""""', ""),
        (r'"\t\n\"\\\u00e9\U0001F600"', '\t\n"\\\xe9\U0001f600'),
        (r'"\\u0041"', r"\u0041"),
        (r'"\uD800"', None),
        (r'"\U99999999"', None),
        (r'"\x"', None),
    ],
)
def test_what_a_string_says(written: str, said: str | None) -> None:
    assert constant(written) == said


SEARCH = """SELECT ?id ?s ?r { SERVICE cg:search {
  [] cg:query "employers pay for uniforms" ; cg:limit 3 ; cg:mode "%s" ;
     cg:unit ?u ; cg:score ?s ; cg:rank ?r } ?u dct:identifier ?id } ORDER BY ?r"""


@pytest.mark.parametrize("mode", ["hybrid", "semantic", "lexical"])
def test_a_query_gives_what_the_search_gives(linked: Index, mode: str) -> None:
    from indexer.read import SearchOptions

    hits = linked.search("employers pay for uniforms", SearchOptions(k=3, mode=mode)).hits
    rows = select(linked.store, SEARCH % mode, linked.meaning).rows
    assert [row[0] for row in rows] == [hit.id for hit in hits]
    for row, hit in zip(rows, hits, strict=True):
        assert float(row[1] or 0) == pytest.approx(hit.score, abs=1e-6)


def test_similarity_is_the_semantic_score_of_a_search(linked: Index) -> None:
    text = "employers pay for uniforms"
    query = f"""SELECT ?s ?same {{
      SERVICE cg:search {{ [] cg:query "{text}" ; cg:mode "semantic" ; cg:unit ?u ; cg:score ?s }}
      BIND(cg:similarity(?u, "{text}") AS ?same) }}"""
    rows = select(linked.store, query, linked.meaning).rows
    assert len(rows) > 3
    assert all(row[0] == row[1] for row in rows)


def test_similarity_of_many_units_is_that_of_each(
    linked: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    from indexer.sparql import of_build

    query = 'SELECT ?u (cg:similarity(?u, "uniforms") AS ?s) { ?u a cg:Unit } ORDER BY ?u'
    at_once = select(linked.store, query, linked.meaning).rows
    monkeypatch.setattr(of_build, "ALL_AT_ONCE", 0)
    assert select(linked.store, query, linked.meaning).rows == at_once
    assert {row[1] is None for row in at_once} == {False}


def test_similarity_is_unbound_for_what_is_no_unit(linked: Index) -> None:
    query = """SELECT ?s { VALUES ?u { <a:b> "text" 1 } BIND(cg:similarity(?u, "a") AS ?s) }"""
    assert select(linked.store, query, linked.meaning).rows == ((None,),) * 3


def test_searches_in_optional_and_union_and_empty(linked: Index) -> None:
    query = """SELECT ?id ?found { ?u a cg:Unit ; dct:identifier ?id
      OPTIONAL { SERVICE cg:search { [] cg:query "uniforms" ; cg:mode "lexical" ; cg:unit ?u ;
                 cg:score ?found } } }"""
    rows = select(linked.store, query, linked.meaning).rows
    assert {bool(row[1]) for row in rows} == {True, False}
    assert len(rows) == len(linked.units)
    union = """SELECT ?n { { SERVICE cg:search { [] cg:query "zzzz" ; cg:mode "lexical" ;
      cg:unit ?u } BIND(1 AS ?n) } UNION { BIND(2 AS ?n) } }"""
    assert select(linked.store, union, linked.meaning).rows == (("2",),)


def test_without_a_search_behind_it_a_query_says_so(linked: Index) -> None:
    with pytest.raises(QueryError, match="no search behind"):
        select(linked.store, SEARCH % "hybrid")
