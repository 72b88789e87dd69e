"""A text as pandoc's abstract syntax, from which LaTeX, groff, Word and HTML are made.

Lists are true lists, footnotes true notes: what labels and marks look like is the producer's
affair, as it is in files that others print. https://hackage.haskell.org/package/pandoc-types
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from print_model import Block, Printed, Run, rows

VERSION = [1, 22, 2]
_LABEL = re.compile(r"^(?:- )?(?:(?P<open>\()?(?P<label>\d{1,2}|[a-z]|[ivx]+)(?P<close>[.)]) |- )")
_STYLES = {"italic": "Emph", "bold": "Strong"}

Node = dict[str, Any]


def tree(printed: Printed, marker: Callable[[str], str], entry: Callable[[str], str]) -> Node:
    """Return the text as a document of pandoc.

    `marker` says how a group of endnote markers is printed, `entry` how the label of an endnote.
    """
    notes = {b.label: b for b in printed.blocks if b.style == "footnote" and b.label.isdigit()}
    blocks = [b for b in printed.blocks if not (b.style == "footnote" and b.label in notes)]
    made = _grouped(blocks, notes, marker)
    if printed.endnotes:
        made.append(_node("Header", [1, ["endnotes", [], []], _words("Endnotes")]))
        for label, text in printed.endnotes:
            made.append(_para([*_entry(entry(label)), _node("Space"), *_words(text)]))
    title = _node("MetaInlines", _words(printed.title))
    return {"pandoc-api-version": VERSION, "meta": {"pagetitle": title}, "blocks": made}


def _entry(label: str) -> list[Node]:
    if label.startswith("^"):
        return [_node("Superscript", [_node("Str", label[1:])])]
    return [_node("Str", label)]


def _node(kind: str, content: Any = None) -> Node:
    return {"t": kind} if content is None else {"t": kind, "c": content}


def _para(inlines: Sequence[Node]) -> Node:
    return _node("Para", list(inlines))


def _words(text: str) -> list[Node]:
    found: list[Node] = []
    for part in re.findall(r"\n|[^\S\n\xa0]+|(?:[^\s]|\xa0)+", text):
        if part == "\n":
            found.append(_node("LineBreak"))
        elif part.isspace():
            found.append(_node("Space") if "\t" not in part else _node("Str", " " + "." * 12 + " "))
        else:
            found.append(_node("Str", part))
    return found


def _inlines(
    runs: Sequence[Run], notes: dict[str, Block], marker: Callable[[str], str]
) -> list[Node]:
    found: list[Node] = []
    for run in runs:
        if run.style == "endnote":
            found.append(_node("Superscript", _words(marker(run.text))))
        elif run.style == "footnote" and run.text in notes:
            own = notes[run.text]
            found.append(_node("Note", [_para(_inlines(own.runs, {}, marker))]))
        elif run.style == "footnote":
            found.append(_node("Str", run.text))
        elif run.style in _STYLES:
            found.append(_node(_STYLES[run.style], _words(run.text)))
        else:
            found += _words(run.text)
    return found


def _labelled(block: Block) -> tuple[str, str, str, str] | None:
    """The opening and closing signs and the label of an item, and its text without them."""
    if block.style != "item" or not block.runs:
        return None
    match = _LABEL.match(block.runs[0].text)
    if match is None:
        return None
    rest = block.runs[0].text[match.end() :]
    return match["open"] or "", match["close"] or "", match["label"] or "", rest


def _grouped(
    blocks: Sequence[Block], notes: dict[str, Block], marker: Callable[[str], str]
) -> list[Node]:
    found: list[Node] = []
    last: tuple[str, str, str, int] | None = None
    for at, block in enumerate(blocks):
        if block.style == "cell":
            if not at or blocks[at - 1].style != "cell":
                found.append(_table(rows(blocks, at), notes, marker))
            last = None
            continue
        item = _labelled(block)
        if item is None:
            last = None
            found.append(_plain(block, notes, marker))
            continue
        opens, closes, label, rest = item
        runs = [Run(rest, block.runs[0].style), *block.runs[1:]]
        content = [_para(_inlines(runs, notes, marker))]
        value, style = _value(label, last)
        now = (opens, closes, style, value)
        if last is not None and last[:3] == now[:3] and (value == last[3] + 1 or not label):
            target = found[-1]["c"]
            (target if not label else target[1]).append(content)
        elif label:
            delimiter = "TwoParens" if opens else "Period" if closes == "." else "OneParen"
            numbers = [value, _node(style), _node(delimiter)]
            found.append(_node("OrderedList", [numbers, [content]]))
        else:
            found.append(_node("BulletList", [content]))
        last = now
    return found


def _table(
    lines: Sequence[Sequence[Block]], notes: dict[str, Block], marker: Callable[[str], str]
) -> Node:
    attributes: list[Any] = ["", [], []]
    width = len(lines[0])

    def row(cells: Sequence[Block]) -> list[Any]:
        shown = [[_node("Plain", _inlines(cell.runs, notes, marker))] for cell in cells]
        return [attributes, [[attributes, _node("AlignDefault"), 1, 1, own] for own in shown]]

    columns = [[_node("AlignDefault"), _node("ColWidth", 1 / width)] for _ in range(width)]
    body = [attributes, 0, [], [row(cells) for cells in lines[1:]]]
    return _node("Table", [attributes, [None, []], columns, [attributes, [row(lines[0])]], [body],
                           [attributes, []]])  # fmt: skip


def _value(label: str, last: tuple[str, str, str, int] | None) -> tuple[int, str]:
    """The number that a label counts to, and pandoc's name of its style."""
    if not label:
        return 0, "Bullet"
    if label.isdigit():
        return int(label), "Decimal"
    follows = last is not None and last[2] == "LowerAlpha" and last[3] == ord(label[0]) - 97
    if len(label) > 1 or (label in "iv" and not follows):
        romans = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"]
        return romans.index(label) + 1, "LowerRoman"
    return ord(label) - 96, "LowerAlpha"


def _plain(block: Block, notes: dict[str, Block], marker: Callable[[str], str]) -> Node:
    inner = _inlines(block.runs, notes, marker)
    if block.style == "heading":
        return _node("Header", [block.level, ["", ["unnumbered"], []], inner])
    if block.style == "subheading":
        return _para([_node("Strong", inner)])
    if block.style == "caption":
        return _para([_node("Emph", inner)])
    if block.style == "endnote":
        return _para([_node("Str", f"{block.label}."), _node("Space"), *inner])
    if block.style == "footnote":
        return _para([_node("Str", "*"), _node("Space"), *inner])
    return _para(inner)
