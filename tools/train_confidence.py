"""Train what says "no good match", and say how well it does on topics that it was not trained on.

    python tools/train_confidence.py --said DIR --bare DIR [--write] [--measure]

DIR are builds of the shipped corpus, with its plain words and without (from a copy of corpus/
without registry/plain). Asks each every development topic, and every one of them that has an answer
once more among the units without its answers: then it has none, though it is near the subject.
Logistic regression, by mode. --write renews indexer/retrieval/confidence.toml; --measure asks the
topics on which nothing is chosen, with the weights as they are.
"""

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Callable, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

sys.path.append(str(Path(__file__).parent))

from search_bench import Topic, read_topics, separation

from indexer.read import Index, open_index_with_model
from indexer.retrieval import confidence
from indexer.retrieval.confidence import Evidence
from indexer.retrieval.filters import Filters
from indexer.retrieval.rank import Mode

GOLDEN = Path(__file__).parents[1] / "tests" / "golden" / "search"
TARGET = Path(confidence.__file__).with_suffix(".toml")
LEFT_OUT_WEIGHT = 0.1
"""Of a question whose answers were left out: there are many, and harder ones than people ask."""
WRONG = {Mode.HYBRID: 0.04, Mode.SEMANTIC: 0.04, Mode.LEXICAL: 0.10}
"""Share of the questions with an answer that may be told there is none."""
FOLDS, ROUNDS = 5, 20
KINDS = ("said", "bare")
FIELDS = ("meaning", "words", "lead", "length")

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Asked:
    """One question asked of a build, and whether that could answer it."""

    topic: str
    evidence: Evidence
    answered: bool
    left_out: bool


def ask(index: Index, topic: Topic, mode: Mode, without: Sequence[str] = ()) -> Evidence | None:
    """What speaks for the first hit among the units but `without`; None where nothing is found."""
    searcher = index.searcher
    allowed = index.facets.allowed(Filters()).copy()
    allowed[[searcher.units.index(unit) for unit in without]] = False
    asked = searcher.question(searcher.mended(topic.query), mode)
    ranked = searcher.ranked(asked, confidence.DEPTH, mode, allowed)
    return searcher.judge(asked, mode, ranked, allowed).evidence(ranked[0]) if ranked else None


def ask_all(index: Index, topics: Sequence[Topic], mode: Mode, twice: bool = True) -> list[Asked]:
    """Every topic, and with `twice` those with an answer once more without their answers."""
    found = []
    for topic in topics:
        for left_out in (False, True) if topic.grades and twice else (False,):
            evidence = ask(index, topic, mode, tuple(topic.grades) if left_out else ())
            if evidence is not None:
                answered = bool(topic.grades) and not left_out
                found.append(Asked(topic.id, evidence, answered, left_out))
    return found


def fitted(asked: Sequence[Asked], used: Sequence[int]) -> Callable[[Numbers], Numbers]:
    """The trained sum of evidence, as log odds of an answer."""
    weights, constant = fit(asked, used)
    return lambda rows: rows[:, list(used)] @ weights + constant


