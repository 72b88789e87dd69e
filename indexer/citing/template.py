"""The little language of citation templates: pieces that drop out where a fact is not known.

`{fact}` is a fact. `[words {fact}]` drops out with its words where the fact is not known, and the
fact is then named as missing; `[? words {fact}]` drops out without a word. In `[a {x}|b {y}]` the
first piece whose facts are known is written; what stands after `||` is a makeshift, and the facts
of the first piece are named as missing where one is used. Groups nest.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from indexer.errors import InputError

_TOKEN = re.compile(r"\{(?P<fact>\w+)\}|(?P<mark>\[\??|\]|\|\|?)")
_EMPTY = re.compile(r"\s*\(\s*\)")
_OPENED = re.compile(r"\(\s*,\s*")


@dataclass(frozen=True, slots=True)
class Fact:
    """A place for a fact."""

    name: str


@dataclass(frozen=True, slots=True)
class Group:
    """A piece that may drop out, in one or more wordings."""

    quiet: bool
    wordings: tuple[Sequence, ...]
    firm: int
    """How many of the wordings, from the first, are as good as each other."""


@dataclass(frozen=True, slots=True)
class Sequence:
    """Words, facts and groups, one after the other."""

    parts: tuple[str | Fact | Group, ...]


@dataclass(frozen=True, slots=True)
class Filled:
    """A template with its facts: the text, the facts it uses and those it lacks."""

    text: str
    used: frozenset[str]
    missing: tuple[str, ...]


def parse(template: str) -> Sequence:
    """Return a template as a tree. Raises InputError where its brackets do not pair."""
    tokens = list(_TOKEN.finditer(template))
    found, at, place = _sequence(template, tokens, 0, 0, inside=False)
    if at != len(tokens):
        raise _unpaired(template)
    return Sequence((*found.parts, *_words(template, place, len(template))))


def _unpaired(template: str) -> InputError:
    return InputError(
        f"The citation template {template!r} has a bracket or bar that stands alone.",
        mend="Pair its square brackets; bars stand only within them.",
    )


def _words(template: str, start: int, end: int) -> tuple[str, ...]:
    return (template[start:end],) if end > start else ()


def _sequence(
    template: str, tokens: list[re.Match[str]], at: int, place: int, *, inside: bool
) -> tuple[Sequence, int, int]:
    """Read parts from token `at` up to a mark that ends the sequence; `place` is where we are."""
    parts: list[str | Fact | Group] = []
    while at < len(tokens):
        token = tokens[at]
        ends = token["mark"] is not None and not token["mark"].startswith("[")
        if ends and not inside:
            raise _unpaired(template)
        parts += _words(template, place, token.start())
        place = token.end()
        if ends:
            return Sequence(tuple(parts)), at, place
        if token["fact"]:
            parts.append(Fact(token["fact"]))
            at += 1
        else:
            group, at, place = _group(template, tokens, at)
            parts.append(group)
    if inside:
        raise _unpaired(template)
    return Sequence(tuple(parts)), at, place


def _group(template: str, tokens: list[re.Match[str]], at: int) -> tuple[Group, int, int]:
    quiet, place = tokens[at]["mark"] == "[?", tokens[at].end()
    wordings: list[Sequence] = []
    firm = 0
    while True:
        found, at, place = _sequence(template, tokens, at + 1, place, inside=True)
        wordings.append(found)
        mark = tokens[at]["mark"]
        if mark != "|" and not firm:
            firm = len(wordings)
        if mark == "]":
            return Group(quiet, tuple(wordings), firm), at + 1, place


def fill(template: Sequence, facts: Mapping[str, str]) -> Filled:
    """Write a template with the facts that are known; an empty fact counts as unknown."""
    text, used, missing = _fill(template, facts)
    tidy = _EMPTY.sub("", _OPENED.sub("(", text))
    return Filled(tidy.strip(), frozenset(used), tuple(dict.fromkeys(missing)))


def _fill(found: Sequence, facts: Mapping[str, str]) -> tuple[str, set[str], list[str]]:
    texts: list[str] = []
    used: set[str] = set()
    missing: list[str] = []
    for part in found.parts:
        if isinstance(part, str):
            texts.append(part)
        elif isinstance(part, Fact):
            known = facts.get(part.name, "")
            texts.append(known)
            used |= {part.name} if known else set()
            missing += [] if known else [part.name]
        else:
            text, more, lacking = _fill_group(part, facts)
            texts.append(text)
            used |= more
            missing += lacking
    return "".join(texts), used, missing


def _lacks(found: Sequence, facts: Mapping[str, str]) -> list[str]:
    """The facts that a wording needs itself, its groups apart, and that are not known."""
    names = [part.name for part in found.parts if isinstance(part, Fact)]
    return [name for name in names if not facts.get(name)]


def _fill_group(group: Group, facts: Mapping[str, str]) -> tuple[str, set[str], list[str]]:
    lacking = [] if group.quiet else _lacks(group.wordings[0], facts)
    for place, wording in enumerate(group.wordings):
        if not _lacks(wording, facts):
            text, used, missing = _fill(wording, facts)
            makeshift = lacking if place >= group.firm else []
            return text, used, [*makeshift, *missing]
    return "", set(), lacking
