"""Editions of one instrument: identifiers are kept, and every change is told."""

import pytest

from indexer.editions.align import matched
from indexer.editions.changes import diff_json, word_changes
from indexer.errors import InputError, NotFoundError
from indexer.own.entry import Told
from indexer.own.intake import Asked
from indexer.read import Index, open_index
from tests.indexer.own.own_corpus import LATER, NIGHT, added, place
from tests.indexer.tiny_corpus import LETTER, build_tiny, write_corpus

NEWER = LETTER.replace("We ask every", "This is the second letter.\n\nWe kindly ask every").replace(
    "before the summer", "before the winter"
)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    folder = tmp_path_factory.mktemp("editions")
    where = place(write_corpus(folder / "corpus"), folder / "index")
    build_tiny(folder / "corpus", folder / "index")
    (folder / "letter.txt").write_text(NEWER, "utf-8")
    letter = Asked(instrument="letter", profile="letter")
    added(where, folder / "letter.txt", asked=letter, told=Told(edition="second", date="2022"))
    added(where, NIGHT)
    added(where, LATER)
    return open_index(folder / "index")


def test_a_paragraph_without_a_number_keeps_its_identifier(index: Index) -> None:
    assert index.unit("letter:para_nn_2").text.startswith("We kindly ask")
    assert index.unit("letter:para_nn_4").text.startswith("This is the second letter.")
    assert index.unit("letter:para_nn_2").ordinal == 3
    assert not index.withdrawn & {"letter:para_nn_1", "letter:para_nn_2"}


def test_what_changed_is_told_unit_by_unit(index: Index) -> None:
    found = diff_json(index, "night@2024", "night@2025")
    assert found["counts"] == {"added": 1, "removed": 2, "changed": 2, "same": 6}
    told = {item["id"]: item for item in found["items"]}
    assert told["night:para_3"]["changes"] == [{"old": "eleven", "new": "twelve"}]
    assert told["night:para_2__point_b"]["changes"] == [{"old": "call.", "new": "call;"}]
    assert told["night:para_2__point_c"]["new"]["text"] == "the porters on call."
    assert told["night:para_4"]["old"]["id"] == "night@2024:para_4"
    assert [item["status"] for item in found["items"]].count("removed") == 2


def test_the_same_edition_has_no_changes(index: Index) -> None:
    counts = diff_json(index, "letter@first", "letter@first")["counts"]
    assert counts == {"added": 0, "removed": 0, "changed": 0, "same": 3}


def test_what_cannot_be_compared_is_told(index: Index) -> None:
    with pytest.raises(InputError, match="'night' names no edition"):
        diff_json(index, "night", "night@2025")
    with pytest.raises(InputError, match="editions of two instruments"):
        diff_json(index, "night@2024", "letter@first")
    with pytest.raises(NotFoundError, match="There are: letter@first, letter@second"):
        diff_json(index, "letter@first", "letter@third")


def test_word_changes() -> None:
    assert word_changes("a b c d", "a x c d e") == [
        {"old": "b", "new": "x"},
        {"old": "", "new": "e"},
    ]


MATCHED = [
    (["a b c", "d e f"], ["a b c", "x y z", "d e f"], [(0, 0), (1, 2)]),
    (["one two three four"], ["one two three five"], [(0, 0)]),
    (["one two three four"], ["quite other words here"], []),
    ([], ["a"], []),
    (["a b c d", "e f g h"], ["a b c x", "y z", "e f g x"], [(0, 0), (1, 2)]),
]


@pytest.mark.parametrize(("old", "new", "pairs"), MATCHED)
def test_texts_are_matched_in_order(
    old: list[str], new: list[str], pairs: list[tuple[int, int]]
) -> None:
    assert list(matched(old, new)) == pairs
