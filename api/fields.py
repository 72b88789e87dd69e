"""`fields=`: only the named members of each item, so that a client pays for what it reads."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from pydantic import BaseModel

from api.schemas import Json
from indexer.nearest import not_offered


def fields_of(*models: type[BaseModel]) -> tuple[str, ...]:
    """Return the names of the members of JSON models, each once, in their order."""
    names = (own.alias or name for model in models for name, own in model.model_fields.items())
    return tuple(dict.fromkeys(names))


def chosen(given: Iterable[str] | None, known: Collection[str]) -> tuple[str, ...] | None:
    """Return the fields that a client names, parted by commas; None where it names none.

    Raises QueryError for a name that is not known, with the nearest that is.
    """
    if given is None:
        return None
    names = tuple(dict.fromkeys(part.strip() for own in given for part in own.split(",")))
    for name in names:
        if name not in known:
            raise not_offered(f"There is no field {name[:80]!r} here.", name, known)
    return names


def only(items: Iterable[Json], names: Sequence[str] | None) -> list[Json]:
    """Return items with the named members only, in the order of the names; all where None."""
    if names is None:
        return list(items)
    return [{name: item[name] for name in names if name in item} for item in items]
