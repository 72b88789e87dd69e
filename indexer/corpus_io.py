"""The only reader of a corpus folder: texts, profiles and facts become values of the model.

A corpus is a folder laid out as corpus/ in this repository. Whatever is wrong in it is told with
the file and the mend, before anything is built.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import corpus
from indexer.citing.gather import Citing, gather, templates
from indexer.editions.align import aligned
from indexer.errors import InputError
from indexer.model import Area, Corpus, Edition, Element, Instrument, Provision, Source
from indexer.parsed import Printed, parsed
from indexer.parsing.examples import failing_examples
from indexer.parsing.node import Hint
from indexer.parsing.parse import Document, Part
from indexer.parsing.profiles import Profile, parse_profile
from indexer.provisions import read_provisions
from indexer.remembered import Remembered

_DATES = ("date", "date_earliest", "date_latest", "date_basis")
_OF_USERS = ("text_sha256", "received")
_TABLES = 512
"""Files of which the tables are kept: a build asks for most of them more than once."""
FRAMEWORK_OF = "compact"
"""The instrument whose sections the framework's elements name."""


@dataclass(frozen=True, slots=True)
class Facts:
    """The hand-kept facts of a corpus, and the hash of every file they were read from."""

    instruments: Mapping[str, Instrument]
    areas: tuple[Area, ...]
    elements: tuple[Element, ...]
    profiles: Mapping[str, Profile]
    citation: Mapping[str, Mapping[str, str]]
    provisions: tuple[Provision, ...]
    citing: Citing
    hashes: Mapping[str, str]


@lru_cache(_TABLES)
def _tables(data: bytes) -> dict[str, Any]:
    return tomllib.loads(data.decode("utf-8"))


class CorpusFolder:
    """A corpus folder, read on demand; every file read is hashed."""

    def __init__(self, root: Traversable | Path | None = None) -> None:
        self.root: Traversable = root if root is not None else corpus.root
        self.hashes: dict[str, str] = {}

    def read(self, name: str) -> bytes:
        """Return a file's bytes. Raises InputError where it cannot be read."""
        try:
            data = self.root.joinpath(name).read_bytes()
        except OSError as error:
            raise _unreadable(name, error) from error
        self.hashes[name] = hashlib.sha256(data).hexdigest()
        return data

    def names(self, name: str) -> list[str]:
        """Return the names in a folder, sorted. Raises InputError where it cannot be read."""
        try:
            return sorted(entry.name for entry in self.root.joinpath(name).iterdir())
        except OSError as error:
            raise _unreadable(name, error) from error

    def toml(self, name: str) -> dict[str, Any]:
        """Return a TOML file's tables. Raises InputError with the place of a syntax error."""
        try:
            return deepcopy(_tables(self.read(name)))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise InputError(f"{name}: {error}.", mend="Correct the file's syntax.") from error

    def noted(self, _name: str) -> bytes | None:
        """Return what a reader noted of a source besides its text: nothing, of plain text."""
        return None

    def is_shipped(self, _file: str) -> bool:
        """Return whether a source comes with the corpus, and was not laid over it by a user."""
        return True

    def text(self, name: str, sha256: str) -> str:
        """Return a source text. Raises InputError where its bytes are not those declared."""
        data = self.read(f"sources/{name}")
        check_hash(f"sources/{name}", self.hashes[f"sources/{name}"], sha256)
        try:
            return data.decode("utf-8").removeprefix("\ufeff")
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            raise InputError(
                f"sources/{name}, line {line}: byte {data[error.start]:#04x} is not UTF-8.",
                mend="Save the text as UTF-8.",
            ) from error


def read_noted(folder: CorpusFolder, corpus: Corpus) -> dict[str, bytes]:
    """Return what readers noted of the files of a corpus, by file: pages, boxes and mends."""
    found = {source.file: folder.noted(source.file) for source in corpus.sources}
    return {file: data for file, data in found.items() if data is not None}


def check_hash(name: str, found: str, declared: str) -> None:
    """Raise InputError where a file's hash is not the one that sources.toml declares."""
    if found != declared:
        raise InputError(
            f"{name} has sha256 {found}, but sources.toml declares {declared}.",
            mend="Restore the file, or declare the new text as an edition of its own.",
        )


def _unreadable(name: str, error: OSError) -> InputError:
    return InputError(
        f"{name} of the corpus cannot be read: {error.strerror or error}.",
        mend="Give a folder laid out as corpus/ in the repository with --corpus.",
    )


def _field(where: str, table: Mapping[str, Any], key: str) -> Any:
    if key not in table:
        raise InputError(f"{where}: {key!r} is missing.", mend=f"State {key!r}.")
    return table[key]


def _instrument(table: Mapping[str, Any]) -> Instrument:
    where = f"registry/instruments.toml, instrument {table.get('id')!r}"
    return Instrument(
        id=_field(where, table, "id"),
        title=_field(where, table, "title"),
        short_title=table.get("short_title", table["title"]),
        path=_field(where, table, "path"),
        body=tuple(_field(where, table, "body")),
        kind=_field(where, table, "kind"),
        bindingness=_field(where, table, "bindingness"),
        is_law=_field(where, table, "law"),
        year=table.get("year"),
        number=_optional_text(table, "number"),
        symbol=_optional_text(table, "symbol"),
        date=_optional_text(table, "adopted"),
        form=table.get("form"),
        status=table.get("status"),
        cite_title=table.get("cite_title"),
    )


def _optional_text(table: Mapping[str, Any], key: str) -> str | None:
    return str(table[key]) if key in table else None


def _element(file: str, table: Mapping[str, Any]) -> Element:
    where = f"{file}, element {table.get('number')!r}"
    return Element(*(_field(where, table, key) for key in ("number", "label", "area", "section")))


