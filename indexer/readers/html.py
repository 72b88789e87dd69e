"""HTML as a document: what a reader sees of the text, and nothing of the page around it.

The tree is that of the HTML standard's own algorithm (lexbor), whatever the tags are; scripts,
styles, navigation and forms are left out. https://html.spec.whatwg.org/
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from indexer.errors import InputError
from indexer.readers.blocks import Blocks, flat, is_labelled
from indexer.readers.decode import decode
from indexer.readers.document import Document, Notice
from indexer.readers.enumerators import labelled
from indexer.readers.limits import ReadLimits
from indexer.readers.plain import mended, superscript

_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_DROPPED = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "nav",
        "header",
        "footer",
        "aside",
        "form",
        "button",
        "select",
        "textarea",
        "input",
        "svg",
        "math",
        "iframe",
        "object",
        "embed",
        "canvas",
        "video",
        "audio",
        "map",
        "dialog",
        "menu",
        "head",
        "link",
        "meta",
    ]
)
_AROUND = frozenset({"banner", "complementary", "contentinfo", "navigation", "search"})
"""Roles of what stands around the text."""
_FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navigation|menu|breadcrumbs?|sidebar|cookies?|share|social|toolbar|"
    r"skip-?link|pagination)(?:$|[\s_-])",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "blockquote",
        "body",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "main",
        "p",
        "pre",
        "section",
        "summary",
        "html",
    ]
)
_LISTS = frozenset({"ol", "ul"})
_HEADINGS = {f"h{rank}": rank for rank in range(1, 7)}
_STRUCTURE = _BLOCKS | _LISTS | _HEADINGS.keys() | {"table", "li", "hr"}
_STRONG = frozenset({"b", "strong"})
_TEXT, _COMMENT = "-text", "-comment"
_DIGITS = re.compile(r"[\[(]?(\d{1,3})[\])]?")
_NOTED = re.compile(r"^[\[(]?\d{1,3}[\]).]?\s*")
_BACK = re.compile(r"^[\s↑↩^⏎]*$")
_MOSTLY = 0.5
"""Share of the page's text from which `main` or `article` is the text itself."""


def read_html(data: bytes, name: str, limits: ReadLimits) -> Document:
    """Return a page as a document. Raises InputError for its size, its encoding or its depth."""
    limits.check_size(data, name)
    text, notices = _decoded(data, name)
    tree = LexborHTMLParser(text)
    page = _Page(_notes_of(tree))
    try:
        root = _root(tree)
        if root is not None:
            page.flow(root)
    except RecursionError as error:
        raise InputError(
            f"{name}: its elements are nested too deep to be read.",
            mend="Save the text of the page as plain text.",
        ) from error
    page.add_notes()
    title = tree.css_first("title")
    html = tree.css_first("html")
    stated = flat(title.text()) if title is not None else None
    language = (html.attributes.get("lang") or None) if html is not None else None
    return Document(
        mended(page.blocks.text()), "html", notices=notices, title=stated, language=language
    )


def _decoded(data: bytes, name: str) -> tuple[str, tuple[Notice, ...]]:
    """Return the text of a page; an encoding that it declares itself is taken at its word."""
    declared = _CHARSET.search(data[:4096])
    marked = data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    called = declared[1].decode("ascii").lower() if declared and not marked else "utf-8"
    if called in ("utf-8", "utf8"):
        return decode(data, name)
    try:
        text = data.decode("cp1252" if called in ("iso-8859-1", "latin1") else called)
    except (LookupError, ValueError) as error:
        raise InputError(
            f"{name} declares the encoding {called!r}, in which it is not.",
            mend="Save it as UTF-8.",
        ) from error
    return text, (Notice(f"{name} is in {called}.", "Nothing: its text is kept in UTF-8."),)


def _root(tree: LexborHTMLParser) -> LexborNode | None:
    """Return the element that holds the text: one of `main` where it has most of the page."""
    whole = len(flat(tree.body.text())) if tree.body is not None else 0
    for selector in ("main", "[role=main]", "article"):
        found = tree.css(selector)
        if len(found) == 1 and len(flat(found[0].text())) > _MOSTLY * whole:
            return found[0]
    return tree.body


