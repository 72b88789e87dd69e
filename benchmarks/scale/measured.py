"""One made build: written, opened, asked, and what each of that took."""

from __future__ import annotations

import pickle
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from indexer.build_inputs import Read, all_units, read_inputs
from indexer.corpus_io import CorpusFolder
from indexer.model import Unit
from indexer.remembered import Remembered
from indexer.retrieval.embed import Encoder
from indexer.retrieval.embed_cache import VectorCache, encode_cached
from indexer.retrieval.sizes import VectorSizes
from scale.asking import Known, ask_build, ask_vectors
from scale.corpora import corpus_of
from scale.figures import Figures
from scale.made import Base, Block, base_of, blocks
from scale.writing import spooled, write_rest, write_vectors, write_words

TOPICS = Path(__file__).parents[2] / "tests" / "golden" / "search" / "topics.tsv"
ASKED = 60
_WORD = re.compile(r"[^\W\d_]+")


def prepare(folder: Path, encoder: Encoder, kept: Path | None = None) -> None:
    """Encode the real sentences and the queries, once for all sizes; `kept` caches vectors."""
    cache = VectorCache(kept or folder / "cache", encoder.model)
    read = read_inputs(CorpusFolder(), Remembered())
    base = base_of(read, encoder, cache)
    queries = [line.split("\t")[1] for line in TOPICS.read_text("utf-8").splitlines()][:ASKED]
    known = dict(zip(queries, encode_cached(queries, encoder, cache).vectors, strict=True))
    words = {word.lower() for query in queries for word in _WORD.findall(query)}
    cut = {word: encoder.pieces(word) for word in words}
    (folder / "base").write_bytes(pickle.dumps((base, read, Known(encoder.model, known, cut))))


def sized(kind: str, count: int, folder: Path, sizes: VectorSizes | None = None) -> Figures:
    """The figures of one size, of what `prepare` left in a folder; what is made is removed.

    `kind` is "units" for whole builds or "vectors"; `sizes` are those of scale.toml unless others
    are given.
    """
    base, read, known = pickle.loads((folder / "base").read_bytes())
    build = folder / "build"
    try:
        if kind == "units":
            return of_build(base, read, known, count, build, sizes)
        return of_vectors(base, known, count, build, sizes)
    finally:
        shutil.rmtree(build, ignore_errors=True)


def of_vectors(
    base: Base, known: Known, count: int, folder: Path, sizes: VectorSizes | None
) -> Figures:
    """The vectors alone: of half as many units, or as many as it takes."""
    found = Figures()
    folder.mkdir()
    table, spool = spooled(blocks(base, count), folder, count)
    write_vectors(found, folder, table, spool, base.model.dimensions, sizes)
    ask_vectors(found, folder, list(known.vectors.values()), sizes)
    return found


def of_build(
    base: Base, real: Read, known: Known, count: int, folder: Path, sizes: VectorSizes | None
) -> Figures:
    """A whole build but for links: vectors, words, records, graph, dumps."""
    found = Figures()
    search = folder / "search"
    search.mkdir(parents=True)
    seen: list[Unit] = []

    def keeping() -> Iterator[Block]:
        for block in blocks(base, count):
            seen.extend(block.units)
            yield block

    table, spool = spooled(keeping(), search, None)
    read = corpus_of(real, seen)
    seen.clear()
    found.memory("of the corpus")
    write_vectors(found, search, table, spool, base.model.dimensions, sizes)
    write_words(found, base, read, search)
    write_rest(found, base, read, folder)
    names = [unit.id for unit in all_units(read.corpus)[:: max(1, count // ASKED)]]
    parts = {"words": search / "words", "search": search, "store": folder / "store"}
    for name, part in {**parts, "whole build": folder}.items():
        found.files(name, part)
    ask_vectors(found, search, list(known.vectors.values()), sizes)
    ask_build(found, folder, known, names, sizes)
    return found
