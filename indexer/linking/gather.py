"""From a corpus to its suggestions: what the model needs, read and put together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from indexer.concepts import FILE as CONCEPTS
from indexer.concepts import Vocabulary, vocabulary_of
from indexer.corpus_io import CorpusFolder, read_corpus
from indexer.errors import InputError
from indexer.evidence import Evidence
from indexer.linking.ground import Ground, Material
from indexer.linking.suggest import suggest
from indexer.linking.targets import asking, targets_of
from indexer.links.files import read_links
from indexer.links.model import Links, known_of
from indexer.model import Corpus, Edition, Provision
from indexer.retrieval.embed import Encoder
from indexer.retrieval.embed_cache import Progress, VectorCache

INSTRUMENTS = "registry/instruments.toml"


@dataclass(frozen=True)
class Knowledge:
    """The hand-kept facts that only suggestions need; read before a build is named."""

    vocabulary: Vocabulary
    subjects: Mapping[str, tuple[str, ...]]
    """Subjects of each instrument, from the closed list of the registry."""


def read_knowledge(folder: CorpusFolder) -> Knowledge | None:
    """Read concepts and subjects; None where the corpus has no concepts.

    Raises InputError for what is wrong in them.
    """
    if not folder.root.joinpath(CONCEPTS).is_file():
        return None
    registered: Sequence[Mapping[str, Any]] = folder.toml(INSTRUMENTS).get("instrument", ())
    subjects = {str(own["id"]): tuple(own.get("subjects", ())) for own in registered}
    return Knowledge(vocabulary_of(folder.toml(CONCEPTS)), subjects)


def material_of(corpus: Corpus, provisions: Sequence[Provision], knowledge: Knowledge) -> Material:
    """Return what a corpus gives to compare."""
    titles = {instrument.id: instrument.title for instrument in corpus.instruments}
    most = max((element.number for element in corpus.elements), default=0)
    targets = targets_of(corpus, provisions)
    return Material(asking(corpus), targets, titles, knowledge.subjects, most)


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


def with_suggestions(
    evidence: Evidence,
    corpus: Corpus,
    links: Links,
    knowledge: Knowledge | None,
    encoder: Encoder,
    cache: VectorCache | None = None,
    progress: Progress | None = None,
) -> tuple[Evidence, dict[str, Any] | None]:
    """Return the evidence with suggestions, and the facts of the model that made them.

    Where there is too little to learn from, the evidence stays as it is and there are no facts.
    `progress` is told how many texts are encoded.
    """
    if knowledge is None or not links.curated:
        return evidence, None
    material = material_of(corpus, evidence.provisions, knowledge)
    found = suggest(Ground(material, knowledge.vocabulary, encoder, cache, progress), links)
    if found.facts is None:
        return evidence, None
    return replace(evidence, suggestions=found.suggestions), found.facts
