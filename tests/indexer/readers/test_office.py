"""The supplied texts as Word documents and pages: their parse is that of the texts, unit by unit.

`python tools/make_word_and_pages.py tests/golden/office` made the files.
"""

from pathlib import Path

import pytest

from indexer.own.evidence import in_form, weigh
from indexer.readers.limits import ReadLimits
from indexer.readers.read import read_document
from tests.indexer.readers import scoring

FILES = sorted((Path(__file__).resolve().parents[2] / "golden" / "office").iterdir())
FILES = [file for file in FILES if file.name.count(".") == 1]
NOT_IN_TEXT = {"compact:para_nn_1"}
"""What stands before the contents, which the page leaves out, and with them what it belongs to."""


def plain(text: str | None) -> str:
    """Words without white space, whatever hyphen they have."""
    return "".join((text or "").replace("\u2011", "-").split())


@pytest.mark.parametrize("file", FILES, ids=[file.name for file in FILES])
def test_units_markers_and_notes_are_those_of_the_text(file: Path) -> None:
    table, text = scoring.source(file.stem)
    expected = scoring.parsed(file.stem, text)
    document = read_document(file.read_bytes(), file.name, ReadLimits())
    profiles = scoring.facts().profiles
    profile = weigh(document.text, profiles).profile
    assert profile == table["part"][0]["profile"]
    found = scoring.parsed(file.stem, in_form(document.text, profiles[profile]))
    units = {
        name: plain(unit.text)
        for name, unit in scoring.units(found).items()
        if file.suffix != ".html" or name not in NOT_IN_TEXT
    }
    assert units == {name: plain(unit.text) for name, unit in scoring.units(expected).items()}
    assert scoring.markers(found) == scoring.markers(expected)
    notes = {name: plain(note.text) for name, note in scoring.notes(found).items()}
    assert notes == {name: plain(note.text) for name, note in scoring.notes(expected).items()}
