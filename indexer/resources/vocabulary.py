"""The project's own terms with their definitions, as the ontology has them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rdflib import SKOS, URIRef

from ontology import ontology_graph
from ontology.terms import NAMESPACE


@dataclass(frozen=True, slots=True)
class Term:
    """A term of the vocabulary: its name behind the `#`, and what it means."""

    name: str
    definition: str


def terms() -> Iterator[Term]:
    """Yield the terms in alphabetical order."""
    found = {
        str(subject): str(definition)
        for subject, definition in ontology_graph().subject_objects(SKOS.definition)
        if isinstance(subject, URIRef) and str(subject).startswith(NAMESPACE)
    }
    yield from (Term(iri.removeprefix(NAMESPACE), found[iri]) for iri in sorted(found))
