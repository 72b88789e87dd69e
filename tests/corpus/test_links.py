"""The links that are shipped: canonical, within their schema, about units that can be backed."""

from __future__ import annotations

import json
from importlib.resources import files

import jsonschema
import pytest

from indexer.corpus_io import CorpusFolder, Facts
from indexer.links.files import file_of, read_links
from indexer.links.model import LISTS, Links, known_of
from indexer.links.rows import cells
from indexer.links.sssom import written
from indexer.model import Corpus
from tests.conftest import BASE

SCHEMA = json.loads(files("corpus").joinpath("schema/links.schema.json").read_text("utf-8"))
Parsed = tuple[Corpus, Facts, dict[str, str]]


@pytest.fixture(scope="module")
def links(parsed: Parsed) -> Links:
    corpus, facts, _ = parsed
    return read_links(CorpusFolder(), known_of(corpus, facts.provisions))


@pytest.mark.parametrize("name", LISTS)
def test_a_list_is_in_its_canonical_form(name: str, links: Links, parsed: Parsed) -> None:
    made = written(name, links.of(name), parsed[1].instruments, BASE)
    assert made.decode() == CorpusFolder().read(file_of(name)).decode()


@pytest.mark.parametrize("name", LISTS)
def test_every_row_fits_the_schema(name: str, links: Links) -> None:
    check = jsonschema.Draft202012Validator(SCHEMA)
    wrong = [own for own in links.of(name) if not check.is_valid(cells(own, name))]
    assert links.of(name)
    assert wrong == []


def test_every_recommendation_and_policy_action_of_an_element_has_been_judged(
    links: Links, parsed: Parsed
) -> None:
    units = [unit for edition in parsed[0].editions for unit in edition.units]
    wanted = {
        unit.id
        for unit in units
        if unit.element and unit.kind in ("recommendation", "policy-action")
    }
    judged = {link.subject for name in LISTS for link in links.of(name)}
    assert len(wanted) == 97
    assert wanted <= judged
