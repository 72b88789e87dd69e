"""What an error says to mend it, in the words of the interface that tells it.

The read side speaks of commands, since most of its users type them; who asks over HTTP or by a tool
of a language model is told what there is for him.
"""

from __future__ import annotations

from typing import Final

_LIST: Final = "See `clausegraph list`."
_HTTP: Final = "See /v1/resolve for identifiers, /v1/instruments for what there is."
_TOOLS: Final = "Use `resolve` to find an identifier."


def over_http(mend: str | None) -> str | None:
    """Return what is to be done, for who asks over HTTP."""
    return mend and mend.replace(_LIST, _HTTP)


def by_tools(error: Exception) -> str:
    """Return an error in words, for a language model."""
    return str(error).replace(_LIST, _TOOLS)