def _notes_of(tree: LexborHTMLParser) -> dict[str, tuple[str, LexborNode]]:
    """Return the notes that raised links lead to: by the target's name, label and element."""
    found: dict[str, tuple[str, LexborNode]] = {}
    for link in tree.css("a[href^='#']"):
        target = (link.attributes.get("href") or "")[1:]
        match = _DIGITS.fullmatch(flat(link.text()))
        raised = _inside(link, "sup") or link.css_first("sup") is not None
        if match is None or not target or not raised:
            continue
        note = _note_element(tree, target)
        if note is not None and target not in found:
            found[target] = (match[1], note)
    return found


def _note_element(tree: LexborHTMLParser, target: str) -> LexborNode | None:
    """Return the block that a name stands at or in."""
    for attribute in ("id", "name"):
        for node in tree.css(f"[{attribute}]"):
            if node.attributes.get(attribute) == target:
                at: LexborNode | None = node
                while at is not None and at.tag not in ("li", "p", "div", "dd", "aside", "td"):
                    at = at.parent
                return at
    return None


def _inside(node: LexborNode, tag: str) -> bool:
    at = node.parent
    return at is not None and at.tag == tag


def _children(node: LexborNode) -> Iterator[LexborNode]:
    return node.iter(include_text=True)


def _is_dropped(node: LexborNode) -> bool:
    if node.tag in _DROPPED:
        return True
    own = node.attributes
    named = f"{own.get('class') or ''} {own.get('id') or ''}"
    return (
        "hidden" in own
        or own.get("aria-hidden") == "true"
        or own.get("role") in _AROUND
        or bool(_HIDDEN.search(own.get("style") or ""))
        or (node.tag in ("div", "ul", "section", "span") and bool(_FURNITURE.search(named)))
    )


