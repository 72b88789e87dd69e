"""A browser on the service over the tiny corpus with links of every family."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from indexer.read import Index
from tests.api.clients import running
from tests.api.web.reading import BROWSER


@pytest.fixture(scope="session")
def browser(linked: Index) -> Iterator[TestClient]:
    """A client that asks for pages, of the running service, its model loaded."""
    with running(linked, headers=BROWSER) as client:
        yield client
