"""Lists and ranges of places as people type them, spelled out: `arts. 6–8` is art. 6, 7 and 8.

    run  = item { (and | to) item }          6-8, 12 · 26(a) and (c) · 97 and 143
    item = label { (label) | .label }        what stands before and behind the run goes with each

The words that join are those of [list] in registry/resolver.toml. Nothing is looked up here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from indexer.citing.words import folded
from indexer.mentions.ranges import Path, Step, counted

MOST = 60
"""Places that one list spells out at most."""
_MARK = r"\(\s?[0-9A-Za-z]{1,5}\s?\)"
_ITEM = re.compile(
    rf"(?<![\w.])(?:(?:\d+[a-z]?(?:\.\d+)*|[ivxIVX]+|[A-Za-z])(?:\s?{_MARK})*|{_MARK}(?:\s?{_MARK})*)"
    r"(?!\w)"
)
_STEP = re.compile(r"([.(]?)\s?(\w+)")
_WORD = re.compile(r"[^\W\d_]+|§+|¶+")


@dataclass(frozen=True, slots=True)
class Spelled:
    """A list spelled out."""

    parts: tuple[str, ...]
    """The citation of each place, as one would type it alone; of a range that cannot be counted
    through only those of its ends."""
    whole: bool
    """Whether the parts are all that the list names, and no more than `MOST`."""


@dataclass(frozen=True, slots=True)
class _Item:
    path: Path
    start: int
    end: int
    to: bool = False
    """Whether a range leads here from the item before."""


class Lists:
    """How lists and ranges are written."""

    def __init__(self, table: Mapping[str, Any] | None) -> None:
        """Take the table [list] of resolver.toml; without one there are no lists."""
        table = table or {"and": (), "to": (), "singular": {}}
        self._and = re.compile(rf"(?:\s*{_any(table['and'])})+\s*")
        self._to = re.compile(rf"\s*{_any(table['to'])}\s*")
        self._singular: Mapping[str, str] = table["singular"]

    def spelled(self, text: str) -> Spelled | None:
        """Return the places of a text's only run of items; None where it has none or several."""
        plain = folded(text)
        runs = [run for run in self._runs(plain) if len(run) > 1]
        if len(runs) != 1:
            return None
        (run,) = runs
        before, behind = plain[: run[0].start], plain[run[-1].end :]
        paths, whole = _through(run)
        parts = dict.fromkeys(self._one(f"{before}{_written(path)}{behind}") for path in paths)
        return Spelled(tuple(parts), whole and len(parts) <= MOST)

    def cuts(self, text: str) -> list[tuple[str, str]]:
        """Return each way of parting a text in two where something joins it."""
        plain = folded(text)
        found = ((plain[: m.start()], plain[m.end() :]) for m in self._and.finditer(plain))
        return [(left, right) for left, right in found if left and right]

    def _one(self, text: str) -> str:
        """Return a text whose words of several are words of one."""
        return _WORD.sub(lambda m: self._singular.get(m[0].casefold(), m[0]), text)

    def _runs(self, plain: str) -> Iterator[list[_Item]]:
        at = 0
        while (match := _ITEM.search(plain, at)) is not None:
            run = [_Item(_path(match[0]), match.start(), match.end())]
            while (item := self._next(plain, run[-1])) is not None:
                run.append(item)
            yield run
            at = run[-1].end

    def _next(self, plain: str, last: _Item) -> _Item | None:
        for joins, to in ((self._to, True), (self._and, False)):
            gap = joins.match(plain, last.end)
            match = _ITEM.match(plain, gap.end()) if gap else None
            if match is not None:
                path = _completed(last.path, _path(match[0]))
                return _Item(path, match.start(), match.end(), to)
        return None


def _any(joining: Sequence[str]) -> str:
    """Return an expression for any of some signs and words; a word stands by itself."""
    forms = [rf"\b{re.escape(own)}\b" if own.isalpha() else re.escape(own) for own in joining]
    return f"(?:{'|'.join(forms)})" if forms else r"(?!)"


def _path(item: str) -> Path:
    return tuple(Step(match[1], match[2]) for match in _STEP.finditer(item))


def _completed(before: Path, path: Path) -> Path:
    """Return a path with what it leaves to the one before: `(c)` behind `26(a)` is `26(c)`."""
    first = path[0]
    if not first.type and first.sort == before[0].sort:
        return path
    for depth in range(len(before) - 1, 0, -1):
        if before[depth].like(first):
            return (*before[:depth], first._replace(type=before[depth].type), *path[1:])
    return path


def _through(run: Iterable[_Item]) -> tuple[list[Path], bool]:
    """Return the paths of a run, those within its ranges too, and whether these are all."""
    paths: list[Path] = []
    whole = True
    for item in run:
        inner = counted(paths[-1], item.path) if item.to else (item.path,)
        whole = whole and bool(inner)
        paths += (inner[1:] if item.to else inner) or (item.path,)
    return paths, whole


def _written(path: Path) -> str:
    return "".join(
        f"({step.label})" if step.type == "(" else f"{step.type}{step.label}" for step in path
    )
