"""What many tests share: the parsed corpus, and the real build, made once for all runs.

The real build lies in pytest's cache, so that a second run of the suite embeds nothing; a change
of the program or the corpus makes a new one.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import settings

os.environ["HF_HUB_OFFLINE"] = "1"
os.environ.pop("COLUMNS", None)  # which test processes inherit, and a console keeps from its start

from indexer.build import build
from indexer.corpus_io import CorpusFolder, Facts, read_corpus
from indexer.model import Corpus
from indexer.read import Index, open_index, open_index_with_model
from indexer.retrieval.embed import Encoder
from indexer.retrieval.encoders import encoder_for_build
from indexer.retrieval.hash_encoder import HashEncoder
from indexer.settings import Settings
from tests.indexer.linked_corpus import build_linked, write_linked

settings.register_profile("default", deadline=None)
settings.register_profile("fuzz", deadline=None, max_examples=5000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))

BASE = "https://w3id.org/clausegraph/"
GOLDEN = Path(__file__).parent / "golden"


def pytest_configure(config: pytest.Config) -> None:
    """Keep made models in pytest's cache, so that no test makes one a second time."""
    os.environ["CLAUSEGRAPH_MODELS"] = str(config.cache.mkdir("models"))


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Hold a folder, so that of the processes of a run one makes what the others then find."""
    with (folder / "suite.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@pytest.fixture(scope="session")
def golden() -> Path:
    """The folder of hand-made expectations."""
    return GOLDEN


@pytest.fixture(scope="session")
def parsed() -> tuple[Corpus, Facts, dict[str, str]]:
    """The shipped corpus, read and parsed."""
    return read_corpus(CorpusFolder())


@pytest.fixture(scope="session")
def real_encoder(pytestconfig: pytest.Config) -> Encoder:
    """The encoder that builds use: the int8 model, made once for all runs."""
    said: list[str] = []
    with alone(pytestconfig.cache.mkdir("models")):
        found = encoder_for_build(pytestconfig.cache.mkdir("models"), Settings(), said.append)
    assert said == []
    return found


@pytest.fixture(scope="session")
def index_folder(pytestconfig: pytest.Config, real_encoder: Encoder) -> Path:
    """A folder with the real build, made with the real model by the first process that asks."""
    kept = pytestconfig.cache.mkdir("clausegraph")
    with alone(kept):
        build(CorpusFolder(), kept / "index", BASE, real_encoder)
    return kept / "index"


@pytest.fixture(scope="session")
def real_index(index_folder: Path) -> Index:
    """The real build, opened, with the real model behind it."""
    return open_index_with_model(index_folder)


@pytest.fixture(scope="session")
def linked_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index folder with the tiny corpus and links of every family, not to be changed."""
    folder = tmp_path_factory.mktemp("linked")
    build_linked(write_linked(folder / "corpus"), folder / "index")
    return folder / "index"


@pytest.fixture(scope="session")
def linked(linked_folder: Path) -> Index:
    """The tiny corpus with links of every family, opened; it needs no model."""
    return open_index(linked_folder, HashEncoder)


@pytest.fixture(scope="session")
def treaties() -> Path:
    """The folder of reference texts; tests that need it skip where it is absent."""
    beside = Path(__file__).parents[2] / "shared" / "treaties"
    folder = Path(os.environ.get("CLAUSEGRAPH_TREATIES", beside))
    if not (folder / "index.csv").is_file():
        pytest.skip("the reference treaties are not here: set CLAUSEGRAPH_TREATIES to their folder")
    return folder
