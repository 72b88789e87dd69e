"""The formats of answers, as data: media types, names, and the IRIs that the W3C gave them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from api.negotiate import best
from api.sparql.protocol import ProtocolError

RESULTS: Final = {
    "application/sparql-results+json": "json",
    "application/sparql-results+xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
    "application/json": "json",
    "application/xml": "xml",
    "text/xml": "xml",
}
"""Formats of SELECT and ASK by media type, the preferred first; names that are not their own come
last, so that a wildcard never means one."""

GRAPHS: Final = {
    "text/turtle": "turtle",
    "application/n-triples": "ntriples",
    "application/n-quads": "nquads",
    "application/trig": "trig",
    "application/rdf+xml": "rdfxml",
    "application/ld+json": "jsonld",
    "application/xml": "rdfxml",
    "text/xml": "rdfxml",
    "application/json": "jsonld",
    "text/plain": "ntriples",
}
"""Formats of CONSTRUCT and DESCRIBE by media type, the preferred first."""

IRIS: Final = {
    "json": "SPARQL_Results_JSON",
    "xml": "SPARQL_Results_XML",
    "csv": "SPARQL_Results_CSV",
    "tsv": "SPARQL_Results_TSV",
    "turtle": "Turtle",
    "ntriples": "N-Triples",
    "nquads": "N-Quads",
    "trig": "TriG",
    "rdfxml": "RDF_XML",
    "jsonld": "JSON-LD",
}
"""The last part of each format's IRI (https://www.w3.org/ns/formats/)."""

_NAMES: Final[Mapping[str, tuple[str | None, str | None]]] = {
    "json": ("json", "jsonld"),
    "xml": ("xml", "rdfxml"),
    "csv": ("csv", None),
    "tsv": ("tsv", None),
    "turtle": (None, "turtle"),
    "ttl": (None, "turtle"),
    "ntriples": (None, "ntriples"),
    "nt": (None, "ntriples"),
    "nquads": (None, "nquads"),
    "nq": (None, "nquads"),
    "trig": (None, "trig"),
    "rdfxml": (None, "rdfxml"),
    "rdf": (None, "rdfxml"),
    "jsonld": (None, "jsonld"),
}
"""What `format=` may name: the format of a table and that of a graph."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """In which formats a client takes a table and a graph; None for one that it does not take."""

    table: str | None
    graph: str | None


def wanted(accept: str | None, form: str | None) -> Wanted:
    """Return the formats that `format=`, or else the Accept header, asks for.

    Raises ProtocolError: 400 for a name that there is not, 406 where nothing offered is taken.
    """
    if form is not None:
        return _named(form)
    found = Wanted(best(accept, RESULTS), best(accept, GRAPHS))
    if found == Wanted(None, None):
        raise not_acceptable(accept, {**RESULTS, **GRAPHS})
    return found


def not_acceptable(accept: str | None, offered: Mapping[str, str]) -> ProtocolError:
    """Return the error for an Accept header that takes nothing of what is offered."""
    return ProtocolError(
        406,
        f"The answer is not offered as {accept!r}.",
        mend=f"Accept one of {', '.join(offered)}.",
    )


def _named(form: str) -> Wanted:
    media = form.strip().lower().replace(" ", "+")
    if media in _NAMES:
        return Wanted(*_NAMES[media])
    found = Wanted(RESULTS.get(media), GRAPHS.get(media))
    if found == Wanted(None, None):
        raise ProtocolError(
            400, f"There is no format {form!r}.", mend=f"Use one of {', '.join(_NAMES)}."
        )
    return found
