"""Floors under the quality of search over the real texts, on the development topics."""

import csv
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from indexer.corpus_io import CorpusFolder, read_corpus
from indexer.model import Unit
from indexer.retrieval.embed import Encoder
from indexer.retrieval.embed_cache import VectorCache
from indexer.retrieval.filters import Facets, Filters
from indexer.retrieval.rank import Mode
from indexer.retrieval.searcher import Results, Searcher, write

GOLDEN = Path(__file__).parents[2] / "golden" / "search"
Search = Callable[..., Results]


def table(name: str) -> list[list[str]]:
    with (GOLDEN / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream, delimiter="\t"))


TOPICS = table("topics.tsv")
GRADES: dict[str, dict[str, int]] = {}
for topic, _, unit, grade in table("qrels.tsv"):
    GRADES.setdefault(topic, {})[unit] = int(grade)


@pytest.fixture(scope="module")
def units() -> list[Unit]:
    corpus, *_ = read_corpus(CorpusFolder())
    return [unit for edition in corpus.editions for unit in edition.units]


@pytest.fixture(scope="module")
def search(
    units: list[Unit],
    real_encoder: Encoder,
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
) -> Search:
    """Search among the units with text of their own; vectors are kept between runs."""
    folder, encoder = tmp_path_factory.mktemp("search"), real_encoder
    cache = VectorCache(request.config.cache.mkdir("vectors"), encoder.model)
    write(folder, [(unit.id, unit.text) for unit in units], encoder, cache)
    texts = {unit.id: unit.text for unit in units}
    searcher = Searcher(folder, texts.__getitem__, lambda: encoder)
    facets = Facets(units, {})

    def ask(
        query: str, k: int, mode: Mode = Mode.HYBRID, filters: Filters | None = None
    ) -> Results:
        return searcher.search(query, k, mode, facets.allowed(filters or Filters()))

    return ask


def test_every_judged_unit_exists_and_has_text_of_its_own(units: list[Unit]) -> None:
    known = {unit.id for unit in units if unit.own_text}
    assert {unit for grades in GRADES.values() for unit in grades} <= known


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
        (Mode.HYBRID, {"researcher", "drafter", "lay", "keyword"}, 0.82),
        (Mode.SEMANTIC, {"researcher", "drafter", "lay", "keyword"}, 0.70),
        (Mode.LEXICAL, {"keyword"}, 0.90),
        (Mode.HYBRID, {"keyword"}, 0.95),
        (Mode.HYBRID, {"lay"}, 0.65),
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


def test_no_good_match_is_said_where_nothing_answers(search: Search) -> None:
    said = {name: search(query, 1).no_good_match for name, query, _ in TOPICS}
    assert sum(said[name] for name in said if name in GRADES) <= 3
    assert sum(said[name] for name in said if name not in GRADES) >= 17


def test_the_right_to_leave_a_dangerous_workplace(search: Search) -> None:
    hits = search("right to leave a dangerous workplace", 3).hits
    assert "compact:para_26__point_g" in [hit.id for hit in hits]


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
        for hit in search(query, 5).hits:
            assert hit.match.quote == texts[hit.id][hit.match.start : hit.match.end]
            assert hit.match.quote.strip()
