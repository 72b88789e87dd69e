"""What a text prints at a citation of an instrument: whose title, which number, which years.

The reading of citations decides what is meant; here the same words are taken apart, so that a
check can say which of them is wrong.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from indexer.mentions.aliases import Hit
from indexer.model import Mention
from indexer.registry import Registry

_BEFORE = 160
_BEHIND = 160
_MOST_WORDS = 12
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Printed:
    """What stands at a citation."""

    title: tuple[str, ...] = ()
    """The instruments that go by the printed title; none where no registered title is printed."""
    number: int | None = None
    """The number beside a title."""
    years: tuple[int, ...] = ()
    """Years beside the title, which may be anybody's."""
    titled: tuple[int, ...] = ()
    """Years in the title."""
    name: str | None = None
    """A title in front of a number that is no registered title, as printed."""


@cache
def words(name: str) -> frozenset[str]:
    """Return a list of words.toml."""
    table = tomllib.loads((files("indexer.tracing") / "words.toml").read_text(encoding="utf-8"))
    return frozenset(table[name])


def printed(registry: Registry, folded: str, mention: Mention) -> Printed:
    """Return what stands at a mention of an instrument in folded text."""
    quote = folded[mention.start : mention.end]
    hit = _title(registry, quote)
    years = tuple(dict.fromkeys(_years(registry, folded, mention, hit)))
    if hit is not None:
        found = registry.patterns["tail-number"].search(quote, hit.end)
        number = int(next(group for group in found.groups() if group)) if found else None
        titled = tuple(map(int, _YEAR.findall(quote[hit.start : hit.end])))
        return Printed(hit.ids, number, years, titled)
    behind = _title_behind(registry, folded, mention)
    return Printed(behind, None, years, name=_name_before(registry, folded, mention))


def _title(registry: Registry, quote: str) -> Hit | None:
    """Return the longest registered name in a quotation, those of groups aside."""
    hits = registry.names.find(quote, registry.names.words(quote))
    single = [hit for hit in hits if hit.sort != "collective"]
    return max(single, key=lambda hit: hit.end - hit.start, default=None)


def _years(registry: Registry, folded: str, mention: Mention, hit: Hit | None) -> Iterator[int]:
    """Yield the years in and beside a mention that belong to it, but not those of its name."""
    tail = registry.patterns["tail-year"]
    start, end = mention.start, mention.end
    inside = [(start, end)]
    if hit is not None:
        inside = [(start, start + hit.start), (start + hit.end, end)]
    found = [match for left, right in inside for match in tail.finditer(folded, left, right)]
    behind = tail.match(folded, end)
    before = registry.patterns["year-before"].finditer(folded, max(0, start - 12), start)
    found += [behind] if behind else []
    found += [match for match in before if match.end() == start]
    yield from (int(year) for match in found for year in _YEAR.findall(match[0]))


def _name_before(registry: Registry, folded: str, mention: Mention) -> str | None:
    """Return the title of which a mention such as "Convention, 1981 (No. 155)" is the end."""
    if "(" not in folded[mention.start : mention.end]:
        return None
    head = re.compile(r"[^\W\d_]+").match(folded, mention.start)
    if head is None:
        return None
    start = max(0, mention.start - _BEFORE)
    for match in registry.patterns["unregistered-name"].finditer(folded, start, head.end()):
        if match.start() < mention.start and match.end() == head.end():
            return " ".join(match[0].split())
    return None


def _title_behind(registry: Registry, folded: str, mention: Mention) -> tuple[str, ...]:
    """Return whose subject follows a number: "Convention No. 190 on violence and harassment"."""
    kinds = {registry.entries[name].kind for name in mention.targets}
    behind = folded[mention.end : mention.end + _BEHIND].split("\x00")[0]
    cut = registry.names.words(behind)
    if len(kinds) != 1 or not cut or cut[0].key not in words("connecting"):
        return ()
    kind = next(iter(kinds)).capitalize()
    for length in range(min(_MOST_WORDS, len(cut) - 1), 0, -1):
        title = f"{behind[cut[1].start : cut[length].end]} {kind}"
        hit = _title(registry, title)
        if hit is not None and (hit.start, hit.end) == (0, len(title)):
            return hit.ids
    return ()
