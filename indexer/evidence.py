"""What a build knows of links, as values: provisions, citations, editors' links, suggestions.

The three families are kept apart here as everywhere: what texts cite, what editors claim, and what
a model suggests. Nothing passes from one to another.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from indexer.cited import Cited
from indexer.links.model import Link
from indexer.model import Provision


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A provision that a model found near a unit; nobody's claim."""

    subject: str
    """Identifier of the unit."""
    target: str
    """Identifier of the provision."""
    score: float
    """Between 0 and 1."""
    probability: float | None
    """How probable it is that an editor would have made the link; None where nothing says."""
    rank: int
    """Place among the suggestions for the unit, from 1."""
    pool: int
    """Among how many candidates it was ranked."""
    method: str
    """How the score is measured."""
    model: str
    parts: Mapping[str, Any] = field(default_factory=dict)
    """What the score is made of, in words and numbers."""

    def as_record(self) -> dict[str, Any]:
        """Return the suggestion as a record of plain values."""
        return {f.name: getattr(self, f.name) for f in fields(self)} | {"parts": dict(self.parts)}


@dataclass(frozen=True)
class Evidence:
    """The registered provisions and the three families of links of one build."""

    provisions: Sequence[Provision] = ()
    curated: Sequence[Link] = ()
    citations: Sequence[Cited] = ()
    suggestions: Sequence[Suggestion] = ()

    def records(self) -> dict[str, Iterable[dict[str, Any]]]:
        """Return the records of each family by the name of its file."""
        return {
            "links": (link.as_record() for link in self.curated),
            "citations": (cited.as_record() for cited in self.citations),
            "suggestions": (suggestion.as_record() for suggestion in self.suggestions),
        }
