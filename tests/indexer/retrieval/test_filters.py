"""Filters: alternatives within one, all of several, headings and shut kinds left out."""

from dataclasses import replace

import pytest

from indexer.model import Instrument, Unit
from indexer.retrieval.filters import Facets, Filters


def unit(name: str, kind: str, element: int | None = None, own_text: bool = True) -> Unit:
    return Unit(
        id=name, instrument=name.partition(":")[0], kind=kind, printed_label=None, ordinal=1,
        parent=None, section=None, heading=None, element=element, text="x", own_text=own_text,
        markers=(), file="f", spans=(), offsets=(),
    )  # fmt: skip


UNITS = [
    unit("guide:sec_1", "section", own_text=False),
    unit("guide:para_1", "paragraph"),
    unit("compact:para_26", "paragraph", 1),
    unit("compact:para_28", "paragraph", 2),
    unit("treaty:art_1", "article"),
    unit("guide:para_2", "reference"),
    unit("unknown:para_1", "paragraph"),
]
BASE = Instrument("guide", "T", "T", "p", ("WHO",), "guide", "none", False, None)
INSTRUMENTS = {
    "guide": BASE,
    "compact": replace(BASE, id="compact", bindingness="guidance"),
    "treaty": replace(BASE, id="treaty", body=("ILO", "UN"), bindingness="binding"),
}

ROWS = [
    (Filters(), [1, 2, 3, 4, 6]),
    (Filters(instruments=frozenset({"compact"})), [2, 3]),
    (Filters(instruments=frozenset({"compact", "treaty"})), [2, 3, 4]),
    (Filters(kinds=frozenset({"section"})), [0]),
    (Filters(kinds=frozenset({"reference", "article"})), [4, 5]),
    (Filters(elements=frozenset({2})), [3]),
    (Filters(elements=frozenset({1, 2}), kinds=frozenset({"paragraph"})), [2, 3]),
    (Filters(bindingness=frozenset({"binding"})), [4]),
    (Filters(bodies=frozenset({"UN"})), [4]),
    (Filters(bodies=frozenset({"WHO"}), bindingness=frozenset({"guidance"})), [2, 3]),
    (Filters(instruments=frozenset({"guide"}), bodies=frozenset({"ILO"})), []),
    (Filters(kinds=frozenset({"no such kind"})), []),
]


@pytest.mark.parametrize(("filters", "expected"), ROWS)
def test_allowed(filters: Filters, expected: list[int]) -> None:
    mask = Facets(UNITS, INSTRUMENTS).allowed(filters, frozenset({"reference"}))
    assert [int(place) for place in mask.nonzero()[0]] == expected


def test_no_units_at_all() -> None:
    assert Facets([], {}).allowed(Filters()).shape == (0,)
