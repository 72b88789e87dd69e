"""The registry of instruments: its form, and what must hold between its entries."""

from __future__ import annotations

import datetime
import json
import re
import string
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

ROOT = Path(__file__).resolve().parents[2]
FILE = ROOT / "corpus" / "registry" / "instruments.toml"
SCHEMA = json.loads((ROOT / "corpus/schema/instruments.schema.json").read_text(encoding="utf-8"))
REGISTRY = tomllib.loads(FILE.read_text(encoding="utf-8"))
INSTRUMENTS: list[dict[str, Any]] = REGISTRY["instrument"]
BY_ID = {item["id"]: item for item in INSTRUMENTS}
CORPUS = ("compact", "guide", "wha63-16", "code", "platform", "brief", "call")


def errors(data: dict[str, Any]) -> list[str]:
    validator = jsonschema.Draft202012Validator(
        SCHEMA, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    )
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(data)]


def test_the_schema_is_a_schema_and_the_registry_fits_it() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert errors(REGISTRY) == []


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("bindingness", "soft"),
        ("kind", "treatise"),
        ("form", "law"),
        ("status", "valid"),
        ("year", "2010"),
        ("path", "WHO/code/2010/x"),
        ("source", "hearsay"),
        ("aliases", []),
        ("alias", "the Code"),
    ],
)
def test_the_schema_refuses_what_is_not_foreseen(field: str, wrong: object) -> None:
    damaged = {**REGISTRY, "instrument": [{**BY_ID["code"], field: wrong}]}
    assert len(errors(damaged)) == 1


def test_every_value_of_a_closed_list_says_what_it_means() -> None:
    fields = SCHEMA["$defs"]["instrument"]["properties"]
    for name in ("form", "bindingness", "status", "source"):
        assert all(choice["description"] for choice in fields[name]["oneOf"]), name


def test_identifiers_and_paths_are_unique_in_any_case() -> None:
    for field in ("id", "path"):
        counts = Counter(item[field].casefold() for item in INSTRUMENTS)
        assert [value for value, count in counts.items() if count > 1] == []


def test_the_instruments_of_the_corpus_are_there_and_read_from_their_own_pages() -> None:
    assert {BY_ID[name]["source"] for name in CORPUS} == {"title page"}
    assert sum(item["source"] == "title page" for item in INSTRUMENTS) == len(CORPUS)


def test_a_path_says_body_kind_and_year() -> None:
    segments = {body["id"]: body["path"] for body in REGISTRY["body"]}
    for item in INSTRUMENTS:
        body, kind, year, _ = item["path"].split("/")
        assert body in {segments[name] for name in item["body"]}, item["id"]
        assert (kind, year) == (item["kind"], str(item.get("year", "nd"))), item["id"]


def test_bodies_and_subjects_are_declared_and_used() -> None:
    for table, field in (("body", "body"), ("subject", "subjects")):
        declared = [entry["id"] for entry in REGISTRY[table]]
        used = {value for item in INSTRUMENTS for value in item[field]}
        assert len(set(declared)) == len(declared)
        assert used == set(declared)


def test_dates_are_dates_in_order_and_in_the_year() -> None:
    for item in INSTRUMENTS:
        names = ("adopted", "signed", "in_force")
        dates = [datetime.date.fromisoformat(item[name]) for name in names if name in item]
        assert dates == sorted(dates), item["id"]
        stated = item.get("adopted", item.get("signed"))
        assert stated is None or int(stated[:4]) == item["year"], item["id"]


def test_in_force_and_status_agree() -> None:
    for item in INSTRUMENTS:
        if "in_force" in item:
            assert item["status"] in {"in-force", "abrogated", "withdrawn"}, item["id"]
        if item.get("status") in {"in-force", "not-in-force", "abrogated"}:
            assert item["form"] in {"treaty", "protocol", "regulations"}, item["id"]


def test_only_treaties_and_regulations_bind() -> None:
    forms = {
        "binding-when-ratified": {"treaty", "protocol"},
        "binding": {"treaty", "regulations"},
        "binding-in-part": {"resolution"},
    }
    for item in INSTRUMENTS:
        if item["bindingness"] == "non-binding":
            assert item["form"] not in {"treaty", "protocol", "regulations"}, item["id"]
        else:
            assert item["form"] in forms[item["bindingness"]], item["id"]
            assert item["law"], item["id"]


