from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.nearest import nearest

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
