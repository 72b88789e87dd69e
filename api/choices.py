"""Parameters that take one of a few words, as documents for programs state them.

The read side checks the words, so that a wrong one is told with the nearest, wherever it is asked.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any


def among(words: Iterable[str]) -> dict[str, Any]:
    """Return what a JSON Schema says of a parameter that is one of these words."""
    return {"enum": list(words)}
