"""Entity tags and content codings: the small grammars of RFC 9110 that a revalidation needs.

A tag is strong: one for each build, representation and coding (RFC 9110, 8.8.3.3).
"""

from __future__ import annotations

import re
from hashlib import sha256
from typing import Final

_TAG = re.compile(r'(?:W/)?("[\x21\x23-\x7e\x80-\xff]*")')
GZIP_SUFFIX: Final = "-gzip"


def etag(build: str, body: bytes, media_type: str) -> str:
    """Return the strong tag of one representation that was made from a build."""
    digest = sha256(media_type.encode() + b"\0" + body).hexdigest()[:24]
    return f'"{build}-{digest}"'


def of_coding(tag: str, coding: str | None) -> str:
    """Return the tag of the same representation in a content coding; itself where there is none."""
    return f'{tag[:-1]}{GZIP_SUFFIX}"' if coding == "gzip" else tag


def matches(if_none_match: str, tag: str) -> bool:
    """Whether an If-None-Match names a tag; `*` names every one (RFC 9110, 13.1.2)."""
    if if_none_match.strip() == "*":
        return True
    bare = tag.removeprefix("W/")
    return any(own == bare for own in _TAG.findall(if_none_match))


def takes_gzip(accept_encoding: str | None) -> bool:
    """Whether a client takes gzip, and likes it no less than none (RFC 9110, 12.5.3)."""
    weights = _weights(accept_encoding or "")
    gzip = weights.get("gzip", weights.get("x-gzip", weights.get("*", 0.0)))
    return gzip > 0 and gzip >= weights.get("identity", 0.0)


def _weights(header: str) -> dict[str, float]:
    found = {}
    for part in header.split(","):
        coding, _, weight = part.partition(";")
        name, _, value = weight.strip().partition("=")
        if coding.strip():
            found[coding.strip().lower()] = _weight(value) if name.strip().lower() == "q" else 1.0
    return found


def _weight(value: str) -> float:
    try:
        return min(max(float(value), 0.0), 1.0)
    except ValueError:
        return 0.0
