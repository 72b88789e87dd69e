"""Facts about print, read once from words.toml: headings, fonts, bullets, hyphens, common words."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Facts:
    """What the steps of the reader look up."""

    endnote_headings: frozenset[str]
    contents_headings: frozenset[str]
    bold: re.Pattern[str]
    italic: re.Pattern[str]
    symbols: re.Pattern[str]
    bullets: str
    private_bullets: frozenset[str]
    first_halves: frozenset[str]
    second_halves: frozenset[str]
    weak_halves: frozenset[str]
    prefixes: frozenset[str]
    common_words: frozenset[str]
    common_signs: frozenset[str]


@cache
def facts() -> Facts:
    """Return the facts of words.toml."""
    read = tomllib.loads(files(__package__).joinpath("words.toml").read_text("utf-8"))
    return Facts(
        endnote_headings=frozenset(read["headings"]["endnotes"]),
        contents_headings=frozenset(read["headings"]["contents"]),
        bold=re.compile(read["fonts"]["bold"]),
        italic=re.compile(read["fonts"]["italic"]),
        symbols=re.compile(read["fonts"]["symbols"]),
        bullets=read["bullets"]["signs"],
        private_bullets=frozenset(read["bullets"]["private"]),
        first_halves=frozenset(read["hyphens"]["first"]),
        second_halves=frozenset(read["hyphens"]["second"]),
        prefixes=frozenset(read["hyphens"]["prefixes"]),
        weak_halves=frozenset(read["hyphens"]["weak"]),
        common_words=frozenset(read["common"]["words"]),
        common_signs=frozenset(read["common"]["signs"]),
    )
