"""`/sparql-editor`: queries in a form, from examples, with their answers as a table.

The endpoint itself stays at `/sparql` and answers in its own formats; this page asks the same
processes under the same limits, and says where the answer is to be had in every format.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from api.bounds import check_query
from api.depends import RunningService
from api.replies import Reply, Replying
from api.sparql.answer import Answer
from api.sparql.failures import BusyError, NotRunningError
from api.sparql.hangup import LeftError, unless_left
from api.sparql.limits import PoolLimits
from api.sparql.route import LEFT
from api.state import Service
from api.web.page import shown, shown_once
from indexer.errors import ClausegraphError, QueryError
from indexer.nearest import hint
from indexer.sparql.model import QuerySyntaxError
from indexer.sparql.model import Request as Query
from indexer.sparql.sink import LimitError
from ontology import example_queries
from ontology.terms import NAMESPACE, PREFIXES

router = APIRouter(include_in_schema=False)
Json = dict[str, Any]
ROWS: Final = 500
"""Rows, or lines of a graph, that the page shows; the formats have them all."""
_BYTES: Final = 4 << 20
"""An answer that is longer is not read into the page."""
_FIRST: Final = "units-by-kind"
_TABLES: Final = ("csv", "tsv", "json", "xml")
_GRAPHS: Final = ("turtle", "ntriples", "jsonld", "rdfxml")


@dataclass(frozen=True, slots=True)
class Table:
    """The answer to SELECT: names, and rows of terms; None where a variable is unbound."""

    names: list[str]
    rows: list[list[Json | None]]
    total: int


@router.get("/sparql-editor")
async def editor(request: Request, reply: Replying, service: RunningService) -> Response:
    """Show the form with an example, or with a query and its answer."""
    given = request.query_params
    examples = example_queries()
    named = given.get("example", "")
    query = (given.get("query") or "").replace("\r\n", "\n")
    values = _values(service.sparql.limits, examples, named)
    values["place_of"] = partial(_place, reply.index.base, reply.root)
    if not query.strip() and named and named not in examples:
        mend = f"{hint(named, examples)}Choose one of those below."
        error = QueryError(f"There is no example {named[:80]!r}.", mend=mend)
        return _refused(reply, {**values, "query": ""}, error)
    if not query.strip():
        return shown(reply, "sparql.html", **{**values, "query": examples[named or _FIRST].text})
    return await _answered(request, reply, service, {**values, "query": query})


def _values(limits: PoolLimits, examples: Json, named: str) -> Json:
    own = {"here": "sparql-editor", "examples": examples, "named": named, "limits": limits}
    return {**own, "prefixes": PREFIXES, "error": None, "answer": None, "most": ROWS}


async def _answered(request: Request, reply: Reply, service: Service, values: Json) -> Response:
    try:
        check_query(values["query"], reply.settings)
        running = service.sparql.run(Query(values["query"], "json", "turtle"))
        answer = await unless_left(request, running)
    except LeftError:
        return Response(status_code=LEFT)
    except (QueryError, LimitError, BusyError, NotRunningError) as error:
        return _refused(reply, values, error)
    return await run_in_threadpool(_answer_page, reply, values, answer)


def _answer_page(reply: Reply, values: Json, answer: Answer) -> Response:
    """Return the page of an answer, or of the formats of one that is too long for a page."""
    told = {"rows": answer.rows, "seconds": answer.seconds, "graph": answer.is_graph}
    shown_part: str | Table | bool | None = None
    if answer.size > _BYTES:
        answer.body.close()
    else:
        body = answer.body.read().decode()
        shown_part = _lines(body) if answer.is_graph else _table(json.loads(body))
    formats = _GRAPHS if answer.is_graph else _TABLES
    values = {**values, "answer": told, "formats": formats, "shown": shown_part}
    return shown_once(reply, "sparql.html", **values)


def _place(base: str, root: str, iri: str) -> str | None:
    """Return where an IRI leads: below this service's root where it is one of its own."""
    if iri.startswith(NAMESPACE):
        return f"{root}/ns#{iri.removeprefix(NAMESPACE)}"
    if iri.startswith(base):
        return f"{root}/{iri.removeprefix(base)}"
    return iri if iri.startswith(("http://", "https://")) else None


def _lines(body: str) -> str:
    lines = body.splitlines()
    return "\n".join(lines[:ROWS])


def _table(found: Json) -> Table | bool:
    """Return the rows that the page shows; the truth for ASK."""
    if "boolean" in found:
        return bool(found["boolean"])
    names = found["head"]["vars"]
    rows = found["results"]["bindings"]
    return Table(names, [[row.get(name) for name in names] for row in rows[:ROWS]], len(rows))


def _refused(reply: Reply, values: Json, error: ClausegraphError) -> Response:
    status = 503 if isinstance(error, BusyError | NotRunningError) else 400
    if isinstance(error, LimitError) and error.limit in ("time", "memory"):
        status = 503
    where = _where(values["query"], error) if isinstance(error, QuerySyntaxError) else None
    return shown_once(reply, "sparql.html", status, **{**values, "error": error, "where": where})


def _where(query: str, error: QuerySyntaxError) -> Json | None:
    """Return the line of a query that is wrong, with a sign below the column."""
    lines = query.splitlines()
    if not 0 < error.line <= len(lines):
        return None
    line = lines[error.line - 1].replace("\t", " ")
    return {"line": error.line, "column": error.column, "words": line, "sign": _sign(error.column)}


def _sign(column: int) -> str:
    return " " * (column - 1) + "^"
