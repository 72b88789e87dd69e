"""One made build: written, opened, asked, and what each of that took."""

from __future__ import annotations

import json
import pickle
import resource
import shutil
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from pyoxigraph import Literal, NamedNode, Quad

from indexer import records
from indexer.graph import store
from indexer.model import Unit
from indexer.read import Index, SearchOptions
from indexer.record_file import write_rows
from indexer.retrieval import vectors, writer
from indexer.retrieval.embed import ModelId, Vectors, open_encoder
from indexer.retrieval.embed_cache import VectorCache, encode_cached
from indexer.retrieval.filters import write_facets
from scale.made import Base, Block, blocks, instruments, read_base

TOPICS = Path(__file__).parents[2] / "tests" / "golden" / "search" / "topics.tsv"
BASE = "https://example.org/"
ASKED = 60
K = 10
DIMENSIONS = 384
EMPTY = (
    *("notes", "citations", "links", "suggestions", "elements", "areas", "editions"),
    *("particulars", "names", "provisions", "sources", "redirects", "earlier", "earlier_notes"),
)
"""Records of which a made build has none."""
FILTERS = {
    "filtered, 1 instrument": SearchOptions(k=K, instruments=("made1",)),
    "filtered, recommendations": SearchOptions(k=K, kinds=("recommendation",)),
    "filtered, binding": SearchOptions(k=K, bindingness=("binding-when-ratified",)),
}


