"""The only reader of a corpus folder: texts, profiles and facts become values of the model.

A corpus is a folder laid out as corpus/ in this repository. Whatever is wrong in it is told with
the file and the mend, before anything is built.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from indexer.corpus_facts import Facts, read_facts
from indexer.corpus_folder import CorpusFolder, check_hash, field
from indexer.editions.align import aligned
from indexer.errors import InputError
from indexer.model import Corpus, Edition, Source
from indexer.parsed import Printed, parsed
from indexer.parsing.node import Hint
from indexer.parsing.parse import Document, Part
from indexer.remembered import Remembered

__all__ = ["CorpusFolder", "Facts", "check_hash", "read_corpus", "read_facts", "read_noted"]

_DATES = ("date", "date_earliest", "date_latest", "date_basis")
_OF_USERS = ("text_sha256", "received")
FRAMEWORK_OF = "compact"
"""The instrument whose sections the framework's elements name."""


def read_noted(folder: CorpusFolder, corpus: Corpus) -> dict[str, bytes]:
    """Return what readers noted of the files of a corpus, by file: pages, boxes and mends."""
    found = {source.file: folder.noted(source.file) for source in corpus.sources}
    return {file: data for file, data in found.items() if data is not None}


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
    stated = {key: field(where, table, key) for key in named}
    if "date" not in table and not {"date_earliest", "date_latest"} <= table.keys():
        raise InputError(
            f"{where}: no date is stated.",
            mend="State `date`, or its bounds `date_earliest` and `date_latest`.",
        )
    dates: dict[str, Any] = {key: table.get(key) for key in (*_DATES, *_OF_USERS)}
    return Source(**stated, **dates)


def _part(where: str, table: Mapping[str, Any], facts: Facts) -> Part:
    instrument, profile = field(where, table, "instrument"), field(where, table, "profile")
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
        Hint(*(field(f"{where}, hint", hint, key) for key in ("ends", "before", "reason")))
        for hint in table.get("hints", ())
    )
    return Part(instrument, profile, table.get("begins"), hints)


def _document(folder: CorpusFolder, table: Mapping[str, Any], facts: Facts) -> Document:
    where = f"sources.toml, source {table['file']!r}"
    parts = tuple(_part(where, part, facts) for part in field(where, table, "part"))
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
