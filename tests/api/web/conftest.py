"""A browser on the service over the tiny corpus with links of every family."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from indexer.read import Index
from tests.api.web.reading import BROWSER


@pytest.fixture(scope="session")
def browser(linked: Index) -> Iterator[TestClient]:
    """A client that asks for pages, of the running service, its model loaded."""
    app = create_app(linked)
    with TestClient(app, headers=BROWSER) as client:
        app.state.service.wait(60)
        yield client
