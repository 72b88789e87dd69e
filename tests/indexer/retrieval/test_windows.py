"""Sentences and windows: where legal text may be cut, and that nothing is lost."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.retrieval.windows import SEMICOLON_FROM, Window, sentences, windows

WHOLE = [
    "Convention No. 155 applies to the branches named here.",
    "See Art. 13 and para. 3 of the Convention, and Nos. 97 and 143.",
    "Some forms of work, e.g. Nursing at night, i.e. Work after dark, need more care.",
    "The report of Dr. M. Chan was read by J. Doe at the session.",
    "Fees are set out in Fig. 2, vol. II and pp. 12–14 of the report.",
    "Article 5.1 of the Code and WHA63.16 stand as they are.",
    "A short list; with a second part; and a third.",
    "An ellipsis ... goes on here without an end",
]

SPLIT = [
    (
        "Workers have the right to rest. Employers respect it at all times.",
        ["Workers have the right to rest.", "Employers respect it at all times."],
    ),
    (
        "Does the Code bind those who sign it? It does not. “It guides all of them.” So it says.",
        [
            "Does the Code bind those who sign it?",
            "It does not. “It guides all of them.” So it says.",
        ],
    ),
    (
        "This applies to Convention No. 155. States shall give effect to it without delay.",
        ["This applies to Convention No. 155.", "States shall give effect to it without delay."],
    ),
    (
        "Nurses are free to say no. They must not suffer for it afterwards.",
        ["Nurses are free to say no.", "They must not suffer for it afterwards."],
    ),
]


@pytest.mark.parametrize("text", WHOLE)
def test_abbreviations_and_short_lists_do_not_end_a_sentence(text: str) -> None:
    assert sentences(text) == (Window(0, len(text)),)


@pytest.mark.parametrize(("text", "expected"), SPLIT)
def test_sentences(text: str, expected: list[str]) -> None:
    assert [text[s.start : s.end] for s in sentences(text)] == expected


def test_a_long_sentence_is_cut_at_its_semicolons() -> None:
    part = "to keep the records of every injury that happens in the house for five years"
    text = f"The employer undertakes {part}; {part}; and {part}."
    assert len(text) > SEMICOLON_FROM
    cut = [text[s.start : s.end] for s in sentences(text)]
    assert cut == [f"The employer undertakes {part};", f"{part};", f"and {part}."]


def test_a_text_without_words_has_no_sentence() -> None:
    assert sentences("") == ()
    assert sentences("  ") == ()


TEXTS = st.text(alphabet="ab A.;?!N o5(”", max_size=400)


@given(TEXTS)
def test_sentences_hold_every_visible_character_once_and_in_order(text: str) -> None:
    found = sentences(text)
    joined = "".join(text[s.start : s.end] for s in found)
    assert re.sub(r"\s", "", joined) == re.sub(r"\s", "", text)
    assert all(a.end <= b.start for a, b in pairwise(found))


def words(text: str) -> list[tuple[int, int]]:
    return [m.span() for m in re.finditer(r"\S+", text)]


@pytest.mark.parametrize(
    ("count", "limit", "overlap", "expected"),
    [
        (3, 4, 1, 1),
        (4, 4, 1, 1),
        (5, 4, 1, 2),
        (40, 8, 2, 7),
    ],
)
def test_number_of_windows(count: int, limit: int, overlap: int, expected: int) -> None:
    text = " ".join(["word"] * count)
    assert len(windows(text, words(text), limit, overlap)) == expected


def test_a_window_ends_with_a_sentence_where_it_can() -> None:
    text = "One two three four five six of ten. Seven eight nine ten eleven twelve thirteen of it."
    found = windows(text, words(text), 12, 4)
    assert text[found[0].start : found[0].end] == "One two three four five six of ten."


@given(TEXTS, st.integers(2, 12), st.data())
def test_windows_fit_overlap_and_cover_everything(
    text: str, limit: int, data: st.DataObject
) -> None:
    overlap = data.draw(st.integers(0, limit // 2))
    pieces = [(i, i + 1) for i, letter in enumerate(text) if not letter.isspace()]
    found = windows(text, pieces, limit, overlap)
    assert found[0].start == 0
    assert found[-1].end == len(text)
    for window in found:
        inside = [p for p in pieces if window.start <= p[0] and p[1] <= window.end]
        assert len(inside) <= limit
    for left, right in pairwise(found):
        assert left.start < right.start
        assert not text[left.end : right.start].strip()


def test_windows_that_could_not_move_on_are_refused() -> None:
    with pytest.raises(ValueError, match="leave no room"):
        windows("a b c", words("a b c"), 4, 3)
