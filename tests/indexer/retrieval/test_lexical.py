"""The lexical index: terms of legal text, shares, filters of words, equal bytes."""

from pathlib import Path

import numpy as np
import pytest

from indexer.errors import InputError
from indexer.retrieval.lexical import LexicalIndex, save
from indexer.retrieval.terms import forms, pairs, terms
from indexer.retrieval.weights import weights
from tests.imported import MODELS, imported_by

TERMS = [
    ("Conventions and recommendations", ["convent", "recommend"]),
    ("C155", ["c155", "155"]),
    ("No. 155", ["no", "155"]),
    ("WHA63.16", ["wha63.16", "wha", "63.16"]),
    ("WHA 63.16", ["wha", "63.16"]),
    ("paragraph 26(g)", ["paragraph", "26(g)", "26"]),
    ("Article 7.2(c)", ["articl", "7.2(c)", "7.2"]),
    ("whistle-blowers", ["whistl", "blower", "whistleblow"]),
    ("health worker’s rights", ["health", "worker", "right"]),
    ("what is to be done, and by whom", ["done"]),
    ("not without pay", ["not", "without", "pay"]),
    ("COVID-19", ["covid", "19", "covid19"]),
]

TEXTS = [
    "Provide hazard pay for remote work.",
    "Protect the right to rest.",
    "Provide protective equipment against every hazard, and pay for it.",
    "",
    "Protect the right to rest.",
]


@pytest.fixture
def index(tmp_path: Path) -> LexicalIndex:
    save(tmp_path, TEXTS)
    return LexicalIndex(tmp_path)


@pytest.mark.parametrize(("text", "expected"), TERMS)
def test_terms(text: str, expected: list[str]) -> None:
    assert terms(text) == expected


@pytest.mark.parametrize(
    ("query", "order"),
    [("hazard pay", [0, 2]), ("protection of the right to rest", [1, 4, 2]), ("motorways", [])],
)
def test_shares_rank_the_units_that_have_the_words(
    index: LexicalIndex, query: str, order: list[int]
) -> None:
    shares = index.shares(query)
    ranked = [int(unit) for unit in np.argsort(-shares, kind="stable") if shares[unit] > 0]
    assert ranked == order


def test_shares_lie_between_0_and_1_and_are_equal_for_equal_texts(index: LexicalIndex) -> None:
    shares = index.shares("the right to rest and to remote work")
    assert shares.shape == (len(TEXTS),)
    assert shares.min() == 0
    assert shares.max() < 1
    assert shares[1] == shares[4]


def test_words_that_no_unit_has_lower_every_share(index: LexicalIndex) -> None:
    assert index.shares("rest on motorways")[1] < index.shares("rest")[1]


def test_a_query_of_stop_words_finds_nothing(index: LexicalIndex) -> None:
    assert not index.shares("what is it").any()


def test_coverage(index: LexicalIndex) -> None:
    found = index.coverage("the right to rest", ["Rest is a right.", "Nothing of it.", "Rest!"])
    assert found[:2].tolist() == [1, 0]
    assert 0 < found[2] < 1


def test_two_saves_write_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        save(tmp_path / name, TEXTS)
    written = [
        {path.name: path.read_bytes() for path in (tmp_path / name).iterdir()} for name in "ab"
    ]
    assert written[0] == written[1]
    assert len(written[0]) == 7


@pytest.mark.parametrize("texts", [[], ["", "the of"]])
def test_an_index_without_any_term_opens_and_finds_nothing(
    tmp_path: Path, texts: list[str]
) -> None:
    save(tmp_path, texts)
    index = LexicalIndex(tmp_path)
    assert len(index) == len(texts)
    assert not index.shares("anything").any()


def test_a_missing_index_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="Build the index again"):
        LexicalIndex(tmp_path / "none")


def test_opening_and_searching_imports_neither_torch_nor_bm25s(tmp_path: Path) -> None:
    save(tmp_path, TEXTS)
    program = """
import sys
from pathlib import Path
from indexer.retrieval.lexical import LexicalIndex
assert LexicalIndex(Path(sys.argv[1])).shares("rest").any()
"""
    assert imported_by(program, MODELS | {"bm25s", "faiss"}, tmp_path) == set()


def test_without_plain_words_forms_and_pairs_of_words_count_too(tmp_path: Path) -> None:
    texts = ["leaving dangerous work", "work that leaves danger", "the leaving of a work"]
    save(tmp_path / "bare", texts, said=False)
    save(tmp_path / "said", texts, said=True)
    bare, said = LexicalIndex(tmp_path / "bare"), LexicalIndex(tmp_path / "said")
    assert (bare.weights, said.weights) == (weights(said=False), weights(said=True))
    assert said.shares("leaving danger")[0] == said.shares("leave danger")[0]
    assert bare.shares("leaving danger")[0] > bare.shares("leave danger")[0]
    pair, apart, _ = bare.shares("dangerous work")
    assert pair > apart
    assert 0 < bare.shares("leaving dangerous work").max() <= 1


def test_forms_and_pairs_are_no_terms() -> None:
    text = "Workers’ right to leave, Art. 26(g)"
    assert forms(text) == ["=workers", "=right", "=to", "=leave", "=art", "=26(g)"]
    assert pairs("the right to leave work") == ["right leav", "leav work"]
    assert not {*forms(text), *pairs(text)} & set(terms(text))
