"""A text more is worked in alone, and the build is the one that would be made from scratch."""

from pathlib import Path
from typing import Any

import pytest

from indexer import citations, parsed, publish
from indexer.graph.store import dump_nquads
from indexer.own.change import Place
from indexer.own.intake import Asked
from indexer.own.remove import remove
from indexer.read import open_index
from indexer.retrieval import writer
from tests.indexer.linked_corpus import write_linked
from tests.indexer.own.own_corpus import NIGHT, added, place
from tests.indexer.tiny_corpus import build_tiny

TREATY = """# Safe Work Treaty, 2001 (No. 1)

### Article 1

Each member keeps every workplace safe.

### Article 2

1. A worker may leave a dangerous place.

2. Nobody is punished for it.
"""
PLAN = """# Plan for Small Hospitals, 2019

1. Wards follow the Safe Work Treaty, 2001, Article 2.

2. Beds are counted each night.
"""


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    """A treaty that the shipped texts cite, and a text that cites it."""
    for name, text in (("treaty.md", TREATY), ("plan.md", PLAN)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path / "treaty.md", tmp_path / "plan.md"


def made(folder: Path) -> Place:
    corpus = write_linked(folder / "corpus")
    build_tiny(corpus, folder / "index")
    return place(corpus, folder / "index")


def add_plan(where: Place, plan: Path) -> None:
    added(where, plan, asked=Asked(instrument="plan"))


def outputs(where: Place) -> tuple[str, dict[str, str], bytes]:
    """The build, the hash of every file that its inputs decide, and what its store holds."""
    index = open_index(where.own.index)
    return index.build, publish.hashes(index.folder), dump_nquads(index.store)


def forgetful(where: Place) -> None:
    """Leave nothing of earlier builds from which another could be made sooner."""
    for path in (where.own.index / "cache").rglob("*"):
        if path.is_file():
            path.unlink()
    for path in (where.own.index / "builds").glob("*/graph.nq"):
        path.unlink()


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[str]]:
    """What is parsed, read for citations and cut into passages anew, in this process."""
    asked: dict[str, list[str]] = {"parsed": [], "cited": [], "cut": []}
    parse, cite, cut = parsed.parse_document, citations._of_edition, writer.passages

    def parsing(document: Any, *more: Any) -> Any:
        asked["parsed"].append(document.file)
        return parse(document, *more)

    def citing(edition: Any, *more: Any) -> Any:
        asked["cited"].append(edition.instrument)
        return cite(edition, *more)

    def cutting(unit: int, text: str, encoder: Any) -> Any:
        asked["cut"].append(text)
        return cut(unit, text, encoder)

    monkeypatch.setattr(parsed, "parse_document", parsing)
    monkeypatch.setattr(citations, "_of_edition", citing)
    monkeypatch.setattr(writer, "passages", cutting)
    return asked


def test_only_the_new_text_and_what_asks_about_it_is_read(
    tmp_path: Path, files: tuple[Path, Path], told: dict[str, list[str]]
) -> None:
    where = made(tmp_path / "one")
    for own in told.values():
        own.clear()
    added(where, files[0], asked=Asked())
    assert told["parsed"] == ["T001@2001.md"]
    assert sorted(set(told["cited"])) == ["T001", "compact"]  # which cites its Article 2
    assert set(told["cut"]) >= {  # besides those that are remembered together with one of them
        "A worker may leave a dangerous place.",
        "Each member keeps every workplace safe.",
        "Nobody is punished for it.",
    }


def test_a_build_in_steps_is_the_build_from_scratch(
    tmp_path: Path, files: tuple[Path, Path]
) -> None:
    steps, scratch = made(tmp_path / "one"), made(tmp_path / "two")
    for where in (steps, scratch):
        if where is scratch:
            forgetful(where)
        added(where, files[0], asked=Asked())
        if where is scratch:
            forgetful(where)
        add_plan(where, files[1])
    assert outputs(steps) == outputs(scratch)


def test_what_was_removed_leaves_the_build_that_never_had_it(
    tmp_path: Path, files: tuple[Path, Path]
) -> None:
    with_it, without = made(tmp_path / "one"), made(tmp_path / "two")
    for where in (with_it, without):
        added(where, files[0], asked=Asked())
    added(with_it, NIGHT)
    add_plan(with_it, files[1])
    remove("night", with_it)
    add_plan(without, files[1])
    assert outputs(with_it) == outputs(without)
