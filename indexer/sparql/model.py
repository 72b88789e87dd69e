"""The words of asking: a request, its answer, their formats, and what may be wrong with either."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from pyoxigraph import QueryResultsFormat, RdfFormat

from indexer.errors import QueryError

RESULT_FORMATS: Final = {
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
}
"""Formats of the answer to SELECT and ASK, the first by default."""

GRAPH_FORMATS: Final = {
    "turtle": RdfFormat.TURTLE,
    "ntriples": RdfFormat.N_TRIPLES,
    "nquads": RdfFormat.N_QUADS,
    "trig": RdfFormat.TRIG,
    "rdfxml": RdfFormat.RDF_XML,
    "jsonld": RdfFormat.JSON_LD,
}
"""Formats of the answer to CONSTRUCT and DESCRIBE, the first by default."""


class QuerySyntaxError(QueryError):
    """A query that is no SPARQL, with the line and column, from 1, where reading it ended."""

    def __init__(
        self, message: str, line: int, column: int, mend: str = "Correct the query there."
    ) -> None:
        super().__init__(message, mend=mend)
        self.line = line
        self.column = column


class FormatError(QueryError):
    """An answer that cannot be given in any format that was asked for."""

    def __init__(self, message: str, mend: str | None, *, is_graph: bool) -> None:
        super().__init__(message, mend=mend)
        self.is_graph = is_graph


@dataclass(frozen=True, slots=True)
class Request:
    """A query with all that was said beside it."""

    query: str
    table_form: str | None = "json"
    """One of `RESULT_FORMATS`; None where the asker takes no table."""
    graph_form: str | None = "turtle"
    """One of `GRAPH_FORMATS`; None where the asker takes no graph."""
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    """IRIs. If there are any of either sort, they replace the query's own FROM and FROM NAMED."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an answer is that was written."""

    media_type: str
    """Such as `application/sparql-results+json` or `text/csv; charset=utf-8`."""
    is_graph: bool
    """True for CONSTRUCT and DESCRIBE, whose answer is RDF."""
    rows: int
    """Rows of a table, triples of a graph, 0 for ASK."""
    size: int
    """Bytes."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The whole answer to a query, serialised."""

    body: bytes
    media_type: str
    """Such as `application/sparql-results+json` or `text/csv; charset=utf-8`."""
    is_graph: bool
    """True for CONSTRUCT and DESCRIBE, whose answer is RDF."""


@dataclass(frozen=True, slots=True)
class Table:
    """The answer to a SELECT as text: IRIs and words bare, None where a variable is unbound."""

    variables: tuple[str, ...]
    rows: tuple[tuple[str | None, ...], ...]
