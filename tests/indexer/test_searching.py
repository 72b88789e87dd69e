"""A search over the real build: citations first, slips forgiven, copies folded."""

import pytest

from indexer.read import MODES, Index, SearchOptions
from indexer.views import SCORE_DIGITS


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("query", ["Compact 26(g)", "Compct 26(g)", "compact:para_26__point_g"])
def test_a_cited_clause_comes_first(real_index: Index, query: str, mode: str) -> None:
    answer = real_index.search_json(query, SearchOptions(k=3, mode=mode))
    first = answer["items"][0]
    assert (first["id"], first["cited"], first["score"]) == ("compact:para_26__point_g", True, 1)
    assert not any(item["cited"] for item in answer["items"][1:])
    assert [own["id"] for own in answer["cited"]] == ["compact:para_26__point_g"]
    assert answer["no_good_match"] is False


def test_a_cited_heading_comes_first_and_filters_hold(real_index: Index) -> None:
    (found,) = real_index.search_json("Compact section 5.1.1", SearchOptions(k=1))["items"]
    assert (found["id"], found["kind"]) == ("compact:sec_5-1-1", "section")
    only = SearchOptions(k=3, instruments=("code",))
    answer = real_index.search_json("Compact 26(g)", only)
    assert {item["instrument"] for item in answer["items"]} == {"code"}


def test_a_treaty_without_text_is_named(real_index: Index) -> None:
    answer = real_index.search_json("C155 art 13", SearchOptions(k=3))
    assert [(own["id"], own["type"]) for own in answer["cited"]] == [("C155:art_13", "provision")]
    assert not any(item["cited"] for item in answer["items"])


@pytest.mark.parametrize(
    ("query", "read"),
    [
        ("whistelblower protection", "whistleblower"),
        ("recomendation on maternity leave", "recommendation"),
    ],
)
def test_slips_are_forgiven_and_told(real_index: Index, query: str, read: str) -> None:
    answer = real_index.search_json(query, SearchOptions(k=3))
    assert [own["read"] for own in answer["corrections"]] == [read]
    right = query.split()
    right[0] = read
    same = real_index.search_json(" ".join(right), SearchOptions(k=3))
    assert [item["id"] for item in same["items"]] == [item["id"] for item in answer["items"]]
    assert same["corrections"] == []


def test_every_place_of_a_list_is_first_and_its_words_are_no_slips(real_index: Index) -> None:
    answer = real_index.search_json("Compact paras 26(a) and 26(g)", SearchOptions(k=3))
    assert [(item["id"], item["cited"]) for item in answer["items"]][:2] == [
        ("compact:para_26__point_a", True),
        ("compact:para_26__point_g", True),
    ]
    assert answer["corrections"] == []


def test_a_definition_that_stands_twice_is_shown_once(real_index: Index) -> None:
    answer = real_index.search_json("definition of health and care workers", SearchOptions(k=10))
    copies = {own["id"] for item in answer["items"] for own in item["also_at"]}
    assert copies
    assert not copies & {item["id"] for item in answer["items"]}


def test_a_score_is_told_without_digits_that_mean_nothing(real_index: Index) -> None:
    items = real_index.search_json("hazard pay", SearchOptions(k=5))["items"]
    assert len(items) == 5
    for item in items:
        told = (item["score"], *item["parts"].values())
        assert all(len(repr(own)) <= len("0.") + SCORE_DIGITS for own in told)
