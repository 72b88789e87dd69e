"""What a group of provisions means when only what stands open can say.

First a place cited in the same sentence ("Article 7 … subparagraph (b)"), then the one
instrument that stands open; and what "that Article" points back to.
"""

from __future__ import annotations

from collections.abc import Callable

from indexer.mentions.antecedents import MANY
from indexer.mentions.chains import STRONG, Group
from indexer.mentions.descriptions import Pointer
from indexer.mentions.eids import ARTICLED
from indexer.mentions.instruments import AMBIGUOUS, RESOLVED
from indexer.mentions.meanings import Meaning, Where, nowhere, of
from indexer.mentions.ranges import Path

_WITH_ARTICLES = ARTICLED | {"declaration", "code-of-conduct", "rules"}


def by_last_place(where: Where, group: Group) -> Meaning | None:
    """Bind "paragraph 2" or "subparagraph (b)" to the one place cited before in the sentence."""
    if group.head not in ("para", "point"):
        return None
    start = where.places.start(where.places.sentences, group.start)
    cited = [
        c for c in where.state.cited[-2 * MANY :] if c.path and start <= c.position < group.start
    ]
    above = {(c.instruments, _above(c.path, group.references[0].paths[0])) for c in cited}
    if len(above) != 1:
        return None
    instruments, path = above.pop()
    if group.head == "para" and (path[0].type != "art" or len(instruments) != 1):
        return None
    return of(where, instruments, "place-before", under=path)


def _above(path: Path, below: Path) -> Path:
    """Return the part of a cited path under which `below` can stand."""
    if below[0].type == "para":
        return path[:1]
    for depth in range(1, len(path)):
        if path[depth].like(below[0]):
            return path[:depth]
    return path


def takes(where: Where, head: str) -> Callable[[str], bool]:
    """Return a test of whether an instrument has provisions of this type."""

    def fits(instrument: str) -> bool:
        kind = where.registry.entries[instrument].kind
        if head == "art":
            return kind in _WITH_ARTICLES
        if head in ("para", "pream", "point", "action"):
            return kind not in ARTICLED and kind not in ("target", "classification")
        return kind in _WITH_ARTICLES

    return fits


def by_open_instrument(where: Where, group: Group) -> Meaning | None:
    """Bind to the one instrument that stands open, or that the text names later on."""
    fits = takes(where, group.head)
    if group.head not in STRONG:
        return _by_sentence(where, group, fits)
    cited = _cited_in_sentence(where, group)
    if cited:
        return of(where, cited, "sentence-provision")
    ids = where.state.nearest(where.places, group.start, fits)
    if where.own and where.own in ids:
        ids = (where.own,)
    rule = "open-instrument"
    if not ids and where.own is None and group.head == "art":
        ids, rule = where.later(group.start, fits), "named-later"
        ids = ids if len(ids) == 1 else ()
    if not ids or len(ids) > MANY:
        lettered = not group.references[0].paths[0][0].label[:1].isdecimal()
        relative = group.head == "point" or (group.head == "para" and lettered)
        return None if relative else nowhere("provision", "no-instrument")
    return of(where, ids, rule, RESOLVED if len(ids) == 1 else AMBIGUOUS)


def _cited_in_sentence(where: Where, group: Group) -> tuple[str, ...]:
    """Return the instrument last named in the sentence, if it alone has been cited by article."""
    if group.head != "art":
        return ()
    start = where.places.start(where.places.sentences, group.start)
    cited = {
        c.instruments for c in where.state.cited[-2 * MANY :] if c.path and c.position >= start
    }
    named = [ids for position, ids in where.state.here[-2:] if position >= start]
    return named[-1] if named and cited == {named[-1]} else ()


def _by_sentence(where: Where, group: Group, fits: Callable[[str], bool]) -> Meaning | None:
    """Bind a part or an annex to the one instrument that its sentence names before it."""
    if group.head not in ("part", "chap", "annex"):
        return None
    start = where.places.start(where.places.sentences, group.start)
    named = [ids for position, ids in where.state.here[-2 * MANY :] if position >= start]
    ids = tuple(dict.fromkeys(i for ids in named for i in ids if fits(i)))
    if len(ids) != 1:
        return None
    meant = of(where, ids, "open-instrument")
    first = meant.targets(group.references[0])[0].partition(":")[2].split("__")[0]
    known = where.registry.known.get(ids[0])
    return meant if known is None or first in known else None


def that_place(where: Where, pointer: Pointer) -> tuple[str, ...]:
    """Return the identifiers that "that Article" or "this paragraph" may mean."""
    sort = "art" if pointer.form.lower().startswith("art") else "para"
    if pointer.near == "this":
        return _own_place(where, sort)
    for kind in (where.places.sentences, where.places.paragraphs):
        start = where.places.start(kind, pointer.start)
        found = _cited_places(where, sort, start, pointer.start)
        if found:
            return found if len(found) <= MANY else ()
    return ()


def _own_place(where: Where, sort: str) -> tuple[str, ...]:
    steps = (where.unit or "").split("__")
    for depth in range(len(steps), 0, -1):
        if steps[depth - 1].startswith(f"{sort}_") and where.own:
            return (f"{where.own}:{'__'.join(steps[:depth])}",)
    return ()


def _cited_places(where: Where, sort: str, start: int, end: int) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for cited in where.state.cited[-4 * MANY :]:
        if not start <= cited.position < end:
            continue
        for target in cited.targets:
            instrument, _, place = target.partition(":")
            steps = place.split("__")
            depth = next((n for n, s in enumerate(steps, 1) if s.startswith(f"{sort}_")), 0)
            if depth:
                found[f"{instrument}:{'__'.join(steps[:depth])}"] = None
    return tuple(found)
