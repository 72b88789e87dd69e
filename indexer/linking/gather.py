"""From a corpus to its suggestions: what the model needs, read and put together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from indexer.concepts import FILE as CONCEPTS
from indexer.concepts import Vocabulary, vocabulary_of
from indexer.corpus_io import CorpusFolder, read_corpus
from indexer.errors import InputError
from indexer.evidence import Evidence
from indexer.linking.ground import Ground, Material
from indexer.linking.learned import Learned, learn
from indexer.linking.memory import keep, key_of, recall
from indexer.linking.suggest import suggest
from indexer.linking.targets import asking, targets_of
from indexer.links.files import read_links
from indexer.links.model import Links, known_of
from indexer.model import Corpus, Edition, Provision
from indexer.remembered import Remembered
from indexer.retrieval.embed import Encoder
from indexer.retrieval.embed_cache import Progress, VectorCache

INSTRUMENTS = "registry/instruments.toml"


@dataclass(frozen=True)
class Knowledge:
    """The hand-kept facts that only suggestions need; read before a build is named."""

    vocabulary: Vocabulary
    subjects: Mapping[str, tuple[str, ...]]
    """Subjects of each instrument, from the closed list of the registry."""
    sha256: str
    """Hash of the file of concepts."""


def read_knowledge(folder: CorpusFolder, remembered: Remembered | None = None) -> Knowledge | None:
    """Read concepts and subjects; None where the corpus has no concepts.

    What concepts texts name is `remembered`. Raises InputError for what is wrong in them.
    """
    if not folder.root.joinpath(CONCEPTS).is_file():
        return None
    registered: Sequence[Mapping[str, Any]] = folder.toml(INSTRUMENTS).get("instrument", ())
    subjects = {str(own["id"]): tuple(own.get("subjects", ())) for own in registered}
    table = folder.toml(CONCEPTS)
    sha256 = folder.hashes[CONCEPTS]
    return Knowledge(vocabulary_of(table, remembered, sha256), subjects, sha256)


def material_of(corpus: Corpus, provisions: Sequence[Provision], knowledge: Knowledge) -> Material:
    """Return what a corpus gives to compare."""
    most = max((element.number for element in corpus.elements), default=0)
    targets = targets_of(corpus, provisions)
    names = frozenset(targets.names)
    titles = {own.id: own.title for own in corpus.instruments if own.id in names}
    subjects = {name: own for name, own in knowledge.subjects.items() if name in names}
    return Material(asking(corpus), targets, titles, subjects, most)


def ground_of(
    folder: CorpusFolder,
    encoder: Encoder,
    cache: VectorCache | None = None,
    editions: Iterable[Edition] = (),
) -> tuple[Ground, Links]:
    """Return the numbers of a whole corpus folder and its links, for measuring the model.

    `editions` are texts to compare besides those of the folder. Raises InputError for whatever is
    wrong in the folder, and where it has no concepts.
    """
    corpus, facts, _ = read_corpus(folder)
    links = read_links(folder, known_of(corpus, facts.provisions))
    knowledge = read_knowledge(folder)
    if knowledge is None:
        raise InputError(f"The corpus has no {CONCEPTS}.", mend="Name a corpus that has.")
    more = replace(corpus, editions=(*corpus.editions, *editions))
    material = material_of(more, facts.provisions, knowledge)
    return Ground(material, knowledge.vocabulary, encoder, cache), links


@dataclass(frozen=True)
class Memory:
    """Where what was learned is kept, and what decides it besides links and texts."""

    folder: Path
    shipped: frozenset[str]
    """The instruments whose text comes with the corpus: the user's own are not learned from."""
    decides: Mapping[str, Any]
    """The program, its libraries and the encoder, as plain values."""


def with_suggestions(
    evidence: Evidence,
    corpus: Corpus,
    links: Links,
    knowledge: Knowledge | None,
    encoder: Encoder,
    memory: Memory,
    cache: VectorCache | None = None,
    progress: Progress | None = None,
    remembered: Remembered | None = None,
) -> tuple[Evidence, dict[str, Any] | None]:
    """Return the evidence with suggestions, and the facts of the model that made them.

    Where there is too little to learn from, the evidence stays as it is and there are no facts.
    `progress` is told how many texts are encoded.
    """
    if knowledge is None or not links.curated:
        return evidence, None
    material = material_of(corpus, evidence.provisions, knowledge)
    ground = Ground(material, knowledge.vocabulary, encoder, cache, progress, remembered)
    editions = tuple(own for own in corpus.editions if own.instrument in memory.shipped)
    if len(editions) < len(corpus.editions):
        material = material_of(replace(corpus, editions=editions), evidence.provisions, knowledge)
    learned = _learned(ground, material, links, knowledge, encoder, memory, cache)
    if learned is None:
        return evidence, None
    found = suggest(ground, links, learned)
    return replace(evidence, suggestions=found.suggestions), found.facts


def _learned(
    ground: Ground,
    material: Material,
    links: Links,
    knowledge: Knowledge,
    encoder: Encoder,
    memory: Memory,
    cache: VectorCache | None,
) -> Learned | None:
    """What is learned from a material, which may be less than that of the ground, or is known."""
    key = key_of(material, links, {**memory.decides, CONCEPTS: knowledge.sha256})
    known = recall(memory.folder, key)
    if known is not None:
        return known
    if material is not ground.material:
        ground = Ground(material, knowledge.vocabulary, encoder, cache)
    learned = learn(ground, links)
    if learned is not None:
        keep(memory.folder, key, learned)
    return learned
