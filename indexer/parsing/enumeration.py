"""Where a printed label belongs among the lists that are open.

Labels are ambiguous: `i` is the ninth letter or the first roman numeral, and indentation in the
supplied texts cannot be trusted. What decides is the order: a label that carries on an open list
belongs to it; one that begins a list of its own opens it below; a label printed twice, or out of
order, stays in the innermost open list of its style.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_ROMAN = re.compile(r"(?=.)(c{0,3})(xc|xl|l?x{0,3})(ix|iv|v?i{0,3})", re.IGNORECASE)
_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a label: the style of its list and its place in it, from 1."""

    style: str
    value: int


def roman_value(label: str) -> int | None:
    """Return the value of a roman numeral up to 399, or None."""
    if not _ROMAN.fullmatch(label):
        return None
    digits = [_VALUES[char] for char in label.lower()]
    pairs = zip(digits, [*digits[1:], 0], strict=True)
    return sum(-value if value < following else value for value, following in pairs)


def readings(label: str) -> tuple[Reading, ...]:
    """Return every way to read a label; letters before numerals."""
    number = re.match(r"\d+", label)
    if number:
        return (Reading("digit", int(number[0])),)
    case = "upper" if label.isupper() else "lower"
    found = []
    if len(label) == 1 and label.isascii() and label.isalpha():
        found.append(Reading(f"{case} letter", ord(label.lower()) - ord("a") + 1))
    value = roman_value(label)
    if value is not None:
        found.append(Reading(f"{case} roman", value))
    if len(label) == 2 and label[0] == label[1] and value is None:
        found.append(Reading(f"{case} double", ord(label[0].lower()) - ord("a") + 1))
    return tuple(found) or (Reading("other", 1),)


@dataclass(frozen=True, slots=True)
class Place:
    """The decision: how many open lists stay open, and how the label was read."""

    depth: int
    """Lists that stay open above the label's own list."""
    reading: Reading


def place(label: str, open_lists: Sequence[Reading], following: str | None = None) -> Place:
    """Decide where a label belongs.

    `open_lists` holds the last reading of every open list, outermost first; styles in it carry
    the decoration of the print. `following` is the next printed label, which tells `i` before
    `ii` from `i` before `j`.
    """
    ways = readings(label)
    if following is not None and len(ways) > 1:
        nexts = readings(following)
        ways = tuple(sorted(ways, key=lambda way: Reading(way.style, way.value + 1) not in nexts))
        if Reading(ways[0].style, ways[0].value + 1) in nexts and ways[0].value == 1:
            ways = ways[:1]
    for depth in range(len(open_lists) - 1, -1, -1):
        for way in ways:
            if open_lists[depth] == Reading(way.style, way.value - 1):
                return Place(depth, way)
    styles = [reading.style for reading in open_lists]
    for way in ways:
        if way.value == 1 and way.style not in styles:
            return Place(len(open_lists), way)
    for way in ways:
        if way.style in styles:
            return Place(len(styles) - 1 - styles[::-1].index(way.style), way)
    return Place(len(open_lists), ways[0])
