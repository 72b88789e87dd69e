"""Small words for WordprocessingML, so that its readers need not spell its namespace."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
"""The namespace of the strict form of the same words (ISO/IEC 29500-1)."""
_WHOLE = re.compile(r"-?\d{1,9}", re.ASCII)
_ON = frozenset({None, "1", "true", "on"})


def transitional(root: Element) -> Element:
    """Return a part with its names in the one namespace that is read here."""
    if not str(root.tag).startswith(_STRICT):
        return root
    for node in root.iter():
        if isinstance(node.tag, str):
            node.tag = node.tag.replace(_STRICT, W)
        for name in [own for own in node.attrib if own.startswith(_STRICT)]:
            node.set(name.replace(_STRICT, W), node.attrib.pop(name))
    return root


def is_on(node: Element | None) -> bool | None:
    """Whether a switch is on, such as that of bold type; None where it is not there."""
    return None if node is None else attribute(node, "val") in _ON


def attribute(node: Element | None, name: str) -> str | None:
    """Return an attribute of an element that may be missing."""
    return None if node is None else node.get(W + name)


def child(node: Element, name: str) -> Element | None:
    """Return the first element of a name directly below another."""
    return node.find(W + name)


def element(node: Element | None, *names: str) -> Element | None:
    """Return the element down a path of names, where each of them is there."""
    for name in names:
        if node is None:
            return None
        node = node.find(W + name)
    return node


def children(node: Element, name: str) -> list[Element]:
    """Return the elements of a name directly below another, those in content controls too."""
    found = []
    for own in node:
        if own.tag == W + name:
            found.append(own)
        elif own.tag in (W + "sdt", W + "sdtContent"):
            found += children(own, name)
    return found


def inside(node: Element, name: str) -> Iterator[Element]:
    """Yield the elements of a name anywhere below another."""
    return node.iter(W + name)


def number(value: str | None) -> int | None:
    """Return a whole number that an attribute states, or None."""
    return int(value) if value is not None and _WHOLE.fullmatch(value) else None
