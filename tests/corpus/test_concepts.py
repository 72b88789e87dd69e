"""The vocabulary of concepts: its form, its coherence, and how much of the texts it reaches."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from indexer.concepts import Vocabulary, load_vocabulary, vocabulary_of
from indexer.corpus_io import CorpusFolder, Facts
from indexer.model import Corpus
from tools import format_registry

ROOT = Path(__file__).resolve().parents[2]
FILE = ROOT / "corpus/registry/concepts.toml"
TABLE: dict[str, Any] = tomllib.loads(FILE.read_text(encoding="utf-8"))
CONCEPTS: list[dict[str, Any]] = TABLE["concept"]
GENERAL = {
    "dependent-territories",
    "designated-authority",
    "health-and-care-workers",
    "labour-law",
    "national-policy",
    "treaty-effect",
    "universal-coverage-of-workers",
}
"""Concepts of form, found in any instrument; what they alone reach does not count as substance."""
COVERED = ["C155", "C190", "C149", "C183", "C102", "C087", "C098", "C111", "C097"]
COVERED += ["ICESCR", "CEDAW", "AP1"]
RECOMMENDED = re.compile(r"para_(2[6-9]|3[0-5])__")


@pytest.fixture(scope="module")
def words() -> Vocabulary:
    return load_vocabulary(CorpusFolder())


def test_the_file_fits_the_schema_and_is_in_canonical_form() -> None:
    schema = json.loads((ROOT / "corpus/schema/concepts.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    assert [e.message for e in Draft202012Validator(schema).iter_errors(TABLE)] == []
    assert format_registry.run([FILE], check=True) == 0


def test_there_are_enough_concepts_and_their_words_are_sorted() -> None:
    assert len(CONCEPTS) >= 240
    assert sum("everyday" in entry for entry in CONCEPTS) >= 150
    assert list(TABLE["spelling"]) == sorted(TABLE["spelling"])
    for listed in TABLE["reading"].values():
        assert listed == sorted(listed)


def test_every_label_names_its_own_concept_and_is_recognised_whole(words: Vocabulary) -> None:
    for concept in words.concepts.values():
        for label in concept.labels:
            sentence = f"On {label.upper()}; and more."
            places = [(p.concept, p.label, p.start) for p in words.concepts_in(sentence)]
            assert places == [(concept.id, label, 3)], label


def test_the_general_concepts_are_concepts(words: Vocabulary) -> None:
    assert words.concepts.keys() >= GENERAL


def test_every_element_has_concepts() -> None:
    counted = [sum(n in entry.get("elements", ()) for entry in CONCEPTS) for n in range(1, 11)]
    assert min(counted) >= 10, counted


def test_damage_to_the_file_is_refused() -> None:
    twice = {**TABLE, "concept": [*CONCEPTS, {**CONCEPTS[0], "id": "another"}]}
    with pytest.raises(Exception, match="Keep one of them"):
        vocabulary_of(twice)


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("A nurse who removed herself from a work situation", "removal-from-danger"),
        ("May I walk out of the ward?", "removal-from-danger"),
        ("an imminent and serious danger to life", "imminent-danger"),
        ("No sick pay for agency nurses", "sickness-benefit"),
        ("We are bullied by the head of the ward", "workplace-bullying"),
        ("burned-out colleagues", "psychosocial-risks"),
        ("sacked for being pregnant", "maternity-dismissal"),
        ("Organizations of employers and workers", "trade-unions"),
        ("labor inspectors", "labour-inspection"),
        ("health-personnel information systems", "health-workforce-data"),
        ("Whistleblowers", "whistleblower-protection"),
    ],
)
def test_the_words_of_treaties_and_of_people_lead_to_the_concept(
    words: Vocabulary, text: str, concept: str
) -> None:
    assert concept in {place.concept for place in words.concepts_in(text)}


@pytest.mark.parametrize(
    "text",
    [
        "The fire brigade informed the house of the fires",
        "Prevent and combat the practice",
        "This Code shall be published in organized form",
    ],
)
def test_words_that_look_alike_name_nothing(words: Vocabulary, text: str) -> None:
    assert words.concepts_in(text) == ()


def _share(words: Vocabulary, texts: list[str], *, general: bool) -> float:
    """The share of texts in which a concept is found, with or without those of form."""
    left_out = frozenset() if general else GENERAL
    reached = [{p.concept for p in words.concepts_in(text)} - left_out for text in texts]
    return sum(map(bool, reached)) / len(texts)


def test_the_recommendations_and_policy_actions_are_reached(
    words: Vocabulary, parsed: tuple[Corpus, Facts, dict[str, str]]
) -> None:
    units = [unit for edition in parsed[0].editions for unit in edition.units]
    texts = [
        unit.text
        for unit in units
        if unit.instrument == "compact"
        and unit.kind in {"recommendation", "policy-action"}
        and RECOMMENDED.match(unit.eid)
    ]
    assert len(texts) == 97
    assert _share(words, texts, general=True) == 1
    assert _share(words, texts, general=False) >= 0.95


@pytest.mark.parametrize(
    "instrument",
    COVERED,
)
def test_the_subjects_of_provisions_are_reached(
    words: Vocabulary, parsed: tuple[Corpus, Facts, dict[str, str]], instrument: str
) -> None:
    provisions = [p for p in parsed[1].provisions if p.instrument == instrument]
    texts = [provision.subject for provision in provisions]
    assert len(texts) > 10
    assert _share(words, texts, general=True) >= 0.85
    # Half of the subjects of C087 are about its application to territories.
    assert _share(words, texts, general=False) >= (0.45 if instrument == "C087" else 0.8)
