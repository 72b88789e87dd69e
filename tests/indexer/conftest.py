"""A small build for reading, and copies of it to be damaged; none of them needs the model."""

import shutil
from pathlib import Path

import pytest

from indexer.read import Index, open_index
from indexer.retrieval.hash_encoder import HashEncoder
from tests.indexer.cli.command import Commands
from tests.indexer.tiny_corpus import build_tiny, write_corpus


@pytest.fixture
def corpus_folder(tmp_path: Path) -> Path:
    """The tiny corpus, to be changed and built."""
    return write_corpus(tmp_path / "corpus")


@pytest.fixture(scope="session")
def tiny_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index folder with the tiny corpus, not to be changed."""
    folder = tmp_path_factory.mktemp("tiny")
    build_tiny(write_corpus(folder / "corpus"), folder / "index")
    return folder / "index"


@pytest.fixture
def tiny_copy(tiny_folder: Path, tmp_path: Path) -> Path:
    """An index folder with the tiny corpus, to be damaged."""
    return Path(shutil.copytree(tiny_folder, tmp_path / "index"))


@pytest.fixture
def tiny(tiny_folder: Path) -> Index:
    """The tiny corpus, opened, with an encoder that needs no model."""
    return open_index(tiny_folder, HashEncoder)


@pytest.fixture
def own_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> Commands:
    """The command line over a tiny build of its own, to be added to."""
    build_tiny(write_corpus(tmp_path / "corpus"), tmp_path / "index")
    return Commands(tmp_path / "index", monkeypatch, capfdbinary)
