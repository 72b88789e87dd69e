"""The shipped registry with the units of the corpus, and how a test reads a sentence."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from indexer.citations import Context, extract
from indexer.corpus_io import CorpusFolder
from indexer.model import Corpus, Mention
from indexer.registry import Registry, read_registry

Reader = Callable[..., list[str]]


@pytest.fixture(scope="session")
def registry(parsed: tuple[Corpus, Any, Any]) -> Registry:
    """The shipped registry; the units of the corpus are known provisions."""
    return read_registry(CorpusFolder(), parsed[0])


@pytest.fixture(scope="session")
def read(registry: Registry) -> Reader:
    """Read a text and say each mention as `quote → targets`, marked where not resolved."""

    def said(text: str, context: Context | None = None) -> list[str]:
        return [say(mention) for mention in extract(text, registry, context)]

    return said


def say(mention: Mention) -> str:
    mark = {"resolved": "", "ambiguous": "?", "unresolved": "-"}[mention.status]
    return f"{mention.quote} → {' '.join(mention.targets)}{mark}"
