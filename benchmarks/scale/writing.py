"""Writes a made build, part by part, as a real one is written."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np

from indexer import publish
from indexer.build_facts import write_facts
from indexer.build_inputs import Read, all_units
from indexer.evidence import Evidence
from indexer.manifest import manifest_of
from indexer.remembered import Remembered
from indexer.retrieval import vectors, writer
from indexer.retrieval.filters import write_facets
from indexer.retrieval.rows import Table
from indexer.retrieval.sections import write_sections
from indexer.retrieval.sizes import VectorSizes
from scale.figures import Figures
from scale.made import Base, Block

IRI = "https://example.org/"


def spooled(made: Iterable[Block], folder: Path, enough: int | None) -> tuple[Table, Path]:
    """Rows in memory, vectors as 16-bit floats in a file; as many as suffice or there are."""
    tables, spool, total = [], folder / "spool", 0
    with spool.open("wb") as stream:
        for block in made:
            tables.append(block.rows)
            total += len(block.rows)
            stream.write(block.vectors.astype(np.float16).tobytes())
            if enough is not None and total >= enough:
                break
    return np.concatenate(tables)[:enough], spool


def write_vectors(
    found: Figures,
    folder: Path,
    table: Table,
    spool: Path,
    dimensions: int,
    sizes: VectorSizes | None = None,
) -> None:
    """Write the vectors that lie in a spool, which is then removed."""
    rows = spool.stat().st_size // (np.dtype(np.float16).itemsize * dimensions)
    mapped = np.memmap(spool, np.float16, "r", shape=(rows, dimensions))[: len(table)]
    found["vectors"] = f"{len(table):,}"
    found.time("write vectors", lambda: vectors.save_table(folder, table, mapped, sizes))
    found.memory("writing vectors")
    spool.unlink()
    for path in sorted(folder.glob("*.faiss")):
        found[f"{path.name}, MB"] = round(path.stat().st_size / 1e6, 1)


def write_words(found: Figures, base: Base, read: Read, folder: Path) -> None:
    """Write all of the search but the vectors: words, concepts, facets, sections."""
    units = all_units(read.corpus)
    entries = [(unit.id, unit.text) for unit in units]

    def write() -> None:
        writer.write_words(folder, entries, base.model, read.language, base.everyday)
        write_facets(folder, units)
        write_sections(folder, units)

    found.time("write words", write)
    found.memory("writing words")


def write_rest(found: Figures, base: Base, read: Read, folder: Path) -> None:
    """Write records, texts, graph, store, dumps and the manifest with the hash of every file."""
    corpus, remembered = read.corpus, Remembered()
    evidence = Evidence(provisions=read.facts.provisions)
    manifest = manifest_of({}, base.model, IRI)

    def write() -> int:
        facts = (read, corpus, corpus, evidence, manifest, remembered)
        return write_facts(folder, *facts, earlier=lambda: None)

    size = found.time("write records, graph, dumps", write)
    found["quads"] = f"{size:,}"
    found.time("hash files", lambda: publish.write_manifest(folder, manifest))
    found.memory("writing all")
