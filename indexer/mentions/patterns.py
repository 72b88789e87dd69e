"""The citation patterns, read from data: what a citation looks like is a fact, not code.

corpus/registry/patterns.toml says how patterns are written: a space stands for one to twelve
spaces, `~` for none to twelve, and «name» takes in another pattern. They match folded text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from indexer.errors import InputError

BAR = "\x00"
"""Stands in folded text for a blank line; no pattern crosses it."""

_MUTE = "\x01"

_FOLDED = {
    **dict.fromkeys(map(ord, "‘’‚‛ʼ´`"), "'"),
    **dict.fromkeys(map(ord, "“”„‟«»"), '"'),
    **dict.fromkeys(map(ord, "‐‑‒–—―−"), "-"),
    **dict.fromkeys(map(ord, "*_\t\n\r\f\v\u00a0\u1680\u2028\u202f\u205f\u3000"), " "),
    **dict.fromkeys(range(0x2000, 0x200B), " "),
    0x2029: BAR,
}
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>]{3,}")
_BLANK_LINE = re.compile(r"\r?\n(?=[ \t\u00a0]{0,40}\r?\n)")
_REFERENCE = re.compile("«([a-z-]+)»")
_SEARCHED = ("number", "symbol", "comment", "target")


def fold(text: str) -> str:
    """Return the text as patterns see it; every code point keeps its place.

    An address on the web says nothing: what stands in it is no citation.
    """
    barred = _BLANK_LINE.sub(lambda found: BAR * len(found[0]), text)
    silent = _ADDRESS.sub(lambda found: _MUTE * len(found[0]), barred)
    return silent.translate(_FOLDED)


@dataclass(frozen=True, slots=True)
class Pattern:
    """One named pattern: what it is for, how it matches, and what proves it."""

    name: str
    use: str
    regex: re.Pattern[str]
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]
    series: str | None = None
    """For `number`: the letter of the ILO series."""
    symbol: str | None = None
    """For `symbol`: the template of the symbol, filled from groups."""
    items: str | None = None
    """For `symbol`: the pattern of one item in a list."""
    registered: bool = False
    """For `symbol`: whether only a registered symbol is a mention."""
    kind: str = "resolution"
    """For `symbol`: the kind of the mention."""


@dataclass(frozen=True, slots=True)
class Patterns:
    """All patterns, by name and by use."""

    by_name: Mapping[str, Pattern]

    def __getitem__(self, name: str) -> re.Pattern[str]:
        return self.by_name[name].regex

    def of(self, *uses: str) -> tuple[Pattern, ...]:
        """Return the patterns of the given uses, in the order of the file."""
        return tuple(p for p in self.by_name.values() if p.use in uses)


def _group_end(source: str, start: int) -> int:
    """Return where the group opened at `start` ends, one past its bracket."""
    depth, position = 0, start
    while position < len(source):
        char = source[position]
        if char == "\\":
            position += 1
        elif char == "[":
            position = _class_end(source, position) - 1
        elif char == "(":
            depth += 1
        elif char == ")":
            depth -= 1
            if depth == 0:
                return position + 1
        position += 1
    return position


def _spaced(source: str) -> str:
    """Return the pattern with its spaces and tildes written out.

    Within brackets both stay as they are, and a look-behind, whose width is fixed, keeps one
    space for a space.
    """
    out: list[str] = []
    position = 0
    while position < len(source):
        char = source[position]
        end = position + 1
        if char == "\\":
            end += 1
        elif char == "[":
            end = _class_end(source, position)
        elif source.startswith(("(?<!", "(?<="), position):
            end = _group_end(source, position)
        piece = source[position:end]
        out.append({" ": "[ ]{1,12}", "~": "[ ]{0,12}"}.get(piece, piece))
        position = end
    return "".join(out)


def _class_end(source: str, start: int) -> int:
    position = start + 2 if source[start + 1] == "^" else start + 1
    position += 1  # a bracket in first place is a letter of the class
    while source[position] != "]":
        position += 2 if source[position] == "\\" else 1
    return position + 1


def _expand(where: str, name: str, sources: Mapping[str, str], trail: tuple[str, ...]) -> str:
    if name not in sources or name in trail:
        raise InputError(
            f"{where}: pattern «{name}» is {'its own part' if name in trail else 'not there'}.",
            mend="Correct the reference.",
        )
    return _REFERENCE.sub(
        lambda found: _expand(where, found[1], sources, (*trail, name)), sources[name]
    )


def _pattern(where: str, table: Mapping[str, Any], sources: Mapping[str, str]) -> Pattern:
    name = table["name"]
    source = _spaced(_expand(where, name, sources, ()))
    try:
        regex = re.compile(source)
    except re.error as error:
        raise InputError(
            f"{where}, pattern {name!r}: {error}.", mend="Correct the pattern."
        ) from error
    return Pattern(
        name=name,
        use=table["use"],
        regex=regex,
        examples=tuple(table["examples"]),
        counter_examples=tuple(table["counter_examples"]),
        series=table.get("series"),
        symbol=table.get("symbol"),
        items=table.get("items"),
        registered=table.get("registered", False),
        kind=table.get("kind", "resolution"),
    )


def parse_patterns(where: str, data: Mapping[str, Any]) -> Patterns:
    """Return the patterns of a patterns file. Raises InputError for one that is no expression."""
    tables = data.get("pattern", ())
    try:
        sources = {table["name"]: table["pattern"] for table in tables}
        found = {table["name"]: _pattern(where, table, sources) for table in tables}
    except KeyError as error:
        raise InputError(
            f"{where}: a pattern lacks {error}.", mend="State name, use, pattern and examples."
        ) from error
    return Patterns(found)


def failing_examples(pattern: Pattern) -> Iterator[str]:
    """Yield every example that the pattern does not match and counter-example that it does."""
    for example in pattern.examples:
        found = pattern.regex.fullmatch(fold(example))
        if found is None or found.groupdict().get("not"):
            yield f"{pattern.name} does not match {example!r}"
    for example in pattern.counter_examples:
        text = fold(example)
        if pattern.use in _SEARCHED:
            hits = [m for m in pattern.regex.finditer(text) if not m.groupdict().get("not")]
        else:
            hits = [m for m in (pattern.regex.fullmatch(text),) if m]
        if hits:
            yield f"{pattern.name} matches {example!r}"
