"""`cite`."""

import json
from pathlib import Path

import pytest

from tests.indexer.cli.command import Commands
from tests.indexer.tiny_corpus import RULES, build_tiny, write_corpus

UNIT = "compact:para_2__point_a"
CITATION = "Rules for safe work, para. 2(a)"


@pytest.mark.parametrize("typed", [UNIT, CITATION, "rules for safe work 2(a)", "2(a)"])
def test_a_unit_is_cited_however_it_is_named(run: Commands, typed: str) -> None:
    ran = run.on("cite", typed)
    assert (ran.code, ran.text) == (0, f"{CITATION}\n")


def test_a_style_writes_it_its_own_way_and_tells_what_lacks(run: Commands) -> None:
    ran = run.on("cite", UNIT, "--style", "oscola")
    assert (ran.code, ran.text) == (0, "WHO, Rules for safe work (2020) para 2(a)\n")
    treaty = run.on("cite", "T001", "--style", "mcgill")
    assert treaty.code == 0
    assert run.on("cite", "T001", "--style", "mcgill", "--json").json["citation"] in treaty.text


def test_json_is_the_answer(run: Commands) -> None:
    assert run.on("cite", "Rules 2(a)", "--json").code == 1
    assert run.on("cite", "2(a)", "--json").json == {
        "id": UNIT,
        "iri": "https://example.org/cg/who/guidance/2020/rules/para_2__point_a",
        "style": "house",
        "citation": CITATION,
        "incomplete": [],
        "unverified": ["title"],
        "format": "text",
    }


def test_an_instrument_without_verified_facts_says_so_apart_from_the_citation(
    run: Commands,
) -> None:
    ran = run.on("cite", UNIT)
    assert "not verified: title" in ran.err
    assert "verified" not in ran.text


def test_a_range_is_cited_place_by_place(run: Commands) -> None:
    ran = run.on("cite", "Rules for safe work 2(a)-(b)")
    assert ran.code == 0
    assert "2 places are cited:" in ran.err
    assert [line.split("  ")[0] for line in ran.text.splitlines()] == [
        "compact:para_2__point_a",
        "compact:para_2__point_b",
    ]


def test_a_range_beyond_what_is_there_says_where_it_ends(run: Commands) -> None:
    ran = run.on("cite", "Rules for safe work 2(a)-(x)")
    assert (ran.code, ran.text) == (1, "")
    assert "Nothing is known of" in ran.err
    assert "from “Rules for safe work 2(a)” to “Rules for safe work 2(x)”" in ran.err
    assert f"Nearest: {UNIT}" in ran.err


@pytest.mark.parametrize("command", ["show", "backing", "backs"])
def test_a_citation_for_an_identifier_says_what_it_means(run: Commands, command: str) -> None:
    ran = run.on(command, "2(a)")
    assert (ran.code, ran.text) == (1, "")
    assert f"As a citation it means {UNIT}: ask by identifier." in ran.err


@pytest.mark.parametrize(
    ("form", "begins"), [("bibtex", "@misc{compact-para_2__point_a,"), ("ris", "TY  - ")]
)
def test_formats_are_printed_as_files(run: Commands, form: str, begins: str) -> None:
    ran = run.on("cite", UNIT, "--format", form)
    assert ran.code == 0
    assert ran.text.startswith(begins)
    answer = run.on("cite", UNIT, "--format", form, "--json").json
    assert (answer["format"], answer["citation"]) == (form, ran.text)


def test_csl_json_is_a_list_of_items(run: Commands) -> None:
    ran = run.on("cite", UNIT, "--format", "csl-json")
    assert ran.json[0]["section"] == "para 2(a)"
    assert run.on("cite", UNIT, "--format", "csl-json", "--json").json["citation"] == ran.json


def test_several_are_listed_and_none_is_chosen(run: Commands, tmp_path: Path) -> None:
    rules = RULES.replace("- b. let", "- a. let")
    build_tiny(write_corpus(tmp_path / "corpus", rules=rules), tmp_path / "index")
    ran = run("cite", "2(a)", "--index", tmp_path / "index")
    assert ran.code == 0
    assert ran.text.splitlines() == [
        f"{UNIT}  {CITATION} (first so labelled)",
        f"{UNIT}_2  {CITATION} (second so labelled)",
    ]
    assert "2 places may be meant" in ran.err
    listed = run("cite", "2(a)", "--json", "--index", tmp_path / "index").json
    assert (listed["status"], listed["total"]) == ("several", 2)
    assert [item["id"] for item in listed["items"]] == [UNIT, f"{UNIT}_2"]


def test_none_is_told_with_the_nearest(run: Commands) -> None:
    ran = run.on("cite", "Rules for safe work, para. 9")
    assert (ran.code, ran.text) == (1, "")
    assert "cites nothing" in ran.err
    assert "Nearest: compact:para_3" in ran.err
    answer = run.on("cite", "Rules for safe work, para. 9", "--json")
    assert answer.code == 1
    assert json.loads(answer.out)["status"] == "none"
    assert answer.json["nearest"][0]["id"] == "compact:para_3"


@pytest.mark.parametrize(("option", "value"), [("--style", "harvard"), ("--format", "word")])
def test_unknown_styles_and_formats_are_bad_usage(run: Commands, option: str, value: str) -> None:
    ran = run.on("cite", UNIT, option, value)
    assert ran.code == 2
    assert value in ran.err


@pytest.mark.parametrize("typed", ["", "  "])
def test_an_empty_citation_is_bad_usage(run: Commands, typed: str) -> None:
    ran = run.on("cite", typed)
    assert ran.code == 2
    assert "Name what to cite" in ran.err
