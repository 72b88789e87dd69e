"""The notes of a page: which links are markers, and which element each leads to.

A link is a marker if what it leads to comes later, its words are a label, and it is raised, in
brackets, or answered by a link back. https://www.w3.org/TR/dpub-aria-1.1/#doc-noteref
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

from selectolax.lexbor import LexborHTMLParser, LexborNode

from indexer.readers.blocks import flat
from indexer.readers.html.shown import TEXT, attribute, called, children
from indexer.readers.raised import ENDNOTES

_LABEL = re.compile(r"[\[(]?\s*(\d{1,3}|[a-zA-Z]|[ivxlc]{1,6}|[*†‡§¶]{1,4})\s*[\])]?")
_PRINTED = re.compile(
    r"^(?:[\[(]?\s*(?:\d{1,3}|[a-zA-Z]|[ivxlc]{1,6}|[*†‡§¶]{1,4})\s*[\])][.:]?|\d{1,3}[.:]?|[*†‡§¶]+)\s*"
)
_BACK = re.compile(r"^[\s↑↩^⏎\ufe0e]*$")
_RAISED = re.compile(r"vertical-align\s*:\s*(?:super|\d)|mso-special-character", re.IGNORECASE)
_CALLED = re.compile(r"(?:foot|end)?note-?ref(?:erence)?|\w*super\w*|fnref|footnote|fn", re.I)
_ENDNOTE = re.compile(r"_?edn\d|end-?note", re.IGNORECASE)
_LONGEST_HEAD = 80
_BLOCKS = ("li", "p", "div", "dd", "aside", "td", "tr", "section")


@dataclass(frozen=True)
class Noted:
    """A note that a marker leads to."""

    label: str
    """Digits: as printed, or counted on where it prints another sign."""
    element: LexborNode
    is_endnote: bool


@dataclass
class Notes:
    """The notes of a page by the names that its markers point to."""

    by_name: Mapping[str, Noted] = field(default_factory=dict)
    headings: frozenset[int] = frozenset()
    """Elements that only head the notes."""
    relabelled: tuple[str, ...] = ()
    """Signs that were printed instead of numbers."""

    @property
    def elements(self) -> frozenset[int]:
        """The elements of notes, which are no running text."""
        return frozenset(note.element.mem_id for note in self.by_name.values())


@dataclass
class _Order:
    """Where everything of a page stands."""

    places: dict[int, int] = field(default_factory=dict)
    names: dict[str, LexborNode] = field(default_factory=dict)
    headed: dict[int, LexborNode] = field(default_factory=dict)
    """The block that heads the notes which an element is among."""
    _head: LexborNode | None = None

    def see(self, node: LexborNode) -> None:
        """Take in an element and all below it, in the order of the page."""
        self.places[node.mem_id] = len(self.places)
        for name in (attribute(node, "id"), attribute(node, "name")):
            if name:
                self.names.setdefault(name, node)
        if re.fullmatch(r"h[1-6]", node.tag or ""):
            self._head = None
        if self._head is not None:
            self.headed[node.mem_id] = self._head
        for child in children(node):
            if child.tag == TEXT:
                words = child.text_content or ""
                if len(words) < _LONGEST_HEAD and ENDNOTES.fullmatch(" ".join(words.split())):
                    self._head = _block_of(node)
            else:
                self.see(child)


def notes_of(tree: LexborHTMLParser) -> Notes:
    """Return the notes of a page."""
    if tree.root is None:
        return Notes()
    order = _Order()
    order.see(tree.root)
    marked = {name: (sign, element) for name, sign, element in reversed(list(_marked(tree, order)))}
    heads = _heads([element for _, element in marked.values()], order)
    found: dict[str, Noted] = {}
    signs: list[str] = []
    for name, (sign, element) in reversed(marked.items()):
        label = sign
        if not sign.isdigit():
            label = str(1 + max((int(note.label) for note in found.values()), default=0))
            signs.append(sign)
        is_endnote = element.mem_id in heads or _is_endnote(name, element)
        found[name] = Noted(label, element, is_endnote)
    return Notes(found, frozenset(heads.values()), tuple(signs))


def _marked(tree: LexborHTMLParser, order: _Order) -> Iterator[tuple[str, str, LexborNode]]:
    """Yield the markers of a page: what each points to, its sign, and the element of the note."""
    for link in tree.css("a[href^='#']"):
        name = target_of(link)
        sign = _LABEL.fullmatch(flat(link.text().replace("\n", " ")))
        at = order.names.get(name)
        if at is None or sign is None or order.places[at.mem_id] < order.places[link.mem_id]:
            continue
        element = _block_of(at)
        bracketed = sign[1].isdigit() and "[" in sign[0]
        if bracketed or is_raised(link) or _answers(element, link, order):
            yield name, sign[1], element


def target_of(link: LexborNode) -> str:
    """Return the name that a link within the page points to."""
    return unquote(attribute(link, "href")[1:])


def _block_of(node: LexborNode) -> LexborNode:
    """Return the block that an element stands in, or the element itself."""
    at: LexborNode | None = node
    while at is not None and at.tag not in (*_BLOCKS, "h1", "h2", "h3", "h4", "h5", "h6", "body"):
        at = at.parent
    return node if at is None or at.tag == "body" else at


def is_raised(link: LexborNode) -> bool:
    """Whether a link is printed above the line, as far as the page says."""
    around = [link, *([link.parent] if link.parent is not None else []), *link.traverse()]
    return any(
        node.tag == "sup"
        or attribute(node, "role") == "doc-noteref"
        or attribute(node, "epub:type") == "noteref"
        or bool(_RAISED.search(attribute(node, "style")))
        or any(map(_CALLED.fullmatch, called(node)))
        for node in around
    )


def _answers(element: LexborNode, link: LexborNode, order: _Order) -> bool:
    """Whether a note has a link back to its marker, or to what stands around that."""
    around = {link.mem_id}
    at = link.parent
    for _ in range(2):
        if at is not None:
            around.add(at.mem_id)
            at = at.parent
    around |= {node.mem_id for node in link.traverse()}
    links = (node for node in element.traverse() if node.tag == "a")
    backs = (order.names.get(target_of(back)) for back in links)
    return any(back is not None and back.mem_id in around for back in backs)


def _heads(elements: list[LexborNode], order: _Order) -> dict[int, int]:
    """Return the headings of lists of endnotes by the notes in them; of each its first list."""
    lists: dict[int, int] = {}
    found: dict[int, int] = {}
    for element in sorted(elements, key=lambda own: order.places[own.mem_id]):
        head = order.headed.get(element.mem_id)
        if head is None or element.parent is None:
            continue
        if lists.setdefault(head.mem_id, element.parent.mem_id) == element.parent.mem_id:
            found[element.mem_id] = head.mem_id
    return found


def _is_endnote(name: str, element: LexborNode) -> bool:
    return any(map(_ENDNOTE.search, [name, *called(element)]))


def is_way_back(node: LexborNode) -> bool:
    """Whether a part of a note only leads back to the marker, or repeats its label."""
    words = flat(node.text().replace("\n", " "))
    return bool(_BACK.match(words)) or _LABEL.fullmatch(words) is not None


def without_label(words: str) -> str:
    """Return the words of a note without a label printed before them."""
    return _PRINTED.sub("", words, count=1).strip()