def test_documents_and_guidance_are_no_law() -> None:
    for item in INSTRUMENTS:
        if item["form"] in {"document", "guidance", "general-comment", "standard"}:
            assert not item["law"], item["id"]


def test_relations_point_to_registered_instruments_other_than_themselves() -> None:
    for item in INSTRUMENTS:
        for relation in ("revises", "revised_by", "supplements"):
            named = item.get(relation, [])
            assert item["id"] not in named
            assert [name for name in named if name not in BY_ID] == [], item["id"]


def test_revision_is_stated_from_both_sides() -> None:
    forth = {(i["id"], name) for i in INSTRUMENTS for name in i.get("revises", [])}
    back = {(name, i["id"]) for i in INSTRUMENTS for name in i.get("revised_by", [])}
    assert forth == back


def test_what_revises_or_supplements_is_not_older() -> None:
    for item in INSTRUMENTS:
        for name in [*item.get("revises", []), *item.get("supplements", [])]:
            assert item["year"] >= BY_ID[name].get("year", item["year"]), item["id"]


def test_every_protocol_names_its_treaty() -> None:
    assert [i["id"] for i in INSTRUMENTS if i["kind"] == "protocol" and not i["supplements"]] == []


@pytest.mark.parametrize(("letter", "last"), [("C", 192), ("R", 209)])
def test_the_numbers_of_the_ilo_are_complete(letter: str, last: int) -> None:
    kind = {"C": "convention", "R": "recommendation"}[letter]
    numbered = {
        int(item["number"]): item
        for item in INSTRUMENTS
        if item["body"] == ["ILO"] and item["kind"] == kind
    }
    assert sorted(numbered) == list(range(1, last + 1))
    for number, item in numbered.items():
        assert item["id"] == f"{letter}{number:03d}" or item["id"] == "MLC"
        assert str(item["year"]) in item["title"]


def test_years_rise_with_the_numbers_of_the_ilo() -> None:
    for kind in ("convention", "recommendation"):
        items = [i for i in INSTRUMENTS if i["body"] == ["ILO"] and i["kind"] == kind]
        years = [item["year"] for item in sorted(items, key=lambda item: int(item["number"]))]
        assert years == sorted(years)


def test_the_ilo_has_ten_fundamental_and_four_governance_conventions() -> None:
    classes = Counter(i["ilo_class"] for i in INSTRUMENTS if i["id"][0] == "C" and "ilo_class" in i)
    assert (classes["fundamental"], classes["governance"]) == (10, 4)
    members = {entry["id"]: entry["members"] for entry in REGISTRY["collective"]}
    for name in ("fundamental", "governance"):
        listed = {
            i["id"] for i in INSTRUMENTS if i.get("ilo_class") == name and i["kind"] == "convention"
        }
        assert set(members[f"{name}-conventions"]) == listed


def names() -> Iterator[tuple[str, str]]:
    """Every name that means one instrument alone, with that instrument."""
    for item in INSTRUMENTS:
        for name in {
            item["title"],
            item.get("long_title", item["title"]),
            *item.get("aliases", []),
        }:
            yield name.casefold(), item["id"]


def test_no_name_belongs_to_two_instruments_unless_it_is_declared_ambiguous() -> None:
    ambiguous = {entry["alias"].casefold() for entry in REGISTRY["ambiguous"]}
    owners: dict[str, set[str]] = {}
    for name, owner in names():
        owners.setdefault(name, set()).add(owner)
    shared = {name for name, ids in owners.items() if len(ids) > 1}
    assert shared - ambiguous == set()


def test_an_ambiguous_name_is_no_alias_and_has_registered_candidates() -> None:
    aliases = {a.casefold() for item in INSTRUMENTS for a in item.get("aliases", [])}
    for entry in REGISTRY["ambiguous"]:
        assert entry["alias"].casefold() not in aliases, entry["alias"]
        assert [name for name in entry["candidates"] if name not in BY_ID] == []
    counts = Counter(entry["alias"].casefold() for entry in REGISTRY["ambiguous"])
    assert max(counts.values()) == 1


