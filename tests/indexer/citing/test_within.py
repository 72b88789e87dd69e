"""The clause that a search names."""

import pytest

from indexer.citing.catalogue import Catalogue
from indexer.citing.within import cited_in, may_cite
from indexer.read import Index


@pytest.fixture
def catalogue(real_index: Index) -> Catalogue:
    return real_index.catalogue


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("Compact 26(g)", ("compact:para_26__point_g",)),
        ("what does Compact 26(g) say?", ("compact:para_26__point_g",)),
        ("compact:para_26__point_g", ("compact:para_26__point_g",)),
        ("26(g)", ("compact:para_26__point_g",)),
        ("Code 5.1", ("code:art_5__para_1",)),
        ("WHA63.16 para 3(2)", ("wha63-16:para_3__point_2",)),
        ("C155 art 13", ("C155:art_13",)),
        (
            "Compact paras 26(a) and 26(g)",
            ("compact:para_26__point_a", "compact:para_26__point_g"),
        ),
        ("what do arts 13 and 14 of C155 say", ("C155:art_13", "C155:art_14")),
        ("Compact 26(g); C155 art 13", ("compact:para_26__point_g", "C155:art_13")),
        ("arts 1-30 of C155", ("C155",)),
        ("hazard pay since 2010", ()),
        ("pay in 2010 and 2011", ()),
        ("COVID-19 occupational disease compensation", ()),
        ("right to leave a dangerous workplace", ()),
        ("Compact 99(z)", ()),
        (f"Compact 26(g) {'and so on ' * 20}", ()),
        ("", ()),
    ],
)
def test_what_a_query_cites(catalogue: Catalogue, query: str, found: tuple[str, ...]) -> None:
    assert cited_in(query, catalogue) == found


def test_without_a_figure_nothing_is_looked_up() -> None:
    assert not may_cite("right to leave a dangerous workplace")
    assert may_cite("C155")
