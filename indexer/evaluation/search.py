"""Asks a build every topic, and tells how good the answers were."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from indexer.evaluation.measures import as_json, evaluate, means, paired
from indexer.evaluation.trec import Grades, Run

if TYPE_CHECKING:
    from indexer.read import Index

DEPTH = 100
Report = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a build answered: a run, and the topics for which it said "no good match"."""

    run: Run
    no_good_match: frozenset[str]


def ask(
    index: Index,
    topics: Mapping[str, str],
    mode: str,
    report: Report,
    whole: Collection[str] = (),
) -> Asked:
    """Search for every topic. Units keep the order of the search: their scores are 1 / rank.

    `whole` are units that stand for everything in them: each counts once, where its best is.
    """
    from indexer.search_options import SearchOptions

    run: Run = {}
    weak = set()
    for number, (topic, query) in enumerate(topics.items()):
        report("ask", number, len(topics))
        results = index.search(query, SearchOptions(k=DEPTH, mode=mode))
        found = dict.fromkeys(standing_for(index, hit.id, whole) for hit in results.hits)
        run[topic] = {name: 1 / rank for rank, name in enumerate(found, 1)}
        if results.no_good_match:
            weak.add(topic)
    report("ask", len(topics), len(topics))
    return Asked(run, frozenset(weak))


def standing_for(index: Index, unit: str, whole: Collection[str]) -> str:
    """The nearest of `whole` that a unit is, or is in; the unit itself where there is none."""
    above: str | None = unit
    while above is not None and above not in whole:
        above = index.units[above].parent if above in index.units else None
    return above or unit


def evaluation(
    topics: Mapping[str, str], grades: Grades, asked: Asked, other: Run | None, relevant: int
) -> dict[str, Any]:
    """Every figure as JSON: means with intervals, by topic, against `other`, and "no good match".

    Judgements of topics that were not asked count for nothing. A topic without an answer has no
    measure; whether the search said so does count.
    """
    judged = {topic: units for topic, units in grades.items() if topic in topics}
    values = evaluate(asked.run, judged, relevant)
    answered = set(values["nDCG@10"])
    found: dict[str, Any] = {
        "topics": len(topics),
        "answered": len(answered),
        "relevant_from": relevant,
        "measures": as_json(means(values)),
        "no_good_match": _told(asked.no_good_match, answered, set(topics) - answered),
        "by_topic": [
            {
                "topic": topic,
                "query": topics[topic],
                "no_good_match": topic in asked.no_good_match,
                **{name: round(each[topic], 4) for name, each in values.items() if topic in each},
            }
            for topic in topics
        ],
    }
    if other is not None:
        others = evaluate(other, judged, relevant)
        found["other"] = as_json(means(others))
        found["paired"] = as_json(paired(values, others))
    return found


def _told(told: frozenset[str], answered: set[str], unanswered: set[str]) -> dict[str, int]:
    return {
        "said_with_answer": len(told & answered),
        "with_answer": len(answered),
        "said_without_answer": len(told & unanswered),
        "without_answer": len(unanswered),
    }
