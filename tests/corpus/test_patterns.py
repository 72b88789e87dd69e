"""The citation patterns prove themselves, scopes name what exists, both fit their schemas."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from indexer.corpus_io import CorpusFolder
from indexer.errors import InputError
from indexer.mentions.patterns import failing_examples, fold, parse_patterns
from indexer.model import Corpus
from indexer.registry import read_registry

ROOT = Path(__file__).resolve().parents[2]
SOURCE = (ROOT / "corpus/registry/patterns.toml").read_text(encoding="utf-8")
DATA = tomllib.loads(SOURCE)
PATTERNS = parse_patterns("patterns.toml", DATA)
SCOPES = tomllib.loads((ROOT / "corpus/registry/scopes.toml").read_text(encoding="utf-8"))


def schema(name: str) -> Any:
    text = (ROOT / f"corpus/schema/{name}.schema.json").read_text(encoding="utf-8")
    return jsonschema.Draft202012Validator(json.loads(text))


@pytest.mark.parametrize(("name", "data"), [("patterns", DATA), ("scopes", SCOPES)])
def test_the_file_fits_its_schema(name: str, data: Any) -> None:
    validator = schema(name)
    validator.check_schema(validator.schema)
    assert [error.message for error in validator.iter_errors(data)] == []


@pytest.mark.parametrize(
    "damage",
    [{"use": "guess"}, {"examples": []}, {"symbol": "X{0}"}, {"series": "C"}, {"colour": "red"}],
)
def test_the_schema_refuses_what_is_not_foreseen(damage: dict[str, Any]) -> None:
    first = next(table for table in DATA["pattern"] if table["use"] == "fragment")
    damaged = {**DATA, "pattern": [{**first, **damage}]}
    assert list(schema("patterns").iter_errors(damaged))


@pytest.mark.parametrize("name", list(PATTERNS.by_name))
def test_a_pattern_matches_its_examples_and_none_of_its_counter_examples(name: str) -> None:
    assert list(failing_examples(PATTERNS.by_name[name])) == []


def test_names_are_unique() -> None:
    names = [table["name"] for table in DATA["pattern"]]
    assert len(names) == len(set(names))


def test_every_pattern_is_used() -> None:
    modules = [*ROOT.glob("indexer/mentions/*.py"), *ROOT.glob("indexer/*.py")]
    code = "".join(path.read_text(encoding="utf-8") for path in modules)
    searched = ("number", "symbol", "comment", "target")
    idle = [
        pattern.name
        for pattern in PATTERNS.by_name.values()
        if pattern.use not in searched
        and f'"{pattern.name}"' not in code
        and f"«{pattern.name}»" not in SOURCE
        and f'items = "{pattern.name}"' not in SOURCE
    ]
    assert idle == []


@pytest.mark.parametrize("table", DATA["pattern"], ids=lambda table: table["name"])
def test_only_the_items_of_a_list_repeat_without_bound(table: dict[str, Any]) -> None:
    """One unbounded repetition at most, of a whole group, so that none stands in another."""
    unbounded = re.findall(r".(?<!\\)[*+](?=[^\]]|$)", re.sub(r"\[[^\]]*\]", "x", table["pattern"]))
    assert set(unbounded) <= {")*"}
    assert len(unbounded) <= 1


@pytest.mark.parametrize("wrong", ["(", "«nothing»", "«self»"])
def test_a_wrong_pattern_is_told_with_its_mend(wrong: str) -> None:
    table = {
        "name": "self",
        "use": "grammar",
        "pattern": wrong,
        "examples": [],
        "counter_examples": [],
    }
    with pytest.raises(InputError) as error:
        parse_patterns("patterns.toml", {"pattern": [table]})
    assert "patterns.toml" in error.value.message
    assert error.value.mend


def test_folding_keeps_every_code_point_in_its_place() -> None:
    text = "“Convention” No.\u00a0155\r\n\r\n*Art.* 6–8 https://x.org/C155 ‘a’\u2009b"
    folded = fold(text)
    assert len(folded) == len(text)
    assert '"Convention" No. 155' in folded
    assert "Art.  6-8" in folded
    assert "C155" not in folded


def test_a_space_in_a_pattern_stands_for_many() -> None:
    regex = PATTERNS["convention-by-number"]
    assert regex.fullmatch(fold("Convention\n      No.\u00a0 155"))
    assert not regex.search(fold("Convention\n\nNo. 155"))


def test_scopes_and_terms_name_registered_instruments_and_real_places(
    parsed: tuple[Corpus, Any, Any],
) -> None:
    registry = read_registry(CorpusFolder(), parsed[0])
    units = {unit.id for edition in parsed[0].editions for unit in edition.units}
    for table in [*SCOPES["scope"], *SCOPES["term"]]:
        assert table["instrument"] in registry.entries
        assert table["document"] in registry.entries
        assert table["source"] in units
    assert all(table["treaty"] in registry.entries for table in SCOPES["committee"])
