"""From a corpus to a published build: parse, write the graph, the vectors and the words.

A build is named by the hash of everything that decides its bytes (indexer.manifest). What was made
of a text before is remembered (indexer.remembered), so that only what is new is worked out; a build
has the same bytes with and without it.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from indexer import publish
from indexer.build_facts import write_facts
from indexer.build_inputs import Read, all_units, read_inputs, with_states
from indexer.build_records import write_links_model
from indexer.build_search import write_search
from indexer.cited import with_resolved_notes
from indexer.corpus_io import CorpusFolder
from indexer.editions.current import merged
from indexer.errors import ClausegraphError
from indexer.graph.grown import Earlier
from indexer.linking.gather import Memory, with_suggestions
from indexer.links.gather import gather
from indexer.manifest import manifest_of
from indexer.remembered import Remembered
from indexer.retrieval.embed import Encoder
from indexer.retrieval.embed_cache import VectorCache

_REMEMBERED = Path("cache", "made.sqlite")
_VALUES = 100_000
"""Values made from one look for cycles to the next."""

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


def _reused(folder: Path) -> Built:
    figures = publish.read_manifest(folder)["figures"]
    return Built(folder.name, folder, **figures, encoded_passages=0, encoded_units=0, reused=True)


@dataclass(frozen=True)
class _Work:
    """What one build is made of and with."""

    read: Read
    manifest: Mapping[str, Any]
    encoder: Encoder
    index: Path
    remembered: Remembered
    cache: VectorCache
    report: Report


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
    with closing(Remembered(index / _REMEMBERED)) as remembered, _rarely_collected():
        report("read", 0, 1)
        read = read_inputs(corpus_folder, remembered)
        report("read", 1, 1)
        manifest = manifest_of(corpus_folder.hashes, encoder.model, base)
        cache = VectorCache(index / "cache", encoder.model)
        return _published(_Work(read, manifest, encoder, index, remembered, cache, report))


@contextmanager
def _rarely_collected() -> Iterator[None]:
    """Look for cycles seldom: a build makes a million values that stay, and hardly any cycle."""
    usual = gc.get_threshold()
    gc.set_threshold(_VALUES, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def _published(work: _Work) -> Built:
    """Publish a build, which is made unless it is there already."""
    index, manifest = work.index, work.manifest
    name = manifest["build"]
    with publish.locked(index):
        if publish.is_whole(index / "builds" / name, manifest):
            publish.publish(index, name)
            return _reused(index / "builds" / name)
        with publish.discarded(publish.aside(index, name)) as folder:
            built = _write(folder, work)
            published = publish.publish(index, name)
        work.remembered.sweep()
        with suppress(OSError):  # which costs room and nothing else: the build is published
            work.cache.tidy()
        return replace(built, folder=published)


def _write(folder: Path, work: _Work) -> Built:
    """Write every part of a build into `folder`, its manifest last."""
    read, remembered = work.read, work.remembered
    work.report("cite", 0, 1)
    one = merged(read.corpus)
    evidence = gather(read.given, one, read.facts, remembered)
    corpus = with_resolved_notes(one, evidence.citations)
    whole = with_states(read.corpus, corpus, read, remembered)
    cache = work.cache

    def told(done: int, total: int) -> None:
        work.report("embed", done, total)

    words = write_search(
        folder, whole, corpus, work.encoder, cache, read.language, remembered, told
    )
    evidence, model = with_suggestions(
        evidence,
        corpus,
        read.given.links,
        read.knowledge,
        work.encoder,
        _memory(work),
        cache,
        lambda done, total: work.report("suggest", done, total),
        remembered,
    )
    write_links_model(folder, model)
    work.report("graph", 0, 1)
    earlier = partial(_earlier, work.index)
    size = write_facts(folder, read, whole, corpus, evidence, work.manifest, remembered, earlier)
    work.report("graph", 1, 1)
    units = all_units(corpus)
    figures = {
        "units": len(units),
        "notes": sum(len(edition.notes) for edition in corpus.editions),
        "markers": sum(len(unit.markers) for unit in units),
        "quads": size,
        "passages": words.passages,
    }
    publish.write_manifest(folder, {**work.manifest, "figures": figures})
    encoded = {"encoded_passages": words.encoded_passages, "encoded_units": words.encoded_units}
    return Built(work.manifest["build"], folder, **figures, **encoded, reused=False)


def _earlier(index: Path) -> Earlier | None:
    """The graph of the published build, where there is one and every file is as it was written."""
    try:
        folder = publish.published(index)
        if publish.has_graph(folder):
            return Earlier(folder / publish.GRAPH, folder / publish.STORE)
    except (ClausegraphError, OSError):  # what was published is of no use to this build
        pass
    return None


def _memory(work: _Work) -> Memory:
    """Where what is learned from links is kept, and what of this build decides it."""
    decides = {name: work.manifest[name] for name in ("code", "model", "versions")}
    return Memory(work.index / "cache" / "links", work.read.shipped, decides)
