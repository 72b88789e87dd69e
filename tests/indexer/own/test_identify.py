"""Which instrument a title names: one registered one, or none that is guessed."""

import pytest

from indexer.corpus_io import CorpusFolder, Facts, read_facts
from indexer.own.identify import Identifier
from indexer.readers.document import Document


@pytest.fixture(scope="module")
def facts() -> Facts:
    return read_facts(CorpusFolder())


TITLES = [
    ("# Occupational Safety and Health Convention, 1981 (No. 155)", None, "C155"),
    ("# C155 - Occupational Safety and Health Convention, 1981 (No. 155)", None, "C155"),
    ("Tea\n", "Universal Declaration of Human Rights | United Nations", "UDHR"),
    ("# European Social Charter", None, "ESC"),
    ("Global health and care worker\ncompact\n", None, "compact"),
    ("# Rules for night shifts", None, None),
    ("# Occupational Safety and Health Convention, 1981 (No. 156)", None, None),
]


@pytest.mark.parametrize(("text", "stated", "found"), TITLES, ids=[t[0] for t in TITLES])
def test_a_title_names_an_instrument(
    text: str, stated: str | None, found: str | None, facts: Facts
) -> None:
    assert Identifier(facts).find(Document(text, "text", title=stated))[0] == found


def test_a_near_title_is_suggested(facts: Facts) -> None:
    error = Identifier(facts).unknown("x.txt", "Equal Renumeration Convention, 1951")
    assert "say --as C100" in str(error)
