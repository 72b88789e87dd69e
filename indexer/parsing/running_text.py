"""Where plain text goes: on with a sentence, into a paragraph, a recital, a quotation, a note."""

from __future__ import annotations

from indexer.parsing.node import Node
from indexer.parsing.outline import Outline
from indexer.parsing.tokens import Token


def text(outline: Outline, token: Token) -> None:
    """Take a line that no rule knows."""
    if outline.untitled and outline.box is not None:
        outline.box.title, outline.untitled = list(token.body), False
    elif outline.profile.preamble and not outline.body_begun:
        recital(outline, token)
    elif outline.goes_on(token) and outline.last is not None:
        outline.last.body += token.body
    elif outline.mode == "references":
        _reference(outline, token)
    elif outline.box is not None:
        _paragraph(outline, token, outline.box)
    elif outline.anchor is not None:
        _unnumbered(outline, token, outline.anchor)
    else:
        _paragraph(outline, token, outline.annex)


def _paragraph(outline: Outline, token: Token, host: Node | None) -> None:
    node = Node("para", "paragraph", parent=outline.above, host=host, body=list(token.body))
    outline.last = outline.new(node)
    if outline.box is not None:
        outline.anchor, outline.lists = None, []


def _unnumbered(outline: Outline, token: Token, anchor: Node) -> None:
    """Text without a number below a numbered paragraph or an article."""
    if outline.profile.unnumbered == "resume" and outline.last is not None:
        outline.last.body += token.body
        return
    numbered = [node for node in outline.lists if node.type == "para"]
    host = numbered[-1] if numbered else anchor
    if not host.body and not host.children:
        host.body, outline.last = list(token.body), host
        return
    kind = "article-paragraph" if anchor.kind == "article" else "paragraph"
    if host is anchor and kind == "article-paragraph" and host.body and not host.children:
        outline.new(Node("para", kind, parent=host, host=host, body=host.body))
        host.body = []
    node = Node("para", kind, parent=host, host=host, body=list(token.body))
    outline.last = outline.new(node)
    if len(outline.lists) > len(numbered):
        outline.paused, outline.lists = outline.lists, numbered


def _reference(outline: Outline, token: Token) -> None:
    """One entry of a list of references; a line that is only an address belongs to the last."""
    url = outline.profile.references_url
    is_url = url is not None and url.search(outline.slice(token.body[:1]))
    if is_url and outline.last is not None and outline.last.kind == "reference":
        outline.last.body += token.body
        return
    node = Node("para", "reference", parent=outline.above, host=outline.box, body=list(token.body))
    outline.last = outline.new(node)


def recital(outline: Outline, token: Token) -> None:
    """Take a recital or words of enactment."""
    if outline.last is not None and _same_recital(outline, token, outline.last):
        outline.last.body += token.body
        return
    kind = token.rule.kind or "preambular-paragraph"
    node = Node("pream", kind, token.label, outline.above, outline.annex)
    node.head = [token.label_span] if token.label_span else []
    node.body = list(token.body or token.spans)
    outline.last = outline.new(node)


def _same_recital(outline: Outline, token: Token, last: Node) -> bool:
    """Whether a line goes on with the recital above it. No recital needs a stop at its end:
    `and` may lead to the next, and words of enactment may follow."""
    if not outline.goes_on(token) or token.label is not None:
        return False
    if not token.opens_block:
        return True
    above = outline.bare(outline.slice(last.body[-1:])).rstrip()
    capital = outline.slice(token.body[:1])[:1].isupper()
    leads = above.endswith(" and") and capital
    return token.rule.kind in (None, last.kind) and not leads


def quotation(outline: Outline, token: Token) -> None:
    """Take a quotation that is set apart."""
    outline.close_box()
    node = Node("para", "quotation", parent=outline.above, body=list(token.body))
    outline.last = outline.new(node)


def attribution(outline: Outline, token: Token) -> None:
    """Take the speaker of the quotation just above."""
    if outline.last is not None and outline.last.kind == "quotation":
        outline.last.speaker = list(token.body)
    outline.last = None


def footnote(outline: Outline, token: Token) -> None:
    """Take a footnote; the sentence that it interrupts stays open."""
    node = Node("fn", "note", token.label, body=list(token.body))
    node.head = [token.label_span] if token.label_span else []
    outline.new(node)


def endnote(outline: Outline, token: Token) -> None:
    """Take an entry of a list of endnotes, or a line that goes on with one."""
    if token.label is None and outline.last is not None and outline.last.type == "note":
        outline.last.body += token.body
        return
    node = Node("note", "endnote", token.label, body=list(token.body))
    node.head = [token.label_span] if token.label_span else []
    outline.last = outline.new(node)


def furniture(outline: Outline, token: Token) -> None:
    """Take what is no part of the text: a title, a caption, an address."""
    name = token.rule.furniture or token.rule.name
    outline.furniture += [(name, span) for span in token.spans]
