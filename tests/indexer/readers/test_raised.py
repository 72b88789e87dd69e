"""Raised numbers as markers of notes, and which kind of note each points to."""

import pytest

from indexer.readers.raised import raised, settled

RAISED = [
    ("20", "²⁰"),
    ("(3)", "³"),
    ("[20]", "^[20]"),
    ("[20],[21]", "^{[20],[21]}"),
    ("22–24, 27", "^{[22],[23],[24],[27]}"),
    ("24–22", None),
    ("1–900", None),
    ("st", None),
    ("1234", None),
]


@pytest.mark.parametrize(("words", "marker"), RAISED, ids=[words for words, _ in RAISED])
def test_raised_words_are_a_marker_or_none(words: str, marker: str | None) -> None:
    assert raised(words) == marker


SETTLED = [
    ("x^[1],^[2]\n", "x^{[1],[2]}\n"),
    ("x¹,²\n\n¹ a\n\n² b\n", "x¹ ²\n\n¹ a\n\n² b\n"),
    ("x^{[1],[2]}\n\n¹ a\n\n² b\n", "x¹ ²\n\n¹ a\n\n² b\n"),
    ("x²\n\n## Notes\n\n1. a\n\n2. b\n", "x^[2]\n\nNotes\n\n1. a\n\n2. b\n"),
    ("x²\n\n## Notes\n\nOn tea.\n", "x²\n\n## Notes\n\nOn tea.\n"),
]


@pytest.mark.parametrize(("text", "found"), SETTLED, ids=[text for text, _ in SETTLED])
def test_a_marker_points_to_the_note_that_the_text_has(text: str, found: str) -> None:
    assert settled(text) == found
