"""The outline: tokens folded into a tree of nodes, as a careful reader would mark the text up.

Each role of the grammar has one handler. Places are kept as spans of the file; words are cleaned
later, so that nothing here can lose one. A node has two parents: `parent`, below which it
stands, and `host`, from which its identifier hangs (docs/decisions/0002-identity.md).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from indexer.enumeration import Place, Reading, place
from indexer.model import Span
from indexer.profiles import Profile
from indexer.tokens import Reader, Token

_CLOSED = re.compile(r"[.;:?!…][”»\"’')\]]*$|[.;:?!…][”»\"’')\]]*\*{1,2}$")
_COMMA = re.compile(r",[”»\"’')\]*]*$")


@dataclass
class Node:
    """One piece of the outline while it is being built."""

    type: str
    kind: str
    label: str | None = None
    parent: Node | None = None
    host: Node | None = None
    head: list[Span] = field(default_factory=list)
    title: list[Span] = field(default_factory=list)
    body: list[Span] = field(default_factory=list)
    speaker: list[Span] = field(default_factory=list)
    reading: Reading | None = None
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
    before: str
    reason: str


@dataclass
class Outliner:
    """Folds tokens into nodes; `nodes` and `furniture` are the result."""

    text: str
    profile: Profile
    bare: Callable[[str], str]
    hints: Sequence[Hint] = ()
    paged: bool = True
    nodes: list[Node] = field(default_factory=list)
    furniture: list[tuple[str, Span]] = field(default_factory=list)
    sections: list[tuple[int, Node]] = field(default_factory=list)
    annex: Node | None = None
    box: Node | None = None
    anchor: Node | None = None
    lists: list[Node] = field(default_factory=list)
    last: Node | None = None
    mode: str | None = None
    following: str | None = None
    articles: int = 0
    body_begun: bool = False
    heads: list[Node] = field(default_factory=list)
    rows: bool = False
    untitled: bool = False
    preamble: Node | None = None
    opened: dict[int, str] = field(default_factory=dict)
    """The rule that opened each section."""

    # -- the frame -----------------------------------------------------------------------

    def add(self, token: Token, following: str | None) -> None:
        """Take the next token; `following` is the label of the next list item, if any."""
        self.following = following
        self._heed_hints(token)
        if self.rows and token.rule.role != "row":
            self._close_box()
        getattr(self, f"_{token.rule.role}")(token)

    def inside(self, _: Reader, token: Token) -> frozenset[str]:
        """Take a token as it is read and say what the document is inside of now."""
        self.add(token, None if token.label is None else self._peek(_))
        states = {
            "box": self.box is not None,
            "article": self.anchor is not None and self.anchor.kind == "article",
            "body": self.body_begun,
            "references": self.mode == "references",
            "open sentence": self._is_open(),
        }
        return frozenset(state for state, holds in states.items() if holds)

    def _peek(self, reader: Reader) -> str | None:
        """The label of the next line that a list item's rule would take."""
        block = reader.lines[reader.at].block
        for line in reader.lines[reader.at + 1 :]:
            if line.block > block + 2:
                return None
            for rule in self.profile.rules:
                match = rule.pattern.search(line.text) if rule.role == "item" else None
                if match:
                    return match["label"]
        return None

    def _heed_hints(self, token: Token) -> None:
        for hint in self.hints:
            start = token.spans[0].start
            if hint.ends == "box" and self.text.startswith(hint.before, start):
                self._close_box()

    def _close_box(self) -> None:
        self.box, self.rows, self.anchor, self.mode = None, False, None, None

    def _new(self, node: Node) -> Node:
        self.nodes.append(node)
        if node.host is not None:
            node.host.children.append(node)
        return node

    @property
    def above(self) -> Node | None:
        """The unit below which a new top-level node stands."""
        return self.box or (self.sections[-1][1] if self.sections else self.annex)

    # -- text ------------------------------------------------------------------------------

    def _is_open(self) -> bool:
        """Whether the text so far breaks off within a sentence, as at the end of a page."""
        if self.last is None or not self.last.body or not self.paged or self.mode == "references":
            return False
        span = self.last.body[-1]
        return not _CLOSED.search(self.bare(self.text[span.start : span.end]).rstrip())

    def _goes_on(self, token: Token) -> bool:
        if self.last is None or not self.last.body:
            return False
        if not token.opens_block:
            return True
        if not self._is_open():
            return False
        end = self.last.body[-1]
        after_comma = _COMMA.search(self.bare(self.text[end.start : end.end]).rstrip())
        first = self.bare(self.text[token.body[0].start : token.body[0].end]).lstrip()[:1]
        return not after_comma or first.islower()

    def _text(self, token: Token) -> None:
        if self.untitled and self.box is not None:
            self.box.title, self.untitled = list(token.body), False
        elif self._goes_on(token) and self.last is not None:
            self.last.body += token.body
        elif self.mode == "references":
            self._reference(token)
        elif self.box is not None:
            self._paragraph(token, self.box)
        elif self.anchor is not None:
            self._unnumbered(token, self.anchor)
        elif self.profile.preamble and not self.body_begun:
            self._recital(token)
        else:
            self._paragraph(token, self.annex)

    def _paragraph(self, token: Token, host: Node | None, kind: str = "paragraph") -> None:
        node = Node("para", kind, parent=self.above, host=host, body=list(token.body))
        self.last = self._new(node)
        if self.box is not None:
            self.anchor, self.lists = None, []

    def _unnumbered(self, token: Token, anchor: Node) -> None:
        """Text without a number below a numbered paragraph or an article."""
        if self.profile.unnumbered == "resume" and self.last is not None:
            self.last.body += token.body
            return
        numbered = [node for node in self.lists if node.type == "para"]
        host = numbered[-1] if numbered else anchor
        if not host.body and not host.children:
            host.body, self.last = list(token.body), host
            return
        kind = "article-paragraph" if anchor.kind == "article" else "paragraph"
        if host.body and not host.children and host is anchor and anchor.kind == "article":
            first = Node("para", kind, parent=host, host=host, body=host.body)
            host.body = []
            self._new(first)
        node = Node("para", kind, parent=host, host=host, body=list(token.body))
        self.last = self._new(node)
        self.lists = [node for node in self.lists if node in numbered]

    def _reference(self, token: Token) -> None:
        span = token.body[0]
        url = self.profile.references_url
        is_url = url is not None and url.search(self.text[span.start : span.end])
        if is_url and self.last is not None and self.last.kind == "reference":
            self.last.body += token.body
        else:
            node = Node(
                "para", "reference", parent=self.above, host=self.box, body=list(token.body)
            )
            self.last = self._new(node)

    # -- headings --------------------------------------------------------------------------

    def _section(self, token: Token) -> None:
        rule = token.rule
        level = self._level(token)
        if (
            self.annex is not None
            and rule.type in ("part", "chap")
            and not self._annex_goes_on(token)
        ):
            self.annex = None
        self._close_box()
        self.sections = self._still_open(level, rule.name if rule.level == "nest" else None)
        parent = self.above
        nests = token.label is not None and "." not in token.label and rule.type != "action"
        host = parent if nests and parent is not None else self.annex
        node = Node(rule.type or "sec", rule.kind or "section", token.label, parent, host)
        node.head = [token.label_span] if token.label_span else []
        node.title = list(token.body)
        self.sections.append((level, self._new(node)))
        self.opened[id(node)] = rule.name
        self.lists, self.last = [], None
        if rule.mode == "preamble":
            self.preamble = node
        else:
            self.body_begun = True
        if self._is_references(node):
            self.mode = "references"

    def _level(self, token: Token) -> int:
        """How deep a heading stands. Parts, chapters and sections nest as they come, since
        treaties differ in which of them holds the other; their level is then 1."""
        if token.rule.level == "dots":
            return (token.label or "").count(".") + 1
        return token.rule.level if isinstance(token.rule.level, int) else 1

    def _still_open(self, level: int, nesting: str | None) -> list[tuple[int, Node]]:
        """The sections above a new one; a nesting one ends the last of its own name."""
        if nesting is None:
            return [pair for pair in self.sections if pair[0] < level]
        kept = [pair for pair in self.sections if pair[0] <= level]
        same = [i for i, (_, node) in enumerate(kept) if self.opened[id(node)] == nesting]
        return kept[: same[0]] if same else kept

    def _is_references(self, section: Node) -> bool:
        heading = self.profile.references_heading
        title = " ".join(self.text[s.start : s.end] for s in section.title)
        return heading is not None and bool(heading.search(title))

    def _annex_goes_on(self, token: Token) -> bool:
        """A Part after a schedule goes on with the main text if its number follows the last."""
        same = [n for n in self.nodes if n.type == token.rule.type and n.host is None and n.label]
        if not same or token.label is None:
            return True
        lists = [reading for reading in [same[-1].reading] if reading]
        return not lists or place(token.label, lists).reading.value != lists[-1].value + 1

    def _annex(self, token: Token) -> None:
        self._close_box()
        self.sections, self.lists, self.last, self.body_begun = [], [], None, True
        node = Node("annex", "section", token.label, head=[], title=list(token.body))
        node.head = [token.label_span] if token.label_span else []
        self.annex = self._new(node)

    def _box(self, token: Token) -> None:
        self._close_box()
        node = Node("box", "box", token.label, self.above)
        self.untitled = token.label is not None
        if self.untitled:
            node.head = list(token.spans)
        else:
            node.title = list(token.body)
        self.box = self._new(node)
        self.lists, self.last = [], None

    def _subheading(self, token: Token) -> None:
        self.furniture.append(("subheading", token.spans[0]))
        self.mode, self.last = token.rule.mode, None
        self.lists = []

    # -- numbered and listed ---------------------------------------------------------------

    def _numbered(self, token: Token) -> None:
        rule = token.rule
        if self.box is not None:
            self._close_box()
        self._leave_annex(token)
        self.sections = [pair for pair in self.sections if pair[1] is not self.preamble]
        node = Node(
            rule.type or "para", rule.kind or "paragraph", token.label, self.above, self.annex
        )
        node.head = [token.label_span] if token.label_span else []
        if rule.type in ("art", "reg", "std", "gdl") or rule.name == "headed paragraph":
            node.title = list(token.body)
        else:
            node.body = list(token.body)
        self.anchor = self.last = self._new(node)
        self.lists, self.mode, self.body_begun = [], None, True

    def _leave_annex(self, token: Token) -> None:
        if token.rule.type != "art" or not (token.label or "").isdigit():
            return
        number = int(token.label or 0)
        if self.annex is not None and self.articles and number == self.articles + 1:
            self.annex = None
            self.sections = []
        if self.annex is None:
            self.articles = number

    def _item(self, token: Token) -> None:
        label = token.label or ""
        decoration = token.rule.style or token.rule.name
        found = self._place(label, decoration)
        self.lists = self.lists[: found.depth]
        inner = self.lists[-1] if self.lists else None
        host = inner or self._host()
        node = Node(self._item_type(token, inner), "", label, inner or self._item_parent(), host)
        node.kind = self._item_kind(token, node.type)
        node.reading = Reading(f"{decoration}: {found.reading.style}", found.reading.value)
        node.head = [token.label_span] if token.label_span else []
        node.body = list(token.body)
        self.lists.append(self._new(node))
        self.last = node

    def _place(self, label: str, decoration: str) -> Place:
        prefix = f"{decoration}: "
        known = [node.reading or Reading("bullet", 1) for node in self.lists]
        bare = [
            Reading(
                r.style.removeprefix(prefix) if r.style.startswith(prefix) else f"~{r.style}",
                r.value,
            )
            for r in known
        ]
        if decoration == "decimal":
            label = label.rpartition(".")[2]
        return place(label, bare, self.following)

    def _host(self) -> Node | None:
        return self.anchor or self.box or self._recital_host() or self._annexed()

    def _recital_host(self) -> Node | None:
        in_recital = not self.body_begun and self.last is not None
        recitals = [node for node in self.nodes if node.type == "pream"] if in_recital else []
        return recitals[-1] if recitals else None

    def _annexed(self) -> Node | None:
        """What a paragraph or item inside an annex hangs from: a labelled section of it."""
        if self.annex is None:
            return None
        labelled = [node for _, node in self.sections if node.label]
        return labelled[-1] if labelled else self.annex

    def _item_parent(self) -> Node | None:
        return self.anchor or self.above

    def _item_type(self, token: Token, inner: Node | None) -> str:
        if inner is None and token.rule.style in ("number", "decimal"):
            return "para"
        if inner is not None and inner.type != "para":
            return "item"
        return "action" if self.mode == "actions" else "point"

    def _item_kind(self, token: Token, node_type: str) -> str:
        if token.rule.kind:
            return token.rule.kind
        if node_type == "para":
            return "article-paragraph"
        return "policy-action" if node_type == "action" else "point"

    def _bullet(self, token: Token) -> None:
        labelled = [node for node in self.lists if node.reading is not None]
        self.lists = labelled
        inner = labelled[-1] if labelled else None
        in_box = self.last if self.box is not None and self.last is not None else None
        if in_box is not None and in_box.type == "item":
            in_box = in_box.host
        host = inner or in_box or self._host()
        parent = inner or in_box or self._item_parent()
        node = Node("item", "point", None, parent, host, body=list(token.body))
        node.head = [token.label_span] if token.label_span else []
        self.last = self._new(node)

    def _cell(self, token: Token) -> None:
        label = token.label
        column = int(label.partition(".")[0]) if label else 0
        parent = self.heads[column - 1] if 0 < column <= len(self.heads) else self.above
        node = Node("item", "table-cell", label, parent, body=list(token.body))
        node.head = [token.label_span] if token.label_span else []
        if label is None:
            self.heads.append(node)
        self._new(node)
        self.last = None

    def _row(self, token: Token) -> None:
        node = Node("item", token.rule.kind or "point", token.label, self.above, self.box)
        node.head = [token.label_span] if token.label_span else []
        node.body = list(token.body)
        self._new(node)
        self.last, self.rows = None, self.box is not None

    def _table(self, token: Token) -> None:
        if self.last is not None and self.last.kind == "table":
            self.last.body += token.body
            return
        host = self.anchor or self.annex
        parent = self.anchor or self.above
        self.last = self._new(Node("para", "table", None, parent, host, body=list(token.body)))

    # -- the rest --------------------------------------------------------------------------

    def _recital(self, token: Token) -> None:
        if self._goes_on(token) and self.last is not None and token.label is None:
            self.last.body += token.body
            return
        kind = token.rule.kind or "preambular-paragraph"
        node = Node("pream", kind, token.label, self.above, self.annex)
        node.head = [token.label_span] if token.label_span else []
        node.body = list(token.body or token.spans)
        self.last = self._new(node)

    def _quotation(self, token: Token) -> None:
        self._close_box()
        self.last = self._new(Node("para", "quotation", parent=self.above, body=list(token.body)))

    def _attribution(self, token: Token) -> None:
        quotation = next(node for node in reversed(self.nodes) if node.kind == "quotation")
        quotation.speaker = list(token.body)
        self.last = None

    def _footnote(self, token: Token) -> None:
        node = Node("fn", "note", token.label, None, None, body=list(token.body))
        node.head = [token.label_span] if token.label_span else []
        self._new(node)

    def _furniture(self, token: Token) -> None:
        name = token.rule.furniture or token.rule.name
        self.furniture += [(name, span) for span in token.spans]
