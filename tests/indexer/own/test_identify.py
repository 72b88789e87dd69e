"""Which instrument a title names: one registered one, or none that is guessed."""

import re
import tomllib
from importlib.resources import files
from typing import Any

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
    ("# 3. Convention on the Rights of the Child | OHCHR", None, "CRC"),
    ("# Text of Convention C087", None, "C087"),
    ("# Equal Remuneration Convention, 1951 (No. 100) - Normlex", None, "C100"),
    ("# Maritime Labour Convention, 2006, as amended (MLC, 2006)", None, "MLC"),
    (
        "# Convention on the Rights of the Child New York, 20 November 1989",
        None,
        "CRC",
    ),
    (
        "# CONVENTION (No. 155) CONCERNING OCCUPATIONAL SAFETY AND HEALTH AND THE WORKING "
        "ENVIRONMENT",
        None,
        "C155",
    ),
    ("# C155 - a commentary", None, None),
    ("From: ann@example.org", None, None),
    ("# Occupational Safety and Health Convention, 1981 (No. 156)", None, None),
]


@pytest.mark.parametrize(("text", "stated", "found"), TITLES, ids=[t[0] for t in TITLES])
def test_a_title_names_an_instrument(
    text: str, stated: str | None, found: str | None, facts: Facts
) -> None:
    assert Identifier(facts).find(Document(text, "text", title=stated))[0] == found


BESIDE = tomllib.loads(files("indexer.own").joinpath("titles.toml").read_text("utf-8"))["besides"]


@pytest.mark.parametrize("table", BESIDE, ids=[table["what"] for table in BESIDE])
def test_what_stands_beside_a_title_is_taken_out_where_its_examples_say(
    table: dict[str, Any],
) -> None:
    assert all(re.search(table["pattern"], own) for own in table["examples"])
    assert not any(re.search(table["pattern"], own) for own in table["counter_examples"])


def test_a_near_title_is_suggested(facts: Facts) -> None:
    error = Identifier(facts).unknown("x.txt", "Equal Renumeration Convention, 1951")
    assert "say --as C100" in str(error)
