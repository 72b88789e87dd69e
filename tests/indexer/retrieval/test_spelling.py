"""Slips of the key: which are forgiven, and which words are left alone."""

from pathlib import Path

import pytest

from indexer.errors import InputError
from indexer.retrieval.spelling import Correction, Speller, corrected, distance, save

TEXTS = ["A recommendation on maternity leave.", "Maternity leave, hazard pay and wages", "Compact"]


@pytest.fixture
def speller(tmp_path: Path) -> Speller:
    save(tmp_path, TEXTS)
    return Speller(tmp_path)


@pytest.mark.parametrize(
    ("one", "other", "changes"),
    [
        ("leave", "leave", 0),
        ("leave", "leaves", 1),
        ("leave", "leav", 1),
        ("leave", "laeve", 1),
        ("leave", "love", 2),
        ("recomendation", "recommendation", 1),
        ("", "ab", 2),
        ("kitten", "sitting", 3),
        ("completely", "other", 3),
    ],
)
def test_distances(one: str, other: str, changes: int) -> None:
    assert min(distance(one, other, 3), 3) == changes
    assert min(distance(other, one, 3), 3) == changes


@pytest.mark.parametrize(
    ("query", "read"),
    [
        ("recomendation", "recommendation"),
        ("maternty Leave", "maternity Leave"),
        ("Compct 26(g)", "compact 26(g)"),
        ("recomendatoin", "recommendation"),
        ("hazrad pay", "hazard pay"),
    ],
)
def test_slips_are_mended(speller: Speller, query: str, read: str) -> None:
    assert corrected(query, speller.corrections(query, lambda _: False)) == read


@pytest.mark.parametrize(
    "query", ["wags", "zebra crossing", "C155 art 13", "", "maternity hazard", "xompact", "wagesss"]
)
def test_other_words_are_left_alone(speller: Speller, query: str) -> None:
    assert speller.corrections(query, lambda _: False) == ()


def test_a_known_word_is_no_slip(speller: Speller) -> None:
    assert speller.corrections("wagers", lambda word: word == "wagers") == ()
    assert speller.corrections("wagers", lambda _: False) == (Correction("wagers", "wages"),)


def test_the_more_frequent_word_wins(tmp_path: Path) -> None:
    save(tmp_path, ["hazard hazart hazart"])
    (found,) = Speller(tmp_path).corrections("hazarx", lambda _: False)
    assert found.read == "hazart"


def test_without_its_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        Speller(tmp_path)
