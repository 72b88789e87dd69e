"""The command line over the tiny build, with an encoder that needs no model."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.retrieval import embed
from indexer.retrieval.hash_encoder import HashEncoder
from indexer.settings import settings
from tests.indexer.cli.command import Commands


@pytest.fixture(autouse=True)
def _plain(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No model, no settings from outside, no terminal."""
    monkeypatch.setattr(embed, "open_encoder", lambda *_args, **_options: HashEncoder())
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.delenv("CLAUSEGRAPH_INDEX", raising=False)
    settings.cache_clear()
    yield
    settings.cache_clear()


@pytest.fixture
def run(
    tiny_folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfdbinary: pytest.CaptureFixture[bytes],
) -> Commands:
    """The command line, by default over the tiny build."""
    return Commands(tiny_folder, monkeypatch, capfdbinary)


@pytest.fixture
def linked_run(
    linked_folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfdbinary: pytest.CaptureFixture[bytes],
) -> Commands:
    """The command line over the build with links of every family."""
    return Commands(linked_folder, monkeypatch, capfdbinary)
