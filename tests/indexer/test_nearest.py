from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.errors import NotFoundError
from indexer.nearest import as_cited, nearest

KNOWN = ("compact", "code", "guide", "platform", "C155", "C154", "C087")


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("compakt", ("compact",)),
        ("COMPACT", ("compact",)),
        ("c155", ("C155",)),
        ("C156", ("C155", "C154")),
        ("zzzz", ()),
        ("", ()),
    ],
)
def test_names_that_resemble_come_nearest_first(name: str, found: tuple[str, ...]) -> None:
    assert nearest(name, KNOWN) == found


def test_no_more_than_three_are_named() -> None:
    assert len(nearest("C15", [f"C15{digit}" for digit in range(10)])) == 3


def test_a_very_long_name_is_no_burden() -> None:
    assert nearest("compact" * 100_000, KNOWN) == ()


@given(st.text(max_size=20), st.lists(st.text(max_size=8), max_size=8))
def test_only_known_names_are_named(name: str, known: list[str]) -> None:
    assert set(nearest(name, known)) <= set(known)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("C155 art 13", "As a citation it means C155:art_13: ask by identifier."),
        ("13a", "As a citation it means C155:art_13: ask by identifier."),
        ("C155:art_99", "See the list."),
        ("night@2024", "See the list."),
        ("nothing with a number", "See the list."),
        ("1" * 201, "See the list."),
    ],
)
def test_a_name_that_is_a_citation_is_told_by_its_identifier(name: str, told: str) -> None:
    error = NotFoundError("There is none.", mend="See the list.", nearest=("C155:art_14",))
    found = as_cited(error, name, lambda _: ("C155:art_13",))
    assert (found.message, found.mend) == ("There is none.", told)
    assert found.nearest[-1] == "C155:art_14"
