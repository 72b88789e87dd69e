"""Filters: alternatives within one, all of several, headings and shut kinds left out."""

from dataclasses import replace
from pathlib import Path

import pytest

from indexer.errors import InputError
from indexer.model import Instrument, Unit
from indexer.retrieval.filters import Facets, Filters, write_facets
from tests.indexer.made_units import made_unit


def unit(name: str, kind: str, element: int | None = None, own_text: bool = True) -> Unit:
    return made_unit(name, kind=kind, element=element, own_text=own_text)


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


@pytest.mark.parametrize(("filters", "expected"), ROWS)
def test_facets_are_written_and_opened(
    filters: Filters, expected: list[int], tmp_path: Path
) -> None:
    write_facets(tmp_path, UNITS)
    mask = Facets.opened(tmp_path, INSTRUMENTS).allowed(filters, frozenset({"reference"}))
    assert mask.nonzero()[0].tolist() == expected


def test_an_answer_is_made_once_and_cannot_be_changed() -> None:
    facets = Facets(UNITS, INSTRUMENTS)
    mask = facets.allowed(Filters(kinds=frozenset({"article"})))
    assert facets.allowed(Filters(kinds=frozenset({"article"}))) is mask
    assert not mask.flags.writeable
    for number in range(100):
        facets.allowed(Filters(elements=frozenset({number})))
    assert facets.allowed(Filters(kinds=frozenset({"article"}))).tolist() == mask.tolist()


def test_units_are_counted_by_instrument_and_by_kind() -> None:
    facets = Facets(UNITS, INSTRUMENTS)
    assert facets.units_of() == {"guide": 3, "compact": 2, "treaty": 1, "unknown": 1}
    assert facets.kinds_under(1) == {"paragraph": 1}
    assert facets.kinds_under(9) == {}


def test_damaged_facets_say_what_to_do(tmp_path: Path) -> None:
    write_facets(tmp_path, UNITS)
    (tmp_path / "facet-kind.npy").write_bytes(b"no array")
    with pytest.raises(InputError, match="Build the index again"):
        Facets.opened(tmp_path, INSTRUMENTS)