def test_a_title_that_is_ambiguous_is_that_of_a_candidate() -> None:
    ambiguous = {e["alias"].casefold(): e["candidates"] for e in REGISTRY["ambiguous"]}
    for item in INSTRUMENTS:
        candidates = ambiguous.get(item["title"].casefold(), [item["id"]])
        assert item["id"] in candidates


def test_a_name_of_several_names_nothing_else() -> None:
    single = {name for name, _ in names()} | {e["alias"].casefold() for e in REGISTRY["ambiguous"]}
    several = [name.casefold() for e in REGISTRY["collective"] for name in e["names"]]
    assert max(Counter(several).values()) == 1
    assert single & set(several) == set()
    for entry in REGISTRY["collective"]:
        assert [name for name in entry["members"] if name not in BY_ID] == []


def test_an_alias_says_more_than_the_title_and_is_no_identifier_of_another() -> None:
    identifiers = {item["id"].casefold(): item["id"] for item in INSTRUMENTS}
    for item in INSTRUMENTS:
        own = [alias.casefold() for alias in item.get("aliases", [])]
        assert len(set(own)) == len(own), item["id"]
        assert item["title"].casefold() not in own
        assert [a for a in own if identifiers.get(a, item["id"]) != item["id"]] == []


def test_terms_are_no_aliases() -> None:
    aliases = {a.casefold() for item in INSTRUMENTS for a in item.get("aliases", [])}
    terms = {t.casefold() for item in INSTRUMENTS for t in item.get("terms", [])}
    assert aliases & terms == set()
    assert "the code" in terms


def test_nothing_is_verified_without_a_text() -> None:
    for item in INSTRUMENTS:
        assert item["verified"] == (item["source"] != "general knowledge"), item["id"]
        assert ("reference" in item) == (item["source"] == "treaties reference set"), item["id"]
        assert item["verified"] or "unverified" not in item
        assert [name for name in item.get("unverified", []) if name not in item] == [], item["id"]


def test_what_the_corpus_is_said_to_print_is_printed() -> None:
    text = _flat("\n".join(f.read_text() for f in sorted((ROOT / "corpus/sources").glob("*.txt"))))
    for item in INSTRUMENTS:
        if item["source"] == "corpus text":
            own = [item["title"], item.get("symbol", "—"), *item.get("aliases", [])]
            assert any(_flat(name) in text for name in own), item["id"]


def _flat(text: str) -> str:
    """Letters and digits alone, so that line ends and italics make no difference."""
    return re.sub(r"[\W_]+", " ", text).casefold()


def test_templates_use_what_a_citation_knows() -> None:
    known = {"title", "number", "symbol", "year", "label", "n", "nth", "heading", "edition"}
    own = [item["cite"] for item in INSTRUMENTS if "cite" in item]
    for table in [*REGISTRY["citation"].values(), *own]:
        for template in table.values():
            used = {field for _, field, _, _ in string.Formatter().parse(template) if field}
            assert used <= known, template


def test_every_table_of_templates_is_of_some_instrument() -> None:
    keys = {"default"}
    for item in INSTRUMENTS:
        kind = item["kind"]
        keys |= {item["id"].casefold(), kind, f"{item['body'][0]}-{kind}".casefold()}
    assert set(REGISTRY["citation"]) <= keys


def test_a_template_finds_the_number_or_symbol_that_it_writes() -> None:
    for item in INSTRUMENTS:
        kind = item["kind"]
        body = f"{item['body'][0]}-{kind}".casefold()
        tables = [REGISTRY["citation"].get(k, {}) for k in (item["id"].casefold(), body, kind)]
        chosen = [item.get("cite", {}), *tables, REGISTRY["citation"]["default"]]
        template = next(table["instrument"] for table in chosen if "instrument" in table)
        fields = {field for _, field, _, _ in string.Formatter().parse(template) if field}
        assert fields <= item.keys(), item["id"]


def test_addresses_are_built_from_what_the_instrument_has() -> None:
    for key, template in REGISTRY["url_template"].items():
        assert key in {f"{i['body'][0]}-{i['kind']}".casefold() for i in INSTRUMENTS}
        fields = [field for _, field, _, _ in string.Formatter().parse(template) if field]
        assert len(fields) == 1
    assert "P12100_ILO_CODE:{code}" in REGISTRY["url_template"]["ilo-convention"]
    assert BY_ID["MLC"]["url_code"] == "C186"
