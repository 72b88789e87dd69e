"""The whole of search over a small folder, with an encoder that needs no model."""

from pathlib import Path

import numpy as np
import pytest

from indexer.concepts import vocabulary_of
from indexer.errors import InputError, QueryError
from indexer.retrieval.embed_cache import VectorCache
from indexer.retrieval.hash_encoder import HashEncoder
from indexer.retrieval.rank import Mode
from indexer.retrieval.searcher import Searcher
from indexer.retrieval.writer import Language, Written, passages, write
from tests.imported import MODELS, imported_by

LONG = " ".join(
    f"Clause number {n} speaks of topic{n} and of nothing else at all." for n in range(9)
)
ENTRIES = [
    ("a:sec_1", "Protection from hazards"),
    ("a:para_1", "Workers may leave a place of danger. They must not suffer for it afterwards."),
    ("a:para_2", "Employers pay for uniforms and for transport to work."),
    ("a:para_3", ""),
    ("b:para_1", LONG),
    ("b:para_2", "Employers pay for uniforms and for transport to work."),
]
TEXTS = dict(ENTRIES)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path / "search", ENTRIES, HashEncoder())
    return tmp_path / "search"


@pytest.fixture
def searcher(folder: Path) -> Searcher:
    return Searcher(folder, TEXTS.__getitem__, HashEncoder)


@pytest.mark.parametrize("mode", list(Mode))
@pytest.mark.parametrize(
    ("query", "first", "quote"),
    [
        ("leave a place of danger", "a:para_1", "Workers may leave a place of danger."),
        ("pay for uniforms", "a:para_2", ENTRIES[2][1]),
        ("topic7", "b:para_1", "Clause number 7 speaks of topic7 and of nothing else at all."),
    ],
)
def test_the_best_unit_and_its_sentence(
    searcher: Searcher, query: str, first: str, quote: str, mode: Mode
) -> None:
    hit = searcher.search(query, 3, mode).hits[0]
    assert hit.id == first
    assert hit.match.quote == quote
    assert TEXTS[hit.id][hit.match.start : hit.match.end] == quote
    assert (hit.semantic is None) == (mode is Mode.LEXICAL)
    assert (hit.lexical is None) == (mode is Mode.SEMANTIC)


@pytest.mark.parametrize("mode", [Mode.HYBRID, Mode.SEMANTIC])
def test_as_many_hits_as_units_that_are_allowed(searcher: Searcher, mode: Mode) -> None:
    allowed = np.array([entry[0].startswith("b:") for entry in ENTRIES])
    found = searcher.search("leave a place of danger", 5, mode, allowed).hits
    assert {hit.id for hit in found} == {"b:para_1", "b:para_2"}


@pytest.mark.parametrize("mode", list(Mode))
def test_scores_fall_and_a_text_that_stands_twice_is_one_hit(
    searcher: Searcher, mode: Mode
) -> None:
    hits = searcher.search("transport to work", 6, mode).hits
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert (hits[0].id, hits[0].also_at) == ("a:para_2", ("b:para_2",))
    assert "b:para_2" not in [hit.id for hit in hits]


@pytest.mark.parametrize("mode", list(Mode))
def test_what_is_cited_comes_first(searcher: Searcher, mode: Mode) -> None:
    found = searcher.search("transport to work", 2, mode, cited=["b:para_1"])
    assert (found.hits[0].id, found.hits[0].cited, found.hits[0].score) == ("b:para_1", True, 1)
    assert (found.hits[1].id, found.hits[1].cited) == ("a:para_2", False)
    assert not found.no_good_match


def test_a_slip_of_the_key_is_forgiven(folder: Path) -> None:
    class Reader(HashEncoder):
        def pieces(self, text: str) -> list[tuple[int, int]]:
            return [(0, 1), (1, len(text))] if text in ("uniforsm", "bicycle") else [(0, len(text))]

    searcher = Searcher(folder, TEXTS.__getitem__, Reader)
    found = searcher.search("pay for uniforsm", 1)
    assert [(own.typed, own.read) for own in found.corrections] == [("uniforsm", "uniforms")]
    assert found.hits[0].id == "a:para_2"
    assert searcher.search("pay for a bicycle", 1).corrections == ()


def test_concepts_are_found_by_their_everyday_words(tmp_path: Path) -> None:
    table = {
        "concept": [
            {"id": "clothing", "label": "uniform", "alt": ["garb"], "everyday": ["what I wear"]}
        ]
    }
    write(tmp_path, ENTRIES, HashEncoder(), language=Language(vocabulary_of(table), table))
    searcher = Searcher(tmp_path, TEXTS.__getitem__, HashEncoder)
    assert searcher.search("garb", 1, Mode.LEXICAL).hits[0].id == "a:para_2"
    notions = {hit.id: hit.notions for hit in searcher.search("what I wear", 5).hits}
    assert notions["a:para_2"] == 1
    assert not any(searcher.search("danger", 5).hits[place].notions for place in range(3))


