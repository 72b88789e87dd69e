"""The guard lets most queries pass without cutting them, and never one that it must not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.errors import QueryError
from indexer.sparql.guard import MAX_NESTING, UPDATES, check, names_graphs
from ontology.terms import PREFIXES

SLOWLY = "\n#service"
"""A comment that makes the guard read a query to its end, and says nothing itself."""
PARTS = (
    *("SERVICE", "service", "SILENT", "SERVICE-", "aservice", "ſervice", "servıce", "@en-service"),
    *(word.upper() for word in sorted(UPDATES)),
    *("FROM", "NAMED", "?a", "<?b)", "<x:y>", "<http://example.org/a>", "ex:", "ex:a", "a", "İ"),
    *(
        '"',
        "'",
        '"with"',
        "'add'",
        "#",
        "\n",
        " ",
        " ",
        "{",
        "}",
        "(",
        ")",
        ";",
        ".",
        "-",
        "_",
        "1",
    ),
)
QUERIES = st.lists(st.sampled_from(PARTS), max_size=30).map("".join)


def refused(query: str) -> bool:
    try:
        check(query, PREFIXES)
    except QueryError:
        return True
    return False


@given(QUERIES)
def test_what_passes_uncut_would_pass_cut(query: str) -> None:
    if "service-" not in query.lower():  # no keyword; cut, it is refused out of caution
        assert refused(query) == refused(query + SLOWLY)


@pytest.mark.parametrize("word", ["SERVICE", *sorted(UPDATES)])
@pytest.mark.parametrize("written", ["{} <x:y> {{}}", "{}<x:y>{{}}", "a{}?x", "#\n{}#\n?x", "{}"])
def test_a_keyword_is_seen_in_whichever_case(word: str, written: str) -> None:
    for form in (word, word.lower(), word.title(), word.swapcase()):
        query = written.format(form)
        assert refused(query) == refused(query + SLOWLY)
    assert refused(f"{word.title()} <x:y>")


def test_the_prologue_of_all_our_prefixes_is_no_offence() -> None:
    prologue = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
    assert not refused(prologue + "ASK {}")
    assert refused(prologue + "LOAD <x:y>")


def test_nesting_is_counted_where_there_are_brackets_enough() -> None:
    check("ASK " + "{" * MAX_NESTING + "}" * MAX_NESTING)
    check("ASK { VALUES (?x) {" + "(1)" * 10 * MAX_NESTING + "} }")
    assert refused("ASK " + "{" * (MAX_NESTING + 1) + "}" * (MAX_NESTING + 1))


@pytest.mark.parametrize(
    ("query", "own"),
    [
        ("SELECT * FROM <x:y> { ?a ?b ?c }", True),
        ("SELECT * FROMNAMED<x:y>{}", True),
        ('ASK { ?a ?b "from" }', False),
        ("ASK { ?a ?b ?c }", False),
    ],
)
def test_graphs_of_ones_own_are_seen_before_the_pattern(query: str, own: bool) -> None:
    assert names_graphs(query) is own