def fit(asked: Sequence[Asked], used: Sequence[int]) -> tuple[Numbers, float]:
    """Weights of the columns used, and the constant."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.preprocessing import StandardScaler

    rows, scaler = table(asked)[:, list(used)], StandardScaler()
    model = LogisticRegression()
    counts = [LEFT_OUT_WEIGHT if one.left_out else 1.0 for one in asked]
    model.fit(scaler.fit_transform(rows), [one.answered for one in asked], sample_weight=counts)
    weights = model.coef_[0] / scaler.scale_
    return weights, float(model.intercept_[0] - weights @ scaler.mean_)


def table(asked: Sequence[Asked]) -> Numbers:
    """The evidence as an array of shape (questions, fields)."""
    return np.array([astuple(one.evidence) for one in asked], dtype=float)


def unseen(asked: Sequence[Asked], used: Sequence[int]) -> Numbers:
    """The chance of each by models that saw neither the topic nor its twin."""
    names = np.array([one.topic for one in asked])
    chances, rows = np.zeros(len(asked)), table(asked)
    for seed in range(ROUNDS):
        drawn = np.random.default_rng(seed).permutation(np.unique(names))
        for fold in range(FOLDS):
            out = np.isin(names, drawn[fold::FOLDS])
            logit = fitted([one for one, left in zip(asked, out, strict=True) if not left], used)
            chances[out] += 1 / (1 + np.exp(-logit(rows[out]))) / ROUNDS
    return chances


def report(asked: Sequence[Asked], chances: Numbers, least: float) -> dict[str, float]:
    """Print how well chances tell, and return what the file keeps of it."""
    yes = np.array([one.answered for one in asked])
    twin = np.array([one.left_out for one in asked])
    no, real = ~yes & ~twin, ~twin
    figures = {
        "auc": separation(list(chances[yes]), list(chances[no])),
        "auc_left_out": separation(list(chances[yes]), list(chances[twin])) if twin.any() else 0,
        "brier": float(np.mean((chances - yes)[real] ** 2)),
        "least": least,
    }
    print("  ".join(f"{name} {value:.3f}" for name, value in figures.items()))
    for name, kind in {"answered": yes, "without": no, "answers left out": twin}.items():
        print(f"  told, {name}: {int((chances[kind] < least).sum())} of {int(kind.sum())}")
    for low in np.arange(0, 1, 0.2):
        inside = real & (chances >= low) & (chances < low + 0.2)
        if inside.any():
            said, true = float(chances[inside].mean()), float(yes[inside].mean())
            print(f"  said {said:.2f}, true {true:.2f}, {int(inside.sum())} questions")
    return figures


def train(index: Index, topics: Sequence[Topic], mode: Mode) -> dict[str, Any]:
    """Train one mode and return its table for the file."""
    asked = ask_all(index, topics, mode)
    used = [
        place
        for place, name in enumerate(FIELDS)
        if not (mode is Mode.SEMANTIC and name == "words")
        and not (mode is Mode.LEXICAL and name == "meaning")
    ]
    chances = unseen(asked, used)
    answered = np.sort(chances[[one.answered for one in asked]])
    least = math.floor(100 * answered[int(WRONG[mode] * len(answered))]) / 100
    print(f"\n{mode.value}, {len(topics)} topics, trained on others")
    figures = report(asked, chances, least)
    weights, constant = fit(asked, used)
    found = dict(zip((FIELDS[place] for place in used), weights.tolist(), strict=True))
    values = {"constant": constant, **{name: found.get(name, 0.0) for name in FIELDS}, **figures}
    return {name: round(float(value), 3) for name, value in values.items()}


def write(tables: dict[str, dict[str, Any]], topics: Sequence[Topic]) -> None:
    """Write what the search reads, and how it came about."""
    answered = sum(bool(topic.grades) for topic in topics)
    lines = [
        "# What tells questions with an answer from those without: see confidence.py.",
        "# Written by tools/train_confidence.py; not to be edited. Figures are of topics that a",
        "# model was not trained on; by weight a quarter of those trained on have no answer.",
        "",
        "[trained]",
        'topics = ["tests/golden/search", "tests/golden/search/independent"]',
        f"answered = {answered}",
        f"without = {len(topics) - answered}",
        f"left_out_weight = {LEFT_OUT_WEIGHT}",
    ]
    for name, values in tables.items():
        lines += ["", f"[{name}]", *(f"{key} = {value}" for key, value in values.items())]
    TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8")


def measure(index: Index) -> None:
    """Print what the weights as they are do on topics on which nothing is chosen."""
    for name in ("held_out", "fresh"):
        topics = read_topics(GOLDEN / name)
        for mode in Mode:
            asked = ask_all(index, topics, mode, twice=False)
            weights = confidence.weights(said=index.searcher.words.said)[mode]
            print(f"\n{name}, {mode.value}")
            chances = np.array([weights.chance(one.evidence) for one in asked])
            report(asked, chances, weights.least)


def main() -> None:
    """Train, print, and write if told so."""
    parser = argparse.ArgumentParser(description=__doc__)
    for kind in KINDS:
        parser.add_argument(f"--{kind}", type=Path, required=True)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--measure", action="store_true")
    options = parser.parse_args()
    topics = [*read_topics(GOLDEN), *read_topics(GOLDEN / "independent")]
    tables = {}
    for kind in KINDS:
        index = open_index_with_model(getattr(options, kind))
        print(f"\n# {kind}")
        if options.measure:
            measure(index)
        else:
            found = {mode: train(index, topics, mode) for mode in Mode}
            tables |= {f"{kind}.{mode.value}": values for mode, values in found.items()}
    if options.write and tables:
        write(tables, topics)


if __name__ == "__main__":
    main()
