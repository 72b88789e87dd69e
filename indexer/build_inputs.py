"""What a build reads of its corpus before it is named, and the editions as it will hold them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from indexer.cited import with_resolved_notes
from indexer.concepts import FILE as CONCEPTS
from indexer.corpus_io import CorpusFolder, Facts, read_corpus, read_noted
from indexer.editions.current import edition_id
from indexer.linking.gather import Knowledge, read_knowledge
from indexer.links.gather import Given, gather, read_given
from indexer.model import Corpus, Edition, Unit
from indexer.plain import read_plain
from indexer.remembered import Remembered
from indexer.retrieval.writer import Language


@dataclass(frozen=True)
class Read:
    """Everything that is read of a corpus."""

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


def read_inputs(folder: CorpusFolder, remembered: Remembered) -> Read:
    """Read a whole corpus folder. Raises InputError for whatever is wrong in it."""
    corpus, facts, texts = read_corpus(folder, remembered)
    given = read_given(folder, corpus, facts)
    known = read_knowledge(folder, remembered)
    names = [name for own in facts.instruments.values() for name in (own.title, own.short_title)]
    table = folder.toml(CONCEPTS) if known else {}
    plain = read_plain(folder, facts.provisions)
    words = known.vocabulary if known else None
    labels = [word for own in facts.citing.resolver["word"] for word in own["words"]]
    language = Language(words, table, (*names, *facts.instruments, *labels), plain)
    noted = read_noted(folder, corpus)
    shipped = frozenset(e.instrument for e in corpus.editions if folder.is_shipped(e.file))
    return Read(corpus, facts, texts, given, known, noted, language, shipped)


def all_units(corpus: Corpus) -> list[Unit]:
    """Return the units of every edition of a corpus, in order."""
    return [unit for edition in corpus.editions for unit in edition.units]


def with_states(whole: Corpus, corpus: Corpus, read: Read, remembered: Remembered) -> Corpus:
    """Return every edition with the states of its notes.

    Those of the editions of `corpus`, which are current, are known.
    """
    current = {edition_id(edition): edition for edition in corpus.editions}

    def stated(edition: Edition) -> Edition:
        known = current.get(edition_id(edition))
        if known is not None:
            notes = {note.id: note for note in known.notes}
            return replace(edition, notes=tuple(notes[note.id] for note in edition.notes))
        alone = replace(whole, editions=(edition,))
        evidence = gather(read.given, alone, read.facts, remembered)
        return with_resolved_notes(alone, evidence.citations).editions[0]

    return replace(whole, editions=tuple(map(stated, whole.editions)))
