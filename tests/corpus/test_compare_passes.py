"""The agreement of two passes: the arithmetic, and the passes that are kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools import compare_passes


def pairs(*names: str) -> frozenset[tuple[str, str]]:
    return frozenset(("unit", name) for name in names)


def test_the_textbook_example_of_kappa() -> None:
    """20 made by both, 5 and 10 by one of them, 15 by none: observed 0.7, expected 0.5."""
    found = compare_passes.Agreement(both=20, first=5, second=10, neither=15)
    assert found.kappa == pytest.approx(0.4)
    assert found.jaccard == pytest.approx(20 / 35)


@pytest.mark.parametrize(
    ("first", "second", "universe", "jaccard", "kappa"),
    [
        (pairs("a", "b"), pairs("a", "b"), 4, 1.0, 1.0),
        (pairs("a", "b"), pairs("c", "d"), 4, 0.0, -1.0),
        (pairs(), pairs(), 4, 1.0, 1.0),
        (pairs(), pairs(), 0, 1.0, 1.0),
        (pairs("a"), pairs("a", "b"), 2, 0.5, 0.0),
    ],
)
def test_agreement_of_sets(
    first: frozenset[tuple[str, str]],
    second: frozenset[tuple[str, str]],
    universe: int,
    jaccard: float,
    kappa: float,
) -> None:
    found = compare_passes.agreement(first, second, universe)
    assert (found.jaccard, found.kappa) == (pytest.approx(jaccard), pytest.approx(kappa))


def test_the_passes_that_are_kept_are_compared_over_both_universes(golden: Path) -> None:
    first, second, *refused = (
        compare_passes.read_pairs(golden / "links" / f"{name}.tsv")
        for name in ("pass_a", "pass_b", "refused_a", "refused_b")
    )
    named, registry = compare_passes.compared(first, second, refused).values()
    assert named.jaccard == registry.jaccard
    assert named.both == registry.both == len(first & second)
    assert named.neither < registry.neither
    assert 0.5 < registry.kappa < 1
