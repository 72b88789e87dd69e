from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

from indexer.corpus_io import CorpusFolder, Facts, read_corpus, read_facts
from indexer.errors import InputError
from indexer.model import Corpus

Read = tuple[Corpus, Facts, dict[str, str]]
INSTRUMENTS = """
[[instrument]]
id = "tea"
title = "Tea for all"
path = "tea/guidance/2030/tea"
body = ["Tea Society"]
kind = "guidance"
bindingness = "non-binding"
law = false
year = 2030
number = 7
adopted = "2030-05-01"
"""
FRAMEWORK = """
[[area]]
id = "pour"
label = "Pouring"

[[element]]
number = 1
label = "Kettles"
area = "pour"
section = "1"
"""
PROFILE = """
name = "note"
describes = "A note"
unnumbered = "paragraph"

[[rule]]
name = "item"
role = "item"
pattern = '^(?P<label>[a-z])\\. '
examples = ["a. one"]
counter_examples = ["1. one"]
"""
TEXT = "Tea is for all.\n\na. Pour.\n"


def source(text: bytes = TEXT.encode(), **changed: str | None) -> str:
    """The table of the one source; a field changed to None is left out."""
    fields = {
        "file": "tea.txt",
        "sha256": hashlib.sha256(text).hexdigest(),
        "title": "Tea for all",
        "publisher": "Tea Society",
        "date": "2030",
        "status": "made up",
        "edition": "first",
        "language": "eng",
        "origin": "by hand",
        "rights": "none",
        **changed,
    }
    lines = [f'{key} = "{value}"' for key, value in fields.items() if value is not None]
    part = '[[source.part]]\ninstrument = "tea"\nprofile = "note"\n'
    return "\n".join(["[[source]]", *lines, part])


def made(folder: Path, text: bytes = TEXT.encode(), **files: str) -> CorpusFolder:
    """A whole corpus in a folder; `files` puts other words into one of its files."""
    contents = {
        "registry/instruments.toml": INSTRUMENTS,
        "registry/framework.toml": FRAMEWORK,
        "profiles/note.toml": PROFILE,
        "sources.toml": source(text),
        **{name.replace("__", "/") + ".toml": words for name, words in files.items()},
    }
    for name, words in contents.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(words, encoding="utf-8")
    (folder / "sources").mkdir(exist_ok=True)
    (folder / "sources" / "tea.txt").write_bytes(text)
    return CorpusFolder(folder)


def test_a_corpus_is_read_whole(tmp_path: Path) -> None:
    folder = made(tmp_path)
    corpus, facts, texts = read_corpus(folder)
    (edition,) = corpus.editions
    assert [(u.id, u.text) for u in edition.units] == [
        ("tea:para_nn_1", "Tea is for all."),
        ("tea:point_a", "Pour."),
    ]
    assert (edition.edition, edition.language, edition.file) == ("first", "eng", "tea.txt")
    assert texts == {"tea.txt": TEXT}
    assert [area.id for area in corpus.areas] == ["pour"]
    assert [(e.number, e.area) for e in corpus.elements] == [(1, "pour")]
    assert facts.instruments["tea"].number == "7"
    assert facts.instruments["tea"].date == "2030-05-01"
    assert facts.instruments["tea"].short_title == "Tea for all"
    assert sorted(corpus.pieces) == ["tea.txt"]


def test_every_file_that_was_read_is_hashed(tmp_path: Path) -> None:
    folder = made(tmp_path)
    _, facts, _ = read_corpus(folder)
    shipped = {name for name in facts.hashes if name.startswith("shipped/")}
    assert "shipped/registry/styles.toml" in shipped
    assert set(facts.hashes) - shipped == {
        "registry/instruments.toml",
        "registry/framework.toml",
        "profiles/note.toml",
        "sources.toml",
        "sources/tea.txt",
    }
    for name in set(facts.hashes) - shipped:
        digest = facts.hashes[name]
        assert digest == hashlib.sha256((tmp_path / name).read_bytes()).hexdigest()


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path: Path) -> None:
    _, _, texts = read_corpus(made(tmp_path, b"\xef\xbb\xbf" + TEXT.encode()))
    assert texts["tea.txt"] == TEXT


def test_bounds_may_stand_for_a_date(tmp_path: Path) -> None:
    bounds = {"date_earliest": "2029-01-01", "date_latest": "2030-12-31"}
    corpus, _, _ = read_corpus(made(tmp_path, sources=source(date=None, **bounds)))
    assert (corpus.sources[0].date, corpus.sources[0].date_latest) == (None, "2030-12-31")


def test_the_shipped_corpus_is_read_with_seven_instruments(parsed: Read) -> None:
    corpus, facts, texts = parsed
    assert [edition.instrument for edition in corpus.editions] == [
        "compact",
        "guide",
        "wha63-16",
        "code",
        "platform",
        "brief",
        "call",
    ]
    assert len(corpus.sources) == len(texts) == 5
    assert len(corpus.elements) == 10
    assert len(corpus.areas) == 4
    assert all(source.rights and source.origin for source in corpus.sources)
    assert {f"sources/{file}" for file in texts} <= set(facts.hashes)


