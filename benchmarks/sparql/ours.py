"""This service over one build in a folder, which need not be published.

python -m sparql.ours BUILD PORT SECONDS WORKERS        (with benchmarks/ in PYTHONPATH)
"""

from __future__ import annotations

import sys
from pathlib import Path

from starlette.applications import Starlette

from api.app import create_app
from api.server.process import AppOf, serve_app
from api.settings import ServiceSettings
from indexer.read import Index


class OneBuild(AppOf):
    """Makes the application over the very folder; there is no model, since no query searches."""

    def __call__(self) -> Starlette:
        """Return the application."""
        return create_app(Index(self.index), self.settings)


def main(build: str, port: str, seconds: str, workers: str) -> None:
    """Serve until a signal ends it."""
    settings = ServiceSettings(log_level="error", reload_seconds=0, sparql_timeout=float(seconds))
    serve_app(OneBuild(Path(build), settings), "127.0.0.1", int(port), int(workers))


if __name__ == "__main__":
    main(*sys.argv[1:])
