"""The registered provisions: form and order, and identifiers that are also the parser's."""

from __future__ import annotations

import csv
import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from indexer.corpus_io import CorpusFolder, read_facts
from indexer.errors import InputError
from indexer.ident import EID
from indexer.parsing.parse import Document, Part, parse_document
from indexer.provisions import provisions_of

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
FILES = sorted((CORPUS / "registry/provisions").glob("*.toml"))
TABLES = {path.name: tomllib.loads(path.read_text(encoding="utf-8")) for path in FILES}
INSTRUMENTS: list[dict[str, Any]] = tomllib.loads(
    (CORPUS / "registry/instruments.toml").read_text(encoding="utf-8")
)["instrument"]
TYPES = frozenset(["annex", "art", "chap", "item", "para", "part", "point", "pream", "sec"])
ONLY_OURS = {
    # The reference copy sets (a) to (d) and (2) apart from (1), so that the parser, which sees
    # an interruption, counts them anew; the Third and Fourth Conventions print the same article
    # unbroken and give these identifiers.
    **{
        name: {f"art_3__point_1__item_{letter}" for letter in "abcd"} | {"art_3__point_2"}
        for name in ("GC1", "GC2")
    },
    # The copy prints the principles of the preamble as lines of one paragraph.
    "WHO-CONST": {f"pream_nn_{n}" for n in range(2, 11)},
}


def test_every_file_fits_the_schema() -> None:
    schema = json.loads((CORPUS / "schema/provisions.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    found = {name: [e.message for e in validator.iter_errors(t)] for name, t in TABLES.items()}
    assert {name: errors for name, errors in found.items() if errors} == {}


def test_every_provision_belongs_to_a_registered_instrument_and_stands_once() -> None:
    facts = read_facts(CorpusFolder())
    ids = [provision.id for provision in facts.provisions]
    assert len(ids) == len(set(ids)) == sum(len(t["provision"]) for t in TABLES.values())
    assert {provision.instrument for provision in facts.provisions} <= set(facts.instruments)
    assert max(len(provision.subject.split()) for provision in facts.provisions) <= 20


def test_identifiers_use_the_types_of_treaties() -> None:
    for name, table in TABLES.items():
        for entry in table["provision"]:
            assert EID.fullmatch(entry["eid"]), (name, entry["eid"])
            used = {step.partition("_")[0] for step in entry["eid"].split("__")}
            assert used <= TYPES, (name, entry["eid"])


def test_sub_paragraphs_of_recommendations_are_points() -> None:
    for name, table in TABLES.items():
        nested = [e["eid"] for e in table["provision"] if re.match("para_.*__para_", e["eid"])]
        assert nested == [], name


def _siblings(table: dict[str, Any]) -> Iterator[tuple[str, list[int]]]:
    """The numbers of provisions of one type below one parent, in the order of the file."""
    found: dict[str, list[int]] = {}
    for entry in table["provision"]:
        above, _, last = entry["eid"].rpartition("__")
        kind, _, number = last.partition("_")
        if number.removeprefix("nn_").isdigit():
            key = f"{above}/{kind}{'-nn' if 'nn_' in number else ''}"
            found.setdefault(key, []).append(int(number.removeprefix("nn_")))
    yield from found.items()


def test_provisions_stand_in_the_order_of_the_instrument() -> None:
    for name, table in TABLES.items():
        places = {entry["eid"]: at for at, entry in enumerate(table["provision"])}
        for eid, at in places.items():
            above = eid.rpartition("__")[0]
            assert places.get(above, -1) < at, (name, eid)
        for parent, numbers in _siblings(table):
            assert numbers == sorted(numbers), (name, parent)


@pytest.mark.parametrize(
    ("table", "complaint"),
    [
        ({"instrument": "C999"}, "C155.toml: instrument 'C999' is not registered"),
        ({"instrument": "C161"}, "C155.toml: it states the provisions of 'C161'"),
        (("art_1", "Scope"), None),
        (("Article 1", "Scope"), "'Article 1' is not the identifier"),
        (("art_1", " ".join(["word"] * 21)), "the subject of 'art_1' has 21 words"),
        (("art_1", ""), "the subject of 'art_1' has 0 words"),
    ],
)
def test_what_is_wrong_is_refused_with_the_file_named(table: Any, complaint: str | None) -> None:
    if isinstance(table, tuple):
        entry = {"eid": table[0], "subject": table[1], "basis": "text"}
        table = {"instrument": "C155", "provision": [entry]}
    file = "registry/provisions/C155.toml"
    if complaint is None:
        assert provisions_of(file, table, {"C155"})[0].id == "C155:art_1"
        return
    with pytest.raises(InputError, match=re.escape(complaint)) as caught:
        provisions_of(file, table, {"C155", "C161"})
    assert caught.value.message.startswith(file)


def test_a_provision_stated_twice_is_refused() -> None:
    entry = {"eid": "art_1", "subject": "Scope", "basis": "text"}
    with pytest.raises(InputError, match="'art_1' is stated twice"):
        provisions_of("C155.toml", {"instrument": "C155", "provision": [entry, entry]}, {"C155"})


def test_what_was_written_from_a_text_is_named_as_the_parser_names_it(treaties: Path) -> None:
    profiles = read_facts(CorpusFolder()).profiles
    names = {item["reference"]: item for item in INSTRUMENTS if "reference" in item}
    with (treaties / "index.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["id"] in names]
    compared = 0
    for row in rows:
        item = names[row["id"]]
        table = TABLES.get(f"{item['id']}.toml")
        if table is None:
            continue
        stated = [e["eid"] for e in table["provision"] if e["basis"] == "text"]
        text = (treaties / row["file"]).read_text(encoding="utf-8")
        part = Part(item["id"], "treaty")
        document = Document(row["file"], text, (part,), {item["id"]: item["title"]}, paged=False)
        units = parse_document(document, profiles, {}).instruments[item["id"]].units
        missing = set(stated) - {unit.eid for unit in units}
        assert missing == ONLY_OURS.get(item["id"], set()), item["id"]
        compared += len(stated)
    assert compared > 4000
