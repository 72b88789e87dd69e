"""A query on the graph and its answer: guarded, over the right graphs, complete in one piece.

SPARQL 1.1 Query (https://www.w3.org/TR/sparql11-query/) on a store that is open for reading only.
Without FROM the default graph is the union of all named graphs; a graph that the store does not
have is empty, and is never fetched. Time and memory are not bounded here: that needs a process of
its own. The engine's solutions must not leave the thread that made them, so an answer is bytes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from pyoxigraph import (
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
)

from indexer.errors import QueryError
from indexer.graph.sparql_guard import check, names_graphs
from ontology.terms import PREFIXES

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

_AT = re.compile(r"error at (\d+):(\d+): ?(.*)", re.DOTALL)
_Format = TypeVar("_Format", QueryResultsFormat, RdfFormat)
_Results = QuerySolutions | QueryBoolean | QueryTriples


class QuerySyntaxError(QueryError):
    """A query that is no SPARQL, with the line and column, from 1, where reading it ended."""

    def __init__(self, message: str, line: int, column: int) -> None:
        super().__init__(message, mend="Correct the query there.")
        self.line = line
        self.column = column


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


def answer(
    store: Store,
    query: str,
    form: str | None = None,
    *,
    graph_form: str | None = None,
    default_graphs: Sequence[str] = (),
    named_graphs: Sequence[str] = (),
) -> Answer:
    """Answer a query in one of `RESULT_FORMATS` or `GRAPH_FORMATS`, whichever fits its kind.

    `graph_form` is the format of a graph where it is to differ from that of a table.
    Graphs given as IRIs replace the query's own FROM and FROM NAMED, as the SPARQL protocol has it.
    Raises QuerySyntaxError for what is no SPARQL, and QueryError for what is not offered: updates,
    SERVICE, too deep a nesting, a format that does not fit the kind of query.
    """
    results = _evaluate(store, query, default_graphs, named_graphs)
    try:
        if isinstance(results, QueryTriples):
            rdf = _format(GRAPH_FORMATS, graph_form or form, "a graph")
            return Answer(results.serialize(format=rdf) or b"", rdf.media_type, is_graph=True)
        table = _format(RESULT_FORMATS, form, "a table or a yes or no")
        return Answer(results.serialize(format=table) or b"", table.media_type, is_graph=False)
    finally:
        del results  # an error may leave this thread with its traceback, and these must not


def select(store: Store, query: str) -> Table:
    """Answer a SELECT as a table of text. Raises as `answer`, and for any other kind of query."""
    results = _evaluate(store, query, (), ())
    if not isinstance(results, QuerySolutions):
        raise QueryError("Only SELECT gives a table.", mend="Ask for another format.")
    variables = tuple(variable.value for variable in results.variables)
    rows = tuple(tuple(None if term is None else _text(term) for term in row) for row in results)
    return Table(variables, rows)


def _evaluate(
    store: Store, query: str, default_graphs: Sequence[str], named_graphs: Sequence[str]
) -> _Results:
    check(query, PREFIXES)
    given = bool(default_graphs or named_graphs)
    try:
        return store.query(
            query,
            prefixes=PREFIXES,
            use_default_graph_as_union=not given and not names_graphs(query),
            default_graph=[NamedNode(iri) for iri in default_graphs] if given else None,
            named_graphs=[NamedNode(iri) for iri in named_graphs] if given else None,
        )
    except SyntaxError as error:
        raise _syntax_error(str(error)) from error


def _syntax_error(message: str) -> QuerySyntaxError:
    found = _AT.fullmatch(message)
    line, column, expected = (int(found[1]), int(found[2]), found[3]) if found else (1, 1, message)
    words = " ".join(expected.split())
    detail = f": {words[:160]}" if words and "<unreported>" not in words else ""
    return QuerySyntaxError(
        f"The query is not SPARQL at line {line}, column {column}{detail}.", line, column
    )


def _format(formats: Mapping[str, _Format], form: str | None, what: str) -> _Format:
    if form is None:
        return next(iter(formats.values()))
    if form not in formats:
        raise QueryError(
            f"The answer is {what}, which {form!r} does not give.",
            mend=f"Use one of {', '.join(formats)}.",
        )
    return formats[form]


def _text(term: object) -> str:
    value = getattr(term, "value", None)
    return value if isinstance(value, str) else str(term)
