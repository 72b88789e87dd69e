"""Adding files to the user corpus, with a build that has them.

A file that is wrong does not keep the others from being added.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from indexer.build import Built, Report, quiet
from indexer.corpus_io import CorpusFolder, Facts, read_facts
from indexer.errors import InputError
from indexer.own.change import Place, changed
from indexer.own.entry import Entry, Told, entry_of
from indexer.own.folder import Listed, listed
from indexer.own.intake import Asked, Taken, take, taken
from indexer.own.layered import with_listed
from indexer.own.process import ProcessLimits, run_limited
from indexer.own.received import better, bytes_of, printable, rank
from indexer.readers.limits import ReadLimits


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one file may use."""

    read: ReadLimits
    process: ProcessLimits
    line: int


@dataclass(frozen=True)
class Outcome:
    """What became of one file."""

    file: str
    added: Entry | None = None
    taken: Taken | None = None
    error: InputError | None = None
    left_out: str | None = None
    """Why the file was passed over, where that is no error."""


@dataclass(frozen=True)
class Known:
    """What there is before a file is taken; files that are taken join `editions` and `files`."""

    facts: Facts
    shipped: frozenset[str]
    """The instruments of which the corpus below has a text."""
    editions: dict[str, Mapping[str, object]]
    files: dict[str, Path] = field(default_factory=dict)
    """The files of this command, by the editions that they became."""


@dataclass(frozen=True)
class Added:
    """What a command did, file by file, and the build with it; None where nothing changed."""

    outcomes: tuple[Outcome, ...]
    built: Built | None


def add(
    files: Sequence[Path],
    asked: Asked,
    told: Told,
    place: Place,
    limits: Limits,
    report: Report = quiet,
) -> Added:
    """Add files to the user corpus, and build.

    Raises InputError where the user corpus cannot be changed, or --as names several files; what is
    wrong with one file is told in its outcome.
    """
    _check_asked(files, asked)
    with place.own.held():
        before = place.own.read_listed()
        folder = with_listed(place.root, place.own, before)
        known = Known(read_facts(folder), _shipped(folder), dict(before.editions))
        outcomes = list(_outcomes(files, asked, told, known, limits, report))
        entries = [outcome.added for outcome in outcomes if outcome.added is not None]
        built = changed(_with(before, entries), entries, place, report) if entries else None
    return Added(tuple(outcomes), built)


def _shipped(folder: CorpusFolder) -> frozenset[str]:
    """Return the instruments of which the corpus has a text that is not the user's."""
    sources = folder.toml("sources.toml")["source"]
    return frozenset(
        part["instrument"]
        for source in sources
        if folder.is_shipped(source["file"])
        for part in source["part"]
    )


def _check_asked(files: Sequence[Path], asked: Asked) -> None:
    given = [
        option
        for option, value in (("--as", asked.instrument), ("--title", asked.title))
        if value is not None
    ]
    if given and len(files) > 1:
        raise InputError(
            f"{given[0]} names one text, but {len(files)} files are given.",
            mend=f"Add them one by one, or leave out {given[0]}.",
        )


def _outcomes(
    files: Sequence[Path],
    asked: Asked,
    told: Told,
    known: Known,
    limits: Limits,
    report: Report,
) -> Iterator[Outcome]:
    preferred = better(files)
    refused: set[Path] = set()
    found: dict[int, Outcome] = {}
    # Those that keep most of their structure first, so that of one edition they are taken.
    for number, at in enumerate(sorted(range(len(files)), key=lambda at: rank(files[at]))):
        report("take", number, len(files))
        file = files[at]
        if file in preferred and preferred[file] not in refused:
            left_out = f"{printable(preferred[file].name)} of the same name is preferred"
            found[at] = Outcome(printable(str(file)), left_out=left_out)
            continue
        found[at] = _outcome(file, asked, told, known, limits)
        entry = found[at].added
        if found[at].error is not None:
            refused.add(file)
        if entry is not None:
            known.editions[entry.id], known.files[entry.id] = entry.source, file
    report("take", len(files), len(files))
    yield from (found[at] for at in range(len(files)))


def _outcome(
    file: Path,
    asked: Asked,
    told: Told,
    known: Known,
    limits: Limits,
) -> Outcome:
    name, shown = printable(file.name), printable(str(file))
    try:
        data = bytes_of(file, limits.read)
        value = run_limited(
            lambda: take(data, name, asked, known.facts, limits.read, limits.line),
            name,
            limits.process,
        )
        found = taken(value)
        entry = entry_of(name, data, found, told, known.facts, known.shipped)
        there, other = known.editions.get(entry.id), known.files.get(entry.id)
        if other is not None and rank(other) < rank(file):
            preferred = f"{printable(other.name)} has {entry.id} too, and is preferred"
            return Outcome(shown, left_out=preferred)
        if there is not None:
            return _same(name, shown, entry, there)
        return Outcome(shown, added=entry, taken=found)
    except InputError as error:
        return Outcome(shown, error=error)


def _same(name: str, shown: str, entry: Entry, there: Mapping[str, object]) -> Outcome:
    if there["sha256"] == entry.source["sha256"] and there["part"] == entry.source["part"]:
        return Outcome(shown, left_out=f"{entry.id} is there already, from the same bytes")
    raise InputError(
        f"{name}: {entry.id} is there already, from other bytes ({there['received']}).",
        mend=f"Name this edition, such as --as {entry.instrument}@NAME, or run "
        f"`clausegraph remove {entry.id}` first.",
    )


def _with(before: Listed, entries: Sequence[Entry]) -> Listed:
    instruments = {own["id"]: own for own in before.instruments}
    bodies = {own["id"]: own for own in before.bodies}
    for entry in entries:
        if entry.new_instrument is not None:
            instruments.setdefault(entry.instrument, entry.new_instrument)
        if entry.new_body is not None:
            bodies.setdefault(entry.new_body["id"], entry.new_body)
    sources = (*before.sources, *(entry.source for entry in entries))
    return listed(sources, instruments.values(), bodies.values())
