"""Pages of a list, held together by an opaque cursor.

A cursor names the build and the query it belongs to. A list of one build and one query never
changes, so a place in it is all that has to be kept: nothing is skipped and nothing comes twice.
"""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final, Generic, TypeVar
from urllib.parse import urlencode

from indexer.errors import QueryError

MOST: Final = 1000
"""The largest `limit`."""
NOT_OF_THE_QUERY: Final = frozenset({"cursor", "limit", "fields"})
"""Parameters that may change from page to page."""
_Item = TypeVar("_Item")
_RESTART = "Ask again without `cursor`."


@dataclass(frozen=True, slots=True)
class Query:
    """What a list is asked for: by which path, with which parameters, of which build."""

    build: str
    path: str
    parameters: tuple[tuple[str, str], ...]

    @property
    def digest(self) -> str:
        """A hash of what decides which items there are, in which order."""
        own = sorted(pair for pair in self.parameters if pair[0] not in NOT_OF_THE_QUERY)
        return _hash(self.path.removesuffix(".csv"), *(part for pair in own for part in pair))

    def after(self, place: int) -> str:
        """Return the address, from the root, of the page that begins at a place."""
        own = [pair for pair in self.parameters if pair[0] != "cursor"]
        return f"{self.path}?{urlencode([*own, ('cursor', cursor(self, place))])}"


@dataclass(frozen=True, slots=True)
class Page(Generic[_Item]):
    """Some of the items of a list, and the address of those that follow, if any do."""

    items: Sequence[_Item]
    next: str | None


def page(items: Sequence[_Item], query: Query, limit: int | None, given: str | None) -> Page[_Item]:
    """Return a page of a list: from the beginning, or from where a cursor points.

    `limit` None gives all that is left. Raises QueryError for a cursor that is none of this
    service, or is one of another build or another query.
    """
    start = 0 if given is None else place(given, query)
    end = len(items) if limit is None else start + limit
    return Page(items[start:end], query.after(end) if end < len(items) else None)


def cursor(query: Query, at: int) -> str:
    """Return the cursor of a place in the list of a query."""
    parts = (query.build, query.digest, str(at))
    return urlsafe_b64encode(".".join((*parts, _hash(*parts))).encode()).decode().rstrip("=")


def place(given: str, query: Query) -> int:
    """Return the place that a cursor names. Raises QueryError as `page` does."""
    parts = _parts(given)
    if len(parts) != 4 or _hash(*parts[:3]) != parts[3] or not parts[2].isdecimal():
        raise QueryError("`cursor` is no cursor of this service.", mend=_RESTART)
    build, digest, at = parts[:3]
    if build != query.build:
        raise QueryError(
            f"`cursor` belongs to build {build}; the service answers from {query.build}.",
            mend=_RESTART,
        )
    if digest != query.digest:
        raise QueryError(
            "`cursor` belongs to another query.",
            mend="Send it with the parameters that it came from; only `limit` and `fields` may"
            " change.",
        )
    return int(at)


def _parts(given: str) -> list[str]:
    """The parts of a cursor; none where it is not readable."""
    padded = given.rstrip("=") + "=" * (-len(given.rstrip("=")) % 4)
    try:
        return urlsafe_b64decode(padded.encode("ascii")).decode("ascii").split(".")
    except ValueError:
        return []


def _hash(*parts: str) -> str:
    return sha256("\0".join(parts).encode()).hexdigest()[:16]


def query_of(build: str, path: str, parameters: Iterable[tuple[str, str]]) -> Query:
    """Return the query of a request."""
    return Query(build, path, tuple(parameters))
