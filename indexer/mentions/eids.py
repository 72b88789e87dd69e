"""From the path that a reference spells to the identifier of the provision.

A bracket does not say whether it is a paragraph, a point or an item, so every reading of it is
compared with what is known of the instrument, and the one known deepest is taken; where nothing
is known, the custom of its kind of instrument decides.
"""

from __future__ import annotations

from collections.abc import Collection
from itertools import product

from indexer.ident import number
from indexer.mentions.ranges import Path, Step, is_roman

ARTICLED = frozenset(
    {
        "convention",
        "covenant",
        "protocol",
        "charter",
        "constitution",
        "statute",
        "regulations",
        "code-of-practice",
    }
)
"""Kinds of instrument that are cut into articles."""

_NUMBERED_POINTS = frozenset({"resolution", "guidance", "plan", "declaration"})
"""Kinds whose paragraphs have numbered points rather than numbered paragraphs of their own."""


def _types(above: Step | None, step: Step, kind: str) -> tuple[str, ...]:
    """Return what an untyped step may be, the most likely first."""
    before = above.type if above else ""
    if step.sort == "number":
        points = (before == "para" and kind in _NUMBERED_POINTS) or before in ("point", "item")
        return ("point", "para") if points else ("para", "point")
    if step.sort == "roman" or (before in ("point", "item") and is_roman(step.label)):
        return ("item", "point")
    return ("point", "item") if before != "point" else ("item", "point")


def _readings(path: Path, kind: str) -> list[Path]:
    """Return every way to type the untyped steps of a path, the most likely first."""
    readings: list[Path] = [()]
    for step in path:
        grown = []
        for reading in readings[:16]:
            above = reading[-1] if reading else None
            types = (step.type,) if step.type else _types(above, step, kind)
            grown += [(*reading, Step(sort, step.label)) for sort in types]
        readings = grown
    return readings


def _split_decimals(path: Path, kind: str, known: Collection[str]) -> Path:
    """Turn "paragraph 7.3" into paragraph 3 of article 7 where the text has articles."""
    first = path[0]
    if first.type != "para" or "." not in first.label:
        return path
    head, *rest = first.label.split(".")
    articled = f"art_{head}" in known or (not known and kind in ARTICLED)
    if not articled and kind not in ARTICLED:
        return path
    return (Step("art", head), *(Step("", part) for part in rest), *path[1:])


def _join(path: Path) -> str:
    return "__".join(_step(step) for step in path)


def _step(step: Step) -> str:
    label = number(step.label)
    return f"{step.type}_nn_{label}" if step.type == "pream" else f"{step.type}_{label}"


def _depth(path: Path, known: Collection[str]) -> int:
    """Return how many steps from the outside in are known provisions."""
    return max((n for n in range(len(path), 0, -1) if _join(path[:n]) in known), default=0)


def eid(path: Path, kind: str, known: Collection[str]) -> str:
    """Return the eId of a path in an instrument of `kind` whose known eIds are `known`."""
    if len(path) > 1 and path[0].type in ("part", "chap") and path[1].type == "art":
        path = path[1:]  # articles are numbered through; the part says only where they stand
    path = _split_decimals(path, kind, known)
    readings = _readings(path, kind)
    best = max(readings, key=lambda reading: _depth(reading, known))
    return _join(best)


def beside(unit: str, path: Path, known: Collection[str]) -> str | None:
    """Return the eId of a path seen from a unit: below it, or below the nearest unit above it.

    `unit` is an eId; None where no unit of such a label is known there.
    """
    steps = unit.split("__")
    for depth in range(len(steps), -1, -1):
        above = "__".join(steps[:depth])
        for types in product(("point", "para", "item"), repeat=len(path)):
            typed = [
                t if not s.type or s.type in ("point", "para") else s.type
                for t, s in zip(types, path, strict=True)
            ]
            below = "__".join(f"{t}_{number(s.label)}" for t, s in zip(typed, path, strict=True))
            if len(path) <= 3 and (found := f"{above}__{below}" if above else below) in known:
                return found
    return None
