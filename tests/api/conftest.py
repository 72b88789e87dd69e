"""The service over the tiny build, with an encoder that needs no model."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from indexer.read import Index, open_index
from indexer.retrieval.hash_encoder import HashEncoder
from tests.api.clients import running
from tests.indexer.tiny_corpus import build_tiny, write_corpus


@pytest.fixture(scope="session")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """The tiny corpus, built and opened."""
    folder = tmp_path_factory.mktemp("service")
    build_tiny(write_corpus(folder / "corpus"), folder / "index")
    return open_index(folder / "index", HashEncoder)


@pytest.fixture(scope="session")
def client(index: Index) -> Iterator[TestClient]:
    """A client of the running service, its model loaded."""
    with running(index) as client:
        yield client


@pytest.fixture
def index_path(index: Index) -> Path:
    """The index folder that the service serves."""
    return index.folder.parents[1]
