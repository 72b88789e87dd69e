"""What is numbered, lettered or bulleted: paragraphs, articles, items, cells, rows."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.parsing.enumeration import Place, Reading, place
from indexer.parsing.node import Node
from indexer.parsing.outline import Outline
from indexer.parsing.profiles import PARAGRAPH_STYLES
from indexer.parsing.tokens import Token

_HEADED = frozenset({"art", "reg", "std", "gdl"})
"""Types whose line is a heading, with their text below it."""


def numbered(outline: Outline, token: Token) -> None:
    """Open a numbered paragraph or an article, from which its items will hang."""
    rule = token.rule
    if outline.box is not None:
        outline.close_box()
    _count_article(outline, token)
    outline.sections = [pair for pair in outline.sections if pair[1] is not outline.preamble]
    host = outline.annexed if rule.type == "para" else outline.annex
    node = Node(rule.type or "para", rule.kind or "paragraph", token.label, outline.above, host)
    node.head = [token.label_span] if token.label_span else []
    if rule.type in _HEADED or rule.headed:
        node.title = list(token.body)
    else:
        node.body = list(token.body)
    outline.anchor = outline.last = outline.new(node)
    outline.lists, outline.mode, outline.body_begun = [], None, True


def _count_article(outline: Outline, token: Token) -> None:
    """Leave an annex behind which the articles of the main text go on."""
    if token.rule.type != "art" or not (token.label or "").isdigit():
        return
    number = int(token.label or 0)
    if outline.annex is not None and outline.articles and number == outline.articles + 1:
        outline.annex, outline.sections = None, []
    if outline.annex is None:
        outline.articles = number


def item(outline: Outline, token: Token) -> None:
    """Take an item with a printed label, into the list where its label belongs."""
    decoration = token.rule.style or token.rule.name
    outline.lists = _open_lists(outline, token.label or "", decoration)
    found = _place(outline.lists, token.label or "", decoration, outline.following)
    outline.lists = outline.lists[: found.depth]
    inner = outline.lists[-1] if outline.lists else None
    parent = inner or outline.anchor or outline.above
    node = Node(_type(outline, token, inner), "", token.label, parent, inner or outline.item_host)
    node.kind = token.rule.kind or _kind(node.type)
    node.reading = Reading(f"{decoration}: {found.reading.style}", found.reading.value)
    node.head = [token.label_span] if token.label_span else []
    node.body = list(token.body)
    outline.lists.append(outline.new(node))
    outline.last = node


def _open_lists(outline: Outline, label: str, decoration: str) -> list[Node]:
    """The lists that are open for a label; it opens again one that it carries on."""
    paused, outline.paused = outline.paused, []
    if not paused or paused[0].host is not outline.anchor:
        return outline.lists
    found = _place(paused, label, decoration, outline.following)
    last = paused[found.depth].reading if found.depth < len(paused) else None
    before = Reading(f"{decoration}: {found.reading.style}", found.reading.value - 1)
    return paused if last == before else outline.lists


def _place(lists: Sequence[Node], label: str, decoration: str, following: str | None) -> Place:
    """Compare the label with the open lists; lists of another decoration are other lists."""
    prefix = f"{decoration}: "
    known = [node.reading for node in lists if node.reading is not None]
    bare = [Reading(r.style.removeprefix(prefix), r.value) for r in known]
    number = label.rpartition(".")[2] if decoration == "decimal" else label
    return place(number, bare, following)


def _type(outline: Outline, token: Token, inner: Node | None) -> str:
    if inner is None and token.rule.style in PARAGRAPH_STYLES:
        return "para"
    if inner is not None and inner.type != "para":
        return "item"
    return "action" if outline.mode == "actions" else "point"


def _kind(node_type: str) -> str:
    return {"para": "article-paragraph", "action": "policy-action"}.get(node_type, "point")


def bullet(outline: Outline, token: Token) -> None:
    """Take an item without a label: below the innermost item that has one."""
    inner = outline.lists[-1] if outline.lists else _above_bullet(outline)
    parent = inner or outline.anchor or outline.above
    node = Node("item", "point", None, parent, inner or outline.item_host, body=list(token.body))
    node.head = [token.label_span] if token.label_span else []
    outline.last = outline.new(node)


def _above_bullet(outline: Outline) -> Node | None:
    """Inside a box bullets hang from the paragraph above them."""
    if outline.box is None or outline.last is None:
        return None
    return outline.last.host if outline.last.type == "item" else outline.last


def cell(outline: Outline, token: Token) -> None:
    """Take a cell of a table that is read by columns; a cell without a number heads one."""
    column = int(token.label.partition(".")[0]) if token.label else 0
    in_column = 0 < column <= len(outline.columns)
    parent = outline.columns[column - 1] if in_column else outline.above
    node = Node("item", "table-cell", token.label, parent, body=list(token.body))
    node.head = [token.label_span] if token.label_span else []
    if token.label is None:
        outline.columns.append(node)
    outline.new(node)
    outline.last = None


def row(outline: Outline, token: Token) -> None:
    """Take a row of a table of years; the box ends with its rows."""
    node = Node("item", token.rule.kind or "point", token.label, outline.above, outline.box)
    node.head = [token.label_span] if token.label_span else []
    node.body = list(token.body)
    outline.new(node)
    outline.last, outline.rows = None, outline.box is not None


def table(outline: Outline, token: Token) -> None:
    """Take a line of a Markdown table; its lines are one unit."""
    if outline.last is not None and outline.last.kind == "table":
        outline.last.body += token.body
        return
    host, parent = outline.anchor or outline.annex, outline.anchor or outline.above
    outline.last = outline.new(Node("para", "table", None, parent, host, body=list(token.body)))
