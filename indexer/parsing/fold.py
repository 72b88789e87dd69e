"""Tokens folded into an outline, as a careful reader would mark the text up: one handler a role."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from indexer.parsing import headings, listed, running_text
from indexer.parsing.lines import Line
from indexer.parsing.outline import Outline
from indexer.parsing.tokens import Reader, Token, tokenize

HANDLERS: Mapping[str, Callable[[Outline, Token], None]] = {
    "annex": headings.annex,
    "attribution": running_text.attribution,
    "box": headings.box,
    "bullet": listed.bullet,
    "cell": listed.cell,
    "endnote": running_text.endnote,
    "endnotes": headings.endnotes,
    "footnote": running_text.footnote,
    "furniture": running_text.furniture,
    "item": listed.item,
    "numbered": listed.numbered,
    "quotation": running_text.quotation,
    "recital": running_text.recital,
    "row": listed.row,
    "section": headings.section,
    "subheading": headings.subheading,
    "table": listed.table,
    "text": running_text.text,
}

_NEAR = 2
"""Blocks within which the next list item is looked for."""


def fold(outline: Outline, lines: Sequence[Line], title: str) -> None:
    """Read lines into the outline; `title` is the instrument's registered title.

    Tokens and outline advance together, since what a line is depends on what is open.
    """

    def watch(reader: Reader, token: Token) -> frozenset[str]:
        outline.following = _following(outline, reader) if token.rule.role == "item" else None
        _end_what_ends(outline, token)
        HANDLERS[token.rule.role](outline, token)
        return outline.states()

    tokenize(outline.text, lines, outline.profile, title, outline.bare, watch)


def _end_what_ends(outline: Outline, token: Token) -> None:
    start = token.spans[0].start
    hinted = any(
        h.ends == "box" and outline.text.startswith(h.before, start) for h in outline.hints
    )
    if hinted or (outline.rows and token.rule.role != "row"):
        outline.close_box()


def _following(outline: Outline, reader: Reader) -> str | None:
    """The label of the next line that the rule of a list item takes, if one is near."""
    block = reader.lines[reader.at].block
    for line in reader.lines[reader.at + 1 :]:
        if line.block > block + _NEAR:
            return None
        for rule in outline.profile.rules:
            match = rule.pattern.search(line.text) if rule.role == "item" else None
            if match:
                return match["label"]
    return None
