"""A query on the graph and its answer: guarded, over the right graphs, complete in one piece.

SPARQL 1.1 Query (https://www.w3.org/TR/sparql11-query/) on a store that is open for reading only.
Without FROM the default graph is the union of all named graphs; a graph that the store does not
have is empty, and is never fetched. The size of an answer is bounded here; time and memory are not:
that needs a process of its own. The engine's solutions must not leave the thread that made them, so
an answer is bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from io import BytesIO
from typing import Any, TypeVar

import pyoxigraph
from pyoxigraph import (
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    Triple,
)
from rdflib import XSD

from indexer.errors import QueryError
from indexer.sparql.guard import check, names_graphs
from indexer.sparql.meaning import BOUNDS, Bounds, Found, Meaning, Prepared, Vector, prepare
from indexer.sparql.misread import misread
from indexer.sparql.model import (
    GRAPH_FORMATS,
    RESULT_FORMATS,
    Answer,
    FormatError,
    Outcome,
    Request,
    Table,
)
from indexer.sparql.sink import NO_LIMITS, Limits, Output, Sink, check_rows, counter, no_rows
from ontology.terms import CG, PREFIXES

_SIMILARITY = NamedNode(str(CG.similarity))
_DECIMAL = NamedNode(str(XSD.decimal))
_Format = TypeVar("_Format", QueryResultsFormat, RdfFormat)
_Results = QuerySolutions | QueryBoolean | QueryTriples


class NoMeaning:
    """Stands where there is no search behind a query: says so, and only when it is needed."""

    def find(self, _: object) -> Found:
        """Raise QueryError."""
        raise QueryError(
            "There is no search behind this query.", mend="Ask without cg:search and cg:similarity."
        )

    def similarity(self, _iri: str, _vector: Vector) -> None:
        """Return None: nothing can be compared."""


def answer(
    store: Store,
    query: str,
    form: str | None = None,
    *,
    graph_form: str | None = None,
    default_graphs: Sequence[str] = (),
    named_graphs: Sequence[str] = (),
    meaning: Meaning | None = None,
) -> Answer:
    """Answer a query in one of `RESULT_FORMATS` or `GRAPH_FORMATS`, whichever fits its kind.

    `graph_form` is the format of a graph where it is to differ from that of a table; `meaning` is
    the search behind cg:search and cg:similarity. Raises as `write`.
    """
    request = Request(
        query,
        form or next(iter(RESULT_FORMATS)),
        graph_form or form or next(iter(GRAPH_FORMATS)),
        tuple(default_graphs),
        tuple(named_graphs),
    )
    output = BytesIO()
    outcome = write(store, request, output, meaning=meaning)
    return Answer(output.getvalue(), outcome.media_type, outcome.is_graph)


def write(
    store: Store,
    request: Request,
    output: Output,
    *,
    limits: Limits = NO_LIMITS,
    meaning: Meaning | None = None,
    bounds: Bounds = BOUNDS,
) -> Outcome:
    """Answer a request into `output`, which after an error holds a part that means nothing.

    Raises QuerySyntaxError for what is no SPARQL, FormatError for a format that does not fit the
    kind of query, LimitError for too large an answer, and QueryError for what is not offered:
    updates, SERVICE, too deep a nesting, IRIs of graphs that are none.
    """
    results = _evaluate(store, request, meaning or NoMeaning(), bounds)
    try:
        if isinstance(results, QueryTriples):
            return _write_graph(results, request, output, limits)
        return _write_table(results, request, output, limits)
    finally:
        del results  # an error may leave this thread with its traceback, and these must not


def select(store: Store, query: str, meaning: Meaning | None = None) -> Table:
    """Answer a SELECT as a table of text. Raises as `answer`, and for any other kind of query."""
    results = _evaluate(store, Request(query), meaning or NoMeaning(), BOUNDS)
    if not isinstance(results, QuerySolutions):
        raise QueryError("Only SELECT gives a table.", mend="Ask for another format.")
    variables = tuple(variable.value for variable in results.variables)
    rows = tuple(tuple(None if term is None else _text(term) for term in row) for row in results)
    return Table(variables, rows)


def _write_graph(
    results: QueryTriples, request: Request, output: Output, limits: Limits
) -> Outcome:
    counted = _Counted(results, limits)
    del results  # held by what counts them alone, and that is let go below: see `write`
    try:
        form = _format(GRAPH_FORMATS, request.graph_form, "a graph", graph=True)
        sink = Sink(output, limits, no_rows)
        pyoxigraph.serialize(counted, sink.file(), format=form, prefixes=PREFIXES)
        return Outcome(form.media_type, True, counted.rows, sink.size)
    finally:
        del counted


def _write_table(
    results: QuerySolutions | QueryBoolean, request: Request, output: Output, limits: Limits
) -> Outcome:
    try:
        form = _format(RESULT_FORMATS, request.table_form, "a table or a yes or no", graph=False)
        is_table = isinstance(results, QuerySolutions)
        sink = Sink(output, limits, counter(str(request.table_form)) if is_table else no_rows)
        results.serialize(sink.file(), format=form)
        return Outcome(form.media_type, False, sink.rows, sink.size)
    finally:
        del results  # see `write`


class _Counted:
    """The triples of an answer, counted as they pass."""

    def __init__(self, triples: QueryTriples, limits: Limits) -> None:
        self._triples = triples
        self._limits = limits
        self.rows = 0

    def __iter__(self) -> Iterator[Triple]:
        return self

    def __next__(self) -> Triple:
        triple: Triple = next(self._triples)
        self.rows += 1
        check_rows(self.rows, self._limits)
        return triple


def _evaluate(store: Store, request: Request, meaning: Meaning, bounds: Bounds) -> _Results:
    prepared = prepare(request.query, bounds)
    found = meaning.find(prepared.needs) if prepared.needs else Found()
    query = prepared.with_found(found)
    check(query, PREFIXES)
    given = bool(request.default_graphs or request.named_graphs)
    try:
        return store.query(
            query,
            prefixes=PREFIXES,
            use_default_graph_as_union=not given and not names_graphs(query),
            default_graph=_graphs(request.default_graphs) if given else None,
            named_graphs=_graphs(request.named_graphs) if given else None,
            custom_functions={_SIMILARITY: _similarity(prepared, found, meaning)},
        )
    except SyntaxError as error:
        raise misread(prepared.without_searches(), _attempted, str(error)) from error


def _attempted(query: str) -> str | None:
    """Let the engine read a query over nothing at all; return its words on what is no SPARQL."""
    try:
        check(query, PREFIXES)
        Store().query(query, prefixes=PREFIXES)
    except SyntaxError as error:
        return str(error)
    except (QueryError, ValueError, RuntimeError):
        return None
    return None


def _graphs(iris: Sequence[str]) -> list[Any]:
    try:
        return [NamedNode(iri) for iri in iris]
    except ValueError as error:
        raise QueryError(
            f"The IRI of a graph is none: {error}.", mend="Give absolute IRIs."
        ) from error


def _similarity(
    prepared: Prepared, found: Found, meaning: Meaning
) -> Callable[[object, object], Literal | None]:
    """The function cg:similarity for one query; unbound for what is no unit."""
    vectors = dict(zip(prepared.needs.texts, found.vectors, strict=True))

    def similarity(unit: object, text: object) -> Literal | None:
        vector = vectors.get(text.value) if isinstance(text, Literal) else None
        if vector is None or not isinstance(unit, NamedNode):
            return None
        score = meaning.similarity(unit.value, vector)
        return None if score is None else Literal(f"{score:.6f}", datatype=_DECIMAL)

    return similarity


def _format(formats: Mapping[str, _Format], form: str | None, what: str, *, graph: bool) -> _Format:
    if form is None or form not in formats:
        raise FormatError(
            f"The answer is {what}, which {form!r} does not give.",
            f"Use one of {', '.join(formats)}.",
            is_graph=graph,
        )
    return formats[form]


def _text(term: object) -> str:
    value = getattr(term, "value", None)
    return value if isinstance(value, str) else str(term)
