"""One edition with all that is needed to speak of it, so that few arguments are passed about."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from pyoxigraph import NamedNode

from indexer.errors import InputError
from indexer.graph.names import Names
from indexer.model import Corpus, Edition, Instrument, Source, Unit


@dataclass(frozen=True)
class Context:
    """One edition with all that is needed to speak of it."""

    names: Names
    instrument: Instrument
    edition: Edition
    source: Source
    text: str
    """The whole file as decoded."""
    run: str
    cite_as: Callable[[Unit], str]

    @cached_property
    def units(self) -> Mapping[str, Unit]:
        """The units of the edition by identifier."""
        return {unit.id: unit for unit in self.edition.units}

    @cached_property
    def file(self) -> NamedNode:
        """The IRI of the text in which places are counted."""
        return self.names.file(self.source.text_hash)

    @property
    def language(self) -> str:
        """The language of the edition, as the corpus writes it."""
        return self.edition.language

    def unit(self, eid: str) -> NamedNode:
        """Return the IRI of a unit of the work."""
        return self.names.unit(self.instrument, eid)

    def unit_text(self, eid: str) -> NamedNode:
        """Return the IRI of a unit's words, or of a note, in this edition."""
        return self.names.unit_text(self.instrument, self.edition, eid)


@dataclass(frozen=True)
class Known:
    """What a corpus says of its instruments and files, looked up once for all editions."""

    instruments: Mapping[str, Instrument]
    sources: Mapping[str, Source]

    @classmethod
    def of(cls, corpus: Corpus) -> Known:
        """Return what a corpus says."""
        return cls(
            {instrument.id: instrument for instrument in corpus.instruments},
            {source.file: source for source in corpus.sources},
        )


def context_of(
    known: Known,
    edition: Edition,
    names: Names,
    run: str,
    cite_as: Callable[[Unit], str],
    texts: Mapping[str, str],
) -> Context:
    """Gather what belongs to `edition`; `texts` has each file as decoded, by name.

    Raises InputError where the edition names an instrument or a file that is not there.
    """
    if edition.instrument not in known.instruments:
        raise InputError(
            f"An edition names the instrument {edition.instrument!r}, which is not registered.",
            mend="Add it to the registry of instruments.",
        )
    if edition.file not in known.sources or edition.file not in texts:
        raise InputError(
            f"The edition of {edition.instrument} stands in {edition.file!r}, which was not read.",
            mend="Add the file to sources.toml.",
        )
    return Context(
        names,
        known.instruments[edition.instrument],
        edition,
        known.sources[edition.file],
        texts[edition.file],
        run,
        cite_as,
    )
