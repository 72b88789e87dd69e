"""How likely a hit is to answer: what "no good match" rests on.

Four things tell questions with an answer from those without: how near in meaning the hit is, how
much of the question it has in words, how far it stands out from what is ranked behind it, and how
long the question is, for a long one is never met in full. A logistic sum of them gives a chance.
Weights and least chances stand in confidence.toml with what they were trained on;
`tools/train_confidence.py` writes them, docs/search-experiments.md has the figures.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from indexer.retrieval.rank import Mode, Ranked

DEPTH = 50
"""Hits that are looked at: the first, and those that it has to stand out from."""
FEWEST = 5
"""Others that it takes to say how far a hit stands out; with fewer the usual lead is assumed."""
USUAL_LEAD = 0.2
LONGEST = 12
"""Different terms of a question beyond which it counts as no longer."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for a hit."""

    meaning: float
    """Its cosine; 0 where meanings are not compared."""
    words: float
    """Its share of the query; 0 where words are not compared."""
    lead: float
    """Its score less the mean of those ranked behind the first."""
    length: float
    """Logarithm of 1 and the different terms of the query."""


@dataclass(frozen=True, slots=True)
class Weights:
    """A logistic model of one mode, and the least chance that is called a match."""

    constant: float
    meaning: float
    words: float
    lead: float
    length: float
    least: float

    def chance(self, evidence: Evidence) -> float:
        """The chance in [0, 1] that a hit of such evidence answers."""
        total = (
            self.constant
            + self.meaning * evidence.meaning
            + self.words * evidence.words
            + self.lead * evidence.lead
            + self.length * evidence.length
        )
        return round(1 / (1 + math.exp(-total)), 4)


@dataclass(frozen=True, slots=True)
class Judge:
    """Says of the hits of one search how likely they are to answer."""

    weights: Weights
    behind: float | None
    """Mean score behind the first hit; None where too few are ranked to say."""
    length: float

    def evidence(self, found: Ranked) -> Evidence:
        """What speaks for a hit of the search, first or not."""
        lead = USUAL_LEAD if self.behind is None else found.score - self.behind
        return Evidence(found.semantic or 0.0, found.lexical or 0.0, lead, self.length)

    def chance(self, found: Ranked) -> float:
        """The chance in [0, 1] that a hit would answer if it were the first."""
        return self.weights.chance(self.evidence(found))

    def is_good(self, found: Ranked) -> bool:
        """Whether that is enough to call it a match."""
        return self.chance(found) >= self.weights.least


def judge(
    mode: Mode, ranked: Sequence[Ranked], others: int, terms: int, *, said: bool = True
) -> Judge:
    """A judge of a search's hits, of which the best `DEPTH` are given, best first.

    `said` is whether plain words are kept of most units, for with them all scores are higher.
    `others` is how many units beside the first the search may find: those of them that are not
    ranked at all count with a score of 0. `terms` is how many different ones the query has.
    """
    count = min(others, DEPTH - 1)
    scores = [found.score for found in ranked[1:DEPTH]]
    behind = sum(scores) / count if count >= FEWEST else None
    return Judge(weights(said=said)[mode], behind, math.log1p(min(terms, LONGEST)))


@cache
def weights(*, said: bool) -> Mapping[Mode, Weights]:
    """The trained weights of every mode, of builds with plain words or of those without."""
    text = (files(__package__) / "confidence.toml").read_text(encoding="utf-8")
    tables = tomllib.loads(text)["said" if said else "bare"]
    names = Weights.__dataclass_fields__
    return {mode: Weights(**{name: tables[mode][name] for name in names}) for mode in Mode}
