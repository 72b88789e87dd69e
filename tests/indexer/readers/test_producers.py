"""The supplied texts as pages and Word documents by many hands: the units, markers and notes stay.

Pages are made here by `tools/print_pages.py`; the documents of pandoc, LibreOffice and python-docx
were made once, from the same blocks, and lie in `tests/golden/office`.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from indexer.own.evidence import in_form, weigh
from indexer.readers.limits import ReadLimits
from indexer.readers.read import read_document
from tests.indexer.readers import scoring
from tests.indexer.readers.made_docx import docx, paragraph

TOOLS = Path(__file__).resolve().parents[3] / "tools"
TEXTS = ["compact", "platform", "hw4all-call", "civil-society-brief", "users-guide"]
HANDS = ["page_by_hand", "page_by_word", "page_by_docs"]
TYPED = ["page_of_paragraphs", "page_as_typed"]
FLOORS = {"page_by_word platform": 0.94}
"""What a page must have of the units; all of them where it is not named."""


@pytest.fixture
def tools(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Any]:
    """The scripts of tools/, by name."""
    monkeypatch.syspath_prepend(TOOLS)
    return importlib.import_module


def plain(text: str | None) -> str:
    """Words without white space, and without the hyphens at which lines may be broken."""
    return "".join((text or "").replace("\u2011", "-").replace("-", "").split())


@cache
def expected(text: str) -> tuple[Mapping[str, str], set[Any], Mapping[str, str]]:
    return shown(scoring.parsed(text, scoring.source(text)[1]))


def shown(found: scoring.ParsedDocument) -> tuple[Mapping[str, str], set[Any], Mapping[str, str]]:
    units = {name: plain(unit.text) for name, unit in scoring.units(found).items()}
    notes = {n.id: plain(n.text) for n in scoring.notes(found).values() if n.kind == "footnote"}
    return units, scoring.markers(found), notes


def kept(text: str, data: bytes, name: str) -> tuple[float, list[str]]:
    """Read a file of a supplied text, and compare what it becomes with what the text is.

    Profile and notes must be the same; the share of the units and of the marks that are, whichever
    is less, is told, with the units that differ.
    """
    document = read_document(data, name, ReadLimits())
    profiles = scoring.facts().profiles
    profile = scoring.source(text)[0]["part"][0]["profile"]
    assert weigh(document.text, profiles).profile == profile
    units, markers, notes = shown(scoring.parsed(text, in_form(document.text, profiles[profile])))
    wanted, all_markers, all_notes = expected(text)
    differ = [name for name, words in wanted.items() if units.get(name) != words]
    assert notes == all_notes
    marked = len(markers & all_markers) / len(all_markers) if all_markers else 1.0
    return min(1 - len(differ) / len(wanted), marked), differ


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("hand", HANDS)
def test_pages_of_many_hands(text: str, hand: str, tools: Callable[[str], Any]) -> None:
    printed = tools("print_model").load(text)
    page = getattr(tools("print_pages"), hand)(printed)
    share, differ = kept(text, page.encode(), f"{text}.html")
    assert share >= FLOORS.get(f"{hand} {text}", 1.0), differ


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("hand", TYPED)
def test_pages_that_are_typed(text: str, hand: str, tools: Callable[[str], Any]) -> None:
    page = getattr(tools("print_pages"), hand)(scoring.source(text)[1])
    assert kept(text, page.encode(), f"{text}.html") == (1.0, [])


@pytest.mark.parametrize("text", TEXTS)
def test_documents_with_a_paragraph_for_each_line(text: str) -> None:
    lines = scoring.source(text)[1].replace("&", "&amp;").replace("<", "&lt;").split("\n")
    data = docx(*(paragraph(line) for line in lines))
    assert kept(text, data, f"{text}.docx") == (1.0, [])


OFFICE = sorted((scoring.FIXTURES.parent / "office").glob("*.*.docx"))


@pytest.mark.parametrize("file", OFFICE, ids=[file.name for file in OFFICE])
def test_documents_of_office_programs(file: Path) -> None:
    assert kept(file.name.partition(".")[0], file.read_bytes(), file.name) == (1.0, [])