@dataclass
class _Page:
    """The walk through a page, block by block."""

    notes: dict[str, tuple[str, LexborNode]]
    blocks: Blocks = field(default_factory=Blocks)
    _note_ids: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._note_ids = {node.mem_id for _, node in self.notes.values()}

    def flow(self, node: LexborNode, depth: int = 0) -> None:
        """Add what a block holds: blocks as blocks, runs of words between them as paragraphs."""
        run: list[LexborNode] = []
        for child in _children(node):
            if child.tag in (_TEXT, _COMMENT) or not self._holds_blocks(child):
                run.append(child)
                continue
            self._end(run)
            self._block(child, depth)
        self._end(run)

    def _holds_blocks(self, node: LexborNode) -> bool:
        if node.tag in _STRUCTURE or node.tag in _DROPPED:
            return True
        return any(self._holds_blocks(c) for c in _children(node) if c.tag != _TEXT)

    def _end(self, run: list[LexborNode]) -> None:
        text = "".join(self.words(node) for node in run)
        strong = all(_is_strong(node) for node in run if self.words(node).strip())
        for paragraph in re.split(r"\n\s*\n", text):
            self.blocks.paragraph(paragraph, strong=strong)
        run.clear()

    def _block(self, node: LexborNode, depth: int) -> None:
        if _is_dropped(node) or node.mem_id in self._note_ids:
            return
        if node.tag in _HEADINGS:
            self.blocks.heading(self.inner(node), _HEADINGS[node.tag])
        elif node.tag in _LISTS:
            self._list(node, depth)
        elif node.tag == "table":
            self._table(node, depth)
        else:
            self.flow(node, depth)

    def _list(self, node: LexborNode, depth: int) -> None:
        number = _number(node.attributes.get("start")) or 1
        for child in _children(node):
            if child.tag != "li" or _is_dropped(child) or child.mem_id in self._note_ids:
                if child.tag in _LISTS:
                    self._list(child, depth + 1)
                continue
            number = _number(child.attributes.get("value")) or number
            self._item(child, labelled(node.tag or "", node.attributes.get("type"), number), depth)
            number += 1

    def _item(self, node: LexborNode, label: str | None, depth: int) -> None:
        """Add an item: its first words with its label, then whatever blocks it holds."""
        run: list[str] = []
        rest: list[LexborNode] = []
        for child in _children(node):
            if rest or (child.tag in _STRUCTURE and (child.tag not in _BLOCKS or run)):
                rest.append(child)
            elif child.tag in _BLOCKS and not any(
                self._holds_blocks(c) for c in _children(child) if c.tag != _TEXT
            ):
                run.append(self.inner(child))
            elif child.tag in _BLOCKS:
                rest.append(child)
            elif self.words(child).strip() or run:
                run.append(self.words(child))
        text = "".join(run)
        self.blocks.item(text, None if is_labelled(flat(text)) else label, depth)
        for child in rest:
            if child.tag == _TEXT or not self._holds_blocks(child):
                self.blocks.paragraph(self.words(child))
            else:
                self._block(child, depth + 1)

    def _table(self, node: LexborNode, depth: int) -> None:
        """Add a table; one that only lays out a page is walked cell by cell."""
        rows = [list(_cells(row)) for row in _rows(node)]
        laid_out = max((len(row) for row in rows), default=0) < 2 or any(
            cell.css_first("h1, h2, h3, h4, h5, h6, table, ul, ol") is not None
            for row in rows
            for cell in row
        )
        if laid_out:
            for cell in (cell for row in rows for cell in row):
                self.flow(cell, depth)
        else:
            self.blocks.rows([[self.inner(cell) for cell in row] for row in rows])

    def inner(self, node: LexborNode) -> str:
        """Return the words inside an element, its own blocks on lines of their own."""
        return "".join(self.words(child) for child in _children(node))

    def words(self, node: LexborNode) -> str:
        """Return the words of an element as they stand in a line."""
        if node.tag == _TEXT:
            return re.sub(r"\s+", " ", node.text_content or "")
        if node.tag == "br":
            return "\n"
        if node.tag == _COMMENT or _is_dropped(node) or node.mem_id in self._note_ids:
            return ""
        marker = self._marker(node)
        if marker is not None:
            return marker
        inside = self.inner(node)
        if node.tag == "sup" and _DIGITS.fullmatch(flat(inside)):
            return superscript(flat(inside).strip("[]()"))
        return f"\n{inside}\n" if node.tag in _STRUCTURE else inside

    def _marker(self, node: LexborNode) -> str | None:
        """Return the marker of a note, where an element is a link to one."""
        if node.tag != "a":
            return None
        target = (node.attributes.get("href") or "")[1:]
        if target not in self.notes:
            return None
        return superscript(self.notes[target][0])

    def add_notes(self) -> None:
        """Add the notes, each with the words of its element less label and way back."""
        noted = dict(self.notes)
        self._note_ids = set()
        for label, node in noted.values():
            parts = [
                self.words(child)
                for child in _children(node)
                if not (child.tag in ("a", "sup") and _is_back(child))
            ]
            self.blocks.footnotes.append((label, _NOTED.sub("", flat("".join(parts)))))


def _is_back(node: LexborNode) -> bool:
    """Whether an element only leads back to the marker or repeats its label."""
    words = flat(node.text())
    return bool(_BACK.match(words)) or _DIGITS.fullmatch(words) is not None


def _is_strong(node: LexborNode) -> bool:
    if node.tag in _STRONG:
        return True
    inside = [c for c in _children(node) if c.tag != _TEXT or (c.text_content or "").strip()]
    return bool(inside) and all(c.tag != _TEXT and _is_strong(c) for c in inside)


def _rows(table: LexborNode) -> Iterator[LexborNode]:
    for child in _children(table):
        if child.tag == "tr":
            yield child
        elif child.tag in ("tbody", "thead", "tfoot"):
            yield from _rows(child)


def _cells(row: LexborNode) -> Iterator[LexborNode]:
    return (child for child in _children(row) if child.tag in ("td", "th"))


def _number(value: str | None) -> int | None:
    return int(value) if value is not None and re.fullmatch(r"\d{1,6}", value.strip()) else None
