"""Everything of a build but its search: records, texts, the graph with its store, the dumps.

The store and the dumps are made beside each other in threads: they read what is written already,
and spend most of their time outside of Python.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from indexer.build_inputs import Read, all_units
from indexer.build_records import (
    write_citing,
    write_evidence,
    write_noted,
    write_records,
    write_redirects,
    write_texts,
)
from indexer.citeas import citer
from indexer.dumps import write_graph_dump, write_units_dump
from indexer.editions.current import origins
from indexer.evidence import Evidence
from indexer.graph import RunFacts, lines
from indexer.graph.grown import Earlier
from indexer.graph.sorting import write_sorted
from indexer.graph.store import write_store
from indexer.kept import write_kept
from indexer.model import Corpus
from indexer.publish import GRAPH, STORE
from indexer.remembered import Remembered


def write_facts(
    folder: Path,
    read: Read,
    whole: Corpus,
    corpus: Corpus,
    evidence: Evidence,
    manifest: Mapping[str, Any],
    remembered: Remembered,
    earlier: Callable[[], Earlier | None],
) -> int:
    """Write records, texts, graph and dumps; return how many quads there are.

    `whole` has every edition, `corpus` one for each instrument; the store goes on from that of
    an `earlier` build, which is looked for when the graph is written.
    """
    by_id = {unit.id: unit for unit in all_units(corpus)}
    cite = citer(by_id, read.facts.instruments, read.facts.citation)
    write_records(folder, whole, corpus, {name: cite(name) for name in by_id})
    write_citing(folder, read.facts)
    write_kept(folder, read.given.kept)
    write_evidence(folder, evidence)
    write_redirects(folder, read.given.retired)
    write_texts(folder, read.texts)
    write_noted(folder, read.noted)
    made = lines(
        whole,
        _run(manifest),
        manifest["base"],
        remembered,
        cite_as=lambda unit: cite(unit.id),
        texts=read.texts,
        evidence=evidence,
        linked=corpus,
        cite=cite,
    )
    write_sorted(made, folder / GRAPH)
    with ThreadPoolExecutor(2) as beside:
        size = beside.submit(lambda: write_store(folder / GRAPH, folder / STORE, earlier()))
        dump = beside.submit(write_graph_dump, folder)
        notes = [note for edition in corpus.editions for note in edition.notes]
        instruments, base = read.facts.instruments, manifest["base"]
        write_units_dump(folder, by_id.values(), notes, instruments, base, cite, origins(whole))
        dump.result()
        return size.result()


def _run(manifest: Mapping[str, Any]) -> RunFacts:
    model = manifest["model"]
    return RunFacts(
        manifest["build"], manifest["version"], model["name"], model["sha256"], manifest["inputs"]
    )
