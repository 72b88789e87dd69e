"""The values of a page: what it says, before a template sets it out."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Item:
    """A line of a page: words, where they lead (a path below the root), and a remark."""

    label: str
    path: str | None = None
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """Everything that a page says."""

    title: str
    kind: str
    above: tuple[Item, ...]
    """The way down from the instrument."""
    text: tuple[str, ...]
    remark: str
    facts: tuple[tuple[str, Item], ...]
    below: tuple[Item, ...]
    data: str | None
    """Path of the same as JSON with all links, if `/v1` has it."""
