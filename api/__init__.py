"""The query service: HTTP over the read side of a build.

`create_app` is fetched when it is first asked for: the command line finds `serve` in this package,
and its other commands must not pay for a web framework.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from api.app import create_app

__all__ = ["create_app"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from api import app

    return getattr(app, name)
