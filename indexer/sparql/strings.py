"""What a string written in a query says: quotes off, escapes undone (SPARQL 1.1, 19.7 and 19.2)."""

from __future__ import annotations

import re
from typing import Final

_ESCAPES: Final = {
    "t": "\t",
    "b": "\b",
    "n": "\n",
    "r": "\r",
    "f": "\f",
    "\\": "\\",
    '"': '"',
    "'": "'",
}
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)


def constant(written: str) -> str | None:
    """Return what a string literal with its quotes says; None for an escape that there is not."""
    quotes = 3 if written[:3] in ('"""', "'''") and len(written) >= 6 else 1
    wrong = False

    def said(found: re.Match[str]) -> str:
        nonlocal wrong
        code = int(found[1] or found[2] or "0", 16)
        if found[3] is None and code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF:
            return chr(code)
        wrong = wrong or found[3] not in _ESCAPES
        return _ESCAPES.get(found[3] or "", "")

    text = _ESCAPE.sub(said, written[quotes:-quotes])
    return None if wrong else text
