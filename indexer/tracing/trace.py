"""A draft traced: its citations checked, its sentences beside their nearest clauses, and the
elements of the framework that it leaves out; within limits, and what a limit cuts is said.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from indexer.answers.options import FAMILIES
from indexer.answers.told import ABOUT
from indexer.search_options import SearchOptions, check_mode
from indexer.tracing import told
from indexer.tracing.citations import VERDICTS, Checker
from indexer.tracing.clauses import Clauses, elements_view
from indexer.tracing.options import TraceOptions
from indexer.tracing.sentences import draft_sentences
from indexer.views import Json

if TYPE_CHECKING:
    from indexer.read import Index


@dataclass(frozen=True, slots=True)
class Part:
    """How much of something there is, and how much of it was taken."""

    limit: int
    given: int
    taken: int

    @property
    def left(self) -> int:
        """How much was left out."""
        return self.given - self.taken


def trace(index: Index, text: str, options: TraceOptions) -> Json:
    """Return what holds of a draft as JSON; offsets count code points of the text as given.

    Raises QueryError where the build has no patterns of citations, or for a mode that is none.
    """
    check_mode(options.mode)
    read = readable(text, options.characters)
    mentions, cut = index.mentions(read), draft_sentences(read)
    checker = Checker(index, read)
    citations = [checker.view(mention) for mention in mentions[: options.citations]]
    clauses = Clauses(index, SearchOptions(k=options.k, mode=options.mode))
    sentences = [clauses.view(read, own) for own in cut[: options.sentences]]
    parts = {
        "characters": Part(options.characters, len(text), len(read)),
        "citations": Part(options.citations, len(mentions), len(citations)),
        "sentences": Part(options.sentences, len(cut), len(sentences)),
    }
    return {
        "citations": citations,
        "sentences": sentences,
        "backing": clauses.backing,
        "elements": elements_view(index, sentences),
        "totals": _totals(citations, sentences),
        "limits": _limits(parts),
        "about": {family: ABOUT[family] for family in FAMILIES},
        "mode": options.mode,
        "build": index.build,
    }


def _limits(parts: Mapping[str, Part]) -> Json:
    """Return the limits and, in words, what they left out."""
    remarks = [
        told.left_out(name, part.taken, part.given) for name, part in parts.items() if part.left
    ]
    return {**{name: asdict(part) for name, part in parts.items()}, "remarks": remarks}


def readable(text: str, most: int) -> str:
    """Return the beginning of a text that is within a limit, ending where a word ends."""
    if len(text) <= most:
        return text
    kept = text[: most + 1]
    end = max(kept.rfind(" "), kept.rfind("\n"))
    return text[: end if end > 0 else most]


def _totals(citations: list[Json], sentences: list[Json]) -> Mapping[str, Any]:
    verdicts = Counter(own["verdict"] for own in citations)
    searched = [own for own in sentences if own["searched"]]
    return {
        "citations": len(citations),
        "verdicts": {name: verdicts[name] for name in VERDICTS},
        "sentences": len(sentences),
        "searched": len(searched),
        "no_good_match": sum(own["no_good_match"] for own in searched),
    }
