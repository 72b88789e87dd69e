"""The links of a corpus for a build: editors' links read, citations extracted from the texts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from indexer.cited import citations_of
from indexer.corpus_io import CorpusFolder, Facts
from indexer.evidence import Evidence
from indexer.kept import read_kept
from indexer.links.files import read_links
from indexer.links.model import Links, known_of
from indexer.model import Corpus
from indexer.redirects import Retired, read_redirects
from indexer.registry import Registry, read_registry
from indexer.remembered import Remembered


@dataclass(frozen=True)
class Given:
    """What a corpus folder gives for the links of a build; read before the build is named."""

    links: Links
    registry: Registry | None
    """None where the corpus has no patterns, so that nothing can be recognised as a citation."""
    kept: Mapping[str, bytes] = field(default_factory=dict)
    """The files of the registry with which a build reads other texts, by name."""
    retired: tuple[Retired, ...] = ()
    """The names that are no longer in use."""


def read_given(folder: CorpusFolder, corpus: Corpus, facts: Facts) -> Given:
    """Read links, patterns and withdrawn names. Raises InputError for what is wrong in them."""
    links = read_links(folder, known_of(corpus, facts.provisions))
    kept = read_kept(folder)
    retired = read_redirects(folder, corpus, facts.provisions)
    return Given(links, read_registry(folder, corpus) if kept else None, kept, retired)


def gather(
    given: Given, corpus: Corpus, facts: Facts, remembered: Remembered | None = None
) -> Evidence:
    """Extract the citations of a corpus and put the evidence together; suggestions come later.

    Texts that were read before are remembered.
    """
    from indexer.citations import mentions_of

    if given.registry is None:
        return Evidence(facts.provisions, given.links.curated)
    stated = sorted((name, sha256(data).hexdigest()) for name, data in given.kept.items())
    found = mentions_of(corpus, given.registry, remembered, stated)
    return Evidence(facts.provisions, given.links.curated, citations_of(found))
