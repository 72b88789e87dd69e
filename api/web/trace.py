"""`/trace`: a draft that is pasted, checked and told back. Nothing of it is kept or logged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import parse_qsl

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from api.bounds import check_text, trace_options
from api.depends import RunningService
from api.errors import problem
from api.replies import Reply, Replying
from api.sparql.protocol import FORM
from api.state import ModelUnavailableError, Service
from api.web.marked import Stretch, stretches
from api.web.page import shown, shown_once
from indexer.errors import ClausegraphError, QueryError
from indexer.read import FAMILIES, MODES, Index

router = APIRouter(include_in_schema=False)
Json = dict[str, Any]
_BEHIND: Final = 3
"""Provisions of each family that are named behind a clause; its page has them all."""
_FIELDS: Final = 20
_OVERHEAD: Final = 3
"""A form writes a byte in up to three."""


@dataclass(frozen=True, slots=True)
class Cut:
    """A piece of the draft: plain words, or a citation with its number in the list."""

    words: str
    number: int | None = None
    verdict: str = ""


@router.get("/trace")
def empty(reply: Replying) -> Response:
    """Show the form."""
    return shown(reply, "trace.html", **_values(reply, "", MODES[0]))


@router.post("/trace")
async def trace(request: Request, reply: Replying, service: RunningService) -> Response:
    """Check a draft that a form sends, in its turn (see api.turns)."""
    given = await _sent(request, reply.settings.text_bytes * _OVERHEAD)
    if isinstance(given, Response):
        return given
    text, mode = given.get("text", "").replace("\r\n", "\n"), given.get("mode") or MODES[0]
    async with service.texts.turn():
        return await run_in_threadpool(_traced, reply, service, text, mode)


def _traced(reply: Reply, service: Service, text: str, mode: str) -> Response:
    """Return the page of a draft, or what is wrong with it."""
    values = _values(reply, text, mode)
    try:
        found = _found(reply, service, text, mode)
    except (QueryError, ModelUnavailableError) as error:
        return _refused(reply, values, error)
    return shown_once(reply, "trace.html", **{**values, **found})


def _refused(reply: Reply, values: Json, error: ClausegraphError) -> Response:
    status = 503 if isinstance(error, ModelUnavailableError) else 400
    return shown_once(reply, "trace.html", status, **{**values, "error": error})


def _values(reply: Reply, text: str, mode: str) -> Json:
    limits = {"bytes": reply.settings.text_bytes, "sentences": reply.settings.trace_sentences}
    own = {"here": "trace", "text": text, "mode": mode, "modes": MODES, "limits": limits}
    return {**own, "error": None, "answer": None}


async def _sent(request: Request, limit: int) -> dict[str, str] | Response:
    """Return the fields of a form, or the problem with it."""
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media != FORM:
        return problem(415, f"A body of type {media!r} is not taken.", mend="Send the form.")
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit:
            detail = f"The form is longer than {limit} bytes (CLAUSEGRAPH_TEXT_BYTES)."
            return problem(413, detail, mend="Send the draft in several parts.")
    try:
        return dict(parse_qsl(body.decode(), errors="strict", max_num_fields=_FIELDS))
    except UnicodeDecodeError:
        return problem(400, "The form is not UTF-8.", mend="Send it as UTF-8.")
    except ValueError:
        return problem(400, f"The form has more than {_FIELDS} fields.", mend="Send the form.")


def _found(reply: Reply, service: Service, text: str, mode: str) -> Json:
    """Return the answer for a draft. Raises QueryError and ModelUnavailableError."""
    if not text.strip():
        raise QueryError("There is no text.", mend="Paste a draft into the field.")
    check_text(text, reply.settings)
    if mode != "lexical":
        service.need_model()
    answer = reply.index.trace_json(text, trace_options(mode, reply.settings))
    return {
        "answer": answer,
        "draft": cuts(text, answer["citations"]),
        "sentences": [_sentence(reply.index, own, answer) for own in answer["sentences"]],
    }


def cuts(text: str, citations: Sequence[Json]) -> list[Cut]:
    """Return a draft in pieces; a citation inside of another is left to that."""
    found: list[Cut] = []
    at = 0
    for number, own in enumerate(citations, start=1):
        if own["start"] >= at:
            found.append(Cut(text[at : own["start"]]))
            found.append(Cut(text[own["start"] : own["end"]], number, own["verdict"]))
            at = own["end"]
    return [*found, Cut(text[at:])]


def _sentence(index: Index, sentence: Json, answer: Json) -> Json:
    clauses = [_clause(index, own, answer["backing"]) for own in sentence["clauses"]]
    return {**sentence, "clauses": clauses}


def _clause(index: Index, clause: Json, backing: Json) -> Json:
    behind = backing.get(clause["id"], {})
    families = {name: behind.get(name, []) for name in FAMILIES}
    return {**clause, "pieces": _pieces(index, clause), "behind": families, "most": _BEHIND}


def _pieces(index: Index, clause: Json) -> tuple[Stretch, ...]:
    return stretches(index.units[clause["id"]].text, [clause["match"]])