@dataclass(frozen=True)
class Known:
    """An encoder that knows the vectors of the queries, so that encoding is not timed."""

    model: ModelId
    vectors: dict[str, Vectors]

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return the vectors of known queries."""
        return np.stack([self.vectors[text] for text in texts])

    def pieces(self, text: str) -> list[tuple[int, int]]:
        """Raise: nothing that is asked here is cut."""
        raise NotImplementedError(f"no text is cut: {text[:20]}")


def prepare(folder: Path, kept: Path | None) -> None:
    """Encode the real sentences and the queries, once for all sizes."""
    encoder = open_encoder()
    cache = VectorCache(kept or folder / "cache", encoder.model)
    base = read_base(encoder, cache)
    queries = [line.split("\t")[1] for line in TOPICS.read_text("utf-8").splitlines()][:ASKED]
    known = dict(zip(queries, encode_cached(queries, encoder, cache).vectors, strict=True))
    (folder / "base").write_bytes(pickle.dumps((base, Known(encoder.model, known))))


def sized(kind: str, count: int, folder: Path) -> dict[str, Any]:
    """The figures of one size."""
    base, known = pickle.loads((folder / "base").read_bytes())
    build = folder / "build"
    try:
        if kind == "units":
            return of_build(base, known, count, build)
        return of_vectors(base, known, count, build)
    finally:
        shutil.rmtree(build, ignore_errors=True)


class Figures(dict[str, Any]):
    """Figures by name, in the order in which they were taken; each is told at once."""

    def __setitem__(self, name: str, value: Any) -> None:
        print(f"{name}: {value}", file=sys.stderr, flush=True)
        super().__setitem__(name, value)

    def time(self, name: str, action: Callable[[], Any]) -> Any:
        """Take the seconds of an action; return what it returns."""
        start = time.perf_counter()
        found = action()
        self[f"{name}, s"] = round(time.perf_counter() - start, 2)
        return found

    def opening(self, name: str, action: Callable[[], Any]) -> Any:
        """Take the milliseconds of opening something; return it."""
        start = time.perf_counter()
        found = action()
        self[f"opening {name}, ms"] = round(1000 * (time.perf_counter() - start), 2)
        return found

    def answers(self, name: str, ask: Callable[[str], Any], queries: Sequence[str]) -> list[Any]:
        """Time each query once, after one round that is not timed."""
        for query in queries[:5]:
            ask(query)
        times, found = [], []
        for query in queries:
            start = time.process_time()
            found.append(ask(query))
            times.append(1000 * (time.process_time() - start))
        p50, p99 = np.percentile(times, (50, 99))
        self[f"{name}, ms p50 / p99"] = f"{p50:.2f} / {p99:.2f}"
        return found

    def memory(self, name: str) -> None:
        """Take the most memory that this process has had."""
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        self[f"memory at most {name}, MB"] = peak // 1024


def of_vectors(base: Base, known: Known, count: int, folder: Path) -> Figures:
    """The vectors alone: of half as many units, or as many as it takes."""
    found = Figures()
    folder.mkdir()
    table, saved = spooled(blocks(base, count), folder, count)
    write_vectors(found, folder, table, saved)
    opened_vectors(found, folder, list(known.vectors.values()))
    return found


def of_build(base: Base, known: Known, count: int, folder: Path) -> Figures:
    """A whole build: vectors, words, facets, records and graph."""
    found = Figures()
    search = folder / "search"
    search.mkdir(parents=True)
    seen: list[Unit] = []

    def keeping() -> Iterator[Block]:
        for block in blocks(base, count):
            seen.extend(block.units)
            yield block

    table, saved = spooled(keeping(), search, None)
    write_vectors(found, search, table, saved)
    entries = [(unit.id, unit.text) for unit in seen]
    found.time("write words", lambda: writer.write_words(search, entries, base.model))
    found.memory("writing words")
    found.time("write records", lambda: write_records(base, seen, folder, search))
    sorted_ = found.time("write and sort graph", lambda: dump(seen, folder))
    found["quads"] = found.time("load graph", lambda: store.write_store(sorted_, folder / "store"))
    found.memory("writing all")
    disk(found, folder)
    opened_vectors(found, search, list(known.vectors.values()))
    opened_build(found, folder, known, [unit.id for unit in seen[:: max(1, count // ASKED)]])
    return found


def spooled(
    made: Iterator[Block], folder: Path, enough: int | None
) -> tuple[np.ndarray[Any, np.dtype[np.int32]], Path]:
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


def write_vectors(found: Figures, folder: Path, table: Any, spool: Path) -> None:
    """Write the vectors that lie in a spool, and time that."""
    rows, width = len(table), np.dtype(np.float16).itemsize * DIMENSIONS
    shape = (spool.stat().st_size // width, DIMENSIONS)
    mapped = np.memmap(spool, np.float16, "r", shape=shape)[:rows]
    found["vectors"] = f"{rows:,}"
    found.time("write vectors", lambda: vectors.save_table(folder, table, mapped))
    found.memory("writing vectors")
    spool.unlink()
    for name in ("vectors.faiss", "cells.faiss"):
        if (folder / name).is_file():
            found[f"{name}, MB"] = megabytes((folder / name).stat().st_size)


def write_records(base: Base, units: Sequence[Unit], folder: Path, search: Path) -> None:
    """Records, facets and the few files without which a build is not opened."""
    stated = {"edition": "made", "withdrawn": False}
    rows = ({**records.unit_record(u), "cite_as": f"Made, {u.id}", **stated} for u in units)
    write_rows(folder, "units", rows)
    known = instruments(base, len(units))
    write_rows(folder, "instruments", map(records.plain_record, known))
    for name in EMPTY:
        write_rows(folder, name, [])
    write_facets(search, units)
    manifest = {"build": "made", "base": BASE}
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")


def dump(units: Sequence[Unit], folder: Path) -> Path:
    """Eight quads a unit, as canonical N-Quads."""
    path = folder / "graph.nq"
    store.write_nquads((quad for unit in units for quad in quads_of(unit)), path)
    return path


def quads_of(unit: Unit) -> Iterator[Quad]:
    """Return eight quads about a unit."""
    graph, own = NamedNode(f"{BASE}graph/corpus"), NamedNode(BASE + unit.id)
    objects = {
        "type": NamedNode(f"{BASE}Unit"),
        "kind": NamedNode(BASE + unit.kind),
        "isPartOf": NamedNode(BASE + unit.instrument),
        "underElement": NamedNode(f"{BASE}element/{unit.element}"),
        "idLocal": Literal(unit.eid),
        "ordinal": Literal(unit.ordinal),
        "citeAs": Literal(f"Made, {unit.id}"),
        "text": Literal(unit.text),
    }
    return (Quad(own, NamedNode(BASE + name), value, graph) for name, value in objects.items())


def disk(found: Figures, folder: Path) -> None:
    """Take the megabytes of the parts of a build."""
    parts = {
        "words": folder / "search" / "words",
        "search": folder / "search",
        "store": folder / "store",
        "whole build": folder,
    }
    for name, part in parts.items():
        size = sum(path.stat().st_size for path in part.rglob("*") if path.is_file())
        found[f"disk {name}, MB"] = megabytes(size)


def megabytes(size: int) -> float:
    """Return bytes as megabytes, to a tenth."""
    return round(size / 1e6, 1)


def opened_vectors(found: Figures, folder: Path, queries: Sequence[Vectors]) -> None:
    """Opening, exact answers, and those of the index with their recall."""
    index = found.opening("vectors", lambda: vectors.load(folder))
    exact = vectors.load(folder, exact=True)
    numbered = {str(place): query for place, query in enumerate(queries)}

    def ids(answer: list[tuple[int, float]]) -> set[int]:
        return {unit for unit, _ in answer}

    true = found.answers("dense, exact", lambda q: exact.search(numbered[q], K), [*numbered])
    if index.measured is None:
        return
    found["cells visited / recall at build"] = f"{index.measured.probes} / {index.measured.recall}"
    got = found.answers("dense, by cells", lambda q: index.search(numbered[q], K), [*numbered])
    shares = [len(ids(a) & ids(b)) / K for a, b in zip(got, true, strict=True)]
    found["recall@10 of units"] = round(float(np.mean(shares)), 4)
    name = "dense, by cells, best 200"
    far = found.answers(name, lambda q: index.search(numbered[q], 200), [*numbered])
    best = [ids(exact.search(query, 200)) for query in numbered.values()]
    shares = [len(ids(a) & b) / max(len(b), 1) for a, b in zip(far, best, strict=True)]
    found["recall@200 of units"] = round(float(np.mean(shares)), 4)


def opened_build(found: Figures, folder: Path, known: Known, names: Sequence[str]) -> None:
    """Opening, a search of each kind, a unit by its name, and two queries of the graph."""
    index = found.opening("build", lambda: Index(folder, lambda _folder: known))
    queries = [*known.vectors]
    words = SearchOptions(mode="lexical")
    found.opening("search by words", lambda: index.search(queries[0], words))
    found.opening("hybrid search", lambda: index.search(queries[1], SearchOptions()))
    for mode in ("semantic", "lexical", "hybrid"):
        found.answers(mode, lambda q, m=mode: index.search(q, SearchOptions(k=K, mode=m)), queries)
    for name, options in FILTERS.items():
        found.answers(f"hybrid, {name}", lambda q, o=options: index.search(q, o), queries)
    found["hybrid recall@10"] = hybrid_recall(folder, index, known)
    found.answers("a unit by its name", lambda name: index.unit_json(index.unit(name)), names)
    graph = found.opening("graph", lambda: store.open_store(folder / "store"))
    about = "SELECT ?p ?o WHERE {{ GRAPH ?g {{ <{}{}> ?p ?o }} }}"
    found.answers(
        "graph: all about a unit",
        lambda name: [*graph.query(about.format(BASE, name))],
        names,
    )


def hybrid_recall(folder: Path, index: Index, known: Known) -> float:
    """Share of the best ten of hybrid search that are the same where every row is compared."""
    true = Index(folder, lambda _folder: known)
    true.searcher.__dict__["vectors"] = vectors.load(folder / "search", exact=True)
    shares, options = [], SearchOptions(k=K)
    for query in known.vectors:
        ids = [{hit.id for hit in own.search(query, options).hits} for own in (index, true)]
        shares.append(len(ids[0] & ids[1]) / max(len(ids[1]), 1))
    return round(float(np.mean(shares)), 4)
