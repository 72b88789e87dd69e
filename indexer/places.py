"""What a group of provisions means: of which instruments, and under which identifiers.

Where no instrument stands beside the group, the scope rule of the document decides
(corpus/registry/scopes.toml), then the document's own units, then a place cited in the same
sentence, and last the one instrument that stands open.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from indexer.antecedents import MANY, Cited, Places, State
from indexer.bind import Binding, is_foreign
from indexer.descriptions import Pointer
from indexer.eids import ARTICLED, beside, eid
from indexer.instruments import AMBIGUOUS, RESOLVED, UNRESOLVED, Found
from indexer.ranges import Path
from indexer.references import STRONG, Group, Reference
from indexer.registry import Registry

Paths = tuple[Path, ...]
_WITH_ARTICLES = ARTICLED | {"declaration", "code-of-conduct", "rules"}


@dataclass(frozen=True, slots=True)
class Where:
    """The text that is read, and what stands open in it."""

    registry: Registry
    folded: str
    places: Places
    own: str | None
    unit: str | None
    state: State
    later: Callable[[int, Callable[[str], bool]], tuple[str, ...]]
    """What the text names behind a place, of the instruments that fit."""
    made: dict[tuple[tuple[str, ...], Path, Paths], tuple[str, ...]] = field(default_factory=dict)
    """Targets made so far, so that equal references share them."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """Of which instruments a group speaks, by which rule, and how its paths become targets."""

    kind: str
    status: str
    instruments: tuple[str, ...]
    rule: str
    to_targets: Callable[[Paths], tuple[str, ...]]

    def targets(self, reference: Reference) -> tuple[str, ...]:
        """Return the identifiers that a reference points to."""
        return self.to_targets(reference.paths)


def _nothing(_: Paths) -> tuple[str, ...]:
    return ()


def _identifiers(
    where: Where, instruments: tuple[str, ...], under: Path = ()
) -> Callable[[Paths], tuple[str, ...]]:
    def targets(paths: Paths) -> tuple[str, ...]:
        key = (instruments, under, paths)
        if key not in where.made:
            where.made[key] = tuple(
                dict.fromkeys(
                    f"{i}:{_eid(where, i, under + p)}" for p in paths for i in instruments
                )
            )
        return where.made[key]

    return targets


def _eid(where: Where, instrument: str, path: Path) -> str:
    known = where.registry.known.get(instrument, frozenset())
    return eid(path, where.registry.entries[instrument].kind, known)


def _of(
    where: Where, ids: tuple[str, ...], rule: str, status: str = RESOLVED, under: Path = ()
) -> Meaning:
    kind = "internal" if ids == (where.own,) else "provision"
    return Meaning(kind, status, ids, rule, _identifiers(where, ids, under))


def meaning(where: Where, group: Group, binding: Binding | None, end: int) -> Meaning | None:
    """Return what a group means, whose chain ends at `end`; None where it is no citation."""
    patterns = where.registry.patterns
    if binding is not None:
        return _bound(where, group, binding)
    if group.common and where.registry.common:
        return _of(where, where.registry.common, "common-article")
    here = patterns["of-this-text"].match(where.folded, end) or patterns["place-words"].match(
        where.folded, group.end
    )
    if here and where.own is None:
        return _nowhere("internal", "this-text")
    if not here and is_foreign(where.registry, where.folded, end):
        return _foreign(group)
    return (
        _by_scope(where, group)
        or _by_own_text(where, group)
        or _by_last_place(where, group)
        or _by_open_instrument(where, group)
        or (None if where.own else _nowhere("internal", "this-text"))
    )


def _nowhere(kind: str, rule: str) -> Meaning:
    return Meaning(kind, UNRESOLVED, (), rule, _nothing)


def _foreign(group: Group) -> Meaning | None:
    return (
        None
        if group.head in ("box", "point", "action")
        else _nowhere("provision", "foreign-provision")
    )


def _bound(where: Where, group: Group, binding: Binding) -> Meaning | None:
    found = binding.found
    if found.sort == "place":
        return _below(where, found, binding.rule)
    ids = (found.group if binding.rule == "provision-of" else ()) or found.ids
    ids += binding.also.ids if binding.also else ()
    if not ids:
        return _foreign(group) if found.sort == "foreign" else _nowhere("provision", binding.rule)
    status = AMBIGUOUS if found.status == AMBIGUOUS else RESOLVED
    return _of(where, ids, "common-article" if group.common else binding.rule, status)


def _below(where: Where, found: Found, rule: str) -> Meaning:
    def targets(paths: Paths) -> tuple[str, ...]:
        return tuple(
            f"{target}__{_eid(where, target.partition(':')[0], path)}"
            for target in found.ids
            for path in paths
        )

    ids = tuple(dict.fromkeys(target.partition(":")[0] for target in found.ids))
    return Meaning(
        "internal" if ids == (where.own,) else "provision", found.status, ids, rule, targets
    )


def _by_scope(where: Where, group: Group) -> Meaning | None:
    scope = where.registry.scopes.get((where.own or "", group.head))
    if scope is None:
        return None
    if scope.instrument == where.own:
        return _own(where, group, scope.rule)
    return _of(where, (scope.instrument,), scope.rule)


def _own(where: Where, group: Group, rule: str) -> Meaning:
    own = str(where.own)
    known = where.registry.known.get(own, frozenset())
    kind = where.registry.entries[own].kind

    def target(path: Path) -> str:
        plain = eid(path, kind, known)
        if where.unit is None or path[0].type not in ("para", "point"):
            return f"{own}:{plain}"
        if path[0].type == "para" and plain in known:
            return f"{own}:{plain}"
        return f"{own}:{beside(where.unit, path, known) or plain}"

    def targets(paths: Paths) -> tuple[str, ...]:
        return tuple(dict.fromkeys(target(path) for path in paths))

    return Meaning("internal", RESOLVED, (own,), rule, targets)


def _by_own_text(where: Where, group: Group) -> Meaning | None:
    """Bind to the document itself where it has a unit of that identifier."""
    if where.own is None:
        return None
    known = where.registry.known.get(where.own, frozenset())
    meant = _own(where, group, "own-text")
    ids = {t.partition(":")[2] for r in group.references for t in meant.targets(r)}
    return meant if ids & known else None


def _by_last_place(where: Where, group: Group) -> Meaning | None:
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
    if group.head == "para" and path[0].type != "art":
        return None
    return _of(where, instruments, "place-before", under=path)


def _above(path: Path, below: Path) -> Path:
    """Return the part of a cited path under which `below` can stand."""
    if below[0].type == "para":
        return path[:1]
    for depth in range(1, len(path)):
        if path[depth].like(below[0]):
            return path[:depth]
    return path


def _takes(where: Where, head: str) -> Callable[[str], bool]:
    """Return whether an instrument has provisions of this type."""

    def fits(instrument: str) -> bool:
        kind = where.registry.entries[instrument].kind
        if head == "art":
            return kind in _WITH_ARTICLES
        if head in ("para", "pream", "point", "action"):
            return kind not in ARTICLED and kind not in ("target", "classification")
        return kind in _WITH_ARTICLES

    return fits


def _by_open_instrument(where: Where, group: Group) -> Meaning | None:
    """Bind to the one instrument that stands open, or that the text names later on."""
    fits = _takes(where, group.head)
    if group.head not in STRONG:
        return _by_sentence(where, group, fits)
    cited = _cited_in_sentence(where, group)
    if cited:
        return _of(where, cited, "sentence-provision")
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
        return None if relative else _nowhere("provision", "no-instrument")
    return _of(where, ids, rule, RESOLVED if len(ids) == 1 else AMBIGUOUS)


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
    meant = _of(where, ids, "open-instrument")
    first = meant.targets(group.references[0])[0].partition(":")[2].split("__")[0]
    return meant if first in where.registry.known.get(ids[0], frozenset()) else None


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
