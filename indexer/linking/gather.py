"""From a corpus to its suggestions: what the model needs, read and put together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from indexer.concepts import FILE as CONCEPTS
from indexer.concepts import Vocabulary, vocabulary_of
from indexer.corpus_io import CorpusFolder
from indexer.linking.ground import Ground, Material
from indexer.linking.suggest import Suggested, suggest
from indexer.linking.targets import asking, targets_of
from indexer.links.model import Links
from indexer.model import Corpus, Provision
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


def suggested(
    corpus: Corpus,
    provisions: Sequence[Provision],
    links: Links,
    knowledge: Knowledge | None,
    encoder: Encoder,
    cache: VectorCache | None = None,
    progress: Progress | None = None,
) -> Suggested:
    """Return the suggestions of a corpus; none where there is too little to learn from."""
    if knowledge is None or not links.curated:
        return Suggested()
    material = material_of(corpus, provisions, knowledge)
    if not material.units or not len(material.targets):
        return Suggested()
    return suggest(Ground(material, knowledge.vocabulary, encoder, cache, progress), links)
