"""Small words for WordprocessingML, so that its readers need not spell its namespace."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


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
    return int(value) if value is not None and value.lstrip("-").isdigit() else None
