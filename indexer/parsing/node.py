"""One piece of an outline while it is being built, by its places in the file."""

from __future__ import annotations

from dataclasses import dataclass, field

from indexer.model import Span
from indexer.parsing.enumeration import Reading


@dataclass
class Node:
    """One piece of the outline.

    A node has two parents: `parent`, below which it stands, and `host`, from which its identifier
    hangs (docs/decisions/0002-identity.md).
    """

    type: str
    kind: str
    label: str | None = None
    parent: Node | None = None
    host: Node | None = None
    head: list[Span] = field(default_factory=list)
    """The printed label with its punctuation."""
    title: list[Span] = field(default_factory=list)
    body: list[Span] = field(default_factory=list)
    speaker: list[Span] = field(default_factory=list)
    reading: Reading | None = None
    """How the label of a list item was read; None where the item has none."""
    children: list[Node] = field(default_factory=list)
    """Nodes whose identifiers hang from this one."""

    @property
    def start(self) -> int:
        """Where the node begins in its file."""
        return min(span.start for span in (*self.head, *self.title, *self.body))


@dataclass(frozen=True, slots=True)
class Hint:
    """A fact about one source that its plain text no longer shows."""

    ends: str
    """What ends: `box`."""
    before: str
    """The words before which it ends."""
    reason: str
