"""Which note a mark points to where labels begin again on every page, or with every chapter."""

from __future__ import annotations

import pytest

from indexer.parsing.pointing import Labelled, endnotes_of, footnotes_of


def placed(words: str, kinds: str) -> list[Labelled]:
    """The labels in words such as `m1 m2 n1`, of one of the kinds, with their places."""
    own = [(at, word) for at, word in enumerate(words.split()) if word[0] in kinds]
    return [Labelled(word[1:], at) for at, word in own]


FOOTNOTES = {
    "each once": ("m1 m2 n1 m1 n2", [0, 1, 0]),
    "on every page": ("m1 m2 n1 n2 m1 n1 m1 m2 n1 n2", [0, 1, 2, 3, 4]),
    "two marks before two notes": ("m1 m1 n1 n1", [0, 1]),
    "signs": ("m* m† n* n† m* n*", [0, 1, 2]),
    "a mark too many": ("m1 n1 m1 m1 n1", [0, 1, 1]),
    "none": ("m1 m2", [None, None]),
    "a note before its mark": ("n1 m1 m2", [0, None]),
}
ENDNOTES = {
    "one list": ("m1 m2 m1 m7 n1 n2", [0, 1, 0, None]),
    "behind each chapter": ("m1 m2 n1 n2 m1 m1 n1", [0, 1, 2, 2]),
    "counted on": ("m1 m2 n1 n2 m3 n3", [0, 1, 2]),
    "all at the end": ("m1 m2 m1 m2 m2 n1 n2 n1 n2", [0, 1, 2, 3, 3]),
    "more lists than chapters": ("m1 m2 n1 n2 n1 n2", [None, None]),
}


@pytest.mark.parametrize(("words", "places"), FOOTNOTES.values(), ids=FOOTNOTES)
def test_footnotes(words: str, places: list[int | None]) -> None:
    assert footnotes_of(placed(words, "m"), placed(words, "n")) == places


@pytest.mark.parametrize(("words", "places"), ENDNOTES.values(), ids=ENDNOTES)
def test_endnotes(words: str, places: list[int | None]) -> None:
    assert endnotes_of(placed(words, "m"), placed(words, "n")) == places
