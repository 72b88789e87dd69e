"""What a running service holds: the opened build, and the model while it loads in the background.

The service answers everything but meaning-search from its first moment; a search that needs the
model before it is there waits for it.
"""

from __future__ import annotations

import logging
from threading import Thread

from indexer.errors import ClausegraphError
from indexer.read import Index

_log = logging.getLogger("clausegraph.api")


class Service:
    """The opened build and the state of its model."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self.model = "loading"
        self._thread = Thread(target=self._load, name="model", daemon=True)

    def start(self) -> None:
        """Begin to load the model."""
        self._thread.start()

    def wait(self, seconds: float | None = None) -> None:
        """Wait until the model is loaded or has failed, at most `seconds`."""
        self._thread.join(seconds)

    def _load(self) -> None:
        try:
            self.index.warm()
        except ClausegraphError as error:
            self.model = f"failed: {error}"
            _log.error("the model cannot be loaded: %s", error)
        else:
            self.model = "ready"
