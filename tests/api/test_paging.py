"""Cursors: bound to a build and a query, and to nothing else."""

import pytest

from api.paging import Query, cursor, page, place, query_of
from indexer.errors import QueryError

ASKED = query_of("b1", "/v1/units", [("in", "compact"), ("kind", "point"), ("limit", "2")])


@pytest.mark.parametrize("limit", [1, 2, 3, 7, None])
def test_pages_cover_a_list_once(limit: int | None) -> None:
    items, found, at = list(range(7)), [], 0
    while at < len(items):
        own = page(items, ASKED, limit, cursor(ASKED, at) if at else None)
        found += own.items
        at += len(own.items)
        assert (own.next is None) is (at == len(items))
    assert found == items


@pytest.mark.parametrize(
    ("other", "said"),
    [
        (query_of("b2", "/v1/units", ASKED.parameters), "build b1"),
        (query_of("b1", "/v1/elements", ASKED.parameters), "another query"),
        (query_of("b1", "/v1/units", [("in", "letter"), ("kind", "point")]), "another query"),
        (query_of("b1", "/v1/units", [("in", "compact")]), "another query"),
    ],
)
def test_a_cursor_fits_no_other_query(other: Query, said: str) -> None:
    with pytest.raises(QueryError, match=said):
        place(cursor(ASKED, 3), other)


def test_order_limit_fields_and_format_are_free() -> None:
    parameters = [("kind", "point"), ("in", "compact"), ("fields", "id"), ("limit", "9")]
    assert place(cursor(ASKED, 3), query_of("b1", "/v1/units.csv", parameters)) == 3


def test_a_place_behind_the_end_is_an_empty_last_page() -> None:
    own = page([1, 2], ASKED, 2, cursor(ASKED, 5))
    assert (list(own.items), own.next) == ([], None)
