"""What clauses say in plain words: form, the units that are meant, and what is refused."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from indexer.corpus_io import CorpusFolder, Facts
from indexer.errors import InputError
from indexer.model import Corpus
from indexer.plain import plain_of, read_plain

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
FILES = sorted((CORPUS / "registry/plain").glob("*.toml"))
TABLES = {path.name: tomllib.loads(path.read_text(encoding="utf-8")) for path in FILES}
Parsed = tuple[Corpus, Facts, dict[str, str]]


def test_every_file_fits_the_schema() -> None:
    schema = json.loads((CORPUS / "schema/plain.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    found = {name: [e.message for e in validator.iter_errors(t)] for name, t in TABLES.items()}
    assert {name: errors for name, errors in found.items() if errors} == {}


def test_each_says_something_of_a_unit_with_a_text_of_its_own(parsed: Parsed) -> None:
    units = {u.id: u for edition in parsed[0].editions for u in edition.units if u.own_text}
    said = {name: own for file, t in TABLES.items() for name, own in plain_of(file, t).items()}
    assert said.keys() <= units.keys()
    assert len(said) >= 0.9 * len(units)
    for name, sayings in said.items():
        assert all(" ".join(own.split()) == own for own in sayings), name


def test_none_copies_its_text(parsed: Parsed) -> None:
    texts = {u.id: u.text for edition in parsed[0].editions for u in edition.units}
    copied = [
        (name, saying)
        for file, table in TABLES.items()
        for name, own in plain_of(file, table).items()
        for saying in own
        if len(saying.split()) > 5 and _words(saying) in _words(texts[name])
    ]
    assert copied == []


def test_registered_provisions_say_their_subject(parsed: Parsed) -> None:
    plain = read_plain(CorpusFolder(), parsed[1].provisions)
    subjects = {provision.id: provision.subject for provision in parsed[1].provisions}
    assert plain["C155:art_13"] == (subjects["C155:art_13"],)
    assert len(plain["compact:para_26__point_g"]) > 1


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ({"instrument": "code", "plain": {}}, "Name the file code.toml."),
        ({"instrument": "guide", "plain": []}, "'plain' is no table"),
        ({"instrument": "guide", "plain": {"26(g)": ["leave"]}}, "'26(g)' is not the identifier"),
        ({"instrument": "guide", "plain": {"para_1": "leave"}}, "no list of sayings"),
        ({"instrument": "guide", "plain": {"para_1": []}}, "no list of sayings"),
        ({"instrument": "guide", "plain": {"para_1": [" "]}}, "no list of sayings"),
        ({"instrument": "guide", "plain": {"para_1": ["word " * 26]}}, "of 1 to 25 words"),
    ],
)
def test_what_is_wrong_is_refused(table: dict[str, Any], said: str) -> None:
    with pytest.raises(InputError) as raised:
        plain_of("registry/plain/guide.toml", table)
    assert said in f"{raised.value} {raised.value.mend}"


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))
