"""Each wrong query is told at its wrong word, as a reader would point at it."""

import pytest
from pyoxigraph import Store

from indexer.sparql.evaluate import NoMeaning, answer
from indexer.sparql.meaning import Found, Needs
from indexer.sparql.misread import MOST
from indexer.sparql.model import QuerySyntaxError

WRONG = [
    ("SELCT * { ?s ?p ?o }", 1, 1, "'SELCT'"),
    ("SELECT * { ?s ?p }", 1, 18, "'}'"),
    ("SELECT * WHERE { ?s ?p ?o", 1, 26, "where it ends"),
    ("SELECT ?s { ?s ?p ?o } LIMT 10", 1, 24, "'LIMT'"),
    ("SELECT * {\n ?s ?p ?o .\n FILTER REGEX(?o 'x')\n}", 3, 18, "\"'x'\""),
    ("SELECT * { ?s ?p ?o . FILTER(?o > ) }", 1, 35, "')'"),
    ("SELECT * { ?s ?p ?o # } x\n FILTER(?o > 1 } # y", 2, 16, "'}'"),
    ("SELECT ?a, ?b { ?a ?p ?b }", 1, 10, "','"),
    ("ASK {} ASK {}", 1, 8, "'ASK'"),
    ("ASK { ?s ?p 'abc }", 1, 19, "where it ends"),
    ("ASK { ?a<?b }", 1, 14, "where it ends"),
    ("<<<<", 1, 1, "'<'"),
    ("SELECT * { ?s ex:a ?o }", 1, 15, "the prefix ex: is not declared"),
    ("ASK { ?s <bad iri> ?o }", 1, 10, "'<bad iri>': this is no absolute IRI"),
    ("ASK { ?s ?p ?o OPTIONAL ?s ?p ?o }", 1, 25, 'expected "{"'),
    ("SELECT ?s (1 AS ?s) {}", 1, 23, "Duplicated variable name"),
    ("", 1, 1, "empty"),
    ("# nothing\n ", 1, 1, "empty"),
    ('SELECT * { SERVICE cg:search { [] cg:query "x" ;\n cg:unit ?u } ?u foo }', 2, 18, "'foo'"),
]


class _Nothing(NoMeaning):
    """A search that finds nothing."""

    def find(self, needs: Needs) -> Found:
        return Found(tuple(() for _ in needs.searches))


@pytest.mark.parametrize(("query", "line", "column", "words"), WRONG)
def test_a_wrong_query_is_told_at_the_wrong_word(
    query: str, line: int, column: int, words: str
) -> None:
    with pytest.raises(QuerySyntaxError) as raised:
        answer(Store(), query, meaning=_Nothing())
    assert (raised.value.line, raised.value.column) == (line, column)
    assert words in raised.value.message
    assert "\n" not in raised.value.message
    assert len(raised.value.message) < 200


def test_a_long_query_is_told_near_the_place() -> None:
    before = "ASK { " + "?s ?p ?o . " * 2000
    assert len(before) > MOST
    with pytest.raises(QuerySyntaxError) as raised:
        answer(Store(), before + "x }")
    assert 0 <= raised.value.column - len(before) - 1 < len("ENCODE_FOR_URI")


def test_a_long_word_is_cut() -> None:
    with pytest.raises(QuerySyntaxError, match="at '" + "x" * 40 + "…'"):
        answer(Store(), "ASK { ?s ?p ?o } " + "x" * 5000)
