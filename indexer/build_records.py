"""The records of a build, written: what `indexer.contents` and `indexer.linked` read back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from indexer import records
from indexer.citing.particulars import particulars_record
from indexer.corpus_io import Facts
from indexer.evidence import Evidence
from indexer.model import Corpus


def _write(folder: Path, written: Mapping[str, Iterable[records.Record]]) -> None:
    for name, rows in written.items():
        (folder / f"{name}.jsonl").write_bytes(records.lines(rows))


def write_records(folder: Path, corpus: Corpus, cited: Mapping[str, str]) -> None:
    """Write units, notes, tiles, instruments and facts; `cited` cites each unit by identifier."""
    units = (
        {**records.unit_record(unit), "cite_as": cited[unit.id]}
        for edition in corpus.editions
        for unit in edition.units
    )
    notes = (
        {**records.note_record(note), "instrument": edition.instrument}
        for edition in corpus.editions
        for note in edition.notes
    )
    pieces = (
        records.piece_record(file, piece) for file, own in corpus.pieces.items() for piece in own
    )
    written = {
        "units": units,
        "notes": notes,
        "pieces": pieces,
        "instruments": map(records.plain_record, corpus.instruments),
        "sources": map(records.plain_record, corpus.sources),
        "editions": (
            {key: getattr(e, key) for key in ("instrument", "edition", "language", "file")}
            for e in corpus.editions
        ),
        "areas": ({"id": a.id, "label": a.label} for a in corpus.areas),
        "elements": (
            {key: getattr(e, key) for key in ("number", "label", "area", "section")}
            for e in corpus.elements
        ),
    }
    _write(folder, written)


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
