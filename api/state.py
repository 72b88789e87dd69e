"""What a running service holds: the opened build, and the model while it loads in the background.

The service answers everything but meaning-search from its first moment; a search that needs the
model before it is there waits for it, and is told where there is none.
"""

from __future__ import annotations

import logging
from threading import Thread

from indexer.errors import ClausegraphError
from indexer.read import Index

_log = logging.getLogger("clausegraph.api")


class ModelUnavailableError(ClausegraphError):
    """Meaning-search is not to be had, because the model could not be loaded."""


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
        if self._thread.ident is not None:
            self._thread.join(seconds)

    def need_model(self) -> None:
        """Wait for the model. Raises ModelUnavailableError where it has failed."""
        self.wait()
        if self.model not in ("loading", "ready"):
            raise ModelUnavailableError(
                f"The model of this service has {self.model}", mend="Search with mode=lexical."
            )

    def _load(self) -> None:
        """Load the model. Whatever stops it is told: nobody waits for this thread's exception."""
        try:
            self.index.warm()
        except Exception as error:
            self.model = f"failed: {error}"
            _log.error("the model cannot be loaded: %s", error, exc_info=error)
        else:
            self.model = "ready"
