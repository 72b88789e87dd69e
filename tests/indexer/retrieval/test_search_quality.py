"""Floors under the quality of search over the real texts, on the development topics."""

import csv
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from indexer.evaluation.measures import evaluate
from indexer.model import Unit
from indexer.read import Index
from indexer.retrieval.filters import Filters
from indexer.retrieval.rank import Mode
from indexer.retrieval.results import Results

GOLDEN = Path(__file__).parents[2] / "golden" / "search"
Search = Callable[..., Results]


Grades = dict[str, dict[str, int]]


def table(name: str) -> list[list[str]]:
    with (GOLDEN / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream, delimiter="\t"))


def grades(name: str) -> Grades:
    found: Grades = {}
    for topic, _, unit, grade in table(name):
        found.setdefault(topic, {})[unit] = int(grade)
    return found


TOPICS, GRADES = table("topics.tsv"), grades("qrels.tsv")
OTHERS, OTHER_GRADES = table("independent/topics.tsv"), grades("independent/qrels.tsv")
HELD_OUT, HELD_OUT_GRADES = table("held_out/topics.tsv"), grades("held_out/qrels.tsv")
FRESH, FRESH_GRADES = table("fresh/topics.tsv"), grades("fresh/qrels.tsv")
"""Never tuned on: their floor only says that nothing broke."""


@pytest.fixture(scope="module")
def units(real_index: Index) -> list[Unit]:
    return list(real_index.units.values())


@pytest.fixture(scope="module")
def search(real_index: Index) -> Search:
    """Search among the units of the real build that have text of their own."""

    def ask(
        query: str, k: int, mode: Mode = Mode.HYBRID, filters: Filters | None = None
    ) -> Results:
        allowed = real_index.facets.allowed(filters or Filters())
        return real_index.searcher.search(query, k, mode, allowed)

    return ask


def test_every_judged_unit_exists_and_has_text_of_its_own(units: list[Unit]) -> None:
    known = {unit.id for unit in units if unit.own_text}
    for judged in (GRADES, OTHER_GRADES, HELD_OUT_GRADES, FRESH_GRADES):
        assert {unit for own in judged.values() for unit in own} <= known


def test_no_topic_is_in_two_sets() -> None:
    names = [name for name, *_ in (*TOPICS, *OTHERS, *HELD_OUT, *FRESH)]
    assert len(names) == len(set(names))
    assert all(int(name[1:]) % 2 == 1 for name, *_ in OTHERS)
    assert all(int(name[1:]) % 2 == 0 for name, *_ in HELD_OUT)


def test_there_are_topics_of_every_voice() -> None:
    voices = [voice for *_, voice in TOPICS]
    assert {voice: voices.count(voice) for voice in sorted(set(voices))} == {
        "drafter": 18,
        "keyword": 19,
        "lay": 20,
        "none": 22,
        "researcher": 16,
    }
    assert all((name in GRADES) == (voice != "none") for name, _, voice in TOPICS)


@pytest.mark.parametrize(
    ("mode", "voices", "least"),
    [
        (Mode.HYBRID, {"researcher", "drafter", "lay", "keyword"}, 0.87),
        (Mode.SEMANTIC, {"researcher", "drafter", "lay", "keyword"}, 0.70),
        (Mode.LEXICAL, {"keyword"}, 0.90),
        (Mode.HYBRID, {"keyword"}, 0.95),
        (Mode.HYBRID, {"lay"}, 0.75),
    ],
)
def test_how_often_the_first_hit_is_an_answer(
    search: Search, mode: Mode, voices: set[str], least: float
) -> None:
    first = [
        GRADES[name].get(search(query, 1, mode).hits[0].id, 0) > 1
        for name, query, voice in TOPICS
        if voice in voices
    ]
    assert np.mean(first) >= least


@pytest.mark.parametrize(
    ("topics", "judged", "letter", "least"),
    [
        (OTHERS, OTHER_GRADES, "p", 0.70),
        (OTHERS, OTHER_GRADES, "w", 0.60),
        (HELD_OUT, HELD_OUT_GRADES, "p", 0.70),
        (HELD_OUT, HELD_OUT_GRADES, "w", 0.48),
        (FRESH, FRESH_GRADES, "f", 0.68),
    ],
)
def test_how_good_the_first_ten_are_for_others(
    search: Search, topics: list[list[str]], judged: Grades, letter: str, least: float
) -> None:
    run = {
        name: {hit.id: 1 / rank for rank, hit in enumerate(search(query, 10).hits, 1)}
        for name, query, _ in topics
        if name.startswith(letter) and name in judged
    }
    values = evaluate(run, {name: judged[name] for name in run}, relevant=2)["nDCG@10"]
    mean = float(np.mean(list(values.values())))
    print(f"{letter}: nDCG@10 {mean:.3f}, floor {least}, {mean - least:+.3f}")
    assert mean >= least


@pytest.mark.parametrize(
    ("topics", "judged", "most", "least"),
    [(TOPICS, GRADES, 3, 19), (OTHERS, OTHER_GRADES, 4, 8)],
)
def test_no_good_match_is_said_where_nothing_answers(
    search: Search, topics: list[list[str]], judged: Grades, most: int, least: int
) -> None:
    said = {name: search(query, 1).no_good_match for name, query, _ in topics}
    assert sum(said[name] for name in said if name in judged) <= most
    assert sum(said[name] for name in said if name not in judged) >= least


@pytest.mark.parametrize(
    ("query", "weak"),
    [
        (
            "I have been working at a hospital for eleven years and my supervisor keeps shouting "
            "at me in front of patients, calls me names, and moved me to nights as a punishment "
            "when I complained, and now I fear for my job: what protects me?",
            False,
        ),
        (
            "My landlord has refused to repair the heating in my flat since November although I "
            "wrote to him five times, the mould grows on the walls of the bedroom, and now he "
            "wants to raise the rent: can I keep back part of it or must I move out?",
            True,
        ),
        ("free PPE", False),
        ("recipe for pancakes", True),
    ],
)
def test_length_alone_decides_nothing(search: Search, query: str, weak: bool) -> None:
    assert search(query, 1).no_good_match is weak


def test_the_right_to_leave_a_dangerous_workplace(search: Search) -> None:
    first, *_, fourth = search("right to leave a dangerous workplace", 4).hits
    assert first.id == "compact:para_26__point_g"
    assert first.score > fourth.score + 0.08


@pytest.mark.parametrize("mode", [Mode.HYBRID, Mode.SEMANTIC])
def test_filters_leave_as_many_results_as_exist(
    search: Search, units: list[Unit], mode: Mode
) -> None:
    few = [unit for unit in units if unit.instrument == "wha63-16" and unit.own_text]
    found = search("how to bake bread", 50, mode, Filters(instruments=frozenset({"wha63-16"})))
    assert {hit.id for hit in found.hits} == {unit.id for unit in few}


def test_every_match_is_a_slice_of_its_unit(search: Search, units: list[Unit]) -> None:
    texts = {unit.id: unit.text for unit in units}
    for _, query, _ in TOPICS[:30]:
        hits = search(query, 5).hits
        assert len(hits) == 5, query
        for hit in hits:
            assert hit.match.quote == texts[hit.id][hit.match.start : hit.match.end]
            assert hit.match.quote.strip()
