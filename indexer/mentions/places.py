"""What a group of provisions means where an instrument, a rule or the document itself says so.

Where no instrument stands beside the group, the scope rule of the document decides
(corpus/registry/scopes.toml), then the document's own units; what is left goes to what stands
open (indexer.mentions.open_places).
"""

from __future__ import annotations

from indexer.mentions.bind import Binding, is_foreign
from indexer.mentions.chains import Group
from indexer.mentions.eids import beside, eid
from indexer.mentions.instruments import AMBIGUOUS, RESOLVED, Found
from indexer.mentions.meanings import Meaning, Paths, Where, eid_in, nowhere, of
from indexer.mentions.open_places import by_last_place, by_open_instrument, takes
from indexer.mentions.ranges import Path


def meaning(where: Where, group: Group, binding: Binding | None, end: int) -> Meaning | None:
    """Return what a group means, whose chain ends at `end`; None where it is no citation."""
    patterns = where.registry.patterns
    if binding is not None:
        return _bound(where, group, binding)
    if group.common and where.registry.common:
        return of(where, where.registry.common, "common-article")
    here = patterns["of-this-text"].match(where.folded, end) or patterns["place-words"].match(
        where.folded, group.end
    )
    if here and where.own is None:
        return nowhere("internal", "this-text")
    if not here and is_foreign(where.registry, where.folded, end):
        return _foreign(group)
    return (
        _by_scope(where, group)
        or _by_own_text(where, group)
        or by_last_place(where, group)
        or by_open_instrument(where, group)
        or (None if where.own else nowhere("internal", "this-text"))
    )


def _foreign(group: Group) -> Meaning | None:
    return (
        None
        if group.head in ("box", "point", "action")
        else nowhere("provision", "foreign-provision")
    )


def _bound(where: Where, group: Group, binding: Binding) -> Meaning | None:
    found = binding.found
    if found.sort == "place":
        return _below(where, found, binding.rule)
    inside = by_last_place(where, group) if binding.rule == "provision-after" else None
    if inside and inside.instruments == found.ids:
        return inside
    ids = (found.group if binding.rule == "provision-of" else ()) or found.ids
    ids += binding.also.ids if binding.also else ()
    status = AMBIGUOUS if found.status == AMBIGUOUS else RESOLVED
    if found.sort in ("ibid", "note"):
        ids = tuple(filter(takes(where, group.head), found.group or found.ids)) or ids
        status = RESOLVED if len(ids) == 1 else AMBIGUOUS
    if not ids:
        return _foreign(group) if found.sort == "foreign" else nowhere("provision", binding.rule)
    return of(where, ids, "common-article" if group.common else binding.rule, status)


def _below(where: Where, found: Found, rule: str) -> Meaning:
    def targets(paths: Paths) -> tuple[str, ...]:
        return tuple(
            f"{target}__{eid_in(where, target.partition(':')[0], path)}"
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
        return _own(where, scope.rule)
    return of(where, (scope.instrument,), scope.rule)


def _own(where: Where, rule: str) -> Meaning:
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
    meant = _own(where, "own-text")
    ids = {t.partition(":")[2] for r in group.references for t in meant.targets(r)}
    return meant if ids & known else None
