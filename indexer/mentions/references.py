"""Pass 2: the grammar of provision references, by recursive descent over folded text.

    chain     = group { joint group }              Articles 7 and 9, in conjunction with Part II
    group     = nested [ within group ]            paragraph 2 of Article 10
    nested    = head items { deeper head items }   Article 10, paragraph 1
    items     = item { (list | range) item }       Articles 7, 9(1), (2) and 11 to 13
    item      = label { sub }                      12bis(2)(a)(ii)

Terminals are the patterns of use `grammar`. The parser never goes back over what it has taken,
and every terminal is of bounded length, so that its work is linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from indexer.mentions.chains import RANK, Chain, Group, Reference
from indexer.mentions.patterns import Patterns
from indexer.mentions.ranges import Path, Step, between

_YEARS = range(1900, 2100)
_ROMAN_HEADS = frozenset({"art", "part", "chap", "annex", "sec"})


@dataclass(frozen=True, slots=True)
class _Head:
    type: str
    start: int
    end: int
    plural: bool
    common: bool
    lettered: bool


class Grammar:
    """A parser of one text; `steps` counts the terminals it tried."""

    def __init__(self, patterns: Patterns, folded: str) -> None:
        self._patterns = patterns
        self._text = folded
        self.steps = 0

    def chains(self) -> Iterator[Chain]:
        """Yield the chains of references of the text from left to right."""
        position = 0
        while (found := self._patterns["head"].search(self._text, position)) is not None:
            chain = self._chain(self._as_head(found))
            position = chain.end if chain else found.end()
            if chain:
                yield chain

    def _match(self, name: str, position: int) -> re.Match[str] | None:
        self.steps += 1
        return self._patterns[name].match(self._text, position)

    def _as_head(self, found: re.Match[str]) -> _Head:
        groups = found.groupdict()
        sort = next(name for name in RANK if groups.get(name))
        plural = any(groups[name] for name in groups if name.startswith(f"{sort}_s"))
        lettered = sort == "action" or self._match("letter-head", found.start()) is not None
        return _Head(sort, found.start(), found.end(), plural, bool(groups["common"]), lettered)

    def _head(self, position: int) -> _Head | None:
        found = self._match("head", position)
        return self._as_head(found) if found else None

    def _chain(self, head: _Head) -> Chain | None:
        group = self._group(head)
        if group is None:
            return None
        groups = [group]
        while (joint := self._match("joint", groups[-1].end)) is not None:
            following = self._head(joint.end())
            group = self._group(following) if following else None
            if group is None:
                break
            groups.append(group)
        return Chain(tuple(groups))

    def _group(self, head: _Head) -> Group | None:
        references = self._nested(head)
        if not references:
            return None
        outermost = head.type
        while (within := self._match("within", references[-1].end)) is not None:
            outer = self._head(within.end())
            if outer is None or RANK[outer.type] >= RANK[outermost]:
                break
            around = self._item(outer, outer.end)
            if around is None:
                break
            outermost, path = outer.type, around[0]
            references = [replace(r, paths=tuple(path + p for p in r.paths)) for r in references]
            references[-1] = replace(references[-1], end=around[1])
        return Group(outermost, head.common, tuple(references))

    def _nested(self, head: _Head) -> list[Reference]:
        """Parse a head with its items, and heads below its last item."""
        references = self._items(head)
        depth = RANK[head.type]
        while references:
            gap = self._match("deeper", references[-1].end)
            inner = self._head(gap.end()) if gap else None
            if inner is None or RANK[inner.type] <= depth:
                break
            below = self._items(inner)
            last = references[-1]
            if not below or len(last.paths) != 1:
                break
            below = [replace(r, paths=tuple(last.paths[0] + p for p in r.paths)) for r in below]
            references[-1:] = [replace(below[0], start=last.start), *below[1:]]
            depth = RANK[inner.type]
        return references

    def _items(self, head: _Head) -> list[Reference]:
        first = self._item(head, head.end)
        if first is None:
            return []
        references = [Reference(head.start, first[1], (first[0],))]
        while (following := self._following(head, references[-1])) is not None:
            if following.start < references[-1].end:
                references[-1] = following
            else:
                references.append(following)
        return references

    def _following(self, head: _Head, last: Reference) -> Reference | None:
        """Return the next item of a list, or the last one stretched to a range, or None."""
        for name in ("range", "list"):
            gap = self._match(name, last.end)
            item = self._next_item(head, last, gap.end()) if gap else None
            if item is None or (name == "range" and len(last.paths) > 1):
                continue
            if name == "range":
                return Reference(last.start, item[1], between(last.paths[-1], item[0]))
            return Reference(gap.end() if gap else 0, item[1], (item[0],))
        return None

    def _next_item(self, head: _Head, last: Reference, position: int) -> tuple[Path, int] | None:
        previous = last.paths[-1]
        sub = self._match("sub", position)
        if sub and (len(previous) > 1 or head.type in ("point", "para", "action")):
            path, end = self._subs(position)
            depth = self._sibling(previous, path[0])
            first = path[0]._replace(type="" if depth else previous[0].type)
            return (*previous[:depth], first, *path[1:]), end
        item = self._item(head, position)
        if item is None or not self._listed(head, item):
            return None
        return item

    @staticmethod
    def _sibling(previous: Path, step: Step) -> int:
        """Return how many steps of the path before stand above a bracket like `step`."""
        for depth in range(len(previous) - 1, 0, -1):
            if previous[depth].like(step):
                return depth
        return max(len(previous) - 1, 1) if len(previous) > 1 else 0

    def _listed(self, head: _Head, item: tuple[Path, int]) -> bool:
        """Say whether a number after "and" or a comma still counts provisions."""
        label = item[0][0].label
        if label.isdecimal() and (int(label) in _YEARS or (len(label) > 3 and head.type != "para")):
            return False
        return not (
            (not head.plural or self._text[item[1] : item[1] + 1] == "%")
            and self._match("follows-noun", item[1])
        )

    def _item(self, head: _Head, position: int) -> tuple[Path, int] | None:
        """Parse one label with its brackets; return its path and where it ends."""
        number = self._match("number", position) or self._match("number-letter", position)
        if number is not None:
            path, end = self._numbered(head, number), number.end()
        elif head.type in _ROMAN_HEADS and (roman := self._match("roman", position)):
            path, end = (Step(head.type, roman[0]),), roman.end()
        elif head.lettered and (letter := self._match("letter", position)):
            return (Step(head.type, letter["label"]),), letter.end()
        elif head.type in ("point", "para", "action", "sec") and self._match("sub", position):
            path, end = self._subs(position)
            sort = "point" if head.type == "para" else head.type
            return (path[0]._replace(type=sort), *path[1:]), end
        else:
            return None
        subs, end = self._subs(end)
        if head.type == "action" and subs:
            subs = (subs[0]._replace(type="action"), *subs[1:])
        return path + subs, end

    @staticmethod
    def _numbered(head: _Head, number: re.Match[str]) -> Path:
        groups = number.groupdict()
        label = number["n"] + (groups.get("suffix") or "").strip()
        rest = [part for part in (groups.get("rest") or "").split(".") if part]
        if letter := groups.get("letter"):
            return (Step(head.type, label), Step("", letter))
        if head.type == "sec":
            return (Step("sec", "-".join([label, *rest])),)
        sort = "para" if head.type == "action" or (head.type == "point" and rest) else head.type
        if sort == "para" and rest:
            return (Step("para", ".".join([label, *rest])),)
        return (Step(sort, label), *(Step("", part) for part in rest))

    def _subs(self, position: int) -> tuple[Path, int]:
        steps: list[Step] = []
        while len(steps) < 5 and (sub := self._match("sub", position)) is not None:
            steps.append(Step("", sub["label"]))
            position = sub.end()
        return tuple(steps), position
