"""The records of a build, written: what `indexer.contents` and `indexer.linked` read back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from indexer import records
from indexer.citing.particulars import particulars_record
from indexer.corpus_io import Facts
from indexer.editions.current import earlier, editions_of, origins
from indexer.evidence import Evidence
from indexer.model import Corpus, Edition
from indexer.record_file import write_rows
from indexer.redirects import Retired, record

NOTED = "noted"
"""The folder of a build with what readers noted of files besides their texts."""


def _write(folder: Path, written: Mapping[str, Iterable[records.Record]]) -> None:
    for name, rows in written.items():
        write_rows(folder, name, rows)


def write_records(folder: Path, whole: Corpus, corpus: Corpus, cited: Mapping[str, str]) -> None:
    """Write units, notes, tiles, instruments and facts; `cited` cites each unit by identifier.

    `whole` has every edition, `corpus` one for each instrument (see indexer.editions.current).
    """
    origin = origins(whole)
    units = (
        {
            **records.unit_record(unit),
            "cite_as": cited[unit.id],
            **dict(zip(("edition", "withdrawn"), origin[unit.id], strict=True)),
        }
        for edition in corpus.editions
        for unit in edition.units
    )
    pieces = (
        records.piece_record(file, piece) for file, own in corpus.pieces.items() for piece in own
    )
    current = {id(own[-1]) for own in editions_of(whole).values()}
    written = {
        "units": units,
        "notes": _notes(corpus.editions),
        "pieces": pieces,
        "instruments": map(records.plain_record, corpus.instruments),
        "sources": map(records.plain_record, corpus.sources),
        "editions": (
            {
                **{key: getattr(e, key) for key in ("instrument", "edition", "language", "file")},
                "current": id(e) in current,
            }
            for e in whole.editions
        ),
        "areas": ({"id": a.id, "label": a.label} for a in corpus.areas),
        "elements": (
            {key: getattr(e, key) for key in ("number", "label", "area", "section")}
            for e in corpus.elements
        ),
        "earlier": (
            {**records.unit_record(unit), "edition": edition.edition}
            for edition in earlier(whole)
            for unit in edition.units
        ),
        "earlier_notes": _notes(earlier(whole)),
    }
    _write(folder, written)


def _notes(editions: Iterable[Edition]) -> Iterable[records.Record]:
    return (
        {**records.note_record(note), "instrument": edition.instrument}
        for edition in editions
        for note in edition.notes
    )


def write_citing(folder: Path, facts: Facts) -> None:
    """Write what citations are written and resolved with."""
    citing = facts.citing
    written = {
        "provisions": map(records.plain_record, facts.provisions),
        "particulars": map(particulars_record, citing.particulars.values()),
        "names": ({"name": name, "ids": ids} for name, ids in citing.names.items()),
    }
    _write(folder, written)
    tables = {"citation": facts.citation, "styles": citing.styles, "resolver": citing.resolver}
    for name, table in tables.items():
        text = json.dumps(table, ensure_ascii=False)
        (folder / f"{name}.json").write_text(f"{text}\n", encoding="utf-8")


def write_redirects(folder: Path, retired: Iterable[Retired]) -> None:
    """Write the names that are no longer in use."""
    _write(folder, {"redirects": map(record, retired)})


def write_evidence(folder: Path, evidence: Evidence) -> None:
    """Write the three families of links."""
    _write(folder, evidence.records())


def write_links_model(folder: Path, facts: Mapping[str, Any] | None) -> None:
    """Write what is known of the model that made the suggestions; {} where nothing was learned."""
    text = json.dumps(facts or {}, sort_keys=True, ensure_ascii=False, indent=1)
    (folder / "links_model.json").write_text(f"{text}\n", encoding="utf-8")


def write_texts(folder: Path, texts: Mapping[str, str]) -> None:
    """Write the source texts as decoded."""
    (folder / "texts").mkdir()
    for name, text in texts.items():
        (folder / "texts" / name).write_bytes(text.encode())


def write_noted(folder: Path, noted: Mapping[str, bytes]) -> None:
    """Write what readers noted of files, where they noted anything."""
    if noted:
        (folder / NOTED).mkdir()
    for name, data in noted.items():
        (folder / NOTED / f"{name}.json").write_bytes(data)
