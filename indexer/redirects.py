"""Names that are no longer in use: read from the corpus, carried in the build, looked up.

An identifier is for ever (docs/decisions/0002-identity.md). One that is withdrawn keeps leading
somewhere: to what took its place, or to a sentence that says why there is nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from indexer.errors import InputError, RetiredError
from indexer.model import Corpus, Provision

if TYPE_CHECKING:
    from indexer.corpus_io import CorpusFolder

FILE: Final = "redirects.toml"
_KEYS: Final = frozenset({"from", "to", "date", "reason"})


@dataclass(frozen=True, slots=True)
class Retired:
    """A name that is no longer in use."""

    name: str
    """An identifier; with a slash, a path below the base IRI, which stands for all below it."""
    to: str | None
    """The identifier that took its place; None where nothing did."""
    date: str
    reason: str

    def error(self, asked: str, to: str | None) -> RetiredError:
        """Return the error for whoever asks by a withdrawn name."""
        return RetiredError(
            f"{asked!r} was withdrawn on {self.date}. {self.reason}",
            mend=f"Use {to}." if to else "Nothing took its place.",
            asked=asked,
            to=to,
        )


def read_redirects(
    folder: CorpusFolder, corpus: Corpus, provisions: Iterable[Provision]
) -> tuple[Retired, ...]:
    """Return what a corpus says of withdrawn names; nothing where it has no such file.

    Raises InputError for what is wrong in it, also for a name that is in use and a target that
    is not.
    """
    if not folder.root.joinpath(FILE).is_file():
        return ()
    entries = folder.toml(FILE).get("redirect", [])
    found = tuple(_retired(place, own) for place, own in enumerate(entries, start=1))
    names, paths = _in_use(corpus, provisions)
    for problem in problems(found, names, paths):
        raise InputError(f"{FILE}: {problem}.", mend="Correct the entry.")
    return found


def _retired(place: int, entry: Mapping[str, Any]) -> Retired:
    where = f"{FILE}, redirect {place}"
    wrong = [key for key in entry if key not in _KEYS]
    missing = [key for key in ("from", "date", "reason") if not str(entry.get(key, "")).strip()]
    if wrong or missing:
        said = f"{wrong[0]!r} is no key of it" if wrong else f"{missing[0]!r} is missing"
        raise InputError(f"{where}: {said}.", mend="State from, date, reason and, if any, to.")
    try:
        date.fromisoformat(str(entry["date"]))
    except ValueError as error:
        raise InputError(
            f"{where}: {entry['date']!r} is no day.", mend="Write it 2026-11-22."
        ) from (error)
    return Retired(entry["from"], entry.get("to"), str(entry["date"]), entry["reason"])


def _in_use(corpus: Corpus, provisions: Iterable[Provision]) -> tuple[set[str], set[str]]:
    """Return the identifiers and the paths of instruments that are in use."""
    names = {own.id for own in corpus.instruments} | {own.id for own in provisions}
    for edition in corpus.editions:
        names |= {unit.id for unit in edition.units} | {note.id for note in edition.notes}
    return names, {own.path for own in corpus.instruments}


def problems(
    found: Iterable[Retired], names: Collection[str], paths: Collection[str]
) -> Iterator[str]:
    """Yield what is wrong with withdrawn names, given the identifiers and paths in use."""
    seen: set[str] = set()
    for own in found:
        if own.name in seen:
            yield f"{own.name} stands twice"
        seen.add(own.name)
        if own.name in names or own.name in paths:
            yield f"{own.name} is in use"
        if own.to is not None and own.to not in names:
            yield f"{own.name} leads to {own.to}, which is not in use"


def record(own: Retired) -> dict[str, Any]:
    """Return a withdrawn name as a record of a build."""
    return asdict(own)


def by_identifier(
    asked: str, retired: Mapping[str, Retired], names: Collection[str]
) -> RetiredError | None:
    """Return the error for a withdrawn identifier, or for one of a withdrawn instrument."""
    instrument, _, eid = asked.partition(":")
    if asked in retired:
        return retired[asked].error(asked, retired[asked].to)
    whole = retired.get(instrument) if eid else None
    if whole is None:
        return None
    return whole.error(asked, _same_below(whole.to, eid, names))


def by_path(
    path: str, retired: Mapping[str, Retired], names: Collection[str]
) -> RetiredError | None:
    """Return the error for a withdrawn path, or for one below such."""
    head, below = path, ""
    while head:
        if "/" in head and head in retired:
            own = retired[head]
            return own.error(path, _same_below(own.to, below, names))
        head, _, last = head.rpartition("/")
        below = f"{last}/{below}" if below else last
    return None


def _same_below(to: str | None, eid: str, names: Collection[str]) -> str | None:
    """Return the unit of the same name below what took the place, or else that itself."""
    same = f"{to}:{eid}"
    return same if to is not None and same in names else to
