"""How things are named in the graph, with the base said once.

The IRIs of works, units, editions and graphs are `indexer.ident`'s; here are besides those of
files, runs, models, bodies and the framework, which no identifier `instrument:eId` names.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256

from pyoxigraph import NamedNode

from indexer.ident import edition_iri, graph_iri, instrument_iri, unit_iri
from indexer.model import Edition, Instrument

FRAMEWORK = "framework/compact"
GRAPHS = ("corpus", "registry", "citations", "curated", "suggestions")
"""The named graphs, each at `{base}graph/{name}`."""


@dataclass(frozen=True, slots=True)
class Names:
    """Mints IRIs below one base, which ends in a slash."""

    base: str

    def graph(self, name: str) -> NamedNode:
        """Return the IRI of one of `GRAPHS`; ValueError for any other name."""
        if name not in GRAPHS:
            raise ValueError(f"{name!r} is not a graph of the build; there are {', '.join(GRAPHS)}")
        return NamedNode(graph_iri(self.base, name))

    def instrument(self, instrument: Instrument) -> NamedNode:
        """Return the IRI of a work: the base and the instrument's path."""
        return NamedNode(instrument_iri(self.base, instrument))

    def unit(self, instrument: Instrument, eid: str) -> NamedNode:
        """Return the IRI of a unit of a work, whatever the edition."""
        return NamedNode(unit_iri(self.base, instrument, eid))

    def edition(self, instrument: Instrument, edition: Edition) -> NamedNode:
        """Return the IRI of an edition: the work's, then its language and edition."""
        return NamedNode(edition_iri(self.base, instrument, edition.language, edition.edition))

    def unit_text(self, instrument: Instrument, edition: Edition, eid: str) -> NamedNode:
        """Return the IRI of a unit's words in one edition, or of a note printed there."""
        return NamedNode(f"{self.edition(instrument, edition).value}/{eid}")

    def file(self, sha256: str) -> NamedNode:
        """Return the IRI of a file, named by the first 16 hexadecimal digits of its hash."""
        return self._below("file", sha256[:16])

    def run(self, build: str) -> NamedNode:
        """Return the IRI of the run that made a build."""
        return self._below("run", slug(build))

    def model(self, name: str) -> NamedNode:
        """Return the IRI of a language model, named by the last part of its name or path."""
        return self._below("model", slug(name.rstrip("/").rpartition("/")[2]))

    def agent(self, name: str) -> NamedNode:
        """Return the IRI of a body or a program."""
        return self._below("agent", slug(name).lower())

    def link(self, family: str, *parts: str) -> NamedNode:
        """Return the IRI of a link's node, named by a hash of what makes it the one it is."""
        digest = sha256("\0".join(parts).encode()).hexdigest()
        return self._below(family, digest[:16])

    def framework(self) -> NamedNode:
        """Return the IRI of the concept scheme that holds areas and elements."""
        return self._below(FRAMEWORK)

    def area(self, area: str) -> NamedNode:
        """Return the IRI of an area of the framework."""
        return self._below(FRAMEWORK, "area", slug(area))

    def element(self, number: int) -> NamedNode:
        """Return the IRI of an element of the framework."""
        return self._below(FRAMEWORK, "element", str(number))

    def _below(self, *parts: str) -> NamedNode:
        return NamedNode(self.base + "/".join(parts))


def slug(text: str) -> str:
    """Return `text` with every run of other characters than letters, digits, `_ - .` as `-`."""
    return re.sub(r"[^A-Za-z0-9_.-]+", "-", text).strip("-")
