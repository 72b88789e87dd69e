"""What the style sheet of a page says of its classes, as far as a reader of the text sees it.

Pages that office programs write, and those of Google Docs, have their looks and the labels of their
lists in a sheet. Rules for one class are read, put into the elements of that class, and read there;
what depends on a medium, a state or what stands around is not.
https://www.w3.org/TR/css-lists-3/#counter-functions
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping

from selectolax.lexbor import LexborHTMLParser

LABEL = "data-printed-label"
"""The attribute in which a list gets what its sheet prints before its items."""
_COMMENT = re.compile(r"/\*.*?\*/|<!--|-->", re.DOTALL)
_NESTED = re.compile(r"@[^{};]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}|@[^{};]*;")
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_CLASS = re.compile(r"(?:p|div|span|li|ol|ul|td|h[1-6])?\.([\w-]+)")
_BEFORE = re.compile(r"(?:ol|ul)?\.([\w-]+)\s*>\s*li::?before")
_LOOK = re.compile(
    r"(?:^|;)\s*((?:font-weight|font-style|text-align|vertical-align|list-style(?:-type)?)\s*:[^;]*)"
)
_COUNTED = re.compile(
    r"""content\s*:\s*(?:["']([^"']*)["']\s*)?counter\(\s*[\w-]+\s*(?:,\s*([\w-]+)\s*)?\)"""
    r"""\s*(?:["']([^"']*)["'])?"""
)
_MOST = 500_000
"""Characters of style sheets that are read."""


def apply_sheet(tree: LexborHTMLParser) -> None:
    """Put what a page's own sheet says of classes into the elements that have them."""
    sheet = "\n".join(node.text() for node in tree.css("style"))[:_MOST]
    if "." not in sheet:
        return
    looks, labels = _read(_NESTED.sub("", _COMMENT.sub("", sheet)))
    for name, look in looks.items():
        for node in tree.css(f".{name}"):
            node.attrs["style"] = f"{look};{node.attributes.get('style') or ''}"
    for name, label in labels.items():
        for node in tree.css(f"ol.{name}"):
            node.attrs[LABEL] = label


def _read(sheet: str) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Return the looks of classes, and the labels that they print before the items of lists."""
    looks: dict[str, list[str]] = defaultdict(list)
    labels: dict[str, str] = {}
    for selectors, facts in _RULE.findall(sheet):
        own = [found[1].strip() for found in _LOOK.finditer(facts)]
        counted = _COUNTED.search(facts)
        for selector in map(str.strip, selectors.split(",")):
            classed, before = _CLASS.fullmatch(selector), _BEFORE.fullmatch(selector)
            if classed is not None:
                looks[classed[1]] += own
            elif before is not None and counted is not None:
                opens, style, closes = (part or "" for part in counted.groups())
                labels[before[1]] = f"{opens}\t{style or 'decimal'}\t{closes}"
    return {name: ";".join(own) for name, own in looks.items() if own}, labels
