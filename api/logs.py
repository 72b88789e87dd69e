"""Logs as lines of JSON on standard error, without what clients ask, unless a setting says so.

A query may be a lawyer's or a worker's own trouble in words. By default a line names the route,
not the parameters; and where a request fails, the place in the program, not the message, which may
quote what was asked.
"""

from __future__ import annotations

import json
import logging
import traceback
from datetime import UTC, datetime
from typing import Any, Final

from api import request_ids
from api.settings import ServiceSettings

ACCESS: Final = "clausegraph.access"
"""The logger of one line for each request; its records carry a dictionary as `told`."""
_LOUD: Final = ("clausegraph", "uvicorn.error")
_QUIET: Final = ("uvicorn.access",)


class JsonLines(logging.Formatter):
    """One record, one line of JSON: time, level, logger, request, message, and what was told."""

    def __init__(self, queries: bool = False) -> None:
        super().__init__()
        self._queries = queries

    def format(self, record: logging.LogRecord) -> str:
        """Return the line of a record."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
        }
        if (request := request_ids.current()) is not None:
            line["request_id"] = request
        told = getattr(record, "told", None)
        line |= told if told is not None else {"message": record.getMessage()}
        if record.exc_info and record.exc_info[1] is not None:
            line["error"] = self._failure(record.exc_info[1], within=request is not None)
        return json.dumps(line, ensure_ascii=False, default=str)

    def _failure(self, error: BaseException, within: bool) -> dict[str, Any]:
        """The kind and place of a failure; its words where they cannot quote a client."""
        frames = traceback.extract_tb(error.__traceback__)
        found: dict[str, Any] = {
            "kind": type(error).__name__,
            "at": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames],
        }
        if self._queries or not within:
            found["message"] = str(error)
        return found


class PlainLines(JsonLines):
    """The same for people at a terminal: time, level, and what was told as `key=value`."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line of a record."""
        line = json.loads(super().format(record))
        moment, level, _ = line.pop("time"), line.pop("level"), line.pop("logger")
        message = line.pop("message", "")
        rest = " ".join(f"{key}={value}" for key, value in line.items())
        return " ".join(part for part in (moment, level, message, rest) if part)


def config(settings: ServiceSettings) -> dict[str, Any]:
    """Return the configuration of logging for a server's process (logging.config.dictConfig)."""
    kind = JsonLines if settings.log_format == "json" else PlainLines
    own = {"handlers": ["lines"], "level": settings.log_level.upper(), "propagate": False}
    off = {"handlers": [], "level": "CRITICAL", "propagate": False}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"lines": {"()": kind, "queries": settings.log_queries}},
        "handlers": {
            "lines": {
                "class": "logging.StreamHandler",
                "formatter": "lines",
                "stream": "ext://sys.stderr",
            }
        },
        "root": {"handlers": ["lines"], "level": "WARNING"},
        "loggers": {**dict.fromkeys(_LOUD, own), **dict.fromkeys(_QUIET, off)},
    }
