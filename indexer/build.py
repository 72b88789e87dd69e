"""From a corpus to a published build: parse, write the graph, the vectors and the words.

A build is named by the hash of everything that decides its bytes: the corpus files, the model,
the base IRI, this program's own code and the versions of the libraries that write its files.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any
from zlib import ZLIB_RUNTIME_VERSION

from pyoxigraph import Quad

from indexer import publish
from indexer.build_records import (
    write_citing,
    write_evidence,
    write_links_model,
    write_noted,
    write_records,
    write_redirects,
    write_texts,
)
from indexer.citeas import citer
from indexer.cited import with_resolved_notes
from indexer.concepts import FILE as CONCEPTS
from indexer.corpus_io import CorpusFolder, Facts, read_corpus, read_noted
from indexer.dumps import write_dumps
from indexer.editions.current import earlier, edition_id, merged, origins
from indexer.evidence import Evidence
from indexer.graph import RunFacts, quads, store
from indexer.kept import write_kept
from indexer.linking.gather import Knowledge, Memory, read_knowledge, with_suggestions
from indexer.links.gather import Given, gather, read_given
from indexer.model import Corpus, Edition, Unit
from indexer.plain import read_plain
from indexer.retrieval import writer
from indexer.retrieval.embed import Encoder, ModelId
from indexer.retrieval.embed_cache import VectorCache
from indexer.retrieval.filters import write_facets
from indexer.retrieval.writer import Language, Written

EARLIER_SEARCH = "search-earlier"
"""The folder of a build with the search over editions that are not current."""
LIBRARIES = (
    "bm25s",
    "faiss-cpu",
    "numpy",
    "onnxruntime",
    "pyoxigraph",
    "PyStemmer",
    "rdflib",
    "scikit-learn",
    "tokenizers",
)
"""Their versions may change the bytes of a build."""

Report = Callable[[str, int, int], None]
"""Told the step, what is done of it and what there is to do."""


def quiet(step: str, done: int, total: int) -> None:
    """Report nothing."""


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did."""

    id: str
    folder: Path
    units: int
    notes: int
    markers: int
    quads: int
    passages: int
    encoded_passages: int
    encoded_units: int
    reused: bool
    """True where the same build was there already."""


@cache
def _code_hash() -> str:
    """Hash of this program: the Python and data files of the packages that write a build."""
    digest = hashlib.sha256()
    for package in ("indexer", "ontology"):
        for name, data in sorted(_files(files(package), package)):
            digest.update(f"{name}\0{hashlib.sha256(data).hexdigest()}\n".encode())
    return digest.hexdigest()


def _files(folder: Traversable, name: str) -> Iterable[tuple[str, bytes]]:
    for entry in folder.iterdir():
        path = f"{name}/{entry.name}"
        if entry.is_dir() and entry.name != "__pycache__":
            yield from _files(entry, path)
        elif entry.is_file() and not entry.name.endswith(".pyc"):
            yield path, entry.read_bytes()


def _manifest(inputs: Mapping[str, str], model: ModelId, base: str) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "base": base,
        "code": _code_hash(),
        "inputs": dict(sorted(inputs.items())),
        "model": asdict(model),
        "versions": {**{name: version(name) for name in LIBRARIES}, "zlib": ZLIB_RUNTIME_VERSION},
        "version": version("clausegraph"),
    }
    digest = hashlib.sha256(json.dumps(facts, sort_keys=True).encode())
    return {"build": digest.hexdigest()[:16], **facts}


def _all_units(corpus: Corpus) -> list[Unit]:
    return [unit for edition in corpus.editions for unit in edition.units]


def _with_states(whole: Corpus, corpus: Corpus, given: Given, facts: Facts) -> Corpus:
    """Return every edition with the states of its notes; those of current ones are known."""
    current = {edition_id(edition): edition for edition in corpus.editions}

    def stated(edition: Edition) -> Edition:
        known = current.get(edition_id(edition))
        if known is not None:
            notes = {note.id: note for note in known.notes}
            return replace(edition, notes=tuple(notes[note.id] for note in edition.notes))
        alone = replace(whole, editions=(edition,))
        return with_resolved_notes(alone, gather(given, alone, facts).citations).editions[0]

    return replace(whole, editions=tuple(map(stated, whole.editions)))


def _write_search(
    folder: Path,
    whole: Corpus,
    corpus: Corpus,
    encoder: Encoder,
    cache: VectorCache,
    language: Language,
    report: Report,
) -> Written:
    """Write the search over the current units and, where there are any, over other editions."""
    origin = origins(whole)

    def told(done: int, total: int) -> None:
        report("embed", done, total)

    current = [unit for unit in _all_units(corpus) if not origin[unit.id][1]]
    entries = [(unit.id, unit.text) for unit in current]
    written = writer.write(folder / "search", entries, encoder, cache, told, language)
    write_facets(folder / "search", current)
    others = [(unit.id, unit.text) for edition in earlier(whole) for unit in edition.units]
    if others:
        more = writer.write(folder / EARLIER_SEARCH, others, encoder, cache, told, language)
        written = written.plus(more)
    return written


def _write_graph(folder: Path, made: Iterable[Quad]) -> int:
    store.write_nquads(made, folder / "graph.nq")
    return store.write_store(folder / "graph.nq", folder / "store")


def _reused(folder: Path) -> Built:
    figures = publish.read_manifest(folder)["figures"]
    return Built(folder.name, folder, **figures, encoded_passages=0, encoded_units=0, reused=True)


