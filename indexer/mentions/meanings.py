"""What a group of provisions means: its kind, its instruments, and how its targets are made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from indexer.mentions.antecedents import Places, State
from indexer.mentions.chains import Reference
from indexer.mentions.eids import eid
from indexer.mentions.instruments import RESOLVED, UNRESOLVED
from indexer.mentions.ranges import Path
from indexer.registry import Registry

Paths = tuple[Path, ...]


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
                    f"{i}:{eid_in(where, i, under + p)}" for p in paths for i in instruments
                )
            )
        return where.made[key]

    return targets


def eid_in(where: Where, instrument: str, path: Path) -> str:
    """Return the eId of a path in an instrument."""
    known = where.registry.known.get(instrument, frozenset())
    return eid(path, where.registry.entries[instrument].kind, known)


def of(
    where: Where, ids: tuple[str, ...], rule: str, status: str = RESOLVED, under: Path = ()
) -> Meaning:
    """Return the meaning of provisions of the instruments `ids`, below the path `under`."""
    kind = "internal" if ids == (where.own,) else "provision"
    return Meaning(kind, status, ids, rule, _identifiers(where, ids, under))


def nowhere(kind: str, rule: str) -> Meaning:
    """Return the meaning of provisions of a text that is not known."""
    return Meaning(kind, UNRESOLVED, (), rule, _nothing)
