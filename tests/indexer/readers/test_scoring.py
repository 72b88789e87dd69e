"""PDFs by three producers are read to the units, markers and notes of the texts they print."""

from __future__ import annotations

import pytest

from tests.indexer.readers.scoring import FIXTURES, composed, score

FLOORS = {
    "words": 0.995,
    "order": 0.995,
    "texts": 0.99,
    "units": 0.99,
    "markers R": 0.99,
    "markers P": 0.99,
    "footnotes": 1.0,
    "endnotes": 0.99,
    "soft hyphens": 0.97,
    "hard hyphens": 0.95,
    "places": 0.99,
    "led": 0.99,
}


@pytest.mark.parametrize("name", sorted(path.stem for path in FIXTURES.glob("*.pdf")))
def test_a_pdf_agrees_with_its_text(name: str) -> None:
    found = score(FIXTURES / f"{name}.pdf", composed())
    below = {k: r for k, r in found.rates.items() if r is not None and r < FLOORS[k]}
    assert below == {}, found.differs
