"""What of a page is its text: not its scripts and forms, not what is hidden, not what leads around.

What is merely called a menu stays, unless it consists of links: a section on social protection is
called `social-protection`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from importlib.resources import files

from selectolax.lexbor import LexborHTMLParser, LexborNode

TEXT, COMMENT = "-text", "-comment"
_ELEMENTS = tomllib.loads(
    files("indexer.readers.html").joinpath("elements.toml").read_text("utf-8")
)


def elements(group: str) -> frozenset[str]:
    """Return the names of a group of elements."""
    return frozenset(_ELEMENTS[group].split())


_NEVER = elements("never")
_AROUND = elements("around")
_ROLES = frozenset({"banner", "complementary", "contentinfo", "navigation", "search"})
_HOLDING = frozenset({"article", "main", "section"})
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.I)
_UNSEEN = re.compile(
    r"visually-?hidden|sr-only|screen-?reader(?:-text)?|element-invisible|no-?print|d-print-none|"
    r"hidden-print|MsoToc\w*|mw-editsection|skip-?links?|back-?to-?top|(?:[\w-]+-)?(?:cookies?|gdpr)(?:[_-].*)?",
    re.IGNORECASE,
)
_LEADING = re.compile(
    r"(?:^|[_-])(?:nav|navbar|navigation|menu|breadcrumbs?|sidebar|share|social|toolbar|"
    r"pagination|pager|tags?|related|languages?|toc|header|masthead|banner|logo)(?:$|[_-])",
    re.IGNORECASE,
)
_FOOT = re.compile(r"(?:page|site|global|main)?[_-]?(?:footer|copyright)", re.IGNORECASE)
_LITTLE = 0.05
"""Share of the page's text that its foot may have."""
_MOSTLY = 0.5
"""Share of the text from which an element is the text, or links are what an element consists of."""
_PLAIN = frozenset({"html", "head", "title", "meta", "body", "main", "div", "p", "br", "hr"})
_KEPT = frozenset({"html", "body", "main", "article"})


def children(node: LexborNode) -> Iterator[LexborNode]:
    """Yield what stands directly in an element: elements, comments, stretches of text."""
    return node.iter(include_text=True)


def attribute(node: LexborNode, name: str) -> str:
    """Return an attribute of an element; an empty string where it has none."""
    return node.attributes.get(name) or ""


def called(node: LexborNode) -> list[str]:
    """Return the classes of an element and its identifier."""
    return f"{attribute(node, 'class')} {attribute(node, 'id')}".split()


def text_length(node: LexborNode | None) -> int:
    """Return how many characters of text an element has, without its spaces and line ends."""
    text = node.text() if node is not None else ""
    return len(text) - sum(map(text.count, " \n\t"))


def root_of(tree: LexborHTMLParser) -> LexborNode | None:
    """Return the element that holds the text: one of `main` where it has most of the page."""
    whole = text_length(tree.body)
    for selector in ("main", "[role=main]", "article"):
        found = tree.css(selector)
        if len(found) == 1 and text_length(found[0]) > _MOSTLY * whole:
            return found[0]
    return tree.body


def is_typed(root: LexborNode | None) -> bool:
    """Whether a page is a text put into paragraphs and nothing else, whose lines mean something."""
    if root is None or root.css_first("p") is None:
        return False
    return all(node.tag in _PLAIN for node in root.css("*"))


def is_dropped(node: LexborNode) -> bool:
    """Whether an element, with all that it holds, is no text of the page."""
    tag = node.tag or ""
    if tag in (TEXT, COMMENT) or tag in _KEPT:
        return tag == COMMENT
    if tag in _NEVER or (tag in _AROUND and not _stands_in_text(node)):
        return True
    own = node.attributes
    if "hidden" in own or own.get("aria-hidden") == "true" or own.get("role") in _ROLES:
        return True
    if _HIDDEN.search(own.get("style") or ""):
        return True
    if tag == "form":
        return text_length(node) < _MOSTLY * _page_length(node)
    names = called(node)
    if any(_UNSEEN.fullmatch(name) for name in names):
        return True
    if tag == "div" and own.get("title") in ("header", "footer"):
        return True  # LibreOffice calls so what stands above and below each page.
    if any(map(_FOOT.fullmatch, names)) and text_length(node) < _LITTLE * _page_length(node):
        return True
    return any(map(_LEADING.search, names)) and _leads_elsewhere(node)


def _stands_in_text(node: LexborNode) -> bool:
    at = node.parent
    while at is not None:
        if at.tag in _HOLDING:
            return node.tag != "aside"
        at = at.parent
    return False


def _page_length(node: LexborNode) -> int:
    at = node
    while at.parent is not None and at.tag != "body":
        at = at.parent
    return text_length(at)


def _leads_elsewhere(node: LexborNode) -> bool:
    links = sum(text_length(link) for link in node.css("a, button"))
    return node.tag == "a" or links >= _MOSTLY * text_length(node)