def build(
    corpus_folder: CorpusFolder,
    index: Path,
    base: str,
    encoder: Encoder,
    report: Report = quiet,
) -> Built:
    """Build the corpus into `index` and publish it.

    `encoder` is only asked for what its cache in `index` lacks. Raises InputError where the
    corpus is wrong; what was published before stays as it was, whatever happens.
    """
    report("read", 0, 1)
    read = _read(corpus_folder)
    report("read", 1, 1)
    manifest = _manifest(corpus_folder.hashes, encoder.model, base)
    name = manifest["build"]
    with publish.locked(index):
        if publish.is_whole(index / "builds" / name, manifest):
            publish.publish(index, name)
            return _reused(index / "builds" / name)
        folder = publish.aside(index, name)
        built = _write(folder, read, manifest, encoder, index, report)
        return _finished(built, publish.publish(index, name))


@dataclass(frozen=True)
class _Read:
    """Everything that is read of a corpus, before the build is named."""

    corpus: Corpus
    facts: Facts
    texts: Mapping[str, str]
    given: Given
    knowledge: Knowledge | None
    noted: Mapping[str, bytes]
    """What readers noted of files besides their texts."""
    language: Language
    shipped: frozenset[str]
    """The instruments whose text is not the user's own alone."""


def _read(folder: CorpusFolder) -> _Read:
    corpus, facts, texts = read_corpus(folder)
    given = read_given(folder, corpus, facts)
    known = read_knowledge(folder)
    names = [name for own in facts.instruments.values() for name in (own.title, own.short_title)]
    table = folder.toml(CONCEPTS) if known else {}
    plain = read_plain(folder, facts.provisions)
    words = known.vocabulary if known else None
    language = Language(words, table, (*names, *facts.instruments), plain)
    noted = read_noted(folder, corpus)
    shipped = frozenset(e.instrument for e in corpus.editions if folder.is_shipped(e.file))
    return _Read(corpus, facts, texts, given, known, noted, language, shipped)


def _memory(index: Path, shipped: frozenset[str], manifest: Mapping[str, Any]) -> Memory:
    """Where what is learned from links is kept, and what of this build decides it."""
    decides = {name: manifest[name] for name in ("code", "model", "versions")}
    return Memory(index / "cache" / "links", shipped, decides)


def _finished(built: Built, folder: Path) -> Built:
    return Built(**{**{f: getattr(built, f) for f in Built.__dataclass_fields__}, "folder": folder})


def _write(
    folder: Path,
    read: _Read,
    manifest: dict[str, Any],
    encoder: Encoder,
    index: Path,
    report: Report,
) -> Built:
    """Write every part of a build into `folder`, its manifest last."""
    one = merged(read.corpus)
    evidence = gather(read.given, one, read.facts)
    corpus = with_resolved_notes(one, evidence.citations)
    whole = _with_states(read.corpus, corpus, read.given, read.facts)
    units = _all_units(corpus)
    cache = VectorCache(index / "cache", encoder.model)
    words = _write_search(folder, whole, corpus, encoder, cache, read.language, report)
    evidence, model = with_suggestions(
        evidence,
        corpus,
        read.given.links,
        read.knowledge,
        encoder,
        _memory(index, read.shipped, manifest),
        cache,
        lambda done, total: report("suggest", done, total),
    )
    write_links_model(folder, model)
    report("graph", 0, 1)
    size = _write_facts(folder, replace(read, corpus=corpus), whole, evidence, manifest)
    report("graph", 1, 1)
    figures = {
        "units": len(units),
        "notes": sum(len(edition.notes) for edition in corpus.editions),
        "markers": sum(len(unit.markers) for unit in units),
        "quads": size,
        "passages": words.passages,
    }
    publish.write_manifest(folder, {**manifest, "figures": figures})
    return Built(
        manifest["build"],
        folder,
        **figures,
        encoded_passages=words.encoded_passages,
        encoded_units=words.encoded_units,
        reused=False,
    )


def _write_facts(
    folder: Path, read: _Read, whole: Corpus, evidence: Evidence, manifest: dict[str, Any]
) -> int:
    """Write records, texts and graph; return how many quads there are.

    `whole` has every edition, the corpus of `read` one for each instrument.
    """
    by_id = {unit.id: unit for unit in _all_units(read.corpus)}
    cite = citer(by_id, read.facts.instruments, read.facts.citation)
    write_records(folder, whole, read.corpus, {name: cite(name) for name in by_id})
    write_citing(folder, read.facts)
    write_kept(folder, read.given.kept)
    write_evidence(folder, evidence)
    write_redirects(folder, read.given.retired)
    write_texts(folder, read.texts)
    write_noted(folder, read.noted)
    model = manifest["model"]
    run = RunFacts(
        manifest["build"], manifest["version"], model["name"], model["sha256"], manifest["inputs"]
    )
    made = quads(
        whole,
        run,
        manifest["base"],
        cite_as=lambda unit: cite(unit.id),
        texts=read.texts,
        evidence=evidence,
        linked=read.corpus,
        cite=cite,
    )
    size = _write_graph(folder, made)
    notes = [note for edition in read.corpus.editions for note in edition.notes]
    write_dumps(
        folder,
        by_id.values(),
        notes,
        read.facts.instruments,
        manifest["base"],
        lambda unit: cite(unit.id),
        origins(whole),
    )
    return size