def _profiles(folder: CorpusFolder) -> dict[str, Profile]:
    profiles = {}
    for name in (n for n in folder.names("profiles") if n.endswith(".toml")):
        profile = parse_profile(f"profiles/{name}", folder.toml(f"profiles/{name}"))
        failing = failing_examples(profile)
        if failing:
            raise InputError(f"profiles/{name}: {failing[0]}.", mend="Correct the pattern.")
        profiles[profile.name] = profile
    return profiles


def read_facts(folder: CorpusFolder) -> Facts:
    """Read registry, framework and profiles. Raises InputError for what is wrong in them."""
    registry = folder.toml("registry/instruments.toml")
    instruments = {t["id"]: _instrument(t) for t in registry.get("instrument", ())}
    shipped = folder if folder.root == corpus.root else CorpusFolder()
    citation = templates(registry, shipped)
    citing = gather(folder, shipped, registry, instruments, citation)
    if shipped is not folder:
        folder.hashes |= {f"shipped/{name}": found for name, found in shipped.hashes.items()}
    file = "registry/framework.toml"
    framework = folder.toml(file)
    return Facts(
        instruments=instruments,
        areas=tuple(
            Area(*(_field(f"{file}, area {t.get('id')!r}", t, key) for key in ("id", "label")))
            for t in framework.get("area", ())
        ),
        elements=tuple(_element(file, t) for t in framework.get("element", ())),
        profiles=_profiles(folder),
        citation=citation,
        provisions=read_provisions(folder, instruments),
        citing=citing,
        hashes=folder.hashes,
    )


def _source(table: Mapping[str, Any]) -> Source:
    where = f"sources.toml, source {table.get('file')!r}"
    named = (
        "file",
        "sha256",
        "title",
        "publisher",
        "status",
        "edition",
        "language",
        "origin",
        "rights",
    )
    stated = {key: _field(where, table, key) for key in named}
    if "date" not in table and not {"date_earliest", "date_latest"} <= table.keys():
        raise InputError(
            f"{where}: no date is stated.",
            mend="State `date`, or its bounds `date_earliest` and `date_latest`.",
        )
    dates: dict[str, Any] = {key: table.get(key) for key in (*_DATES, *_OF_USERS)}
    return Source(**stated, **dates)


def _part(where: str, table: Mapping[str, Any], facts: Facts) -> Part:
    instrument, profile = _field(where, table, "instrument"), _field(where, table, "profile")
    if instrument not in facts.instruments:
        raise InputError(
            f"{where}: instrument {instrument!r} is not registered.",
            mend="Add it to registry/instruments.toml.",
        )
    if profile not in facts.profiles:
        raise InputError(
            f"{where}: profile {profile!r} is not known.",
            mend=f"Use one of {', '.join(sorted(facts.profiles))}.",
        )
    hints = tuple(
        Hint(*(_field(f"{where}, hint", hint, key) for key in ("ends", "before", "reason")))
        for hint in table.get("hints", ())
    )
    return Part(instrument, profile, table.get("begins"), hints)


def _document(folder: CorpusFolder, table: Mapping[str, Any], facts: Facts) -> Document:
    where = f"sources.toml, source {table['file']!r}"
    parts = tuple(_part(where, part, facts) for part in _field(where, table, "part"))
    titles = {part.instrument: facts.instruments[part.instrument].title for part in parts}
    text = folder.text(table["file"], table["sha256"])
    return Document(table["file"], text, parts, titles, table.get("paged", True))


def _editions(source: Source, printed: Iterable[Printed]) -> list[Edition]:
    return [
        Edition(own.instrument, source.edition, source.language, source.file, own.units, own.notes)
        for own in printed
    ]


def _check_once(tables: Sequence[Mapping[str, Any]]) -> None:
    """Refuse an edition that two files print: their units would have the same identifiers."""
    files: dict[tuple[str, str], str] = {}
    for table in tables:
        for part in table.get("part", ()):
            name, file = part.get("instrument", ""), table.get("file", "")
            edition = table.get("edition", "")
            if files.setdefault((name, edition), file) != file:
                raise InputError(
                    f"sources.toml: edition {edition!r} of {name!r} is in "
                    f"{files[name, edition]} and in {file}.",
                    mend="Give each edition of an instrument a name of its own.",
                )


def read_corpus(
    folder: CorpusFolder, remembered: Remembered | None = None
) -> tuple[Corpus, Facts, dict[str, str]]:
    """Read and parse a whole corpus; texts that were parsed before are remembered.

    Returns the corpus, its facts and the decoded text of each file. Raises InputError for a
    fact, a text or a tiling that is wrong.
    """
    memory = remembered or Remembered()
    facts = read_facts(folder)
    tables = folder.toml("sources.toml").get("source", ())
    sources = tuple(_source(table) for table in tables)
    elements = {FRAMEWORK_OF: {e.section: e.number for e in facts.elements}}
    editions: list[Edition] = []
    pieces, texts = {}, {}
    _check_once(tables)
    stated = sorted(own for own in folder.hashes.items() if own[0].startswith("profiles/"))
    for source, table in zip(sources, tables, strict=True):
        document = _document(folder, table, facts)
        printed, tiles = parsed(document, facts.profiles, elements, memory, stated)
        own, tiles = aligned(_editions(source, printed), tiles, editions)
        editions += own
        pieces[source.file], texts[source.file] = tiles, document.text
    corpus_read = Corpus(
        instruments=tuple(facts.instruments.values()),
        sources=sources,
        areas=facts.areas,
        elements=facts.elements,
        editions=tuple(editions),
        pieces=pieces,
    )
    return corpus_read, facts, texts
