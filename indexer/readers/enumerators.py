"""The labels that a list prints: numbers, letters, roman numerals, by the kind of list."""

from __future__ import annotations

_ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)
_MOST_ROMAN = 4000
_MOST_LETTERS = 26 * 26


def letters(number: int) -> str:
    """Return a number in letters: a … z, aa, bb …, as lists count."""
    if not 0 < number < _MOST_LETTERS:
        return str(number)
    place = (number - 1) % 26
    return chr(ord("a") + place) * ((number - 1) // 26 + 1)


def roman(number: int) -> str:
    """Return a number as a roman numeral in lower case; digits beyond what such numerals write."""
    if not 0 < number < _MOST_ROMAN:
        return str(number)
    shown = ""
    for value, letter in _ROMAN:
        count, number = divmod(number, value)
        shown += letter * count
    return shown


def counted(number: int, style: str) -> str:
    """Return a number in a style: `decimal`, `lowerLetter`, `upperLetter`, `lowerRoman` …"""
    shown = str(number)
    if style == "none":
        return ""
    if style == "decimalZero":
        return f"{number:02}"
    if style == "ordinal":
        return f"{number}{_ordinal(number)}"
    if style.endswith("Letter"):
        shown = letters(number)
    elif style.endswith("Roman"):
        shown = roman(number)
    return shown.upper() if style.startswith("upper") else shown


def _ordinal(number: int) -> str:
    if number % 100 in (11, 12, 13):
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")


_HTML = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}


def labelled(tag: str, kind: str | None, number: int) -> str | None:
    """Return the label of an item of an HTML list; None where it prints a bullet.

    Numbers stand as `1.`, letters and numerals in brackets.
    """
    if tag != "ol":
        return None
    style = _HTML.get(kind or "1", "decimal")
    shown = counted(number, style)
    return f"{shown}." if style == "decimal" else f"({shown})"
