"""The links of a corpus for a build: editors' links read, citations extracted from the texts."""

from __future__ import annotations

from dataclasses import dataclass

from indexer.cited import citations_of
from indexer.corpus_io import CorpusFolder, Facts
from indexer.evidence import Evidence
from indexer.links.files import read_links
from indexer.links.model import Links, known_of
from indexer.model import Corpus
from indexer.registry import Registry, read_registry

_PATTERNS = "registry/patterns.toml"


@dataclass(frozen=True)
class Given:
    """What a corpus folder gives for the links of a build; read before the build is named."""

    links: Links
    registry: Registry | None
    """None where the corpus has no patterns, so that nothing can be recognised as a citation."""


def read_given(folder: CorpusFolder, corpus: Corpus, facts: Facts) -> Given:
    """Read links and patterns. Raises InputError for what is wrong in them."""
    links = read_links(folder, known_of(corpus, facts.provisions))
    reads = folder.root.joinpath(_PATTERNS).is_file()
    return Given(links, read_registry(folder, corpus) if reads else None)


def gather(given: Given, corpus: Corpus, facts: Facts) -> Evidence:
    """Extract the citations of a corpus and put the evidence together; suggestions come later."""
    from indexer.citations import mentions_of

    found = mentions_of(corpus, given.registry) if given.registry is not None else {}
    return Evidence(facts.provisions, given.links.curated, citations_of(found))
