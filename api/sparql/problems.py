"""Every way in which a query goes without an answer, as problem details."""

from __future__ import annotations

from typing import Any, Final

from fastapi import Response

from api.errors import problem
from api.sparql.failures import BusyError, NotRunningError
from api.sparql.formats import GRAPHS, RESULTS, not_acceptable
from api.sparql.limits import PoolLimits, limit_headers
from api.sparql.protocol import ProtocolError
from indexer.errors import ClausegraphError, QueryError
from indexer.sparql.model import FormatError, QuerySyntaxError
from indexer.sparql.sink import LimitError

_STOPPED: Final = frozenset({"time", "memory"})
"""Limits at which the server gives up; at the others the answer is larger than is given."""
_RESTART_SECONDS: Final = 2


def told(
    error: ClausegraphError, accept: str | None, limits: PoolLimits, form: str | None = None
) -> Response:
    """Return what a client is told of an error; `form` is the format that it asked for by name.

    Raises the error where it is none of a query's.
    """
    if isinstance(error, FormatError):
        error = not_acceptable(form or accept, GRAPHS if error.is_graph else RESULTS)
    status, headers, more = _status(error, limits)
    stated = {"Vary": "Accept", **limit_headers(limits), **headers}
    return problem(status, error.message, headers=stated, mend=error.mend, **more)


def _status(
    error: ClausegraphError, limits: PoolLimits
) -> tuple[int, dict[str, str], dict[str, Any]]:
    """The status, the headers and the further members of the problem."""
    match error:
        case ProtocolError():
            return error.status, {}, {}
        case BusyError():
            return 503, {"Retry-After": str(error.retry_after)}, {}
        case NotRunningError():
            return 503, {"Retry-After": str(_RESTART_SECONDS)}, {}
        case LimitError():
            status = 503 if error.limit in _STOPPED else 400
            return status, {}, {"limit": _limit(error.limit, limits)}
        case QuerySyntaxError():
            return 400, {}, {"line": error.line, "column": error.column}
        case QueryError():
            return 400, {}, {}
    raise error


def _limit(name: str, limits: PoolLimits) -> dict[str, object]:
    """Which limit was met, as a member of a problem."""
    value, unit = {
        "time": (limits.seconds, "seconds"),
        "memory": (limits.memory, "bytes"),
        "rows": (limits.rows, "rows"),
        "bytes": (limits.size, "bytes"),
    }[name]
    return {"name": name, "value": value, "unit": unit}
