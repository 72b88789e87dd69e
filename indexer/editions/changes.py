"""What one edition changed against another, unit by unit, down to the words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from indexer.editions.current import at_edition, split_edition
from indexer.editions.reading import Editions
from indexer.errors import InputError
from indexer.model import Unit

SAME, CHANGED, ADDED, REMOVED = "same", "changed", "added", "removed"
STATUSES = (ADDED, REMOVED, CHANGED, SAME)


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one unit."""

    id: str
    status: str
    old: Unit | None
    new: Unit | None
    words_at: str | None = None
    """Where the other edition has the very words of a unit that was added or removed."""


def changes(old: Mapping[str, Unit], new: Mapping[str, Unit]) -> Iterator[Change]:
    """Yield what became of each unit, in the order of the new edition.

    Both are the units of one edition by their identifiers without it. What was removed comes
    before the next unit that is still there.
    """
    texts = {unit.text: name for name, unit in new.items() if name not in old and unit.own_text}
    gone = {unit.text: name for name, unit in old.items() if name not in new and unit.own_text}
    for name in _in_order(list(old), list(new)):
        was, now = old.get(name), new.get(name)
        if was is None and now is not None:
            yield Change(name, ADDED, None, now, gone.get(now.text))
        elif now is None and was is not None:
            yield Change(name, REMOVED, was, None, texts.get(was.text))
        elif was is not None and now is not None:
            yield Change(name, SAME if _print(was) == _print(now) else CHANGED, was, now)


def _print(unit: Unit) -> tuple[str, str | None]:
    return unit.text, unit.printed_label


def _in_order(old: Sequence[str], new: Sequence[str]) -> Iterator[str]:
    there, told = set(new), set()
    place = {name: at for at, name in enumerate(old)}
    at = 0
    for name in new:
        for before in old[at : place.get(name, at)]:
            if before not in there and before not in told:
                told.add(before)
                yield before
        at = max(at, place.get(name, at))
        yield name
    yield from (name for name in old if name not in there and name not in told)


def word_changes(old: str, new: str) -> list[dict[str, str]]:
    """Return the words that differ: what stood there, and what stands there now."""
    was, now = old.split(), new.split()
    matcher = SequenceMatcher(None, was, now, autojunk=False)
    return [
        {"old": " ".join(was[i1:i2]), "new": " ".join(now[j1:j2])}
        for tag, i1, i2, j1, j2 in matcher.get_opcodes()
        if tag != "equal"
    ]


def diff_json(index: Editions, old: str, new: str) -> dict[str, Any]:
    """Return what the edition `new` changed against `old`, both as `instrument@edition`.

    Raises NotFoundError for an edition that is not there, InputError for what names none or for
    two instruments.
    """
    (first, was), (second, now) = (_edition(name) for name in (old, new))
    if first != second:
        raise InputError(
            f"{old} and {new} are editions of two instruments.",
            mend=f"Compare editions of one, such as {old} and {first}@{now}.",
        )
    found = list(changes(index.units_of(first, was), index.units_of(second, now)))
    counts = Counter(change.status for change in found)
    return {
        "instrument": first,
        "old": old,
        "new": new,
        "counts": {status: counts[status] for status in STATUSES},
        "items": [_view(change, was, now) for change in found],
        "total": len(found),
        "build": index.build,
    }


def _edition(name: str) -> tuple[str, str]:
    instrument, edition = split_edition(name)
    if edition is None or ":" in name:
        raise InputError(
            f"{name!r} names no edition.", mend="Write it as compact@draft-2022; see `list`."
        )
    return instrument, edition


def _view(change: Change, was: str, now: str) -> dict[str, Any]:
    unit = change.new or change.old
    assert unit is not None
    view: dict[str, Any] = {"id": change.id, "status": change.status, "kind": unit.kind}
    view["old"] = _words(change.old, change.id, was)
    view["new"] = _words(change.new, change.id, now)
    if change.status == CHANGED and change.old is not None and change.new is not None:
        view["changes"] = word_changes(change.old.text, change.new.text)
    if change.words_at is not None:
        view["words_at"] = at_edition(change.words_at, now if change.new is None else was)
    return view


def _words(unit: Unit | None, identifier: str, edition: str) -> dict[str, Any] | None:
    if unit is None:
        return None
    return {
        "id": at_edition(identifier, edition),
        "printed_label": unit.printed_label,
        "text": unit.text,
    }
