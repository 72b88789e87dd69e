"""The walk through a page: what a reader sees of its text, block by block."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

from indexer.readers.blocks import PLAIN, Blocks, Look, flat, is_labelled
from indexer.readers.html.lists import (
    BULLET,
    as_label,
    is_label,
    item_label,
    kind_of,
    label_cells,
    numbered,
    rows_of,
)
from indexer.readers.html.notes import Notes, without_label
from indexer.readers.html.shown import (
    COMMENT,
    TEXT,
    attribute,
    called,
    children,
    is_dropped,
)
from indexer.readers.html.words import BREAK, HEADINGS, STRUCTURE, Words
from indexer.readers.raised import joined

_LISTS = frozenset({"ol", "ul"})
_BOLD_TAGS = frozenset({"b", "strong"})
_ITALIC_TAGS = frozenset({"i", "em", "u"})
_TYPED = "typed"
"""Stands for the label of an item whose words begin with one."""
_CENTRED = re.compile(r"text-align\s*:\s*center", re.IGNORECASE)
_TITLES = re.compile(
    r"(?:oj-|eli-)?s?ti-[\w-]+|(?:.*[_-])?(?:sub)?(?:title|heading)s?(?:[_-].*)?", re.I
)
"""Classes of paragraphs that are headings by their looks."""
_BOLD = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_ITALIC = re.compile(r"font-style\s*:\s*italic", re.IGNORECASE)


@dataclass
class Page:
    """The walk through a page, block by block."""

    notes: Notes
    typed: bool = False
    """Whether the page has nothing but paragraphs; its lines are then those of the text."""
    blocks: Blocks = field(default_factory=Blocks)
    _labels: list[str] = field(default_factory=list)
    """Labels whose words come next, outermost first."""
    _depth: int = 0
    """Lists around the place."""
    _lists: tuple[str | None, ...] = ()
    """The kinds of the lists around the place; of two numbered alike the inner has brackets."""
    _centred: bool = False
    _titled: bool = False
    """Whether the place is called a title, or set in bold."""
    words: Words = field(init=False)

    def __post_init__(self) -> None:
        self.words = Words(self.notes, self.typed)

    def flow(self, node: LexborNode) -> None:
        """Add what a block holds: blocks as blocks, runs of words between them as paragraphs."""
        run: list[LexborNode] = []
        for child in children(node):
            if child.tag in (TEXT, COMMENT) or not self._holds_blocks(child):
                run.append(child)
                continue
            self._end(run)
            self._block(child)
        self._end(run)

    def _holds_blocks(self, node: LexborNode) -> bool:
        if node.tag in STRUCTURE or node.mem_id in self.words.elements:
            return True
        return any(self._holds_blocks(c) for c in children(node) if c.tag != TEXT)

    def _end(self, run: list[LexborNode]) -> None:
        words = [self.words.of(node) for node in run]
        text = re.sub(rf"{BREAK}\n?", "\n", joined(words))
        if text.strip():
            told = [node for node, own in zip(run, words, strict=True) if own.strip()]
            look = Look(
                bold=self._titled or all(_has_look(node, _BOLD_TAGS, _BOLD) for node in told),
                italic=all(_has_look(node, _ITALIC_TAGS, _ITALIC) for node in told),
                centred=self._centred,
            )
            for paragraph in re.split(r"\n\s*\n", text):
                self._paragraph(paragraph, look)
        run.clear()

    def _paragraph(self, text: str, look: Look = PLAIN) -> None:
        """Add a paragraph, or an item where labels wait for their words."""
        if not text.strip():
            return
        labels, self._labels = self._labels, []
        if not labels:
            self.blocks.paragraph(text, look)
            return
        if labels[-1] == _TYPED or flat(text).startswith(f"{labels[-1]} "):
            labels.pop()
        shown = [label for label in labels if label not in (BULLET, _TYPED)]
        self.blocks.item(text, " ".join(shown) or None, self._depth - 1)

    def _block(self, node: LexborNode) -> None:
        skipped = node.mem_id in self.words.elements or node.mem_id in self.notes.headings
        if is_dropped(node) or skipped:
            return
        around = self._centred, self._titled
        if _is_centred(node):
            self._centred = True
        elif attribute(node, "align"):
            self._centred = False
        if node.tag in ("p", "div"):
            is_bold = bool(_BOLD.search(attribute(node, "style")))
            self._titled = self._titled or is_bold or any(map(_TITLES.fullmatch, called(node)))
        if node.tag in HEADINGS:
            self._heading(node)
        elif node.tag in _LISTS:
            self._list(node)
        elif node.tag == "table":
            self._table(node)
        elif node.tag == "dl":
            self._terms(node)
        else:
            before = len(self.blocks.parts)
            self.flow(node)
            if node.tag in ("p", "div") and len(self.blocks.parts) == before:
                self.blocks.blank()
        self._centred, self._titled = around

    def _heading(self, node: LexborNode) -> None:
        labels, self._labels = self._labels, []
        shown = [label for label in labels if label not in (BULLET, _TYPED)]
        self.blocks.heading(" ".join([*shown, self.words.inside(node)]), HEADINGS[node.tag or "h6"])

    def _list(self, node: LexborNode) -> None:
        self._depth += 1
        nested, self._lists = self._lists, (*self._lists, kind_of(node) or node.tag)
        inner = node.tag == "ol" and self._lists[-1] in nested
        items = [own for own in numbered(node) if own[0].tag not in (TEXT, COMMENT)]
        words = {c.mem_id: flat(self.words.inside(c)) for c, _ in items if c.tag == "li"}
        typed = len(words) > 1 and all(map(is_labelled, words.values()))
        for child, number in items:
            if child.tag != "li":
                self._block(child)
            elif not is_dropped(child) and child.mem_id not in self.words.elements:
                label = _TYPED if typed else item_label(node, child, number)
                if not label and is_labelled(words[child.mem_id]):
                    label = _TYPED
                self._labelled(f"({label[:-1]})" if inner and label[-1:] == "." else label, [child])
        self._depth -= 1
        self._lists = nested

    def _labelled(self, label: str, holders: list[LexborNode]) -> None:
        """Add what some elements hold, the label before its first words."""
        if label:
            self._labels.append(label)
        waiting = len(self._labels)
        for holder in holders:
            self.flow(holder)
        if label and len(self._labels) == waiting:
            self._labels.pop()

    def _terms(self, node: LexborNode) -> None:
        """Add a list of terms; a term that is only a label stands before its words."""
        for child in children(node):
            words = flat(self.words.inside(child)) if child.tag == "dt" else ""
            if words and is_label(words):
                self._labels = [as_label(words)]
            elif child.tag not in (TEXT, COMMENT):
                self._block(child)

    def _table(self, node: LexborNode) -> None:
        """Add a table; one that only lays out a page or a list is walked cell by cell."""
        rows = list(rows_of(node))
        items = label_cells(rows)
        if items is not None:
            self._depth += 1
            for label, cells in items:
                self._labelled(label, cells)
            self._depth -= 1
            return
        cells = [cell for row in rows for cell in row]
        laid_out = max((len(row) for row in rows), default=0) < 2 or any(
            cell.css_first("h1, h2, h3, h4, h5, h6, table, ul, ol") is not None for cell in cells
        )
        caption = node.css_first("caption")
        if caption is not None and not laid_out:
            self._paragraph(self.words.inside(caption))
        if laid_out:
            for cell in cells:
                self._block(cell)
        else:
            shown = [cell for cell in cells if not is_dropped(cell)]
            kept = {cell.mem_id for cell in shown}
            self.blocks.rows(
                [[self.words.inside(c) for c in row if c.mem_id in kept] for row in rows]
            )

    def add_notes(self) -> None:
        """Add the notes, each with the words of its element less label and way back."""
        self.words.elements = frozenset()
        done: set[int] = set()
        for note in self.notes.by_name.values():
            if note.element.mem_id in done:
                continue
            done.add(note.element.mem_id)
            listed = self.blocks.endnotes if note.is_endnote else self.blocks.footnotes
            words = flat(self.words.noted(note.element).replace("\n", " "))
            listed.append((note.label, without_label(words)))


def _is_centred(node: LexborNode) -> bool:
    return (
        node.tag == "center"
        or attribute(node, "align").lower() == "center"
        or bool(_CENTRED.search(attribute(node, "style")))
    )


def _has_look(node: LexborNode, tags: frozenset[str], style: re.Pattern[str]) -> bool:
    """Whether all the words of an element are printed in a way: bold, or italic."""
    if node.tag in tags or style.search(attribute(node, "style")):
        return True
    inside = [c for c in children(node) if c.tag != TEXT or (c.text_content or "").strip()]
    return bool(inside) and all(c.tag != TEXT and _has_look(c, tags, style) for c in inside)
