"""The labels that a page prints before the items of its lists, and labels that it lays out itself.

Styles in the page's own attributes are read (https://www.w3.org/TR/css-lists-3/), and of its sheet
what indexer.readers.html.sheet puts there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from indexer.readers.blocks import flat
from indexer.readers.enumerators import counted, labelled
from indexer.readers.html.sheet import LABEL
from indexer.readers.html.shown import attribute, called, children

BULLET = "-"
_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([^;]*)", re.IGNORECASE)
_KINDS = {
    "lower-alpha": "a",
    "lower-latin": "a",
    "loweralpha": "a",
    "upper-alpha": "A",
    "upper-latin": "A",
    "upperalpha": "A",
    "lower-roman": "i",
    "lowerroman": "i",
    "upper-roman": "I",
    "upperroman": "I",
    "decimal": "1",
    "none": "none",
    "disc": "bullet",
    "circle": "bullet",
    "square": "bullet",
}
_STYLES = {
    "lower-alpha": "lowerLetter",
    "lower-latin": "lowerLetter",
    "upper-alpha": "upperLetter",
    "upper-latin": "upperLetter",
    "lower-roman": "lowerRoman",
    "upper-roman": "upperRoman",
    "decimal-leading-zero": "decimalZero",
}
_LABEL = re.compile(
    r"\((?:\d{1,3}|[a-zA-Z]{1,4})\)|(?:\d{1,3}(?:\.\d+)*|[a-zA-Z]|[ivxlc]+|[IVXLC]+)[.)]?|[-–—•·]"
)


def is_label(text: str) -> bool:
    """Whether a text is nothing but the label of an item: `(a)`, `1.`, `–`."""
    return bool(_LABEL.fullmatch(text))


def as_label(text: str) -> str:
    """Return a label that stood by itself as one that is read before its words."""
    if not text[0].isalnum() and text[0] != "(":
        return BULLET
    if text[-1] in ".)":
        return text
    return f"{text}." if text[0].isdigit() else f"({text})"


def kind_of(node: LexborNode) -> str | None:
    """Return the kind of labels that a list or an item asks for, as its `type` has them."""
    stated = _STYLE.search(attribute(node, "style"))
    words = [*(stated[1].lower().split() if stated else ()), *map(str.lower, called(node))]
    found = next((_KINDS[word] for word in words if word in _KINDS), None)
    kind = attribute(node, "type")
    return found or (_KINDS.get(kind.lower(), kind) if kind else None)


def item_label(ranked: LexborNode, item: LexborNode, number: int) -> str:
    """Return the label of an item of a list: an empty string for none, BULLET for a bullet."""
    opens, style, closes = (attribute(ranked, LABEL) or "\t\t").split("\t")
    if style:
        return f"{opens}{counted(number, _STYLES.get(style, style))}{closes}".strip()
    kind = kind_of(item) or kind_of(ranked)
    if kind == "none":
        return ""
    if kind == "bullet":
        return BULLET
    if kind is not None and kind in "1aAiI":
        return labelled("ol", kind, number) or BULLET
    return labelled(ranked.tag or "", None, number) or BULLET


def number_of(node: LexborNode, name: str) -> int | None:
    """Return a whole number that an attribute states, or None."""
    value = attribute(node, name).strip()
    return int(value) if re.fullmatch(r"-?\d{1,6}", value) else None


def numbered(ranked: LexborNode) -> Iterator[tuple[LexborNode, int]]:
    """Yield the items of a list with their numbers, and what else stands in it with 0."""
    items = sum(child.tag == "li" for child in children(ranked))
    step = -1 if "reversed" in ranked.attributes else 1
    start = number_of(ranked, "start")
    number = start if start is not None else (items if step < 0 else 1)
    for child in children(ranked):
        if child.tag != "li":
            yield child, 0
            continue
        own = number_of(child, "value")
        number = own if own is not None else number
        yield child, number
        number += step


def rows_of(table: LexborNode) -> Iterator[list[LexborNode]]:
    """Yield the rows of a table, each with its cells."""
    for child in children(table):
        if child.tag == "tr":
            yield [cell for cell in children(child) if cell.tag in ("td", "th")]
        elif child.tag in ("tbody", "thead", "tfoot"):
            yield from rows_of(child)


def label_cells(rows: list[list[LexborNode]]) -> list[tuple[str, list[LexborNode]]] | None:
    """Return the rows of a table that lays out a list, as labels and the cells of their words.

    None for any other table: one is a list if every row has a label alone in its first cell that
    is not empty, and words behind it in one cell. A column of bare numbers makes no list.
    """
    found = []
    printed = False
    for row in rows:
        words = [flat(cell.text().replace("\n", " ")) for cell in row]
        filled = [at for at, own in enumerate(words) if own]
        if not filled:
            continue
        heads = any(cell.tag == "th" for cell in row)
        if heads or len(filled) != 2 or not is_label(words[filled[0]]):
            return None
        printed = printed or not words[filled[0]].isalnum()
        found.append((as_label(words[filled[0]]), [row[filled[1]]]))
    return found if printed else None
