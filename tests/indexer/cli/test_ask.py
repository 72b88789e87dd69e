"""`search`, `show` and `list`."""

import pytest

from indexer.read import Index, SearchOptions
from tests.indexer.cli.command import Commands

QUERY = "leave a dangerous place"


@pytest.mark.parametrize("mode", ["hybrid", "semantic", "lexical"])
def test_search_as_json_is_the_answer_of_the_index(run: Commands, tiny: Index, mode: str) -> None:
    ran = run.on("search", QUERY, "-k", 2, "--mode", mode, "--json")
    assert (ran.code, ran.err) == (0, "")
    assert ran.json == tiny.search_json(QUERY, SearchOptions(k=2, mode=mode))


def test_search_filters(run: Commands, tiny: Index) -> None:
    filters = ("--in", "compact", "--in", "letter", "--kind", "paragraph", "--kind", "note")
    more = ("--element", 1, "--element", 2, "--binding", "non-binding", "--body", "WHO")
    ran = run.on("search", "work", *filters, *more, "--json")
    options = SearchOptions(
        instruments=("compact", "letter"),
        kinds=("paragraph", "note"),
        elements=(1, 2),
        bindingness=("non-binding",),
        bodies=("WHO",),
    )
    assert ran.json == tiny.search_json("work", options)
    assert ran.json["total"] == 4


def test_search_for_people(run: Commands) -> None:
    ran = run.on("search", QUERY, "-k", 1)
    assert ran.code == 0
    assert " 1  compact:para_2__point_b" in ran.text
    assert "Rules for safe work, para. 2(b)" in ran.text
    assert "let workers leave a dangerous place." in ran.text


def test_search_says_where_nothing_fits(run: Commands) -> None:
    assert "Nothing found" in run.on("search", "xylophone", "--mode", "lexical").text
    assert "No good match" in run.on("search", "xylophone zither").text


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("",), "The query is empty."),
        (("x", "--mode", "psychic"), "hybrid, semantic, lexical"),
        (("x", "--in", "compat"), "Did you mean compact?"),
        (("x", "--kind", "paragrap"), "Did you mean paragraph?"),
        (("x", "--element", "9"), "There are: 1, 2."),
        (("x", "--binding", "bound"), "There are: binding-when-ratified, non-binding."),
        (("x", "--body", "who"), "Did you mean WHO?"),
    ],
)
def test_a_wrong_search_is_exit_code_2(
    run: Commands, arguments: tuple[str, ...], said: str
) -> None:
    ran = run.on("search", *arguments)
    assert (ran.code, ran.out) == (2, b"")
    assert said in ran.err
    assert "Traceback" not in ran.err


@pytest.mark.parametrize(
    "identifier", ["compact:para_2__point_a", "compact:note_2", "compact:fn_1", "compact", "T001"]
)
def test_show_as_json(run: Commands, tiny: Index, identifier: str) -> None:
    ran = run.on("show", identifier, "--json")
    assert (ran.code, ran.err) == (0, "")
    assert ran.json == tiny.show_json(identifier)


def test_show_a_unit_for_people(run: Commands) -> None:
    shown = run.on("show", "compact:para_2__point_a").text
    assert shown.splitlines()[0] == "compact:para_2__point_a  recommendation"
    assert "Rules for safe work, para. 2(a)" in shown
    assert "keep every workplace safe; and" in shown
    assert "endnote 3 at 26: text-absent" in shown
    assert "source: rules.txt 206–251" in shown


def test_show_what_is_below_for_people(run: Commands) -> None:
    shown = run.on("show", "compact:para_2").text
    assert "compact:para_2__point_a  recommendation  keep every workplace safe" in shown


def test_show_says_that_a_text_is_absent(run: Commands) -> None:
    assert "not in the source: text-absent" in run.on("show", "compact:note_2").text


@pytest.mark.parametrize(
    ("identifier", "near"),
    [("compact:para_2_point_a", "compact:para_2__point_a"), ("COMPACT:PARA_1", "compact:para_1")],
)
def test_show_what_is_not_there_is_exit_code_1(run: Commands, identifier: str, near: str) -> None:
    ran = run.on("show", identifier, "--json")
    assert (ran.code, ran.out) == (1, b"")
    assert f"There is no unit '{identifier}'" in ran.err
    assert near in ran.err.splitlines()[1]


def test_list_as_json(run: Commands, tiny: Index) -> None:
    listed = run.on("list", "--json").json
    assert [item["id"] for item in listed["items"]] == ["compact", "letter"]
    assert listed["items"][0] == tiny.instrument_json(tiny.instrument("compact"))
    assert (listed["total"], listed["build"]) == (2, tiny.build)


def test_list_for_people(run: Commands) -> None:
    listed = run.on("list").text
    assert "Rules for safe work" in listed
    assert "T001" not in listed


def test_what_looks_like_markup_is_printed_as_it_is(run: Commands) -> None:
    ran = run.on("search", "[bold]x[/]", "--in", "[red]")
    assert "There is no instrument '[red]'" in ran.err
