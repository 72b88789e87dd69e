"""What headings open: sections of every kind, annexes, boxes, and the modes below subheadings."""

from __future__ import annotations

from indexer.parsing.enumeration import readings
from indexer.parsing.node import Node
from indexer.parsing.outline import Outline
from indexer.parsing.tokens import Token


def _level(token: Token) -> int:
    """How deep a heading stands. Parts, chapters and sections nest as they come, since treaties
    differ in which of them holds the other; their level is then 1."""
    if token.rule.level == "dots":
        return (token.label or "").count(".") + 1
    return token.rule.level if isinstance(token.rule.level, int) else 1


def _still_open(outline: Outline, token: Token) -> list[tuple[int, Node]]:
    """The sections above a new one; a nesting one ends the last of its own rule."""
    level = _level(token)
    if token.rule.level != "nest":
        return [pair for pair in outline.sections if pair[0] < level]
    kept = [p for p in outline.sections if p[0] <= level and p[1] is not outline.preamble]
    same = [i for i, (_, n) in enumerate(kept) if outline.opened[id(n)] == token.rule.name]
    return kept[: same[0]] if same else kept


def _leaves_annex(outline: Outline, token: Token) -> bool:
    """Whether a Part behind a schedule goes on with the Parts of the main text."""
    if outline.annex is None or token.rule.type not in ("part", "chap") or not token.label:
        return False
    same = [n for n in outline.nodes if n.type == token.rule.type and n.host is None and n.label]
    before = readings(same[-1].label or "") if same else ()
    styles = {reading.style: reading.value for reading in before}
    return any(styles.get(now.style) == now.value - 1 for now in readings(token.label))


def section(outline: Outline, token: Token) -> None:
    """Open a section, question, action area, action, part or chapter; right below the label of a
    box a heading is the title of that."""
    rule = token.rule
    if outline.untitled and outline.box is not None:
        outline.box.head += [token.label_span] if token.label_span else []
        outline.box.title, outline.untitled = list(token.body), False
        return
    if _leaves_annex(outline, token):
        outline.annex = None
    outline.close_box()
    outline.sections = _still_open(outline, token)
    parent = outline.above
    nests = token.label is not None and "." not in token.label and rule.type != "action"
    host = parent if nests and parent is not None else outline.annex
    node = Node(rule.type or "sec", rule.kind or "section", token.label, parent, host)
    node.head = [token.label_span] if token.label_span else []
    node.title = list(token.body)
    outline.sections.append((_level(token), outline.new(node)))
    outline.opened[id(node)] = rule.name
    outline.lists, outline.last = [], None
    if rule.mode == "preamble":
        outline.preamble = node
    else:
        outline.body_begun = True
    heading = outline.profile.references_heading
    if heading is not None and heading.search(outline.slice(node.title)):
        outline.mode = "references"


def endnotes(outline: Outline, token: Token) -> None:
    """Begin the list of endnotes: its heading is no section, since its notes are no units."""
    outline.close_box()
    outline.furniture += [("endnotes", span) for span in token.spans]
    outline.anchor, outline.last, outline.lists, outline.mode = None, None, [], "endnotes"


def annex(outline: Outline, token: Token) -> None:
    """Open an annex, appendix or schedule, whose numbers start again."""
    outline.close_box()
    outline.sections, outline.lists, outline.last, outline.body_begun = [], [], None, True
    node = Node("annex", "section", token.label, title=list(token.body))
    node.head = [token.label_span] if token.label_span else []
    outline.annex = outline.new(node)


def box(outline: Outline, token: Token) -> None:
    """Open a box; one with a number takes its title from the next line."""
    outline.close_box()
    node = Node("box", "box", token.label, outline.above)
    outline.untitled = token.label is not None
    if outline.untitled:
        node.head = list(token.spans)
    else:
        node.title = list(token.body)
    outline.box = outline.new(node)
    outline.lists, outline.last = [], None


def subheading(outline: Outline, token: Token) -> None:
    """Change what the items below mean, without being a unit: `Policy actions …`, `Sources:`."""
    outline.furniture.append(("subheading", token.spans[0]))
    outline.mode, outline.last, outline.lists = token.rule.mode, None, []