WRONG_SOURCES = [
    (source(sha256="0" * 64), r"sources/tea.txt has sha256 \w+, but sources.toml declares 0+\."),
    (source(rights=None), "source 'tea.txt': 'rights' is missing"),
    (source(file=None), "source None: 'file' is missing"),
    (source(date=None), "source 'tea.txt': no date is stated"),
    (source(date=None, date_latest="2030"), "source 'tea.txt': no date is stated"),
    (source(file="cup.txt"), "sources/cup.txt of the corpus cannot be read"),
    (source().replace('"tea"', '"cup"'), "source 'tea.txt': instrument 'cup' is not registered"),
    (source().replace('"note"', '"ode"'), "source 'tea.txt': profile 'ode' is not known"),
    (source().replace('profile = "note"', ""), "source 'tea.txt': 'profile' is missing"),
    (source().partition("[[source.part]]")[0], "source 'tea.txt': 'part' is missing"),
    (
        source() + 'hints = [{ ends = "box", before = "Tea" }]\n',
        "source 'tea.txt', hint: 'reason' is missing",
    ),
    (source() + 'begins = "Coffee"\n', "tea.txt: the part 'tea' begins with 'Coffee'"),
    (source() + 'begins = "a. Pour"\n', "tea.txt, line 1: the text 'Tea is for all.' is left over"),
    ("[[source]\n", "sources.toml: .*line 1"),
    (
        source() + source(file="cup.txt"),
        "sources.toml: edition 'first' of 'tea' is in tea.txt and in cup.txt",
    ),
]


@pytest.mark.parametrize(("words", "message"), WRONG_SOURCES, ids=[m for _, m in WRONG_SOURCES])
def test_what_is_wrong_with_a_source_is_told_with_its_mend(
    words: str, message: str, tmp_path: Path
) -> None:
    with pytest.raises(InputError) as caught:
        read_corpus(made(tmp_path, sources=words))
    assert re.search(message, caught.value.message)
    assert caught.value.mend


WRONG_FACTS = [
    ("registry__instruments", INSTRUMENTS.replace('title = "Tea for all"', ""), "'title'"),
    ("registry__instruments", INSTRUMENTS.replace("law = false", ""), "instrument 'tea': 'law'"),
    ("registry__framework", FRAMEWORK.replace('section = "1"', ""), "element 1: 'section'"),
    ("registry__framework", FRAMEWORK.replace('label = "Pouring"', ""), "area 'pour': 'label'"),
    ("registry__framework", "[[area]\n", "registry/framework.toml: "),
    ("profiles__note", PROFILE.replace('["a. one"]', '["1. one"]'), "misses its example '1. one'"),
    ("profiles__note", PROFILE.replace('"item"\n', '"itme"\n'), "role 'itme' is not known"),
    ("profiles__note", PROFILE + "\n[[rule]\n", "profiles/note.toml: "),
]


@pytest.mark.parametrize(("name", "words", "message"), WRONG_FACTS, ids=[w[2] for w in WRONG_FACTS])
def test_what_is_wrong_with_a_fact_is_told_with_its_file_and_mend(
    name: str, words: str, message: str, tmp_path: Path
) -> None:
    with pytest.raises(InputError) as caught:
        read_facts(made(tmp_path, **{name: words}))
    assert name.replace("__", "/") in caught.value.message
    assert message in caught.value.message
    assert caught.value.mend


@pytest.mark.parametrize("missing", ["registry/instruments.toml", "registry/framework.toml"])
def test_a_file_that_is_missing_is_told(missing: str, tmp_path: Path) -> None:
    folder = made(tmp_path)
    (tmp_path / missing).unlink()
    with pytest.raises(InputError, match=f"{missing} of the corpus cannot be read") as caught:
        read_facts(folder)
    assert "--corpus" in (caught.value.mend or "")


def test_a_folder_of_profiles_that_is_missing_is_told(tmp_path: Path) -> None:
    folder = made(tmp_path)
    (tmp_path / "profiles" / "note.toml").unlink()
    (tmp_path / "profiles").rmdir()
    with pytest.raises(InputError, match="profiles of the corpus cannot be read"):
        read_facts(folder)


def test_a_folder_that_is_no_corpus_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_corpus(CorpusFolder(tmp_path / "nowhere"))


def test_a_byte_that_is_not_utf_8_is_told_with_its_line(tmp_path: Path) -> None:
    text = b"Tea is\nfor \xe9veryone.\n"
    with pytest.raises(InputError) as caught:
        read_corpus(made(tmp_path, text))
    assert caught.value.message == "sources/tea.txt, line 2: byte 0xe9 is not UTF-8."
    assert caught.value.mend == "Save the text as UTF-8."
