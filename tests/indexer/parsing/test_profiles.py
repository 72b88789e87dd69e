from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields
from typing import Any

import pytest

from indexer.corpus_io import CorpusFolder
from indexer.errors import InputError
from indexer.parsing.examples import failing_examples
from indexer.parsing.profiles import ROLES, Profile, Rule, parse_profile

NAMES = ("brief", "guidance", "guide", "letter", "paper", "report", "treaty")
RULE: dict[str, Any] = {
    "name": "item",
    "role": "item",
    "pattern": r"^(?P<label>[a-z])\. ",
    "examples": ["a. one"],
    "counter_examples": ["1. one"],
}
MARKER: dict[str, Any] = {
    "name": "bracketed",
    "kind": "endnote",
    "pattern": r"\[\d+\]",
    "label": r"\[(\d+)\]",
    "examples": ["[3]"],
    "counter_examples": ["[a]"],
}
PLAIN: dict[str, Any] = {"name": "plain", "describes": "A plain text", "unnumbered": "paragraph"}


def profile(**tables: Any) -> Profile:
    return parse_profile("profiles/plain.toml", {**PLAIN, **tables})


@pytest.mark.parametrize("name", NAMES)
def test_every_pattern_of_a_shipped_profile_proves_itself(
    name: str, profiles: Mapping[str, Profile]
) -> None:
    assert failing_examples(profiles[name]) == []
    assert profiles[name].rules


def test_there_is_one_profile_for_each_kind_of_document(
    profiles: Mapping[str, Profile],
) -> None:
    assert sorted(profiles) == list(NAMES)
    files = CorpusFolder().names("profiles")
    assert sorted(f"{name}.toml" for name in profiles) == files


def test_every_role_is_used_and_known_to_the_outline(profiles: Mapping[str, Profile]) -> None:
    used = {rule.role for profile in profiles.values() for rule in profile.rules}
    assert used == ROLES


def test_a_rule_keeps_what_its_table_states() -> None:
    (rule,) = profile(rule=[{**RULE, "under": "^Themes", "max_width": 70}]).rules
    assert (rule.name, rule.role, rule.max_width) == ("item", "item", 70)
    assert rule.pattern.search("b. two")
    assert rule.under == re.compile("^Themes")
    assert not hasattr(rule, "examples")


def test_tables_of_every_sort_are_read() -> None:
    found = profile(
        preamble=True,
        marker=[MARKER],
        region=[{"furniture": "contents", "start": "^Contents$", "while": r"\d$"}],
        contents={"pattern": "^(?P<title>.+)$", "kind_of_bulleted": "question"},
        references={"heading": "^References", "url": "^http"},
        recommends={"pattern": "should:$"},
    )
    assert found.preamble
    assert found.markers[0].label.search("[3]")
    assert found.regions[0].while_ == re.compile(r"\d$")
    assert found.regions[0].until is None
    assert found.kind_of_bulleted == "question"
    assert found.references_url == re.compile("^http")
    assert found.recommends == re.compile("should:$")
    assert profile().references_heading is None


WRONG: list[tuple[dict[str, Any], str, str]] = [
    ({"rule": [{**RULE, "role": "itme"}]}, "rule 'item': role 'itme' is not known", "bullet"),
    ({"rule": [{**RULE, "pattern": "(?P<label"}]}, "rule 'item': the pattern does not", "Correct"),
    ({"rule": [{**RULE, "under": "("}]}, "rule 'item': the pattern does not compile", "Correct"),
    ({"rule": [{**RULE, "colour": "red"}]}, "colour", "fields of Rule"),
    ({"rule": [{"name": "item", "role": "item"}]}, "pattern", "fields of Rule"),
    ({"region": [{"start": "^x"}]}, "region None: 'furniture' is missing", "State"),
    ({"region": [{"furniture": "cover", "until": "("}]}, "region 'cover', until", "Correct"),
    ({"marker": [{**MARKER, "label": "("}]}, "marker 'bracketed': the pattern", "Correct"),
    ({"marker": [{**MARKER, "kind": "sidenote"}]}, "kind 'sidenote' is not known", "footnote"),
    ({"marker": [{"name": "x", "kind": "endnote"}]}, "'pattern' is missing", "State"),
    ({"marker": [{"name": "x"}]}, "marker 'x': 'kind' is missing", "State"),
    ({"contents": {"pattern": "("}}, "pattern: the pattern does not compile", "Correct"),
    ({"unnumbered": "ignore"}, "unnumbered 'ignore' is not known", "resume"),
    ({"rules": []}, "'rules' is not known", "rule"),
]


@pytest.mark.parametrize(("damage", "message", "mend"), WRONG, ids=[w[1][:40] for w in WRONG])
def test_what_is_wrong_is_told_with_file_place_and_mend(
    damage: dict[str, Any], message: str, mend: str
) -> None:
    with pytest.raises(InputError) as caught:
        profile(**damage)
    assert caught.value.message.startswith("profiles/plain.toml")
    assert message in caught.value.message
    assert mend in (caught.value.mend or "")


@pytest.mark.parametrize("key", ["name", "describes", "unnumbered"])
def test_a_profile_states_what_it_is(key: str) -> None:
    data = {k: v for k, v in PLAIN.items() if k != key}
    with pytest.raises(InputError, match=f"profiles/plain.toml: '{key}' is missing"):
        parse_profile("profiles/plain.toml", data)


@pytest.mark.parametrize(
    ("damage", "sentence"),
    [
        ({"examples": ["1. one"]}, "misses its example '1. one'"),
        ({"counter_examples": ["b. two"]}, "takes its counter-example 'b. two'"),
        ({"examples": []}, "has no examples or no counter-examples"),
    ],
)
def test_a_pattern_that_does_not_prove_itself_is_named(
    damage: dict[str, Any], sentence: str
) -> None:
    assert failing_examples(profile(rule=[{**RULE, **damage}])) == [f"plain, item: {sentence}"]


def test_patterns_outside_rules_have_to_prove_themselves_too() -> None:
    found = profile(
        recommends={"pattern": "should:$"},
        references={"heading": "^Ref", "examples": ["Ref"], "counter_examples": ["Refs"]},
        marker=[{**MARKER, "examples": ["[b]"]}],
    )
    assert failing_examples(found) == [
        "plain, bracketed: misses its example '[b]'",
        "plain, references: takes its counter-example 'Refs'",
        "plain, recommends: has no examples or no counter-examples",
    ]


def test_a_rule_has_no_field_that_no_profile_uses(profiles: Mapping[str, Profile]) -> None:
    stated = {key for p in profiles.values() for table in p.tables for key in table}
    assert {field.name for field in fields(Rule)} <= stated
