"""The catalogue of the shipped corpus, over a build that needs no model."""

from pathlib import Path

import pytest

from indexer.build import build
from indexer.citing.catalogue import Catalogue
from indexer.corpus_io import CorpusFolder
from indexer.read import open_index
from indexer.retrieval.hash_encoder import HashEncoder

BASE = "https://w3id.org/clausegraph/"


@pytest.fixture(scope="session")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    """Everything that can be cited of the shipped corpus."""
    folder: Path = tmp_path_factory.mktemp("citing")
    build(CorpusFolder(), folder, BASE, HashEncoder())
    return open_index(folder).catalogue
