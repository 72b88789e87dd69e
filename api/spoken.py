"""What an error says to mend it, in the words of the interface that tells it.

The read side speaks of commands, since most of its users type them; who asks over HTTP or by a tool
of a language model is told what there is for him. Who asks for a unit by a citation in human form
is told its identifier.
"""

from __future__ import annotations

import re
from typing import Final

from indexer.errors import NotFoundError
from indexer.read import Index

_LIST: Final = "See `clausegraph list`."
_HTTP: Final = "See /v1/resolve for identifiers, /v1/instruments for what there is."
_TOOLS: Final = "Use `resolve` to find an identifier."
_IDENTIFIER: Final = re.compile(r"[\w.:@-]*")
LONGEST: Final = 200
"""Code points of a name that is read as a citation."""


def over_http(mend: str | None) -> str | None:
    """Return what is to be done, for who asks over HTTP."""
    return mend and mend.replace(_LIST, _HTTP)


def by_tools(error: Exception) -> str:
    """Return an error in words, for a language model."""
    return str(error).replace(_LIST, _TOOLS)


def as_cited(error: NotFoundError, name: str, index: Index) -> NotFoundError:
    """Return the error for a name that is none, with what it means as a citation, if anything."""
    in_words = len(name) <= LONGEST and not _IDENTIFIER.fullmatch(name)
    found = index.meant_by(name) if in_words else ()
    if not found:
        return error
    near = tuple(dict.fromkeys((*found, *error.nearest)))
    mend = f"As a citation it means {', '.join(found)}: ask by identifier."
    return NotFoundError(error.message, mend=mend, nearest=near)
