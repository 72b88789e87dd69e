"""The outline of an instrument: what is open while its tokens are read, and what came of them.

Places are kept as spans of the file; words are cleaned later, so that nothing can be lost here.
The handlers of the roles stand in headings, running_text and listed; `fold` puts them together.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from indexer.model import Span
from indexer.parsing.node import Hint, Node
from indexer.parsing.profiles import Profile
from indexer.parsing.tokens import Token

_CLOSED = re.compile(r"[.;:?!…][”»\"’')\]]*\*{0,2}$")
_COMMA = re.compile(r",[”»\"’')\]*]*$")


@dataclass
class Outline:
    """The nodes and furniture found so far, and everything that is still open."""

    text: str
    profile: Profile
    bare: Callable[[str], str]
    """Removes the markers of notes from a line."""
    hints: Sequence[Hint] = ()
    paged: bool = True
    """Whether a page break may cut a sentence of this file anywhere; in others one that is cut
    goes on in lower case."""
    nodes: list[Node] = field(default_factory=list)
    furniture: list[tuple[str, Span]] = field(default_factory=list)
    sections: list[tuple[int, Node]] = field(default_factory=list)
    """Open sections with their level, outermost first."""
    opened: dict[int, str] = field(default_factory=dict)
    """The rule that opened each section."""
    preamble: Node | None = None
    annex: Node | None = None
    box: Node | None = None
    untitled: bool = False
    """Whether the open box still waits for its title."""
    rows: bool = False
    """Whether the open box holds rows of a table, with which it ends."""
    anchor: Node | None = None
    """The numbered paragraph or article that is open."""
    lists: list[Node] = field(default_factory=list)
    """The last item of each open list, outermost first."""
    paused: list[Node] = field(default_factory=list)
    """The lists that running text interrupted; an item that carries one on opens it again."""
    last: Node | None = None
    """The node into which running text flows."""
    mode: str | None = None
    following: str | None = None
    """Label of the next list item, if one is near."""
    articles: int = 0
    """Number of the last article of the main text."""
    body_begun: bool = False
    columns: list[Node] = field(default_factory=list)
    """Heads of the columns of a table."""

    def new(self, node: Node) -> Node:
        """Take a node into the outline."""
        self.nodes.append(node)
        if node.host is not None:
            node.host.children.append(node)
        return node

    @property
    def above(self) -> Node | None:
        """The unit below which a new top-level node stands."""
        return self.box or (self.sections[-1][1] if self.sections else self.annex)

    @property
    def annexed(self) -> Node | None:
        """What a paragraph or item inside an annex hangs from: a labelled section of it."""
        if self.annex is None:
            return None
        labelled = [node for _, node in self.sections if node.label]
        return labelled[-1] if labelled else self.annex

    @property
    def item_host(self) -> Node | None:
        """What a list item outside any list hangs from."""
        return self.anchor or self.box or self._recital or self.annexed

    @property
    def _recital(self) -> Node | None:
        if self.body_begun or self.last is None:
            return None
        recitals = [node for node in self.nodes if node.type == "pream"]
        return recitals[-1] if recitals else None

    def close_box(self) -> None:
        """End the open box, and whatever is open in it."""
        self.box, self.rows, self.anchor, self.mode = None, False, None, None

    def slice(self, spans: Sequence[Span]) -> str:
        """Return the words of spans as they stand in the file."""
        return " ".join(self.text[span.start : span.end] for span in spans)

    def breaks_off(self) -> bool:
        """Whether the running text breaks off within a sentence, as at the end of a page."""
        if self.last is None or not self.last.body or self.mode == "references":
            return False
        return not _CLOSED.search(self.bare(self.slice(self.last.body[-1:])).rstrip())

    def goes_on(self, token: Token) -> bool:
        """Whether a line of plain text goes on with the running text above it.

        Behind a comma, and in a file without pages, it does so only in lower case: a list of
        short lines has commas too.
        """
        if self.last is None or not self.last.body:
            return False
        if not token.opens_block:
            return True
        if not self.breaks_off():
            return False
        after_comma = _COMMA.search(self.bare(self.slice(self.last.body[-1:])).rstrip())
        first = self.bare(self.slice(token.body[:1])).lstrip()[:1]
        return first.islower() or (self.paged and not after_comma)

    def states(self) -> frozenset[str]:
        """What the document is inside of now, among it the kinds of the open sections; rules
        refer to it by `outside`."""
        states = {
            "box": self.box is not None,
            "article": self.anchor is not None and self.anchor.kind == "article",
            "body": self.body_begun,
            "references": self.mode == "references",
            "endnotes": self.mode == "endnotes",
            "open sentence": self.paged and self.breaks_off(),
        }
        kinds = {node.kind for _, node in self.sections}
        return frozenset(state for state, holds in states.items() if holds) | kinds
