"""A mention as a unit of a corpus has it: by its own words, or through a note it points to."""

from __future__ import annotations

from dataclasses import dataclass

from indexer.model import Mention


@dataclass(frozen=True, slots=True)
class Located:
    """A mention, how a unit comes by it, and where its words stand."""

    mention: Mention
    via: str
    """`text`, `footnote` or `endnote`."""
    place: str
    """Identifier of the unit or note in whose clean text the offsets count."""
