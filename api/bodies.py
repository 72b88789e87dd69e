"""Texts sent to the service: as JSON or as plain text, within a limit of bytes."""

from __future__ import annotations

import json

from fastapi import Request, Response

from api.errors import problem

JSON, PLAIN = "application/json", "text/plain"
_MEND = 'Send {"text": "…"} as application/json, or the text itself as text/plain.'


async def sent_text(request: Request, limit: int) -> str | Response:
    """Return the text of a request, or the problem with it.

    413 for a body of more than `limit` bytes (the setting for texts), 415 for another media type
    or encoding, 400 for what is not UTF-8 or not JSON, 422 for JSON without a text.
    """
    media, charset = _content_type(request)
    if media not in (JSON, PLAIN) or charset not in ("utf-8", "us-ascii"):
        what = f"of type {media!r} in {charset!r}" if media else "without a Content-Type"
        return problem(415, f"A body {what} is not taken.", mend=_MEND)
    body = await _within(request, limit)
    if body is None:
        detail = f"The text is longer than {limit} bytes (CLAUSEGRAPH_TEXT_BYTES)."
        return problem(413, detail, mend="Send it in several parts.")
    try:
        decoded = body.decode("utf-8")
    except UnicodeDecodeError as error:
        detail = f"The body is not UTF-8, from byte {error.start}."
        return problem(400, detail, mend="Send it as UTF-8.")
    return decoded if media == PLAIN else _text_of(decoded)


def _content_type(request: Request) -> tuple[str, str]:
    """Return the media type of a request and its character encoding, UTF-8 where not said."""
    media, _, parameters = request.headers.get("content-type", "").partition(";")
    named = (part.partition("=") for part in parameters.split(";"))
    stated = {key.strip().lower(): value.strip(' "').lower() for key, _, value in named}
    return media.strip().lower(), stated.get("charset", "utf-8")


async def _within(request: Request, limit: int) -> bytes | None:
    """Return the body of a request, or None as soon as it is longer than a limit."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit:
            return None
    return bytes(body)


def _text_of(decoded: str) -> str | Response:
    try:
        given = json.loads(decoded)
    except (ValueError, RecursionError) as error:
        return problem(400, f"The body is not JSON: {error}.", mend=_MEND)
    text = given.get("text") if isinstance(given, dict) else None
    if not isinstance(text, str):
        return problem(422, "The body has no `text` that is a string.", mend=_MEND)
    if any("\ud800" <= char <= "\udfff" for char in text):
        return problem(400, "The text has a lone surrogate.", mend="Send whole code points.")
    return text