def test_a_unit_is_found_by_what_it_says_in_plain_words(tmp_path: Path) -> None:
    plain = {
        "a:para_2": ("who buys my smock", "bus fare"),
        "a:para_3": ("smock",),
        "z:para_1": ("smock",),
    }
    written = write(tmp_path, ENTRIES, HashEncoder(), language=Language(plain=plain))
    assert (
        written.passages
        == len(
            {row for n, (_, text) in enumerate(ENTRIES) for row in passages(n, text, HashEncoder())}
        )
        + 2
    )
    searcher = Searcher(tmp_path, TEXTS.__getitem__, HashEncoder)
    for mode in Mode:
        hit, *others = searcher.search("smock", 5, mode).hits
        assert (hit.id, hit.match.quote) == ("a:para_2", TEXTS["a:para_2"])
        assert "a:para_3" not in [other.id for other in others]


def test_nothing_good_is_said_to_be_so(searcher: Searcher) -> None:
    assert searcher.search("zebra crossings", 3).no_good_match
    assert searcher.search("zebra crossings", 3, Mode.LEXICAL).hits == ()
    assert not searcher.search("leave a place of danger", 3).no_good_match


@pytest.mark.parametrize(("query", "k"), [("", 5), ("  ", 5), ("danger", 0), ("danger", -1)])
def test_a_query_that_asks_for_nothing_is_refused(searcher: Searcher, query: str, k: int) -> None:
    with pytest.raises(QueryError):
        searcher.search(query, k)


def test_another_model_than_that_of_the_build_is_refused(folder: Path) -> None:
    other = Searcher(folder, TEXTS.__getitem__, lambda: HashEncoder(window=40))
    with pytest.raises(InputError, match="built with the model hashed-words"):
        other.search("danger")


def test_without_a_model_words_can_still_be_searched(folder: Path) -> None:
    plain = Searcher(folder, TEXTS.__getitem__)
    assert plain.search("danger", mode=Mode.LEXICAL).hits[0].id == "a:para_1"
    with pytest.raises(InputError, match="lexical mode"):
        plain.search("danger")


def test_a_missing_folder_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="Build the index again"):
        Searcher(tmp_path, TEXTS.__getitem__).search("danger", mode=Mode.LEXICAL)


def test_a_second_build_encodes_nothing_and_writes_the_same_bytes(tmp_path: Path) -> None:
    encoder = HashEncoder()
    cache = VectorCache(tmp_path / "cache", encoder.model)
    first = write(tmp_path / "a", ENTRIES, encoder, cache)
    second = write(tmp_path / "b", ENTRIES, encoder, cache)
    assert first.encoded_units == 5
    assert (second.encoded_passages, second.encoded_units) == (0, 0)
    written = [
        {
            p.relative_to(tmp_path / n): p.read_bytes()
            for p in (tmp_path / n).rglob("*")
            if p.is_file()
        }
        for n in "ab"
    ]
    assert written[0] == written[1]
    assert {"labels.json", "everyday.npy", "spelling.txt"} <= {path.name for path in written[0]}


def test_one_changed_paragraph_is_the_only_one_encoded(tmp_path: Path) -> None:
    encoder = HashEncoder()
    cache = VectorCache(tmp_path / "cache", encoder.model)
    write(tmp_path / "a", ENTRIES, encoder, cache)
    changed = [(i, t.replace("danger", "great danger")) for i, t in ENTRIES]
    encoder.encoded.clear()
    done = write(tmp_path / "b", changed, encoder, cache)
    assert done == Written(6, 20, 2, 1)
    assert encoder.encoded == [changed[1][1], "Workers may leave a place of great danger."]


def test_passages_are_windows_and_sentences() -> None:
    encoder = HashEncoder(window=32)
    assert passages(3, "", encoder) == []
    assert [row.sentence for row in passages(3, "One sentence only.", encoder)] == [True]
    long = passages(3, LONG, encoder)
    wide = [row for row in long if not row.sentence]
    assert len(wide) > 2
    assert len(long) - len(wide) == 9
    assert all(len(encoder.pieces(LONG[row.start : row.end])) <= 30 for row in wide)


def test_an_empty_build_can_be_searched(tmp_path: Path) -> None:
    write(tmp_path, [], HashEncoder())
    found = Searcher(tmp_path, TEXTS.__getitem__, HashEncoder).search("danger")
    assert found.hits == ()
    assert found.no_good_match


def test_opening_imports_no_torch(folder: Path) -> None:
    program = """
import sys
from pathlib import Path
from indexer.retrieval.rank import Mode
from indexer.retrieval.searcher import Searcher
searcher = Searcher(Path(sys.argv[1]), lambda _: "danger" * 99)
assert searcher.search("danger", 1, Mode.LEXICAL).hits
"""
    assert imported_by(program, MODELS | {"bm25s"}, folder) == set()
