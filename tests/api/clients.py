"""A client of the whole service, started as a server starts it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from starlette.testclient import TestClient

from api.app import create_app
from api.settings import ServiceSettings
from indexer.read import Index


@contextmanager
def running(
    index: Index,
    settings: ServiceSettings | None = None,
    headers: Mapping[str, str] | None = None,
    raise_server_exceptions: bool = True,
) -> Iterator[TestClient]:
    """Serve an index, its model loaded, and stop the service at the end of the block."""
    app = create_app(index, settings)
    own = dict(headers or {})
    with TestClient(app, raise_server_exceptions=raise_server_exceptions, headers=own) as client:
        app.state.service.wait(120)
        yield client
